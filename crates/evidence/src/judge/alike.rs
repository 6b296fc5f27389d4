//! Whether a message only repeats what is sent without a file: at the next visit, or on other pages of the site.
//!
//! Counters, times and the numbers of visits differ from one time to the next, so that equality would be too much to ask;
//! the same place alone would be too little, since anything can be sent to it.

use std::collections::HashMap;

use super::left::Left;
use super::sent::place;
use crate::run::Seen;

/// Words up to this length may differ; longer ones only where they are as long as before.
const SHORT: usize = 24;
pub(super) const LONG: usize = 64;

/// So many bytes of a message may differ in all.
pub(super) const MOST: usize = 96;

/// A message vouches for so many later ones that are not equal to it.
const OFTEN: usize = 3;

/// What is sent without a file, by method and place.
#[derive(Default)]
pub(super) struct Usual {
    /// What varied in each, and how often it vouched.
    known: HashMap<String, Vec<(Vec<u8>, usize)>>,
}

impl Usual {
    pub(super) fn add<'l>(&mut self, run: &Seen, all: impl Iterator<Item = &'l Left<'l>>) {
        for left in all {
            let known = self.known.entry(place(left.method, left.url)).or_default();
            known.push((varying(left, run), 0));
        }
    }

    /// Whether a message is such a repetition.
    pub(super) fn has(&mut self, run: &Seen, left: &Left<'_>) -> bool {
        let Some(known) = self.known.get_mut(&place(left.method, left.url)) else {
            return false;
        };
        if !left.is_readable {
            return false;
        }
        let own = varying(left, run);
        if known.iter().any(|(bytes, _)| *bytes == own) {
            return true;
        }
        let mut known = known.iter_mut();
        let vouches = known.find(|(bytes, vouched)| *vouched < OFTEN && alike(bytes, &own));
        vouches.map(|(_, vouched)| *vouched += 1).is_some()
    }
}

/// Query and body, without the port of the run.
pub(super) fn varying(left: &Left<'_>, run: &Seen) -> Vec<u8> {
    let url = run.short(left.url);
    let query = url.split_once('?').map_or("", |(_, query)| query);
    let bytes = std::iter::once(query.as_bytes()).chain(left.body.iter().copied());
    without_origin(bytes.collect::<Vec<_>>().concat(), run)
}

/// The build is served on another port in every run.
pub(super) fn without_origin(bytes: Vec<u8>, run: &Seen) -> Vec<u8> {
    match memchr::memmem::find(&bytes, run.origin.as_bytes()) {
        Some(_) if !run.origin.is_empty() => String::from_utf8_lossy(&bytes)
            .replace(&run.origin, "origin")
            .into_bytes(),
        _ => bytes,
    }
}

pub(super) fn is_text(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_ok() && !bytes.contains(&0)
}

/// What stands between the signs of addresses, forms and JSON.
pub(super) fn words(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    bytes.split(|byte| b"&=,;:{}[]()<>\"'?#/\\| \n\r\t".contains(byte))
}

fn alike(one: &[u8], other: &[u8]) -> bool {
    if !is_text(one) || !is_text(other) {
        return one.len() <= SHORT && other.len() <= SHORT;
    }
    let (one, other): (Vec<_>, Vec<_>) = (words(one).collect(), words(other).collect());
    if one.len() != other.len() {
        return false;
    }
    let mut differ = 0;
    for (one, other) in one.iter().zip(&other).filter(|(one, other)| one != other) {
        let longest = one.len().max(other.len());
        if longest > SHORT && (one.len() != other.len() || longest > LONG) {
            return false;
        }
        differ += longest;
    }
    differ <= MOST
}

#[cfg(test)]
mod tests {
    use super::alike;

    #[test]
    fn a_counter_repeats_and_a_file_does_not() {
        let visit =
            br#"{"visit":1,"at":1700000000000,"id":"6f1c2a34-9d0b-4a41-8f51-0c4c7f0f3a11"}"#;
        let next = br#"{"visit":2,"at":1700000003511,"id":"6f1c2a34-9d0b-4a41-8f51-0c4c7f0f3a11"}"#;
        assert!(alike(visit, next));
        assert!(!alike(b"", &[b"d=".as_slice(), &[b'x'; 300]].concat()));
        assert!(!alike(&[0; 20], &[1; 4000]));
        let long = format!("{{\"visit\":\"{}\"}}", "a1b2".repeat(60));
        assert!(!alike(br#"{"visit":"1"}"#, long.as_bytes()));
        let many = (0..40)
            .map(|at| format!("k{at}=abcdefgh"))
            .collect::<Vec<_>>()
            .join("&");
        let other = (0..40)
            .map(|at| format!("k{at}=ijklmnop"))
            .collect::<Vec<_>>()
            .join("&");
        assert!(
            !alike(many.as_bytes(), other.as_bytes()),
            "many small pieces are a large one"
        );
    }
}
