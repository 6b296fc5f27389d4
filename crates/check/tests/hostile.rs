//! Whatever the files of a workspace hold, a check ends with findings and never with a crash.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test may stop at a fault of its own"
)]

#[allow(dead_code, reason = "the base serves several tests")]
mod base;

use std::collections::BTreeMap;
use std::path::Path;

use candor_check::{Options, Outcome, Workspace, check};
use candor_model::Date;
use candor_syntax::Severity;
use proptest::prelude::*;

/// Every place that the kinds of files have.
const PLACES: [&str; 15] = [
    "candor.yaml",
    "policies/organisation.yaml",
    "policies/audience.yaml",
    "policies/data.yaml",
    "policies/retention.yaml",
    "policies/device-storage.yaml",
    "policies/promises.yaml",
    "policies/rights.yaml",
    "policies/security.yaml",
    "policies/changes.yaml",
    "policies/activities/accounts.yaml",
    "policies/tools/resize.yaml",
    "policies/tools/enlarge.yaml",
    "policies/pages/privacy.en.md",
    "subprocessors/nimbus.yaml",
];

fn outcome(changed: Vec<(String, Vec<u8>)>) -> Outcome {
    let mut files: BTreeMap<String, Vec<u8>> = base::FILES
        .iter()
        .map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()))
        .collect();
    files.extend(changed);
    let workspace = Workspace::from_files(Path::new("."), files);
    check(&workspace, &Options::on(Date::parse("2026-11-23").unwrap()))
}

/// What holds for every outcome: a workspace without a policy says why, and every finding is told.
fn holds(outcome: &Outcome) -> Result<(), TestCaseError> {
    let errors = outcome
        .diagnostics
        .iter()
        .filter(|finding| finding.severity == Severity::Error);
    prop_assert!(outcome.policy.is_some() || errors.count() > 0);
    for finding in &outcome.diagnostics {
        prop_assert!(!finding.message.is_empty(), "{finding:?}");
        if let Some(place) = &finding.place {
            prop_assert!(place.line > 0 && place.column > 0, "{finding:?}");
            let (start, end) = (
                (place.line, place.column),
                (place.end_line, place.end_column),
            );
            prop_assert!(start <= end, "{finding:?}");
        }
    }
    Ok(())
}

/// A file of the base workspace, or of the documents with faults, to be changed.
fn seeds() -> Vec<(String, String)> {
    let mut seeds: Vec<(String, String)> = base::FILES
        .iter()
        .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
        .collect();
    let groups = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/malformed");
    for group in ["whole-files", "forms"] {
        let mut paths: Vec<_> = std::fs::read_dir(groups.join(group))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        paths.sort();
        for path in paths {
            let text = std::fs::read_to_string(path).unwrap();
            let place = text.lines().next().and_then(|line| line.strip_prefix("# "));
            if let Some(place) = place.map(str::to_owned) {
                seeds.push((place, text));
            }
        }
    }
    assert!(seeds.len() > 60, "only {} seeds", seeds.len());
    seeds
}

/// One change of a text, at a place that is counted in thousandths of it.
#[derive(Clone, Debug)]
enum Mutation {
    Insert(usize, String),
    Remove(usize, usize),
    Copy(usize, usize, usize),
    Byte(usize, u8),
}

fn mutation() -> impl Strategy<Value = Mutation> {
    let pieces = prop::sample::select(vec![
        ":",
        ": ",
        "- ",
        "\n",
        "  ",
        "\t",
        "[",
        "]",
        "{",
        "}",
        "\"",
        "'",
        "#",
        " #",
        "&a ",
        "*a",
        "!x ",
        "|\n",
        ">",
        "---\n",
        "...\n",
        "<<: ",
        "? ",
        "@",
        "%",
        "\u{a0}",
        "\u{200b}",
        "“",
        "\r",
        "\0",
        "null",
        "~",
        "-1",
        "1e9",
        "99999999999999999999",
        "0x",
        ".nan",
        "[]",
        "{}",
        "\"\"",
        "\\",
        "not-stated",
        "${x}",
        "../",
        "P9999999Y",
    ]);
    prop_oneof![
        (0usize..1000, pieces).prop_map(|(at, piece)| Mutation::Insert(at, piece.to_owned())),
        (0usize..1000, 1usize..30).prop_map(|(at, length)| Mutation::Remove(at, length)),
        (0usize..1000, 1usize..60, 0usize..1000)
            .prop_map(|(from, length, to)| Mutation::Copy(from, length, to)),
        (0usize..1000, any::<u8>()).prop_map(|(at, byte)| Mutation::Byte(at, byte)),
    ]
}

fn mutated(text: &str, mutations: &[Mutation]) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    for mutation in mutations {
        let at = |share: usize, bytes: &[u8]| bytes.len() * share / 1000;
        match mutation {
            Mutation::Insert(share, piece) => {
                let at = at(*share, &bytes);
                bytes.splice(at..at, piece.bytes());
            }
            Mutation::Remove(share, length) => {
                let at = at(*share, &bytes);
                let end = (at + length).min(bytes.len());
                bytes.drain(at..end);
            }
            Mutation::Copy(share, length, to) => {
                let from = at(*share, &bytes);
                let end = (from + length).min(bytes.len());
                let copy = bytes[from..end].to_vec();
                let to = at(*to, &bytes);
                bytes.splice(to..to, copy);
            }
            Mutation::Byte(share, byte) => {
                let at = at(*share, &bytes);
                if let Some(place) = bytes.get_mut(at) {
                    *place = *byte;
                }
            }
        }
    }
    bytes
}

proptest! {
    #[test]
    fn any_bytes_are_checked(place in 0..PLACES.len(), bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        holds(&outcome(vec![(PLACES[place].to_owned(), bytes)]))?;
    }

    #[test]
    fn any_text_is_checked(
        place in 0..PLACES.len(),
        text in "[a-c:\\-\\[\\]{}\"'&*!|>#%@,\\\\ \\n\\t“\u{a0}ä10]{0,120}",
    ) {
        holds(&outcome(vec![(PLACES[place].to_owned(), text.into_bytes())]))?;
    }

    /// Any file in any place, whole or changed: most of them are read far into the model.
    #[test]
    fn changed_documents_are_checked(
        seed in any::<prop::sample::Index>(),
        elsewhere in prop::option::weighted(0.1, 0..PLACES.len()),
        mutations in prop::collection::vec(mutation(), 0..6),
    ) {
        let seeds = seeds();
        let (place, text) = seed.get(&seeds);
        let place = elsewhere.map_or(place.as_str(), |at| PLACES[at]);
        holds(&outcome(vec![(place.to_owned(), mutated(text, &mutations))]))?;
    }

    #[test]
    fn any_path_is_checked(path in "[a-zA-Z0-9./_ ä-]{1,30}", bytes in prop::collection::vec(any::<u8>(), 0..20)) {
        holds(&outcome(vec![(path, bytes)]))?;
    }

    /// Several files are changed at once, so that references run between what is broken.
    #[test]
    fn changed_workspaces_are_checked(
        changes in prop::collection::vec((0..base::FILES.len(), prop::collection::vec(mutation(), 1..3)), 1..5),
    ) {
        let changed = changes.iter().map(|(at, mutations)| {
            let (path, text) = base::FILES[*at];
            (path.to_owned(), mutated(text, mutations))
        });
        holds(&outcome(changed.collect()))?;
    }
}
