//! The digests by which a file is known without being sent.

use blake2::{Blake2b512, Blake2s256};
use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha224, Sha256, Sha384, Sha512};
use sha3::{Sha3_256, Sha3_384, Sha3_512};

/// A digest of eight bytes or more.
pub(super) struct Long {
    pub(super) function: &'static str,
    pub(super) bytes: Vec<u8>,
}

/// A check sum of four bytes, which says something as a whole word only.
pub(super) struct Short {
    pub(super) function: &'static str,
    /// The word in hexadecimal and in decimal digits.
    pub(super) words: [String; 2],
}

/// All long digests of a part of a canary.
pub(super) fn long(bytes: &[u8]) -> Vec<Long> {
    fn one<D: Digest>(function: &'static str, bytes: &[u8]) -> Long {
        Long {
            function,
            bytes: D::digest(bytes).to_vec(),
        }
    }
    let xxh64 = twox_hash::XxHash64::oneshot(0, bytes);
    let number = |bytes: [u8; 8]| Long {
        function: "xxHash64",
        bytes: bytes.to_vec(),
    };
    vec![
        one::<Md5>("MD5", bytes),
        one::<Sha1>("SHA-1", bytes),
        one::<Sha224>("SHA-224", bytes),
        one::<Sha256>("SHA-256", bytes),
        one::<Sha384>("SHA-384", bytes),
        one::<Sha512>("SHA-512", bytes),
        one::<Sha3_256>("SHA3-256", bytes),
        one::<Sha3_384>("SHA3-384", bytes),
        one::<Sha3_512>("SHA3-512", bytes),
        one::<Blake2b512>("BLAKE2b", bytes),
        one::<blake2::Blake2b<sha2::digest::consts::U32>>("BLAKE2b-256", bytes),
        one::<Blake2s256>("BLAKE2s", bytes),
        number(xxh64.to_be_bytes()),
        number(xxh64.to_le_bytes()),
    ]
}

/// All short digests of a part of a canary.
pub(super) fn short(bytes: &[u8]) -> Vec<Short> {
    let sums = [
        ("CRC-32", crc32fast::hash(bytes)),
        ("Adler-32", adler2::adler32_slice(bytes)),
        ("MurmurHash3", murmur3(bytes)),
        ("xxHash32", twox_hash::XxHash32::oneshot(0, bytes)),
    ];
    sums.into_iter()
        .map(|(function, sum)| Short {
            function,
            words: [format!("{sum:08x}"), sum.to_string()],
        })
        .collect()
}

/// MurmurHash3 of 32 bits with the seed 0.
fn murmur3(bytes: &[u8]) -> u32 {
    let mix = |word: u32| {
        word.wrapping_mul(0xcc9e_2d51)
            .rotate_left(15)
            .wrapping_mul(0x1b87_3593)
    };
    let mut sum = 0_u32;
    let (words, rest) = bytes.as_chunks::<4>();
    for word in words {
        sum = (sum ^ mix(u32::from_le_bytes(*word)))
            .rotate_left(13)
            .wrapping_mul(5)
            .wrapping_add(0xe654_6b64);
    }
    let last = rest
        .iter()
        .rev()
        .fold(0, |word, byte| (word << 8) | u32::from(*byte));
    sum ^= mix(last) ^ u32::try_from(bytes.len() & 0xffff_ffff).unwrap_or(0);
    sum = (sum ^ (sum >> 16)).wrapping_mul(0x85eb_ca6b);
    sum = (sum ^ (sum >> 13)).wrapping_mul(0xc2b2_ae35);
    sum ^ (sum >> 16)
}

#[cfg(test)]
mod tests {
    use super::murmur3;

    /// Values that the authors' own program gives for the seed 0.
    #[test]
    fn murmur3_is_that_of_its_authors() {
        assert_eq!(murmur3(b""), 0);
        assert_eq!(murmur3(b"hello"), 0x248b_fa47);
        assert_eq!(murmur3(b"hello, world"), 0x149b_bb7f);
    }
}
