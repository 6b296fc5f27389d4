//! Lengths of time as a policy writes them.
//!
//! A length keeps the unit it was written with: `24 hours` and `1 day` are equal and print differently. Calendar units
//! have no fixed length, so lengths compare as ranges from the shortest to the longest that they can be.

use std::fmt;

use crate::time::Instant;

mod parse;
mod words;

pub use parse::DurationFault;

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// 1 s.
    Second,
    /// 60 s.
    Minute,
    /// 3,600 s.
    Hour,
    /// 24 hours in UTC.
    Day,
    /// Monday to Friday; holidays are not known.
    BusinessDay,
    /// 7 days.
    Week,
    /// A month of the calendar, 28 to 31 days; arithmetic clamps to the last day.
    Month,
    /// 12 months of the calendar.
    Year,
}

/// A length of time: amounts of units, the largest unit first, at least one amount, none of them zero.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Duration {
    parts: Vec<(u32, Unit)>,
}

/// How two lengths compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// Always shorter.
    Shorter,
    /// Always equal.
    Equal,
    /// Always longer.
    Longer,
    /// It depends on the calendar, as with `30 days` and `1 month`.
    NotComparable,
}

const DAY: u64 = 86_400;

impl Duration {
    /// Reads a length: `24 hours`, `24h`, `7 days 2 hours`, `PT24H`, `P2Y`, `10 business days`.
    ///
    /// # Errors
    /// Says in plain words what cannot be read and what to write instead. A bare `m` is refused.
    pub fn parse(text: &str) -> Result<Self, DurationFault> {
        parse::parse(text)
    }

    /// Exactly that many seconds, in the largest unit that divides them. Nothing for zero.
    pub fn seconds(seconds: u64) -> Option<Self> {
        let (amount, unit) = match seconds {
            s if s % DAY == 0 => (s / DAY, Unit::Day),
            s if s % 3600 == 0 => (s / 3600, Unit::Hour),
            s if s % 60 == 0 => (s / 60, Unit::Minute),
            s => (s, Unit::Second),
        };
        let amount = u32::try_from(amount).ok().filter(|amount| *amount > 0)?;
        Some(Self {
            parts: vec![(amount, unit)],
        })
    }

    /// Exactly that many seconds as a sum of days, hours, minutes and seconds. Nothing for zero.
    pub fn mixed_seconds(seconds: u64) -> Option<Self> {
        let steps = [
            (seconds / DAY, Unit::Day),
            (seconds % DAY / 3600, Unit::Hour),
            (seconds % 3600 / 60, Unit::Minute),
            (seconds % 60, Unit::Second),
        ];
        let mut parts = Vec::new();
        for (amount, unit) in steps {
            let amount = u32::try_from(amount).ok()?;
            if amount > 0 {
                parts.push((amount, unit));
            }
        }
        (!parts.is_empty()).then_some(Self { parts })
    }

    /// The amounts and units, largest unit first.
    pub fn parts(&self) -> &[(u32, Unit)] {
        &self.parts
    }

    /// ISO 8601, with the unit as written: `24h` is `PT24H`. Business days have no such form, so there is none for them.
    pub fn iso(&self) -> Option<String> {
        let mut date = String::new();
        let mut time = String::new();
        for (amount, unit) in &self.parts {
            let (side, letter) = match unit {
                Unit::Year => (&mut date, 'Y'),
                Unit::Month => (&mut date, 'M'),
                Unit::Week => (&mut date, 'W'),
                Unit::Day => (&mut date, 'D'),
                Unit::Hour => (&mut time, 'H'),
                Unit::Minute => (&mut time, 'M'),
                Unit::Second => (&mut time, 'S'),
                Unit::BusinessDay => return None,
            };
            side.push_str(&amount.to_string());
            side.push(letter);
        }
        let time = if time.is_empty() {
            time
        } else {
            format!("T{time}")
        };
        Some(format!("P{date}{time}"))
    }

    /// The length in the words of a language: `en`, `de`, `fr`, `es`; any other prints English.
    pub fn words(&self, language: &str) -> String {
        words::words(self, language)
    }

    /// Whether it counts business days.
    pub fn has_business_days(&self) -> bool {
        self.parts
            .iter()
            .any(|(_, unit)| *unit == Unit::BusinessDay)
    }

    /// The least number of seconds that this length can have.
    pub fn shortest_seconds(&self) -> u64 {
        let normal = self.normal();
        let months = month_days(normal.months, false);
        let business = match (normal.business_days / 5, normal.business_days % 5) {
            // Five business days from a Sunday end on the Friday after it.
            (weeks, 0) => (weeks * 7).saturating_sub(2),
            (weeks, rest) => weeks * 7 + rest,
        };
        (months + business) * DAY + normal.seconds
    }

    /// The greatest number of seconds that this length can have.
    pub fn longest_seconds(&self) -> u64 {
        let normal = self.normal();
        let months = month_days(normal.months, true);
        let business = match (normal.business_days / 5, normal.business_days % 5) {
            (weeks, 0) => weeks * 7,
            (weeks, rest) => weeks * 7 + rest + 2,
        };
        (months + business) * DAY + normal.seconds
    }

    /// Compares two lengths as ranges.
    pub fn compare(&self, other: &Self) -> Comparison {
        let (mine, theirs) = (self.normal(), other.normal());
        if mine == theirs {
            Comparison::Equal
        } else if self.longest_seconds() < other.shortest_seconds() {
            Comparison::Shorter
        } else if self.shortest_seconds() > other.longest_seconds() {
            Comparison::Longer
        } else {
            Comparison::NotComparable
        }
    }

    /// The instant that lies so much later: months first and all at once, so that they clamp once, then business days,
    /// then the rest. Nothing beyond the calendar's range.
    pub fn after(&self, start: Instant) -> Option<Instant> {
        let normal = self.normal();
        let instant = start.plus(u32::try_from(normal.months).ok()?, Unit::Month)?;
        let instant = instant.plus(u32::try_from(normal.business_days).ok()?, Unit::BusinessDay)?;
        Some(instant.saturating_add_seconds(i64::try_from(normal.seconds).ok()?))
    }

    /// How many seconds this length reaches beyond another, from whichever start both are counted; a lower bound where
    /// that depends on the calendar. Nothing where it may not reach beyond it.
    pub fn seconds_beyond(&self, other: &Self) -> Option<u64> {
        let (mine, theirs) = (self.normal(), other.normal());
        if (mine.months, mine.business_days) == (theirs.months, theirs.business_days) {
            mine.seconds.checked_sub(theirs.seconds)
        } else {
            self.shortest_seconds().checked_sub(other.longest_seconds())
        }
    }

    /// Both lengths after each other; equal units are added up as far as they fit.
    #[must_use]
    pub fn sum(&self, other: &Self) -> Self {
        let mut parts = self.parts.clone();
        for (amount, unit) in &other.parts {
            match parts.iter_mut().find(|(_, own)| own == unit) {
                Some((own, _)) => *own = own.saturating_add(*amount),
                None => parts.push((*amount, *unit)),
            }
        }
        parts.sort_by_key(|(_, unit)| std::cmp::Reverse(*unit));
        Self { parts }
    }

    fn normal(&self) -> Normal {
        let mut normal = Normal::default();
        for (amount, unit) in &self.parts {
            let amount = u64::from(*amount);
            match unit {
                Unit::Second => normal.seconds += amount,
                Unit::Minute => normal.seconds += amount * 60,
                Unit::Hour => normal.seconds += amount * 3600,
                Unit::Day => normal.seconds += amount * DAY,
                Unit::Week => normal.seconds += amount * 7 * DAY,
                Unit::BusinessDay => normal.business_days += amount,
                Unit::Month => normal.months += amount,
                Unit::Year => normal.months += amount * 12,
            }
        }
        normal
    }
}

/// The three kinds of length that cannot be turned into each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Normal {
    months: u64,
    business_days: u64,
    seconds: u64,
}

/// The fewest or most days that so many months can span, as a safe bound over all starts.
fn month_days(months: u64, most: bool) -> u64 {
    // The span of the rest of a year, over all starting days.
    const FEWEST: [u64; 12] = [0, 28, 59, 89, 120, 150, 181, 212, 242, 273, 303, 334];
    const MOST: [u64; 12] = [0, 31, 62, 92, 123, 153, 184, 215, 245, 276, 306, 337];
    let years = months / 12;
    let rest = usize::try_from(months % 12).unwrap_or(0);
    // Every fourth year is a leap year but for three centuries in four, so up to seven years can pass without one.
    let (leap_days, table) = if most {
        (years.div_ceil(4), MOST)
    } else {
        ((years / 4).saturating_sub(years / 100 + 1), FEWEST)
    };
    years * 365 + leap_days + table.get(rest).copied().unwrap_or(0)
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words("en"))
    }
}

impl fmt::Debug for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

#[cfg(test)]
mod tests;
