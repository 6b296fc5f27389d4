//! Digests of bytes and of sets of files.

use std::collections::BTreeMap;

use aws_lc_rs::digest::{SHA256, digest};
use data_encoding::HEXLOWER;

/// The SHA-256 of the bytes in lower-case hexadecimal.
#[must_use]
pub fn sha256_hex(bytes: &[u8]) -> String {
    HEXLOWER.encode(digest(&SHA256, bytes).as_ref())
}

/// One SHA-256 for a set of files, from their paths and hexadecimal digests.
///
/// The lengths stand before path and digest, so that no name of a file can imitate two other files. The map is sorted,
/// so that the order in which the files were found does not count.
#[must_use]
pub fn fold(files: &BTreeMap<String, String>) -> String {
    let mut text = String::new();
    for (path, digest) in files {
        text.push_str(&format!(
            "{} {path} {} {digest}\n",
            path.len(),
            digest.len()
        ));
    }
    sha256_hex(text.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_path_and_digest_counts() {
        let files = |pairs: &[(&str, &str)]| {
            pairs
                .iter()
                .map(|(p, d)| ((*p).to_owned(), (*d).to_owned()))
                .collect()
        };
        let base = fold(&files(&[("a", "1"), ("b", "2")]));
        assert_eq!(base, fold(&files(&[("b", "2"), ("a", "1")])));
        assert_ne!(base, fold(&files(&[("a", "1"), ("b", "3")])));
        assert_ne!(base, fold(&files(&[("a", "1"), ("c", "2")])));
        assert_ne!(base, fold(&files(&[("a 1 1\n1 b", "2")])));
    }
}
