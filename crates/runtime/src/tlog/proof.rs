//! A receipt as one file (C2SP tlog-proof): made by the log, verified by anybody.

use std::fmt;

use data_encoding::{BASE64, HEXLOWER};
use serde::{Deserialize, Serialize};
use signed_note::Note;
use tlog_tiles::checkpoint::Checkpoint;
use tlog_tiles::tlog::{Hash, check_record, record_hash};

use super::keys::Keys;
use super::leaf::Leaf;
use super::set;

const FIRST_LINE: &str = "c2sp.org/tlog-proof@v1";
/// A longer file is no receipt.
const MOST: usize = 1 << 20;

/// A receipt before it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// The leaf's place in the log.
    pub index: u64,
    /// The leaf.
    pub leaf: Vec<u8>,
    /// The proof that one object was in the set of the leaf.
    pub member: Option<SetProof>,
    /// The path from the leaf to the root, lowest first.
    pub path: Vec<[u8; 32]>,
    /// The signed checkpoint.
    pub checkpoint: String,
}

/// The proof that one object was in the destroyed set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetProof {
    /// The object's commitment, in hexadecimal.
    pub commitment: String,
    /// Its place in the set.
    pub index: u64,
    /// The path to the root of the set, in hexadecimal, lowest first.
    pub path: Vec<String>,
}

/// What travels beside the proof. The log does not authenticate it: the leaf is what the proof is about, and the set's proof
/// leads to a root that stands in the leaf.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Extra {
    leaf: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    member: Option<SetProof>,
}

/// Whether the checkpoint's signature was checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signed {
    /// One of the given keys signed it.
    ByKnownKey,
    /// No key was given, so nothing can be said about who signed it.
    CouldNotCheck,
}

/// A receipt that holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// What was destroyed.
    pub leaf: Leaf,
    /// The leaf's place in the log.
    pub index: u64,
    /// The name of the log.
    pub origin: String,
    /// How many leaves the log had.
    pub size: u64,
    /// Whether its signature was checked.
    pub signed: Signed,
    /// The object that was in the set, where the receipt proves one.
    pub member: Option<[u8; 32]>,
}

/// Why a receipt does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProofError {
    /// The file is no receipt.
    Unreadable(String),
    /// The checkpoint is not signed by any of the keys, or its text was changed.
    Signature(String),
    /// The leaf is not in the log that the checkpoint speaks of.
    NotInLog,
    /// The object is not in the destroyed set.
    NotInSet,
    /// A later checkpoint does not continue an earlier one.
    NotContinued,
}

impl fmt::Display for ProofError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(why) => write!(f, "it cannot be read as what it should be: {why}"),
            Self::Signature(why) => write!(
                f,
                "the checkpoint in it is not signed by a key that you named ({why}), so the receipt proves nothing"
            ),
            Self::NotInLog => f.write_str(
                "what it says is not in the log that its checkpoint speaks of: the receipt was changed after it was issued",
            ),
            Self::NotInSet => f.write_str(
                "the object is not in the set that was destroyed: the receipt is about other objects",
            ),
            Self::NotContinued => f.write_str(
                "the log does not continue the earlier checkpoint: something that stood in it was changed or taken out, or it \
                 is another log",
            ),
        }
    }
}

impl std::error::Error for ProofError {}

impl fmt::Display for Proof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let extra = Extra {
            leaf: String::from_utf8_lossy(&self.leaf).into_owned(),
            member: self.member.clone(),
        };
        let extra = serde_json::to_vec(&extra).map_err(|_| fmt::Error)?;
        writeln!(f, "{FIRST_LINE}")?;
        writeln!(f, "extra {}", BASE64.encode(&extra))?;
        writeln!(f, "index {}", self.index)?;
        for hash in &self.path {
            writeln!(f, "{}", BASE64.encode(hash))?;
        }
        write!(f, "\n{}", self.checkpoint)
    }
}

/// Verifies a receipt with nothing but itself and the log's public keys. Without a key everything but the signature is
/// checked, and the answer says so.
///
/// # Errors
/// Says what is wrong with it.
pub fn verify(text: &str, keys: &Keys) -> Result<Verified, ProofError> {
    let parts = parse(text)?;
    let unreadable = |why: &str| ProofError::Unreadable(why.to_owned());
    let note = Note::from_bytes(parts.checkpoint.as_bytes())
        .map_err(|error| ProofError::Unreadable(format!("its checkpoint is damaged ({error})")))?;
    let signed = if keys.is_empty() {
        Signed::CouldNotCheck
    } else {
        note.verify(&keys.verifiers())
            .map_err(|error| ProofError::Signature(error.to_string()))?;
        Signed::ByKnownKey
    };
    let checkpoint = Checkpoint::from_bytes(note.text())
        .map_err(|_| unreadable("its checkpoint cannot be read"))?;
    let path: Vec<Hash> = parts.path.iter().map(|hash| Hash(*hash)).collect();
    let in_log = parts.index < checkpoint.size()
        && checkpoint.size() <= set::MOST
        && check_record(
            &path,
            checkpoint.size(),
            *checkpoint.hash(),
            parts.index,
            record_hash(parts.extra.leaf.as_bytes()),
        )
        .is_ok();
    if !in_log {
        return Err(ProofError::NotInLog);
    }
    let leaf: Leaf = serde_json::from_str(&parts.extra.leaf)
        .map_err(|error| ProofError::Unreadable(format!("its leaf cannot be read ({error})")))?;
    let member = match &parts.extra.member {
        None => None,
        Some(member) => Some(check_member(&leaf, member)?),
    };
    Ok(Verified {
        leaf,
        index: parts.index,
        origin: checkpoint.origin().to_owned(),
        size: checkpoint.size(),
        signed,
        member,
    })
}

fn check_member(leaf: &Leaf, member: &SetProof) -> Result<[u8; 32], ProofError> {
    let unreadable = || ProofError::Unreadable("the proof about the object is damaged".to_owned());
    let hash = |text: &String| -> Result<[u8; 32], ProofError> {
        let bytes = HEXLOWER.decode(text.as_bytes()).map_err(|_| unreadable())?;
        bytes.try_into().map_err(|_| unreadable())
    };
    let commitment = hash(&member.commitment)?;
    let path: Vec<[u8; 32]> = member.path.iter().map(hash).collect::<Result<_, _>>()?;
    let root = hash(&leaf.set.root)?;
    if set::is_in(&commitment, member.index, leaf.set.size, &path, &root) {
        Ok(commitment)
    } else {
        Err(ProofError::NotInSet)
    }
}

/// The lines of a receipt.
struct Parts {
    index: u64,
    extra: Extra,
    path: Vec<[u8; 32]>,
    checkpoint: String,
}

fn parse(text: &str) -> Result<Parts, ProofError> {
    let unreadable = |why: &str| ProofError::Unreadable(why.to_owned());
    if text.len() > MOST {
        return Err(unreadable("it is longer than any receipt"));
    }
    let (head, checkpoint) = text
        .split_once("\n\n")
        .ok_or_else(|| unreadable("it has no checkpoint"))?;
    let mut lines = head.split('\n');
    if lines.next() != Some(FIRST_LINE) {
        return Err(ProofError::Unreadable(format!(
            "its first line is not `{FIRST_LINE}`"
        )));
    }
    let extra = lines
        .next()
        .and_then(|line| line.strip_prefix("extra "))
        .ok_or_else(|| unreadable("it does not say what was destroyed"))?;
    let extra = BASE64
        .decode(extra.as_bytes())
        .ok()
        .and_then(|bytes| serde_json::from_slice(&bytes).ok())
        .ok_or_else(|| unreadable("what it says about the destruction is damaged"))?;
    let index = lines
        .next()
        .and_then(|line| line.strip_prefix("index "))
        .filter(|digits| *digits == "0" || !digits.starts_with(['0', '+']))
        .and_then(|digits| digits.parse().ok())
        .ok_or_else(|| unreadable("it does not say its place in the log"))?;
    let mut path = Vec::new();
    for line in lines {
        let hash = BASE64.decode(line.as_bytes()).ok();
        let hash: Option<[u8; 32]> = hash.and_then(|bytes| bytes.try_into().ok());
        path.push(hash.ok_or_else(|| unreadable("a line of its path is damaged"))?);
        if path.len() > 64 {
            return Err(unreadable("its path is longer than any log is deep"));
        }
    }
    Ok(Parts {
        index,
        extra,
        path,
        checkpoint: checkpoint.to_owned(),
    })
}
