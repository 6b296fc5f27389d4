//! Legal data that changes: each row with its source, the day up to which it was followed, and how it was read.
//!
//! What is not read in the text itself carries no error: a rule that rests on such a row is at most a warning. A table
//! that nobody has looked at for a year is stale, and findings that rest on it say so.

pub(crate) mod adequacy;
pub(crate) mod response_times;

use candor_model::{Date, Duration};

/// How a row was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reading {
    /// In the legal text itself.
    Read,
    /// In a text about it.
    Secondary,
    /// From memory; nobody has looked it up.
    Memory,
}

/// The last day up to which the tables of this release were followed, as year, month, day.
const FOLLOWED_UNTIL: (i32, u32, u32) = (2026, 7, 31);

/// The day after which the tables are stale, where the day of the run lies behind it.
pub(crate) fn stale_since(as_of: Date) -> Option<Date> {
    let (year, month, day) = FOLLOWED_UNTIL;
    let end = Date::new(year, month, day)?.checked_add(&Duration::parse("1 year").ok()?)?;
    (as_of > end).then_some(end)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop at a fault of its own")]

    use super::*;

    #[test]
    fn tables_grow_stale_after_a_year() {
        let day = |text| Date::parse(text).unwrap();
        assert_eq!(stale_since(day("2026-11-23")), None);
        assert_eq!(stale_since(day("2027-07-31")), None);
        assert_eq!(stale_since(day("2027-08-01")), Some(day("2027-07-31")));
    }
}
