//! Taking one layer off a message: what comes out of it, and where it would be worth looking again.

mod compressed;
mod framing;
mod letters;
mod numbers;
mod pairs;
mod regions;
mod strings;
mod wide;

use super::Layer;

/// What came out of a message when a layer was taken off.
#[derive(Debug)]
pub(super) struct Piece {
    pub(super) layer: Layer,
    pub(super) bytes: Vec<u8>,
    /// Whether these are many short texts in a row, so that the beginning is that of none in particular.
    pub(super) is_row: bool,
}

impl Piece {
    fn new(layer: Layer, bytes: Vec<u8>) -> Self {
        Self {
            layer,
            bytes,
            is_row: false,
        }
    }
}

/// What may still be made in one look.
#[derive(Clone, Debug)]
pub(super) struct Budget {
    /// Bytes that decoders of letters may make.
    pub(super) decoded: usize,
    /// Bytes that decompression may make.
    pub(super) inflated: usize,
    /// How often decompression may be tried.
    pub(super) tries: usize,
    /// Pixels that may be decoded.
    pub(super) pixels: u64,
    /// How many pictures may be tried.
    pub(super) pictures: usize,
    /// Whether something was left undone.
    pub(super) is_cut: bool,
}

impl Budget {
    pub(super) fn new(length: usize) -> Self {
        Self {
            decoded: (64 << 20) + length.saturating_mul(6),
            inflated: 64 << 20,
            tries: 16_384,
            pixels: 64 << 20,
            pictures: 256,
            is_cut: false,
        }
    }

    /// Takes from the bytes that may be decoded; a piece that is too long is left undone.
    fn take(&mut self, bytes: usize) -> bool {
        match self.decoded.checked_sub(bytes) {
            Some(rest) => {
                self.decoded = rest;
                true
            }
            None => {
                self.is_cut = true;
                false
            }
        }
    }
}

/// Everything that can be taken off a message. What `is_known` says to be content already is not looked at again.
pub(super) fn peel(
    message: &[u8],
    is_known: &dyn Fn(usize) -> bool,
    budget: &mut Budget,
) -> Vec<Piece> {
    let mut pieces = Vec::new();
    framing::parts(message, budget, &mut pieces);
    compressed::anywhere(message, is_known, budget, &mut pieces);
    wide::utf16(message, budget, &mut pieces);
    wide::utf8(message, budget, &mut pieces);
    framing::labels(message, &mut pieces);
    if memchr::memmem::find(message, b"\\u00").is_some() && std::str::from_utf8(message).is_ok() {
        strings::escapes(message, budget, &mut pieces);
    }
    let mut letters = letters::Letters::default();
    for (at, run) in regions::texts(message) {
        if is_known(at) && is_known(at + run.len() - 1) {
            continue;
        }
        strings::percent(run, budget, &mut pieces);
        strings::escapes(run, budget, &mut pieces);
        numbers::numbers(run, budget, &mut pieces);
        pairs::pairs(run, budget, &mut pieces);
        letters.read(run, budget, &mut pieces);
    }
    letters.finish(&mut pieces);
    pieces
}

/// What can only be taken off from the very beginning of a message.
pub(super) fn from_start(message: &[u8], budget: &mut Budget) -> Vec<Piece> {
    let mut pieces = Vec::new();
    framing::chunks(message, budget, &mut pieces);
    compressed::from_start(message, budget, &mut pieces);
    pieces
}
