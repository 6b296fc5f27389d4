//! That a log only grew: an earlier checkpoint and a later one, and the hashes that lead from one to the other (RFC 6962,
//! section 2.1.2).

use signed_note::Note;
use tlog_tiles::checkpoint::Checkpoint;
use tlog_tiles::tlog::{Hash, check_tree};

use super::keys::Keys;
use super::proof::{ProofError, Signed};

/// A log that holds everything that it held before, in the same order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Continued {
    /// The name of the log.
    pub origin: String,
    /// How many leaves it had at the earlier checkpoint.
    pub older: u64,
    /// How many it has at the later one.
    pub newer: u64,
    /// Whether the signatures of both were checked.
    pub signed: Signed,
}

/// How many leaves a log had at a checkpoint.
///
/// # Errors
/// Where it is no checkpoint.
pub fn size_at(checkpoint: &str) -> Result<u64, ProofError> {
    read(checkpoint, &Keys::default()).map(|checkpoint| checkpoint.size())
}

/// Checks that a later checkpoint continues an earlier one: nothing was taken out of the log, changed or put between.
///
/// # Errors
/// Says which of the two is no checkpoint of that log, or that the later one does not continue the earlier.
pub fn continues(
    earlier: &str,
    later: &str,
    path: &[[u8; 32]],
    keys: &Keys,
) -> Result<Continued, ProofError> {
    let (old, new) = (read(earlier, keys)?, read(later, keys)?);
    let path: Vec<Hash> = path.iter().map(|hash| Hash(*hash)).collect();
    let grew = match (old.size(), new.size()) {
        // Every log continues an empty one, and one of the same size must be the same.
        (0, _) => true,
        (older, newer) if older == newer => old.hash() == new.hash(),
        (older, newer) if older < newer => {
            check_tree(&path, newer, *new.hash(), older, *old.hash()).is_ok()
        }
        _ => false,
    };
    if old.origin() != new.origin() || !grew {
        return Err(ProofError::NotContinued);
    }
    Ok(Continued {
        origin: new.origin().to_owned(),
        older: old.size(),
        newer: new.size(),
        signed: if keys.is_empty() {
            Signed::CouldNotCheck
        } else {
            Signed::ByKnownKey
        },
    })
}

/// Reads a checkpoint, and checks its signature where there are keys.
fn read(text: &str, keys: &Keys) -> Result<Checkpoint, ProofError> {
    let unreadable = || ProofError::Unreadable("it is no checkpoint of a log".to_owned());
    let note = Note::from_bytes(text.as_bytes()).map_err(|_| unreadable())?;
    if !keys.is_empty() {
        note.verify(&keys.verifiers())
            .map_err(|error| ProofError::Signature(error.to_string()))?;
    }
    Checkpoint::from_bytes(note.text()).map_err(|_| unreadable())
}
