//! The key that signs checkpoints.

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use data_encoding::BASE64;
use signed_note::Signer;

use crate::store::StoreError;

/// The algorithm byte of Ed25519 in a signed note's key (C2SP signed-note).
const ED25519: u8 = 1;

/// A name and an Ed25519 key.
pub struct LogSigner {
    name: String,
    pair: Ed25519KeyPair,
}

impl std::fmt::Debug for LogSigner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "LogSigner({})", self.name)
    }
}

impl LogSigner {
    /// A signer with that name, such as `darkroom.example/candor`, and that seed.
    ///
    /// # Errors
    /// Where the name holds a space or a plus sign, which a signed note cannot carry.
    pub fn new(name: &str, seed: &[u8; 32]) -> Result<Self, StoreError> {
        if !signed_note::is_key_name_valid(name) {
            return Err(StoreError::broken(
                std::path::Path::new("log"),
                format!(
                    "`{name}` cannot be the name of a log; it must not hold spaces or plus signs"
                ),
            ));
        }
        let pair =
            Ed25519KeyPair::from_seed_unchecked(seed).map_err(|_| StoreError::NoRandomness)?;
        Ok(Self {
            name: name.to_owned(),
            pair,
        })
    }

    fn public(&self) -> Vec<u8> {
        [&[ED25519], self.pair.public_key().as_ref()].concat()
    }

    /// The public key in the text form of signed notes: name, hash and key, joined by plus signs.
    pub fn verifier(&self) -> String {
        let key = self.public();
        let id = signed_note::key_id(&self.name, &key);
        format!("{}+{id:08x}+{}", self.name, BASE64.encode(&key))
    }
}

impl Signer for LogSigner {
    fn name(&self) -> &str {
        &self.name
    }

    fn key_id(&self) -> u32 {
        signed_note::key_id(&self.name, &self.public())
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, signature::Error> {
        Ok(self.pair.sign(message).as_ref().to_vec())
    }
}
