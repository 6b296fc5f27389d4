//! Business days, which are a length of their own and have no form in ISO 8601.

use candor_model::Duration;
use candor_model::duration::{Comparison, Unit};

use super::words::starts;

/// Words for business days.
const BUSINESS: &[&str] = &[
    "business day",
    "working day",
    "werktag",
    "arbeitstag",
    "jours ouvr",
    "jour ouvr",
    "días hábiles",
    "dias habiles",
    "días laborables",
    "dias laborables",
];

/// A length in days counts business days where the sentence says so: "within 10 business days".
pub(super) fn read(stated: Duration, lower: &str) -> Duration {
    let [(days, Unit::Day)] = stated.parts() else {
        return stated;
    };
    let days = *days;
    let Some(at) = BUSINESS.iter().find_map(|word| starts(lower, word)) else {
        return stated;
    };
    // Another figure right before the words is another length of the same sentence.
    let before = lower.get(..at).unwrap_or_default().trim_end();
    let figure: String = before
        .chars()
        .rev()
        .take_while(char::is_ascii_digit)
        .collect();
    let figure: String = figure.chars().rev().collect();
    if !figure.is_empty() && figure != days.to_string() {
        return stated;
    }
    Duration::parse(&format!("{days} business days")).unwrap_or(stated)
}

/// Whether it depends on the calendar which of two lengths is longer, one of them being counted in business days.
pub(super) fn is_open(declared: &Duration, stated: &Duration) -> bool {
    declared.has_business_days() != stated.has_business_days()
        && declared.compare(stated) == Comparison::NotComparable
}
