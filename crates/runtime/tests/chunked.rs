//! Known answers of the chunked-encryption format, computed with Python's `cryptography` from the specification alone.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use candor_runtime::chunked::{NotAuthentic, Opener, open};
use data_encoding::HEXLOWER;

/// Salt a0 to b7, then the commitment; the input key is 00 to 1f, the context `candor`.
const PREFIX: &str = "a0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7af871c5deca93e5587ef6236a1af8a4a055d0c302c2e24783769a8440d085160";

fn bytes(digits: &str) -> Vec<u8> {
    HEXLOWER.decode(digits.as_bytes()).unwrap()
}

fn key() -> [u8; 32] {
    std::array::from_fn(|at| u8::try_from(at).unwrap())
}

#[test]
fn a_message_of_another_implementation_is_read() {
    let message = [
        bytes(PREFIX),
        bytes("a955b7a279c584219d9722c07d73e13e1fe98a774c"),
    ]
    .concat();
    assert_eq!(open(&key(), b"candor", &message), Ok(b"hello".to_vec()));
}

#[test]
fn chunks_are_numbered_as_in_another_implementation() {
    let opener = Opener::new(&key(), b"candor", &bytes(PREFIX)).unwrap();
    let chunks = [
        (
            1,
            "2f4f62805480940387aec7e38b9fc3d329cb499941",
            b"world".as_slice(),
        ),
        (
            (1 << 38) - 1,
            "f7f7fc4a78e503b97b108d1fbbfd1a0f11d4a84b",
            b"last",
        ),
    ];
    for (number, digits, plain) in chunks {
        assert_eq!(
            opener.open(number, &mut bytes(digits)),
            Ok(plain),
            "{number}"
        );
        assert_eq!(
            opener.open(number - 1, &mut bytes(digits)),
            Err(NotAuthentic)
        );
    }
}
