//! The log of receipts: a tamper-evident list of what was destroyed, in the tiled format of C2SP tlog-tiles, with signed
//! checkpoints and offline proofs.
//!
//! A leaf holds nothing personal. Whoever has a receipt (a `tlog-proof` file) and the log's public key can verify it
//! without asking anybody.

mod continuation;
mod entries;
mod keys;
mod leaf;
mod log;
mod proof;
pub mod set;
mod signer;
mod tiles;

pub use continuation::{Continued, continues, size_at};
pub use keys::Keys;
pub use leaf::{DestroyedSet, KeptFacts, Leaf, LeafKind, NotCovered};
pub use log::Log;
pub use proof::{Proof, ProofError, SetProof, Signed, Verified, verify};
pub use signer::LogSigner;
