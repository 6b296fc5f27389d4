//! The claims for people to read.

use std::collections::BTreeMap;

use candor_claims::{Bound, Polarity};
use candor_report::Report;

use super::Found;
use crate::output::say;

/// Prints the findings, then every claim, then the counts.
pub(super) fn print(found: &Found, report: &Report<'_>) {
    if found.is_judged {
        let text = match terminal_size::terminal_size_of(std::io::stdout()) {
            Some((columns, _)) => report.human_within(true, columns.0.into()),
            None => report.human(false),
        };
        say!("{}", text.trim_end());
        say!();
    }
    let mut counts: BTreeMap<&'static str, usize> = BTreeMap::new();
    let mut unread = 0;
    for text in &found.texts {
        if text.claims.is_empty() && text.not_assessed.is_empty() {
            continue;
        }
        say!("{}", text.file);
        for claim in &text.claims {
            let verdict = claim.judgement.verdict.word();
            *counts.entry(verdict).or_default() += 1;
            let stated = &claim.stated.claim;
            let place = format!("{}:{}", claim.place.line, claim.place.column);
            let mut what = stated.kind.word().to_owned();
            if stated.polarity == Polarity::Denies {
                what.insert_str(0, "the opposite of ");
            }
            if let Some(value) = &stated.value {
                what.push_str(match stated.bound {
                    Some(Bound::AtMost) => " at most ",
                    Some(Bound::AtLeast) => " at least ",
                    Some(Bound::Exactly) | None => " ",
                });
                what.push_str(value);
            }
            let words: Vec<&str> = claim.stated.text.split_whitespace().collect();
            say!("  {place:<8} {verdict:<14} {what}: {}", words.join(" "));
        }
        for left in &text.not_assessed {
            unread += 1;
            say!("  {:<8} not assessed   {}", left.place.line, left.why);
        }
        say!();
    }
    for (name, why) in &found.passed_over {
        say!("{name} was not looked into: {why}");
    }
    let total: usize = counts.values().sum();
    let parts: Vec<String> = counts
        .iter()
        .map(|(verdict, count)| format!("{count} {verdict}"))
        .collect();
    let parts = match parts.is_empty() {
        true => String::new(),
        false => format!(": {}", parts.join(", ")),
    };
    say!(
        "{total} claim{} in {} file{}{parts}",
        plural(total),
        found.texts.len(),
        plural(found.texts.len())
    );
    if unread > 0 {
        say!("{unread} could not be looked at, which is no pass");
    }
}

fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}
