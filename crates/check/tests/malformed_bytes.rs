//! Faults in files whose bytes an editor would not keep: encodings, line ends, invisible signs, and sizes.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test may stop at a fault of its own"
)]

#[allow(dead_code, reason = "the base serves several tests")]
mod base;

use std::collections::BTreeMap;
use std::path::Path;

use candor_check::{Options, Workspace, check};
use candor_model::Date;
use candor_syntax::Severity;

const RESIZE: &str = "policies/tools/resize.yaml";
const RETENTION: &str = "policies/retention.yaml";

/// Line, column, rule, message and help of the errors that a file adds to the base workspace.
fn faults(path: &str, bytes: &[u8]) -> Vec<(u32, u32, &'static str, String)> {
    let mut files: BTreeMap<String, Vec<u8>> = base::FILES
        .iter()
        .map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()))
        .collect();
    files.insert(path.to_owned(), bytes.to_vec());
    let workspace = Workspace::from_files(Path::new("."), files);
    let options = Options::on(Date::parse("2026-11-23").unwrap());
    let errors = check(&workspace, &options).diagnostics.into_iter();
    errors
        .filter(|finding| finding.severity == Severity::Error)
        .filter(|finding| finding.rule.starts_with("schema") || finding.rule.starts_with("refer"))
        .map(|finding| {
            let place = finding.place.unwrap();
            assert_eq!(&*place.file, path, "{}", finding.message);
            let said = format!("{} / {}", finding.message, finding.help.unwrap_or_default());
            (place.line, place.column, finding.rule, said)
        })
        .collect()
}

/// The places and rules alone.
fn places(path: &str, bytes: &[u8]) -> Vec<(u32, u32, &'static str)> {
    let faults = faults(path, bytes);
    faults
        .iter()
        .map(|found| (found.0, found.1, found.2))
        .collect()
}

fn resize(location: &str) -> String {
    format!(
        "name: Größe\nlocation: {location}\npurpose: requested-service\nuses: [{{data: uploaded-image, keep: nothing}}]\n"
    )
}

fn utf16(text: &str, little: bool) -> Vec<u8> {
    let units = std::iter::once(0xfeff).chain(text.encode_utf16());
    units
        .flat_map(|unit| match little {
            true => unit.to_le_bytes(),
            false => unit.to_be_bytes(),
        })
        .collect()
}

#[test]
fn a_byte_order_mark_moves_no_column() {
    let text = format!("\u{feff}{}", resize("local"));
    assert_eq!(places(RESIZE, text.as_bytes()), []);
    let text = "\u{feff}nme: Resize\nlocation: locl\n";
    let found = places(RESIZE, text.as_bytes());
    assert_eq!(found[0], (1, 1, "schema/unknown-key"));
    assert!(found.contains(&(2, 11, "schema/unknown-word")), "{found:?}");
    // Within the text it is an invisible sign.
    let found = places(RESIZE, resize("lo\u{feff}cal").as_bytes());
    assert_eq!(found, [(2, 13, "schema/zero-width-character")]);
}

#[test]
fn other_encodings_are_named() {
    for little in [true, false] {
        let found = faults(RESIZE, &utf16(&resize("local"), little));
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(
            (found[0].0, found[0].1, found[0].2),
            (1, 1, "schema/encoding")
        );
        assert!(found[0].3.contains("UTF-16"), "{}", found[0].3);
        assert!(found[0].3.contains("save it as UTF-8"), "{}", found[0].3);
    }
    // Windows-1252: `ö` is one byte.
    let latin: Vec<u8> = resize("local")
        .chars()
        .map(|sign| u8::try_from(u32::from(sign)).unwrap())
        .collect();
    let found = faults(RESIZE, &latin);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(
        (found[0].0, found[0].1, found[0].2),
        (1, 9, "schema/encoding")
    );
    assert!(found[0].3.contains("UTF-8"), "{}", found[0].3);
}

#[test]
fn line_ends_of_other_systems() {
    let windows = resize("locl").replace('\n', "\r\n");
    assert_eq!(
        places(RESIZE, windows.as_bytes()),
        [(2, 11, "schema/unknown-word")]
    );
    let mixed = resize("locl").replacen('\n', "\r\n", 1);
    assert_eq!(
        places(RESIZE, mixed.as_bytes()),
        [(2, 11, "schema/unknown-word")]
    );
    let broken = "name: \"Resize\r\nlocation: local\r\n";
    assert_eq!(
        places(RESIZE, broken.as_bytes()),
        [(1, 7, "schema/yaml-syntax")]
    );
    let old = resize("local").replace('\n', "\r");
    let found = faults(RESIZE, old.as_bytes());
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(
        (found[0].0, found[0].1, found[0].2),
        (1, 12, "schema/control-character")
    );
    assert!(found[0].3.contains("carriage return"), "{}", found[0].3);
}

#[test]
fn signs_that_nobody_sees() {
    for sign in ['\0', '\u{7}', '\u{1b}', '\u{7f}', '\u{9b}'] {
        let found = faults(RESIZE, resize(&format!("loc{sign}al")).as_bytes());
        let control = found
            .iter()
            .find(|found| found.2 == "schema/control-character");
        let control = control.unwrap_or_else(|| panic!("{sign:?}: {found:?}"));
        assert_eq!((control.0, control.1), (2, 14), "{sign:?}");
        assert!(control.3.contains("delete it"), "{}", control.3);
    }
    // Zero width, soft hyphen, direction marks, variation selector: one fault each, and no second one for the word.
    for sign in [
        '\u{200b}', '\u{200d}', '\u{ad}', '\u{202e}', '\u{2066}', '\u{fe0f}', '\u{2060}',
    ] {
        let value = resize(&format!("loc{sign}al"));
        assert_eq!(
            places(RESIZE, value.as_bytes()),
            [(2, 14, "schema/zero-width-character")],
            "{sign:?}"
        );
        let key = resize("local").replace("purpose", &format!("pur{sign}pose"));
        assert_eq!(
            places(RESIZE, key.as_bytes()),
            [(3, 4, "schema/zero-width-character")],
            "{sign:?}"
        );
    }
    for space in ['\u{a0}', '\u{202f}', '\u{2009}', '\u{3000}'] {
        let windows = format!(
            "uploads: {{delete_within: 24{space}hours, counted_from: upload, at_end: erase, enforced_by: candor}}\nresults: {{delete_within: 7 days, counted_from: result, at_end: erase, enforced_by: candor}}\n"
        );
        assert_eq!(
            places(RETENTION, windows.as_bytes()),
            [(1, 28, "schema/no-break-space")],
            "{space:?}"
        );
    }
}

#[test]
fn letters_of_other_alphabets_are_named() {
    // Both `о` are Cyrillic.
    let found = faults(
        RESIZE,
        resize("local").replace("location", "lоcatiоn").as_bytes(),
    );
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(
        (found[0].0, found[0].1, found[0].2),
        (2, 1, "schema/unknown-key")
    );
    assert!(
        found[0].3.contains("`location`") && found[0].3.contains("U+043E"),
        "{}",
        found[0].3
    );
    let found = faults(RESIZE, resize("lоcal").as_bytes());
    assert_eq!(
        (found[0].0, found[0].1, found[0].2),
        (2, 11, "schema/unknown-word")
    );
    assert!(found[0].3.contains("U+043E"), "{}", found[0].3);
}

#[test]
fn a_fault_at_the_end_of_a_long_line() {
    let summary = "ä".repeat(200_000);
    let text = format!(
        "{{name: Resize, summary: {summary}, purpose: requested-service, uses: [{{data: uploaded-image, keep: nothing}}], location: locl}}\n"
    );
    let column = text.chars().take_while(|sign| *sign != '\n').count() - "locl}".len() + 1;
    let column = u32::try_from(column).unwrap();
    assert_eq!(
        places(RESIZE, text.as_bytes()),
        [(1, column, "schema/unknown-word")]
    );
}

#[test]
fn files_beyond_the_limits() {
    // The file itself is the first level, so the sixty-fourth bracket is the sixty-fifth.
    let deep = format!("uploads: {}{}\n", "[".repeat(80), "]".repeat(80));
    let found = faults(RETENTION, deep.as_bytes());
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(
        (found[0].0, found[0].1, found[0].2),
        (1, 9 + 64, "schema/budget")
    );
    assert!(found[0].3.contains("64 levels"), "{}", found[0].3);

    // Each line holds nine times as many values as the one above it, and a copy of them waits for the next one: 133,000
    // in the fifth, more than 200,000 in the sixth.
    let mut bomb = String::from("a: &a [x, x, x, x, x, x, x, x, x]\n");
    for (name, last) in "bcdefghij".chars().zip("abcdefghi".chars()) {
        bomb += &format!(
            "{name}: &{name} [{}]\n",
            vec![format!("*{last}"); 9].join(", ")
        );
    }
    let found = faults(RETENTION, bomb.as_bytes());
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((found[0].0, found[0].2), (6, "schema/budget"));
    assert!(found[0].3.contains("`*name`"), "{}", found[0].3);

    let large = format!("name: {}\n", "x".repeat(4 * 1024 * 1024));
    let found = faults(RESIZE, large.as_bytes());
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(
        (found[0].0, found[0].1, found[0].2),
        (1, 1, "schema/budget")
    );
    assert!(found[0].3.contains("split the file"), "{}", found[0].3);
}

#[test]
fn more_unknown_keys_than_anybody_reads() {
    let keys: String = (0..1_000).map(|number| format!("k{number}: x\n")).collect();
    let found = faults(
        "policies/audience.yaml",
        format!("covers: visitor\nminimum_age: 16\n{keys}").as_bytes(),
    );
    assert_eq!(found.len(), 201);
    let last = found.iter().find(|fault| fault.3.contains("800 more keys"));
    assert_eq!(last.unwrap().2, "schema/unknown-key");
}
