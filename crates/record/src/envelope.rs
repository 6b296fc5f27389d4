//! The DSSE envelope around a statement.

use aws_lc_rs::signature::{ED25519, UnparsedPublicKey};
use data_encoding::{BASE64, BASE64URL};
use serde::{Deserialize, Serialize};

use crate::{SigningKey, Statement, TrustedKey};

/// The payload type of in-toto statements.
pub const PAYLOAD_TYPE: &str = "application/vnd.in-toto+json";

/// The greatest record that is read, in bytes.
pub const MAX_BYTES: usize = 16 << 20;

/// The bytes that a signature covers: DSSE's pre-authentication encoding, version 1.
#[must_use]
pub fn pae(payload_type: &str, payload: &[u8]) -> Vec<u8> {
    let mut out = format!(
        "DSSEv1 {} {payload_type} {} ",
        payload_type.len(),
        payload.len()
    )
    .into_bytes();
    out.extend_from_slice(payload);
    out
}

/// DSSE allows both alphabets of base64.
fn decoded(text: &str) -> Result<Vec<u8>, data_encoding::DecodeError> {
    let standard = BASE64.decode(text.as_bytes());
    standard.or_else(|error| BASE64URL.decode(text.as_bytes()).map_err(|_| error))
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Signature {
    #[serde(default)]
    keyid: String,
    sig: String,
}

/// A statement's bytes and the signatures over them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Envelope {
    #[serde(rename = "payloadType")]
    payload_type: String,
    payload: String,
    signatures: Vec<Signature>,
}

/// What the signatures of an envelope are worth. Only `Verified` counts as proof.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// A trusted key signed exactly these bytes; its id.
    Verified(String),
    /// There is no signature.
    Unsigned,
    /// No signature names a trusted key.
    UntrustedKey,
    /// A signature names a trusted key and does not fit the bytes.
    BadSignature,
    /// The payload is not of the in-toto type or not base64.
    Unreadable,
}

impl Envelope {
    /// Wraps a statement without a signature.
    ///
    /// # Errors
    /// Plain words when the statement cannot be written as JSON.
    pub fn unsigned(statement: &Statement) -> Result<Self, String> {
        let payload = serde_json::to_vec(statement)
            .map_err(|e| format!("the record cannot be written: {e}"))?;
        Ok(Self {
            payload_type: PAYLOAD_TYPE.to_owned(),
            payload: BASE64.encode(&payload),
            signatures: Vec::new(),
        })
    }

    /// Wraps and signs a statement.
    ///
    /// # Errors
    /// Plain words when the statement cannot be written as JSON.
    pub fn signed(statement: &Statement, key: &SigningKey) -> Result<Self, String> {
        let mut envelope = Self::unsigned(statement)?;
        let sig = key.0.sign(&pae(PAYLOAD_TYPE, &envelope.payload_bytes()?));
        envelope.signatures.push(Signature {
            keyid: key.public()?.id(),
            sig: BASE64.encode(sig.as_ref()),
        });
        Ok(envelope)
    }

    /// Reads an envelope.
    ///
    /// # Errors
    /// Plain words when the bytes are too many or no envelope.
    pub fn read(bytes: &[u8]) -> Result<Self, String> {
        if bytes.len() > MAX_BYTES {
            return Err(format!(
                "the record has {} bytes; at most {MAX_BYTES} are read",
                bytes.len()
            ));
        }
        serde_json::from_slice(bytes).map_err(|e| format!("the file is no DSSE envelope: {e}"))
    }

    fn payload_bytes(&self) -> Result<Vec<u8>, String> {
        if self.payload_type != PAYLOAD_TYPE {
            return Err(format!(
                "the payload is of type `{}`, not `{PAYLOAD_TYPE}`",
                self.payload_type
            ));
        }
        decoded(&self.payload).map_err(|e| format!("the payload is not base64: {e}"))
    }

    /// The statement inside, whether or not anybody vouches for it.
    ///
    /// # Errors
    /// Plain words when the payload is no statement.
    pub fn statement(&self) -> Result<Statement, String> {
        Statement::read(&self.payload_bytes()?)
    }

    /// Judges the signatures against the keys that count.
    #[must_use]
    pub fn verify(&self, trusted: &[TrustedKey]) -> Verdict {
        let Ok(payload) = self.payload_bytes() else {
            return Verdict::Unreadable;
        };
        if self.signatures.is_empty() {
            return Verdict::Unsigned;
        }
        let message = pae(&self.payload_type, &payload);
        let mut verdict = Verdict::UntrustedKey;
        for signature in &self.signatures {
            let bytes = decoded(&signature.sig).unwrap_or_default();
            // The key id is a hint that no signature covers (DSSE, section 3); without one every key is tried.
            let hinted =
                |key: &&TrustedKey| signature.keyid.is_empty() || key.id() == signature.keyid;
            for key in trusted.iter().filter(hinted) {
                let public = UnparsedPublicKey::new(&ED25519, &key.0);
                if public.verify(&message, &bytes).is_ok() {
                    return Verdict::Verified(key.id());
                }
                if !signature.keyid.is_empty() {
                    verdict = Verdict::BadSignature;
                }
            }
        }
        verdict
    }
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
