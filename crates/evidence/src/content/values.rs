//! The values in a message, and which of them follow the file.

use std::collections::HashSet;

/// Longer messages are compared in their first bytes only.
const MOST: usize = 1 << 20;
/// The length of the pieces in which binary messages are compared.
const PIECE: usize = 16;
/// So many pieces bind a binary message to the file.
const ENOUGH: usize = 4;

/// Whether two messages for one file share something that the message for another file has otherwise, and that the
/// message without a file has not.
pub(super) fn follow(a: &[u8], a2: &[u8], b: &[u8], none: &[u8]) -> bool {
    let [a, a2, b, none] = [a, a2, b, none].map(|message| message.get(..MOST).unwrap_or(message));
    if a == b || a2 == b {
        return false;
    }
    match [a, a2, b, none].iter().all(|message| is_text(message)) {
        true => texts(a, a2, b, none),
        false => pieces(a, a2, b, none),
    }
}

fn is_text(message: &[u8]) -> bool {
    std::str::from_utf8(message).is_ok() && !message.contains(&0)
}

fn words(message: &[u8]) -> Vec<&[u8]> {
    message
        .split(|byte| b"&=,;:{}[]()<>\"'?#/\\| \n\r\t".contains(byte))
        .collect()
}

/// Whether a word says something: no short ones, no times.
fn is_telling(word: &[u8]) -> bool {
    let is_number = word
        .iter()
        .all(|byte| byte.is_ascii_digit() || *byte == b'.');
    word.len() >= if is_number { 5 } else { 4 } && !is_time(word)
}

/// Seconds or milliseconds since 1970 between 2001 and 2286, or a date.
fn is_time(word: &[u8]) -> bool {
    let digits = word.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let rest = word.get(digits..).unwrap_or_default();
    let is_epoch = matches!(digits, 10 | 13 | 16) && (rest.is_empty() || rest.starts_with(b"."));
    is_epoch || (digits == 4 && rest.starts_with(b"-") && word.len() >= 10)
}

/// Texts of equally many words are compared word by word; of others only long words count, because a label of an
/// experiment may be equal twice by chance.
fn texts(a: &[u8], a2: &[u8], b: &[u8], none: &[u8]) -> bool {
    const LONG: usize = 12;
    let [a, a2, b] = [a, a2, b].map(words);
    let without: HashSet<&[u8]> = words(none).into_iter().collect();
    if a.len() == a2.len() && a.len() == b.len() {
        return a.iter().zip(&a2).zip(&b).any(|((a, a2), b)| {
            let is_bound = a == a2 && a != b && is_telling(a) && is_telling(b);
            is_bound && !without.contains(a) && !without.contains(b)
        });
    }
    let again: HashSet<&[u8]> = a2.into_iter().collect();
    let other: HashSet<&[u8]> = b.into_iter().collect();
    a.iter().any(|word| {
        let is_bound = again.contains(word) && !other.contains(word) && !without.contains(word);
        is_bound && word.len() >= LONG && is_telling(word)
    })
}

/// Binary messages: pieces that stand in both messages for the file and in no other.
fn pieces(a: &[u8], a2: &[u8], b: &[u8], none: &[u8]) -> bool {
    let all = |message: &[u8]| -> HashSet<u64> { message.windows(PIECE).map(digest).collect() };
    let (again, other, without) = (all(a2), all(b), all(none));
    let own = a
        .chunks_exact(PIECE)
        .filter(|piece| {
            let digest = digest(piece);
            again.contains(&digest) && !other.contains(&digest) && !without.contains(&digest)
        })
        .take(ENOUGH)
        .count();
    // A short message is bound by its equality alone.
    own >= ENOUGH
        || (a == a2 && own > 0)
        || (a == a2 && a.len() < PIECE * 2 && a != none && a.len() >= 8)
}

/// Two multiplications over sixteen bytes; an adversary gains nothing by a collision here.
fn digest(piece: &[u8]) -> u64 {
    piece.iter().fold(0xcbf2_9ce4_8422_2325, |sum, byte| {
        (sum ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}
