//! What follows the file is told from what only changes from visit to visit.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test ends at the first fault"
)]

use candor_evidence::content::{Differential, Kind, Sent, differ, slope};
use proptest::prelude::*;

fn sent(key: &str, bytes: impl Into<Vec<u8>>) -> Sent {
    Sent {
        key: key.to_owned(),
        bytes: bytes.into(),
    }
}

/// Bytes that follow from a number and look random.
fn noise(number: u64, length: usize) -> Vec<u8> {
    let mut state = number.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    (0..length)
        .map(|_| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state.to_le_bytes()[2]
        })
        .collect()
}

const FIRST: usize = 50_131;
const OTHER: usize = 54_904;

fn runs(make: impl Fn(Option<u64>, u64) -> Vec<Sent>) -> Differential {
    Differential {
        first: make(Some(1), 11),
        again: make(Some(1), 12),
        other: make(Some(2), 13),
        none: make(None, 14),
        first_length: FIRST,
        other_length: OTHER,
    }
}

fn length(file: u64) -> usize {
    if file == 1 { FIRST } else { OTHER }
}

fn kinds(runs: &Differential) -> Vec<(String, usize, Kind)> {
    differ(runs)
        .into_iter()
        .map(|found| (found.key, found.ordinal, found.kind))
        .collect()
}

#[test]
fn noise_of_a_visit_is_not_flagged() {
    let runs = runs(|_, visit| {
        let id: String = noise(visit, 16)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        let variant = ["control", "control", "test", "test"][usize::try_from(visit - 11).unwrap()];
        vec![
            sent(
                "fetch POST stats/collect",
                format!(
                    "{{\"ts\":17000000{visit}000,\"id\":\"{id}\",\"v\":\"{variant}\",\"path\":\"/resize\"}}"
                ),
            ),
            sent(
                "image GET stats/pixel",
                format!("t=1700000{visit}0&when=2026-11-{visit}T10:00:00Z"),
            ),
            sent(
                "fetch POST stats/binary",
                noise(visit, 300 + usize::try_from(visit).unwrap() * 7),
            ),
            sent("fetch GET tool/codec.wasm", ""),
        ]
    });
    assert_eq!(differ(&runs), []);
}

#[test]
fn a_time_of_coarse_steps_is_not_the_file() {
    let runs = Differential {
        first: vec![sent("k", "{\"minute\":1700000040,\"day\":\"2026-11-23\"}")],
        again: vec![sent("k", "{\"minute\":1700000040,\"day\":\"2026-11-23\"}")],
        other: vec![sent("k", "{\"minute\":1700000100,\"day\":\"2026-11-24\"}")],
        none: vec![sent("k", "{\"minute\":1700000160,\"day\":\"2026-11-25\"}")],
        first_length: FIRST,
        other_length: OTHER,
    };
    assert_eq!(differ(&runs), []);
}

#[test]
fn what_follows_the_file_is_flagged_in_any_coding() {
    // A body in an unknown coding, a value between values of the visit, a binary body behind a header of the visit.
    let runs = runs(|file, visit| {
        let code = file.map_or(noise(99, 40), |file| noise(file * 1000, 900));
        let word: String = noise(file.unwrap_or(77), 9)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        let id: String = noise(visit, 8)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        vec![
            sent("whole", code.clone()),
            sent(
                "value",
                format!("{{\"ts\":17000000{visit}000,\"id\":\"{id}\",\"x\":\"{word}\"}}"),
            ),
            sent("behind", [noise(visit, 48), code].concat()),
        ]
    });
    let expected = ["behind", "value", "whole"].map(|key| (key.to_owned(), 0, Kind::FollowsFile));
    assert_eq!(kinds(&runs), expected);
}

#[test]
fn ciphertext_is_known_by_its_length() {
    for pad in [0, 16] {
        let runs = runs(|file, visit| {
            let length = match file {
                Some(file) if pad == 16 => length(file).div_ceil(16) * 16 + 28,
                Some(file) => length(file) + 28,
                None => 60,
            };
            vec![sent("secret", noise(visit, length))]
        });
        assert_eq!(
            kinds(&runs),
            [("secret".to_owned(), 0, Kind::FollowsLength)]
        );
    }
}

#[test]
fn what_is_only_sent_with_a_file_is_flagged_by_its_place() {
    let runs = runs(|file, visit| {
        let mut messages = vec![sent("ping", noise(visit, 30))];
        if file.is_some() {
            messages.push(sent("ping", noise(visit + 50, 30)));
            messages.push(sent("done", "ok"));
        }
        messages
    });
    let expected = [("done", 0), ("ping", 1)]
        .map(|(key, ordinal)| (key.to_owned(), ordinal, Kind::OnlyWithFile));
    assert_eq!(kinds(&runs), expected);
    assert_eq!(differ(&Differential::default()), []);
}

#[test]
fn slopes_are_exact() {
    let base64 = |length: usize| length.div_ceil(3) * 4;
    let block = |length: usize| (length / 16 + 1) * 16;
    for (a, b) in [(FIRST, OTHER), (OTHER, FIRST), (40_000, 40_300)] {
        for overhead in [0, 17, 800] {
            assert!(slope((a, a + overhead), (b, b + overhead)));
            assert!(slope((a, block(a) + overhead), (b, block(b) + overhead)));
            assert!(slope((a, base64(a) + overhead), (b, base64(b) + overhead)));
            assert!(slope(
                (a, base64(block(a)) + overhead),
                (b, base64(block(b)) + overhead)
            ));
            assert!(slope((a, 2 * a + overhead), (b, 2 * b + overhead)));
        }
        assert!(!slope((a, 1_821), (b, 1_818)));
        assert!(!slope((a, a / 2), (b, b / 2)));
        assert!(!slope((a, b), (b, a)));
        assert!(!slope((a, 900), (b, 900)));
    }
    assert!(
        !slope((1_000, 1_000), (1_001, 1_001)),
        "too near to be told from noise"
    );
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn bodies_that_differ_between_equal_runs_are_noise(
        bodies in prop::collection::vec(prop::collection::vec(any::<u8>(), 24..400), 4),
        key in "[a-z]{1,4}",
    ) {
        let [a, a2, b, none] = bodies.try_into().unwrap();
        // The lengths of random bodies may happen to grow as the files do not.
        let runs = Differential {
            first: vec![sent(&key, a)],
            again: vec![sent(&key, a2)],
            other: vec![sent(&key, b)],
            none: vec![sent(&key, none)],
            first_length: FIRST,
            other_length: OTHER,
        };
        prop_assert_eq!(differ(&runs), vec![]);
    }
}

#[test]
fn a_goodbye_that_was_heard_once_is_known_by_its_length() {
    let goodbye = |file, visit| sent("beacon POST stats", noise(visit, length(file) + 28));
    for (first, again) in [
        (vec![goodbye(1, 11)], vec![]),
        (vec![], vec![goodbye(1, 12)]),
    ] {
        let runs = Differential {
            first,
            again,
            other: vec![goodbye(2, 13)],
            none: vec![],
            first_length: FIRST,
            other_length: OTHER,
        };
        assert_eq!(
            kinds(&runs),
            [("beacon POST stats".to_owned(), 0, Kind::FollowsLength)]
        );
        let noise = Differential {
            other: vec![sent("beacon POST stats", noise(13, 700))],
            ..runs
        };
        assert_eq!(differ(&noise), []);
    }
}
