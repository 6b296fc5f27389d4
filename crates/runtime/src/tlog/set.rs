//! The set of what was destroyed: a Merkle tree (RFC 6962) over 32-byte commitments, computed in one pass and in memory
//! that grows with the depth of the tree only.

use std::io::{self, Read};

use tlog_tiles::tlog::{Hash, check_record, node_hash, record_hash};

/// Bytes of a commitment.
pub const COMMITMENT: usize = 32;
/// More objects than this are in no bucket.
pub(super) const MOST: u64 = 1 << 40;

/// The root of a set of that many commitments, which are read in their order. The root of none is that of an empty tree.
///
/// # Errors
/// Where fewer can be read.
pub fn root(size: u64, commitments: &mut dyn Read) -> io::Result<[u8; 32]> {
    if size == 0 {
        return Ok(tlog_tiles::tlog::EMPTY_HASH.0);
    }
    subtree(size, commitments).map(|hash| hash.0)
}

/// The path from one commitment to the root, lowest first.
///
/// # Errors
/// Where the index lies beyond the set, or fewer commitments can be read.
pub fn path(index: u64, size: u64, commitments: &mut dyn Read) -> io::Result<Vec<[u8; 32]>> {
    if index >= size {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    let mut path = Vec::new();
    descend(index, size, commitments, &mut path)?;
    Ok(path)
}

/// Whether a path leads from a commitment at an index to the root of a set.
pub fn is_in(
    commitment: &[u8; 32],
    index: u64,
    size: u64,
    path: &[[u8; 32]],
    root: &[u8; 32],
) -> bool {
    let path: Vec<Hash> = path.iter().map(|hash| Hash(*hash)).collect();
    (index < size && size <= MOST && path.len() <= 64)
        && check_record(&path, size, Hash(*root), index, record_hash(commitment)).is_ok()
}

/// The largest power of two below a size that is at least two.
fn split(size: u64) -> u64 {
    1 << (63 - (size - 1).leading_zeros())
}

fn leaf(commitments: &mut dyn Read) -> io::Result<Hash> {
    let mut commitment = [0; COMMITMENT];
    commitments.read_exact(&mut commitment)?;
    Ok(record_hash(&commitment))
}

fn subtree(size: u64, commitments: &mut dyn Read) -> io::Result<Hash> {
    if size <= 1 {
        return leaf(commitments);
    }
    let left = subtree(split(size), commitments)?;
    let right = subtree(size - split(size), commitments)?;
    Ok(node_hash(left, right))
}

fn descend(
    index: u64,
    size: u64,
    commitments: &mut dyn Read,
    path: &mut Vec<[u8; 32]>,
) -> io::Result<()> {
    if size <= 1 {
        return leaf(commitments).map(|_| ());
    }
    let left = split(size);
    if index < left {
        descend(index, left, commitments, path)?;
        path.push(subtree(size - left, commitments)?.0);
    } else {
        let hash = subtree(left, commitments)?;
        descend(index - left, size - left, commitments, path)?;
        path.push(hash.0);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn commitments(size: u64) -> Vec<u8> {
        (0..size)
            .flat_map(|number| record_hash(&number.to_le_bytes()).0)
            .collect()
    }

    proptest! {
        #[test]
        fn every_member_is_proved_and_nothing_else_is(size in 1u64..300, at in 0u64..300, other in 0u64..300) {
            let index = at % size;
            let all = commitments(size);
            let root = root(size, &mut all.as_slice()).unwrap();
            let path = path(index, size, &mut all.as_slice()).unwrap();
            let of = |number: u64| record_hash(&number.to_le_bytes()).0;
            prop_assert!(is_in(&of(index), index, size, &path, &root));
            prop_assert!(!is_in(&of(size), index, size, &path, &root));
            if other != index {
                prop_assert!(!is_in(&of(index), other, size, &path, &root));
                prop_assert!(!is_in(&of(other % size), index, size, &path, &root) || other % size == index);
            }
            let mut longer = path.clone();
            longer.push([0; 32]);
            prop_assert!(!is_in(&of(index), index, size, &longer, &root));
            for at in 0..path.len() {
                let mut changed = path.clone();
                changed[at][7] ^= 1;
                prop_assert!(!is_in(&of(index), index, size, &changed, &root));
            }
        }
    }

    #[test]
    fn a_set_of_none_and_one_that_is_cut_short() {
        assert_eq!(
            root(0, &mut [].as_slice()).unwrap(),
            tlog_tiles::tlog::EMPTY_HASH.0
        );
        let all = commitments(5);
        assert!(root(5, &mut &all[..150]).is_err());
        assert!(path(5, 5, &mut all.as_slice()).is_err());
        assert!(!is_in(&[0; 32], 0, u64::MAX, &[], &[0; 32]));
    }
}
