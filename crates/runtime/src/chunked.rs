//! The C2SP chunked-encryption format (c2sp.org/chunked-encryption) with AES-256-GCM and HKDF-SHA-512.
//!
//! A message is salt (24), key commitment (32), and chunks of 16 KiB plaintext with a tag of 16 bytes each; the last
//! chunk is always shorter and may be empty. Independent implementations of the format read it.

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::{hkdf, rand};
use zeroize::Zeroizing;

/// Plaintext bytes per chunk.
pub const CHUNK: usize = 16 * 1024;
/// Bytes of an authentication tag.
pub const TAG: usize = 16;
/// Bytes before the first chunk.
pub const PREFIX: usize = SALT + COMMITMENT;
const SALT: usize = 24;
const COMMITMENT: usize = 32;
/// Most chunks of a message: 2^38, which is 4 PiB.
const MOST_CHUNKS: u64 = 1 << 38;

/// A ciphertext that is damaged, cut short, or belongs to another key or context.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAuthentic;

/// The key of one message.
struct MessageKey {
    key: LessSafeKey,
    base_nonce: [u8; 12],
    commitment: [u8; COMMITMENT],
}

/// A length for HKDF-Expand.
struct Length(usize);
impl hkdf::KeyType for Length {
    fn len(&self) -> usize {
        self.0
    }
}

impl MessageKey {
    /// key || base nonce || commitment = HKDF-Expand(input key, label || aead || 0 || salt || context)
    fn derive(input: &[u8; 32], salt: &[u8], context: &[u8]) -> Result<Self, NotAuthentic> {
        let prk = hkdf::Prk::new_less_safe(hkdf::HKDF_SHA512, input);
        let info = [
            b"c2sp.org/chunked-encryption@v1+".as_slice(),
            b"AEAD_AES_256_GCM",
            &[0],
            salt,
            context,
        ];
        let mut output = Zeroizing::new([0; 32 + 12 + COMMITMENT]);
        let expanded = prk
            .expand(&info, Length(output.len()))
            .and_then(|okm| okm.fill(output.as_mut_slice()));
        expanded.map_err(|_| NotAuthentic)?;
        let key = UnboundKey::new(&AES_256_GCM, &output[..32]).map_err(|_| NotAuthentic)?;
        let mut derived = Self {
            key: LessSafeKey::new(key),
            base_nonce: [0; 12],
            commitment: [0; COMMITMENT],
        };
        derived.base_nonce.copy_from_slice(&output[32..44]);
        derived.commitment.copy_from_slice(&output[44..]);
        Ok(derived)
    }

    fn nonce(&self, chunk: u64) -> Nonce {
        let mut nonce = self.base_nonce;
        for (byte, own) in nonce[4..].iter_mut().zip(chunk.to_be_bytes()) {
            *byte ^= own;
        }
        Nonce::assume_unique_for_key(nonce)
    }
}

/// Encrypts a message piece by piece.
pub struct Sealer {
    key: MessageKey,
    buffer: Zeroizing<Vec<u8>>,
    chunk: u64,
}

impl Sealer {
    /// Begins a message and appends its prefix. The input key must be used for this message only, or the salt decides.
    ///
    /// # Errors
    /// Where the system gives no random bytes.
    pub fn new(
        input: &[u8; 32],
        context: &[u8],
        output: &mut Vec<u8>,
    ) -> Result<Self, NotAuthentic> {
        let mut salt = [0; SALT];
        rand::fill(&mut salt).map_err(|_| NotAuthentic)?;
        let key = MessageKey::derive(input, &salt, context)?;
        output.extend_from_slice(&salt);
        output.extend_from_slice(&key.commitment);
        Ok(Self {
            key,
            buffer: Zeroizing::new(Vec::new()),
            chunk: 0,
        })
    }

    /// Appends what can be encrypted so far.
    ///
    /// # Errors
    /// Where the message is longer than the format allows.
    pub fn update(&mut self, mut plain: &[u8], output: &mut Vec<u8>) -> Result<(), NotAuthentic> {
        while !plain.is_empty() {
            // A whole chunk that is there already needs no copy.
            if self.buffer.is_empty()
                && let Some((whole, later)) = plain.split_at_checked(CHUNK)
            {
                self.seal_chunk(whole, output)?;
                plain = later;
                continue;
            }
            // At once, so that it never moves and leaves plain bytes behind.
            let missing = CHUNK - self.buffer.len();
            self.buffer.reserve_exact(missing);
            let take = plain.len().min(CHUNK - self.buffer.len());
            let (now, later) = plain.split_at(take);
            self.buffer.extend_from_slice(now);
            plain = later;
            if self.buffer.len() == CHUNK {
                self.seal_buffer(output)?;
            }
        }
        Ok(())
    }

    /// Appends the last chunk, which is shorter than the others and may be empty.
    ///
    /// # Errors
    /// Where the message is longer than the format allows.
    pub fn finish(mut self, output: &mut Vec<u8>) -> Result<(), NotAuthentic> {
        self.seal_buffer(output)
    }

    fn seal_buffer(&mut self, output: &mut Vec<u8>) -> Result<(), NotAuthentic> {
        let mut buffer = std::mem::take(&mut self.buffer);
        let sealed = self.seal_chunk(&buffer, output);
        buffer.clear();
        self.buffer = buffer;
        sealed
    }

    fn seal_chunk(&mut self, plain: &[u8], output: &mut Vec<u8>) -> Result<(), NotAuthentic> {
        if self.chunk >= MOST_CHUNKS {
            return Err(NotAuthentic);
        }
        let nonce = self.key.nonce(self.chunk);
        let start = output.len();
        output.extend_from_slice(plain);
        let tag =
            self.key
                .key
                .seal_in_place_separate_tag(nonce, Aad::empty(), &mut output[start..]);
        output.extend_from_slice(tag.map_err(|_| NotAuthentic)?.as_ref());
        self.chunk += 1;
        Ok(())
    }
}

/// Decrypts chunks of a message in any order.
pub struct Opener {
    key: MessageKey,
}

impl Opener {
    /// Begins with the first 56 bytes of a message.
    ///
    /// # Errors
    /// Where the key or context is not the message's.
    pub fn new(input: &[u8; 32], context: &[u8], prefix: &[u8]) -> Result<Self, NotAuthentic> {
        let (salt, commitment) = prefix.get(..PREFIX).ok_or(NotAuthentic)?.split_at(SALT);
        let key = MessageKey::derive(input, salt, context)?;
        verify_slices_are_equal(&key.commitment, commitment).map_err(|_| NotAuthentic)?;
        Ok(Self { key })
    }

    /// Decrypts one chunk in place and gives its plaintext.
    ///
    /// # Errors
    /// Where the chunk is damaged, or is another one.
    pub fn open<'c>(&self, number: u64, chunk: &'c mut [u8]) -> Result<&'c [u8], NotAuthentic> {
        let nonce = self.key.nonce(number);
        self.key
            .key
            .open_in_place(nonce, Aad::empty(), chunk)
            .map(|plain| &*plain)
            .map_err(|_| NotAuthentic)
    }
}

/// The length of a message's ciphertext.
pub fn sealed_length(plain: u64) -> u64 {
    PREFIX as u64 + plain + (plain / CHUNK as u64 + 1) * TAG as u64
}

/// Where a chunk begins in the ciphertext.
pub fn chunk_offset(number: u64) -> u64 {
    PREFIX as u64 + number * (CHUNK + TAG) as u64
}

/// Encrypts a short message at once.
///
/// # Errors
/// Where the system gives no random bytes.
pub fn seal(
    input: &[u8; 32],
    context: &[u8],
    plain: &[u8],
    output: &mut Vec<u8>,
) -> Result<(), NotAuthentic> {
    let mut sealer = Sealer::new(input, context, output)?;
    // All but the last chunk are whole, so nothing is buffered.
    let (whole, last) = plain.split_at(plain.len() - plain.len() % CHUNK);
    sealer.update(whole, output)?;
    sealer.seal_chunk(last, output)
}

/// Decrypts a whole message at once.
///
/// # Errors
/// Where it is damaged, cut short, or belongs to another key or context.
pub fn open(input: &[u8; 32], context: &[u8], sealed: &[u8]) -> Result<Vec<u8>, NotAuthentic> {
    let opener = Opener::new(input, context, sealed)?;
    let mut plain = Vec::with_capacity(sealed.len());
    let mut last = CHUNK;
    for (number, chunk) in sealed
        .get(PREFIX..)
        .ok_or(NotAuthentic)?
        .chunks(CHUNK + TAG)
        .enumerate()
    {
        let mut chunk = chunk.to_vec();
        let opened = opener.open(number as u64, &mut chunk)?;
        last = opened.len();
        plain.extend_from_slice(opened);
    }
    // The final chunk must be shorter than the others; otherwise the message was cut at a chunk's end.
    if last == CHUNK {
        Err(NotAuthentic)
    } else {
        Ok(plain)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const KEY: [u8; 32] = [7; 32];

    fn sealed(plain: &[u8]) -> Vec<u8> {
        let mut output = Vec::new();
        seal(&KEY, b"context", plain, &mut output).unwrap();
        output
    }

    #[test]
    fn lengths_around_chunk_borders() {
        for length in [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 20_000, 3 * CHUNK] {
            let plain: Vec<u8> = (0..length)
                .map(|at| u8::try_from(at % 251).unwrap())
                .collect();
            let message = sealed(&plain);
            assert_eq!(
                message.len() as u64,
                sealed_length(length as u64),
                "{length}"
            );
            assert_eq!(open(&KEY, b"context", &message), Ok(plain), "{length}");
        }
        // The specification's own example: 20,000 bytes become 20,088.
        assert_eq!(sealed_length(20_000), 20_088);
    }

    #[test]
    fn another_key_or_context_or_a_cut_is_noticed() {
        let message = sealed(&vec![1; 2 * CHUNK]);
        assert_eq!(open(&[8; 32], b"context", &message), Err(NotAuthentic));
        assert_eq!(open(&KEY, b"other", &message), Err(NotAuthentic));
        for cut in [
            0,
            55,
            56,
            PREFIX + CHUNK + TAG,
            PREFIX + 2 * (CHUNK + TAG),
            message.len() - 1,
        ] {
            assert_eq!(
                open(&KEY, b"context", &message[..cut]),
                Err(NotAuthentic),
                "{cut}"
            );
        }
        let mut swapped = message.clone();
        let (first, second) = swapped[PREFIX..].split_at_mut(CHUNK + TAG);
        first.swap_with_slice(&mut second[..CHUNK + TAG]);
        assert_eq!(open(&KEY, b"context", &swapped), Err(NotAuthentic));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn pieces_make_the_same_message(plain in proptest::collection::vec(any::<u8>(), 0..60_000), step in 1usize..20_000) {
            let mut output = Vec::new();
            let mut sealer = Sealer::new(&KEY, b"context", &mut output).unwrap();
            for piece in plain.chunks(step) {
                sealer.update(piece, &mut output).unwrap();
            }
            sealer.finish(&mut output).unwrap();
            prop_assert_eq!(open(&KEY, b"context", &output), Ok(plain));
        }

        #[test]
        fn a_flipped_bit_is_noticed(at in 0usize..20_088, bit in 0u8..8) {
            let mut message = sealed(&[9; 20_000]);
            message[at] ^= 1 << bit;
            prop_assert_eq!(open(&KEY, b"context", &message), Err(NotAuthentic));
        }
    }
}
