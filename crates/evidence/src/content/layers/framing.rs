//! Frames around content: headers, parts of forms, chunks of HTTP, labels of host names.

use super::{Budget, Layer, Piece};

/// More parts are not taken out one by one.
const MOST_PARTS: usize = 64;

/// What follows a blank line, up to the next boundary. Only decoders that need the beginning gain by this.
pub(super) fn parts(message: &[u8], budget: &mut Budget, pieces: &mut Vec<Piece>) {
    for at in memchr::memmem::find_iter(message, b"\r\n\r\n").take(MOST_PARTS) {
        let rest = message.get(at + 4..).unwrap_or_default();
        let end = memchr::memmem::find(rest, b"\r\n--").unwrap_or(rest.len());
        let part = rest.get(..end).unwrap_or_default();
        if part.len() < 16 || !budget.take(part.len()) {
            continue;
        }
        pieces.push(Piece::new(Layer::Part, part.to_vec()));
    }
}

/// The chunked framing of HTTP/1.1: a length in hexadecimal, a line break, so many bytes, a line break.
pub(super) fn chunks(message: &[u8], budget: &mut Budget, pieces: &mut Vec<Piece>) {
    let mut rest = message;
    let mut bytes = Vec::new();
    let mut count = 0;
    while let Some(end) =
        memchr::memmem::find(rest.get(..rest.len().min(64)).unwrap_or(rest), b"\r\n")
    {
        let line = rest.get(..end).unwrap_or_default();
        let digits = line.split(|byte| *byte == b';').next().unwrap_or_default();
        let length = std::str::from_utf8(digits)
            .ok()
            .filter(|digits| (1..=8).contains(&digits.len()))
            .and_then(|digits| usize::from_str_radix(digits, 16).ok());
        let Some(length) = length.filter(|length| *length > 0) else {
            break;
        };
        let content = rest.get(end + 2..).unwrap_or_default();
        let chunk = content.get(..length).unwrap_or(content);
        bytes.extend_from_slice(chunk);
        count += 1;
        match content
            .get(length..)
            .and_then(|behind| behind.strip_prefix(b"\r\n"))
        {
            Some(behind) => rest = behind,
            None => break,
        }
    }
    if count > 0 && bytes.len() >= 16 && budget.take(bytes.len()) {
        pieces.push(Piece::new(Layer::Chunks, bytes));
    }
}

/// A host name or a path whose parts are one text: the signs between them are taken out.
pub(super) fn labels(message: &[u8], pieces: &mut Vec<Piece>) {
    let is_name = message.len() <= 2048
        && message
            .iter()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_./:?=&".contains(byte));
    if !is_name || !message.contains(&b'.') {
        return;
    }
    pieces.push(Piece::new(
        Layer::Labels,
        message
            .iter()
            .copied()
            .filter(|byte| *byte != b'.')
            .collect(),
    ));
}
