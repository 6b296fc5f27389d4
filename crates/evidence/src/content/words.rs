//! Names, texts, measures and the beginnings of pictures: everything that is found by its letters, in one pass.

use std::collections::BTreeSet;

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use super::{What, digests};
use crate::canary::Canary;

/// What a needle stands for.
#[derive(Clone, Debug)]
enum Meaning {
    Name(usize),
    Text(usize, String),
    Latitude(usize),
    Longitude(usize),
    Size(usize),
    Width(usize, Vec<u8>),
    Sum(usize, &'static str, &'static str),
    Picture,
}

/// A text of a canary at a place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Word {
    pub(super) canary: usize,
    pub(super) what: What,
    pub(super) at: usize,
    pub(super) length: usize,
    pub(super) note: String,
}

/// What one pass found.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) words: Vec<Word>,
    /// Where pictures may begin.
    pub(super) pictures: Vec<usize>,
}

/// All needles.
pub(super) struct Words {
    needles: Option<AhoCorasick>,
    meanings: Vec<Meaning>,
}

/// The beginnings of pictures; that of WebP stands eight bytes behind its start.
const PICTURES: [&[u8]; 4] = [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"WEBPVP8", b"GIF8"];

/// A text in the ways in which programs write it: with other signs between its words, or none.
fn spellings(text: &str) -> BTreeSet<String> {
    let mut all: BTreeSet<String> = ["-", "_", " ", "+", ".", "%20"]
        .iter()
        .map(|sign| text.replace(['-', ' '], sign))
        .collect();
    let bare = text.replace(['-', ' '], "");
    // Without its signs a short word may be part of another.
    if bare.len() >= 8 {
        all.insert(bare);
    }
    all.insert(text.to_owned());
    all
}

impl Words {
    pub(super) fn new(canaries: &[Canary]) -> Self {
        let mut needles: Vec<Vec<u8>> = Vec::new();
        let mut meanings = Vec::new();
        let mut add = |needle: &[u8], meaning: Meaning| {
            needles.push(needle.to_vec());
            meanings.push(meaning);
        };
        for start in PICTURES {
            add(start, Meaning::Picture);
        }
        for (index, canary) in canaries.iter().enumerate() {
            let stem = canary
                .name
                .rsplit_once('.')
                .map_or(canary.name.as_str(), |(stem, _)| stem);
            for name in spellings(stem) {
                add(name.as_bytes(), Meaning::Name(index));
            }
            for token in spellings(&canary.token) {
                add(
                    token.as_bytes(),
                    Meaning::Text(index, "its token".to_owned()),
                );
            }
            let mut coordinates = [Meaning::Latitude(index), Meaning::Longitude(index)].into_iter();
            for text in &canary.texts {
                if text.parse::<f64>().is_ok() {
                    // The last decimal may be rounded away.
                    let needle = text.get(..text.len() - 1).unwrap_or(text);
                    if let Some(meaning) = coordinates.next() {
                        add(needle.as_bytes(), meaning);
                    }
                } else if !text.contains(&canary.token) {
                    for spelling in spellings(text) {
                        add(
                            spelling.as_bytes(),
                            Meaning::Text(index, format!("\"{text}\"")),
                        );
                    }
                }
            }
            add(
                canary.bytes.len().to_string().as_bytes(),
                Meaning::Size(index),
            );
            let height = canary.height.to_string().into_bytes();
            add(
                canary.width.to_string().as_bytes(),
                Meaning::Width(index, height),
            );
            for (part, bytes) in [
                ("the file", canary.bytes.as_slice()),
                ("the name", canary.name.as_bytes()),
            ] {
                for sum in digests::short(bytes) {
                    for word in &sum.words {
                        add(word.as_bytes(), Meaning::Sum(index, sum.function, part));
                    }
                }
            }
        }
        let needles = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .kind(Some(AhoCorasickKind::DFA))
            .build(needles)
            .ok();
        Self { needles, meanings }
    }

    /// Everything in a message, in its order.
    pub(super) fn scan(&self, message: &[u8]) -> Found {
        let mut found = Found::default();
        let Some(needles) = &self.needles else {
            return found;
        };
        let (mut latitudes, mut longitudes) = (Vec::new(), Vec::new());
        for hit in needles.find_overlapping_iter(message) {
            let (at, end) = (hit.start(), hit.end());
            let Some(meaning) = self.meanings.get(hit.pattern().as_usize()) else {
                continue;
            };
            let word = |canary: &usize, what, note: &str| Word {
                canary: *canary,
                what,
                at,
                length: end - at,
                note: note.to_owned(),
            };
            match meaning {
                Meaning::Picture => {
                    let seen = message.get(at..end).unwrap_or_default();
                    if PICTURES.contains(&seen) {
                        found.pictures.push(if seen.starts_with(b"WEBP") {
                            at.saturating_sub(8)
                        } else {
                            at
                        });
                    }
                }
                Meaning::Name(canary) => found.words.push(word(canary, What::Name, "")),
                Meaning::Text(canary, note) => found.words.push(word(canary, What::Text, note)),
                Meaning::Latitude(canary) if !follows_digit(message, at) => latitudes.push(*canary),
                Meaning::Longitude(canary) if !follows_digit(message, at) => {
                    longitudes.push(word(canary, What::Text, "the place where it was taken"));
                }
                Meaning::Size(canary) if is_size(message, at, end) => {
                    found.words.push(word(canary, What::Size, ""));
                }
                Meaning::Width(canary, height) if is_measured(message, at, end, height) => {
                    found.words.push(word(canary, What::Dimensions, ""));
                }
                Meaning::Sum(canary, function, part) if is_alone(message, at, end) => {
                    found.words.push(word(canary, What::Digest(function), part));
                }
                _ => {}
            }
        }
        // One coordinate may be any number; both are a place.
        longitudes.retain(|word| latitudes.contains(&word.canary));
        found.words.extend(longitudes);
        // The token in a name is the name.
        let names: Vec<(usize, usize)> = found
            .words
            .iter()
            .filter(|word| word.what == What::Name)
            .map(|word| (word.at, word.at + word.length))
            .collect();
        found.words.retain(|word| {
            word.what != What::Text
                || !names
                    .iter()
                    .any(|(from, to)| *from <= word.at && word.at + word.length <= *to)
        });
        found
    }
}

fn before(message: &[u8], at: usize) -> &[u8] {
    message.get(at.saturating_sub(32)..at).unwrap_or_default()
}

fn follows_digit(message: &[u8], at: usize) -> bool {
    before(message, at).last().is_some_and(u8::is_ascii_digit)
}

/// Whether no letter or digit touches a word.
fn is_alone(message: &[u8], at: usize, end: usize) -> bool {
    let before = before(message, at).last();
    !before.is_some_and(u8::is_ascii_alphanumeric)
        && !message.get(end).is_some_and(u8::is_ascii_alphanumeric)
}

/// Whether a number is not part of a longer one, nor of a fraction.
fn is_number(message: &[u8], at: usize, end: usize) -> bool {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'.';
    let touches = message.get(end).is_some_and(u8::is_ascii_alphanumeric);
    let is_fraction =
        message.get(end) == Some(&b'.') && message.get(end + 1).is_some_and(u8::is_ascii_digit);
    !before(message, at).last().is_some_and(is_part) && !touches && !is_fraction
}

/// The letters of the key to which a value belongs: `"fileSize": 12` gives `filesize`.
fn key(message: &[u8], at: usize) -> String {
    let text = String::from_utf8_lossy(before(message, at))
        .to_lowercase()
        .replace("%22", "\"")
        .replace("%3a", ":");
    let end = text.trim_end_matches(|letter: char| !letter.is_alphanumeric());
    let start = end
        .rfind(|letter: char| !letter.is_alphanumeric())
        .map_or(0, |place| place + 1);
    // Only signs that join a key to its value may stand between.
    match text.len() - end.len() <= 6 {
        true => end.get(start..).unwrap_or_default().to_owned(),
        false => String::new(),
    }
}

/// Whether a number stands as a size: beside such a word, before "bytes", or as a number of its own in JSON.
fn is_size(message: &[u8], at: usize, end: usize) -> bool {
    if !is_number(message, at, end) {
        return false;
    }
    let key = key(message, at);
    let is_named = ["size", "length", "bytes", "len", "sz"]
        .iter()
        .any(|word| key.ends_with(word));
    let rest = message
        .get(end..(end + 8).min(message.len()))
        .unwrap_or_default();
    let is_counted = rest
        .trim_ascii_start()
        .get(..4)
        .is_some_and(|word| word.eq_ignore_ascii_case(b"byte"));
    let is_value = before(message, at).trim_ascii_end().last() == Some(&b':')
        && rest
            .trim_ascii_start()
            .first()
            .is_some_and(|byte| b",}]".contains(byte));
    is_named || is_counted || is_value
}

/// Whether a width stands with the height: `131x127`, or each behind its own key.
fn is_measured(message: &[u8], at: usize, end: usize, height: &[u8]) -> bool {
    if !is_number_before(message, at) || message.get(end).is_some_and(u8::is_ascii_digit) {
        return false;
    }
    let rest = message
        .get(end..(end + 200).min(message.len()))
        .unwrap_or_default();
    for sign in [
        b"x".as_slice(),
        b"X",
        b"*",
        b" x ",
        "\u{d7}".as_bytes(),
        b"%C3%97",
    ] {
        let behind = rest
            .strip_prefix(sign)
            .and_then(|rest| rest.strip_prefix(height));
        if behind.is_some_and(|rest| !rest.first().is_some_and(u8::is_ascii_digit)) {
            return true;
        }
    }
    let from = at.saturating_sub(200);
    let near = message
        .get(from..(end + 200).min(message.len()))
        .unwrap_or_default();
    let width_key = key(message, at);
    (width_key.ends_with('w') || width_key.ends_with("width"))
        && memchr::memmem::find_iter(near, height).any(|place| {
            let (at, end) = (from + place, from + place + height.len());
            let key = key(message, at);
            is_number(message, at, end) && (key.ends_with('h') || key.ends_with("height"))
        })
}

fn is_number_before(message: &[u8], at: usize) -> bool {
    !before(message, at)
        .last()
        .is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'.')
}
