//! Canaries: bodies that can be found again in any file that a system wrote.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use super::Outcome;

/// Bytes of a canary.
const LENGTH: usize = 16;
/// What the bodies that are due begin with.
pub(crate) const DUE: &[u8; LENGTH] = b"CANARY-IS-DUE!!!";
/// What the bodies that stay begin with.
pub(crate) const STAYS: &[u8; LENGTH] = b"CANARY-THAT-STAY";

/// A body of that length with the canary in front. Pictures do not compress, and neither does this.
pub(crate) fn body(canary: &[u8; LENGTH], length: usize) -> Vec<u8> {
    let mut body = canary.to_vec();
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    while body.len() < length {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        body.extend(state.to_le_bytes());
    }
    body.truncate(length);
    body
}

/// Canaries in files.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Copies {
    /// In all files.
    pub(crate) all: u64,
    /// Of them in logs that the system writes ahead or appends to.
    pub(crate) in_logs: u64,
}

/// How often a canary stands in the files of a directory.
pub(crate) fn count(directory: &Path, canary: &[u8; LENGTH]) -> Outcome<Copies> {
    let mut copies = Copies::default();
    let mut open = vec![directory.to_path_buf()];
    while let Some(at) = open.pop() {
        for entry in std::fs::read_dir(&at)? {
            let entry = entry?;
            let kind = entry.file_type()?;
            let path = entry.path();
            if kind.is_dir() {
                open.push(path);
            } else if kind.is_file() {
                let found = in_file(&path, canary)?;
                copies.all += found;
                if is_log(&path) {
                    copies.in_logs += found;
                }
            }
        }
    }
    Ok(copies)
}

/// The write-ahead logs of PostgreSQL and SQLite, and the append-only files of Redis.
fn is_log(path: &Path) -> bool {
    let text = path.to_string_lossy();
    text.contains("/pg_wal/") || text.contains("/appendonlydir/") || text.ends_with("-wal")
}

fn in_file(path: &Path, canary: &[u8; LENGTH]) -> Outcome<u64> {
    let mut file = File::open(path)?;
    let mut found = 0;
    // The end of one piece is searched with the next, because a canary may lie across both.
    let mut piece = Vec::new();
    loop {
        let kept = piece.len().min(LENGTH - 1);
        piece.drain(..piece.len() - kept);
        if (&mut file).take(1 << 20).read_to_end(&mut piece)? == 0 {
            return Ok(found);
        }
        let mut rest = piece.as_slice();
        while let Some(at) = rest.iter().position(|byte| *byte == canary[0]) {
            rest = &rest[at..];
            found += u64::from(rest.starts_with(canary));
            rest = &rest[1..];
        }
    }
}
