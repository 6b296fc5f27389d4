//! The root key: 32 random bytes in a file that only its owner reads.

use std::path::Path;

use aws_lc_rs::rand;
use data_encoding::HEXLOWER;
use zeroize::Zeroizing;

use super::{StoreError, replace_file};

const HEAD: &str = "candor-root-key 1\n";

/// Reads the root key, or makes one in a new store.
pub(super) fn load(path: &Path, is_new: bool) -> Result<Zeroizing<[u8; 32]>, StoreError> {
    let mut key = Zeroizing::new([0; 32]);
    if is_new && !path.exists() {
        rand::fill(key.as_mut_slice()).map_err(|_| StoreError::NoRandomness)?;
        let text = Zeroizing::new(format!("{HEAD}{}\n", HEXLOWER.encode(key.as_slice())));
        replace_file(path, text.as_bytes(), true)?;
        return Ok(key);
    }
    let text = Zeroizing::new(std::fs::read_to_string(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => StoreError::broken(
            path,
            "the file is missing, and without it nothing in this store can be read; put it back from where it was moved to",
        ),
        _ => StoreError::io(path, &error),
    })?);
    let digits = text
        .strip_prefix(HEAD)
        .map(str::trim_end)
        .unwrap_or_default();
    let bytes = Zeroizing::new(HEXLOWER.decode(digits.as_bytes()).unwrap_or_default());
    if bytes.len() != key.len() {
        return Err(StoreError::broken(
            path,
            "it is not a root key of this format; put the right file back",
        ));
    }
    key.copy_from_slice(&bytes);
    Ok(key)
}
