//! Entry bundles: the leaves themselves, each with its length in two bytes before it.

use std::io;

use super::tiles::Tiles;

/// The longest leaf that a bundle can hold.
pub(super) const MOST: usize = u16::MAX as usize;

/// Joins leaves to a bundle.
pub(super) fn bundle(leaves: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for leaf in leaves {
        // Longer leaves were refused.
        let length = u16::try_from(leaf.len()).unwrap_or(u16::MAX);
        bytes.extend_from_slice(&length.to_be_bytes());
        bytes.extend_from_slice(leaf);
    }
    bytes
}

/// Splits a bundle; nothing where it is damaged.
pub(super) fn split(mut bytes: &[u8]) -> Option<Vec<Vec<u8>>> {
    let mut leaves = Vec::new();
    while !bytes.is_empty() {
        let (length, rest) = bytes.split_first_chunk::<2>()?;
        let (leaf, rest) = rest.split_at_checked(u16::from_be_bytes(*length).into())?;
        leaves.push(leaf.to_vec());
        bytes = rest;
    }
    Some(leaves)
}

/// The first leaves of a bundle.
pub(super) fn read(tiles: &Tiles, number: u64, width: u32) -> io::Result<Vec<Vec<u8>>> {
    let bytes = tiles.file("entries", number, width)?;
    let mut leaves = split(&bytes).ok_or(io::ErrorKind::InvalidData)?;
    if leaves.len() < width as usize {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    leaves.truncate(width as usize);
    Ok(leaves)
}
