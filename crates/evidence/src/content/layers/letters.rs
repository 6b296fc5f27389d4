//! Bytes that are written in letters and digits: hexadecimal, base32, base64.
//!
//! Where a text begins within a stretch of letters is not known: `path/iVBOR…` is one stretch. So every stretch is read
//! at each place where its first whole group can begin.

use super::{Budget, Layer, Piece};

/// Shorter stretches hold no digest and no content.
const LEAST_HEX: usize = 16;
const LEAST_BASE64: usize = 11;
const LEAST_BASE32: usize = 26;
/// From this length on a stretch is read at every place where it can begin.
const LONG: usize = 24;
/// What a stretch of this length decodes to is a message of its own.
const OWN: usize = 192;

const NONE: u8 = 0xff;
const BREAK: u8 = 0xfe;

const fn base64_values() -> [u8; 256] {
    let mut values = [NONE; 256];
    let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut index = 0;
    while index < 64 {
        values[letters[index] as usize] = index as u8;
        index += 1;
    }
    values[b'-' as usize] = 62;
    values[b'_' as usize] = 63;
    values[b'\r' as usize] = BREAK;
    values[b'\n' as usize] = BREAK;
    values
}

const fn base32_values() -> [u8; 256] {
    let mut values = [NONE; 256];
    let mut index = 0;
    while index < 26 {
        values[b'A' as usize + index] = index as u8;
        values[b'a' as usize + index] = index as u8;
        index += 1;
    }
    while index < 32 {
        values[b'2' as usize + index - 26] = index as u8;
        index += 1;
    }
    values
}

const BASE64: [u8; 256] = base64_values();
const BASE32: [u8; 256] = base32_values();

fn base64(byte: u8) -> u8 {
    BASE64.get(usize::from(byte)).copied().unwrap_or(NONE)
}

fn base32(byte: u8) -> u8 {
    BASE32.get(usize::from(byte)).copied().unwrap_or(NONE)
}

fn hex(byte: u8) -> u8 {
    match byte {
        b'0'..=b'9' => byte - b'0',
        b'a'..=b'f' => byte - b'a' + 10,
        b'A'..=b'F' => byte - b'A' + 10,
        _ => NONE,
    }
}

/// What short stretches of one message decode to, all in one row for each way of reading.
#[derive(Default)]
pub(super) struct Letters {
    hex: [Vec<u8>; 2],
    base64: [Vec<u8>; 4],
    base32: [Vec<u8>; 8],
}

impl Letters {
    /// Reads all stretches of a text.
    pub(super) fn read(&mut self, text: &[u8], budget: &mut Budget, pieces: &mut Vec<Piece>) {
        let mut rest = text;
        while !rest.is_empty() {
            let start = rest.iter().position(|byte| base64(*byte) < 64);
            let Some(stretch) = start.and_then(|start| rest.get(start..)) else {
                return;
            };
            let length = stretch
                .iter()
                .position(|byte| base64(*byte) == NONE)
                .unwrap_or(stretch.len());
            let (stretch, behind) = stretch.split_at_checked(length).unwrap_or((stretch, &[]));
            rest = behind;
            if stretch.len() >= LEAST_BASE64 {
                self.stretch(stretch, budget, pieces);
            }
        }
    }

    fn stretch(&mut self, stretch: &[u8], budget: &mut Budget, pieces: &mut Vec<Piece>) {
        let mut is_all_hex = false;
        if stretch.len() >= LEAST_HEX {
            for digits in stretch.split(|byte| hex(*byte) == NONE) {
                if digits.len() >= LEAST_HEX && budget.take(digits.len()) {
                    is_all_hex |= digits.len() == stretch.len();
                    for (begin, row) in self.hex.iter_mut().enumerate() {
                        let digits = digits.get(begin..).unwrap_or_default();
                        decode(digits, 4, hex, Layer::Hex, row, pieces);
                    }
                }
            }
        }
        if is_all_hex && stretch.len() >= 32 {
            return;
        }
        let ways = if stretch.len() >= LONG { 4 } else { 1 };
        if !budget.take(stretch.len() * ways) {
            return;
        }
        for (begin, row) in self.base64.iter_mut().take(ways).enumerate() {
            let letters = stretch.get(begin..).unwrap_or_default();
            decode(letters, 6, base64, Layer::Base64, row, pieces);
        }
        // Base32 is written in one case; letters of the other end it.
        for is_case in [u8::is_ascii_uppercase, u8::is_ascii_lowercase] {
            let is_other =
                |byte: &u8| base32(*byte) == NONE || !(is_case(byte) || byte.is_ascii_digit());
            for letters in stretch.split(is_other) {
                if letters.len() >= LEAST_BASE32 && budget.take(letters.len() * 5) {
                    for (begin, row) in self.base32.iter_mut().enumerate() {
                        let letters = letters.get(begin..).unwrap_or_default();
                        decode(letters, 5, base32, Layer::Base32, row, pieces);
                    }
                }
            }
        }
    }

    /// The rows of short stretches, as pieces.
    pub(super) fn finish(self, pieces: &mut Vec<Piece>) {
        let rows = (self.hex.into_iter().map(|row| (Layer::Hex, row)))
            .chain(self.base64.into_iter().map(|row| (Layer::Base64, row)))
            .chain(self.base32.into_iter().map(|row| (Layer::Base32, row)));
        for (layer, bytes) in rows.filter(|(_, row)| row.len() >= 8) {
            pieces.push(Piece {
                layer,
                bytes,
                is_row: true,
            });
        }
    }
}

/// Joins the bits of letters to bytes. A long stretch becomes a piece of its own, so that what it begins with is seen
/// at a beginning.
fn decode(
    letters: &[u8],
    bits: u32,
    value: impl Fn(u8) -> u8,
    layer: Layer,
    row: &mut Vec<u8>,
    pieces: &mut Vec<Piece>,
) {
    let mut own = Vec::new();
    let is_own = letters.len() >= OWN;
    let to = if is_own { &mut own } else { row };
    to.reserve(letters.len());
    let (mut word, mut filled) = (0_u32, 0);
    for letter in letters {
        let value = value(*letter);
        if value >= BREAK {
            continue;
        }
        word = word << bits | u32::from(value);
        filled += bits;
        if filled >= 8 {
            filled -= 8;
            to.push(u8::try_from(word >> filled & 0xff).unwrap_or(0));
        }
    }
    if is_own {
        pieces.push(Piece::new(layer, own));
    }
}
