#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use super::*;
use crate::STATEMENT_TYPE;

fn key(digit: &str) -> SigningKey {
    SigningKey::read(&format!("candor-secret-key {} test", digit.repeat(64))).unwrap()
}

fn statement(value: u32) -> Statement {
    Statement {
        kind: STATEMENT_TYPE.to_owned(),
        subject: Vec::new(),
        predicate_type: "https://candor.example/test/v1".to_owned(),
        predicate: serde_json::json!({ "value": value }),
    }
}

#[test]
fn the_encoding_is_that_of_the_specification() {
    assert_eq!(
        pae("http://example.com/HelloWorld", b"hello world"),
        b"DSSEv1 29 http://example.com/HelloWorld 11 hello world"
    );
}

#[test]
fn only_a_trusted_signature_over_the_same_bytes_verifies() {
    let mine = key("1");
    let trusted = [TrustedKey::read(&mine.public().unwrap().write("mine")).unwrap()];
    let envelope = Envelope::signed(&statement(1), &mine).unwrap();
    let again = Envelope::read(&serde_json::to_vec(&envelope).unwrap()).unwrap();
    assert_eq!(again.verify(&trusted), Verdict::Verified(trusted[0].id()));
    assert_eq!(again.statement().unwrap(), statement(1));
    assert_eq!(
        again.verify(&[key("2").public().unwrap()]),
        Verdict::UntrustedKey
    );
    assert_eq!(
        Envelope::unsigned(&statement(1)).unwrap().verify(&trusted),
        Verdict::Unsigned
    );
    let mut tampered = again;
    tampered.payload = Envelope::unsigned(&statement(2)).unwrap().payload;
    assert_eq!(tampered.verify(&trusted), Verdict::BadSignature);
}

proptest::proptest! {
    #[test]
    fn any_bytes_give_a_record_or_an_error(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..300)) {
        let trusted = [key("1").public().unwrap()];
        let _ = Statement::read(&bytes);
        if let Ok(envelope) = Envelope::read(&bytes) {
            proptest::prop_assert!(!matches!(envelope.verify(&trusted), Verdict::Verified(_)));
        }
        // Text that has the envelope's shape reaches the decoders behind it.
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let id = trusted[0].id();
        let shaped = serde_json::json!({
            "payloadType": PAYLOAD_TYPE,
            "payload": data_encoding::BASE64.encode(&bytes),
            "signatures": [{ "keyid": id, "sig": text }],
        });
        let envelope = Envelope::read(&serde_json::to_vec(&shaped).unwrap()).unwrap();
        proptest::prop_assert_eq!(envelope.verify(&trusted), Verdict::BadSignature);
        let _ = envelope.statement();
    }
}
