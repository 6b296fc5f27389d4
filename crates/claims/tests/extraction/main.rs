//! Extraction: the text of each kind of file, and the place of every byte of it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod hostile;
mod html;
mod markdown;
mod messages;
mod places;
mod plain;
mod scripts;
mod sentences;
mod shared;
mod suppressions;

use candor_claims::{Extracted, Unit, extract};

/// Reads a file and proves the place of every unit in it.
fn read(path: &str, source: &str) -> Extracted {
    let extracted = extract(path, source);
    assert!(extracted.assessed, "{path} is not read");
    for unit in &extracted.units {
        prove(source, unit);
    }
    extracted
}

/// Proves a unit's runs: they follow one another, and what was copied stands in the source byte for byte.
fn prove(source: &str, unit: &Unit) {
    let mut end = 0;
    for (index, (at, range)) in unit.runs.iter().enumerate() {
        let next = unit
            .runs
            .get(index + 1)
            .map_or(unit.text.len(), |(at, _)| *at);
        assert!(*at < next, "an empty run in {unit:?}");
        assert!(range.start >= end, "runs out of order in {unit:?}");
        end = range.end;
        let (text, raw) = (&unit.text[*at..next], &source[range.clone()]);
        if text.len() == raw.len() {
            let same = text.bytes().zip(raw.bytes()).all(|(text, raw)| {
                text == raw || text.is_ascii_whitespace() && raw.is_ascii_whitespace()
            });
            assert!(same, "{text:?} is not {raw:?}");
        }
    }
    assert_eq!(unit.runs.first().map(|(at, _)| *at), Some(0), "{unit:?}");
    let whole = unit.source(0..unit.text.len());
    assert_eq!(whole.start, unit.runs[0].1.start);
    assert_eq!(whole.end, end);
}

/// The headings above a unit.
fn headings(unit: &Unit) -> Vec<&str> {
    unit.headings.iter().map(|heading| &**heading).collect()
}

/// The texts of the units.
fn texts(extracted: &Extracted) -> Vec<&str> {
    extracted
        .units
        .iter()
        .map(|unit| unit.text.as_str())
        .collect()
}

/// The only unit with a text.
fn unit<'e>(extracted: &'e Extracted, text: &str) -> &'e Unit {
    let mut found = extracted.units.iter().filter(|unit| unit.text == text);
    let unit = found.next();
    assert!(found.next().is_none(), "{text:?} stands twice");
    unit.unwrap_or_else(|| panic!("no {text:?} among {:#?}", texts(extracted)))
}

/// The source of a part of a unit's text.
fn source<'s>(unit: &Unit, source: &'s str, part: &str) -> &'s str {
    let at = unit.text.find(part).expect("the part stands in the text");
    &source[unit.source(at..at + part.len())]
}
