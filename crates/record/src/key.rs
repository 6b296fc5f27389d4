//! Keys in text files of one line each: `candor-secret-key HEX COMMENT` and `candor-public-key HEX COMMENT`.

use aws_lc_rs::rand::{SecureRandom, SystemRandom};
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use data_encoding::{HEXLOWER, HEXLOWER_PERMISSIVE};

use crate::digest::sha256_hex;

/// A key that signs records. It is never committed.
pub struct SigningKey(pub(crate) Ed25519KeyPair);

/// A public key whose signatures count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrustedKey(pub(crate) [u8; 32]);

/// Thirty-two bytes that nobody can know beforehand.
///
/// # Errors
/// Plain words when the system gives none.
pub fn random_bytes() -> Result<[u8; 32], String> {
    let mut bytes = [0; 32];
    SystemRandom::new()
        .fill(&mut bytes)
        .map_err(|_| "the system gives no random bytes".to_owned())?;
    Ok(bytes)
}

fn line(text: &str, word: &str) -> Result<[u8; 32], String> {
    let mut words = text.split_whitespace();
    if words.next() != Some(word) {
        return Err(format!("a key's line must begin with `{word}`"));
    }
    let hex = words.next().unwrap_or_default();
    let bytes = HEXLOWER_PERMISSIVE
        .decode(hex.as_bytes())
        .unwrap_or_default();
    bytes
        .try_into()
        .map_err(|_| format!("after `{word}` must stand 64 hexadecimal digits"))
}

impl SigningKey {
    /// The line of a new secret key, with a comment.
    ///
    /// # Errors
    /// Plain words when the system gives no random bytes.
    pub fn generate(comment: &str) -> Result<String, String> {
        let seed = random_bytes()?;
        let comment = comment.replace(['\r', '\n'], " ");
        let line = format!("candor-secret-key {} {comment}\n", HEXLOWER.encode(&seed));
        Self::read(&line).map(|_| line)
    }

    /// Reads a secret key's line.
    ///
    /// # Errors
    /// Plain words when the line is not of the documented form.
    pub fn read(text: &str) -> Result<Self, String> {
        let seed = line(text, "candor-secret-key")?;
        let pair = Ed25519KeyPair::from_seed_unchecked(&seed)
            .map_err(|_| "the secret key cannot be used".to_owned())?;
        Ok(Self(pair))
    }

    /// The public half.
    ///
    /// # Errors
    /// Plain words when the library's public key does not have 32 bytes.
    pub fn public(&self) -> Result<TrustedKey, String> {
        let bytes = self.0.public_key().as_ref().try_into();
        Ok(TrustedKey(bytes.map_err(|_| {
            "the public key does not have 32 bytes".to_owned()
        })?))
    }
}

impl TrustedKey {
    /// Reads a public key's line.
    ///
    /// # Errors
    /// Plain words when the line is not of the documented form.
    pub fn read(text: &str) -> Result<Self, String> {
        line(text, "candor-public-key").map(Self)
    }

    /// The line for a file, with a comment on the same line.
    #[must_use]
    pub fn write(&self, comment: &str) -> String {
        let comment = comment.replace(['\r', '\n'], " ");
        format!("candor-public-key {} {comment}\n", HEXLOWER.encode(&self.0))
    }

    /// The key's id: the SHA-256 of its 32 bytes in hexadecimal.
    #[must_use]
    pub fn id(&self) -> String {
        sha256_hex(&self.0)
    }
}
