//! Instants and days. The only file of the product that names chrono, so that its successor changes one file.

use std::fmt;

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, SecondsFormat, TimeDelta, Utc, Weekday};

use crate::duration::{Duration, Unit};

/// An instant in UTC, in milliseconds since the Unix epoch.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(i64);

impl Instant {
    /// From whole seconds since the Unix epoch; beyond the range of milliseconds the nearest bound is taken.
    pub fn from_unix_seconds(seconds: i64) -> Self {
        Self(seconds.saturating_mul(1000))
    }

    /// From milliseconds since the Unix epoch.
    pub fn from_unix_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Whole seconds since the Unix epoch, rounded down.
    pub fn unix_seconds(self) -> i64 {
        self.0.div_euclid(1000)
    }

    /// Milliseconds since the Unix epoch.
    pub fn unix_millis(self) -> i64 {
        self.0
    }

    /// The last whole second at or before this instant.
    #[must_use]
    pub fn floor_second(self) -> Self {
        Self(self.0.div_euclid(1000).saturating_mul(1000))
    }

    /// The first whole second at or after this instant.
    #[must_use]
    pub fn ceil_second(self) -> Self {
        let floor = self.floor_second();
        if floor == self {
            floor
        } else {
            Self(floor.0.saturating_add(1000))
        }
    }

    /// This instant and so many seconds, kept within the range of milliseconds.
    #[must_use]
    pub fn saturating_add_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(1000)))
    }

    /// Milliseconds from here to there; negative where `other` is earlier.
    pub fn millis_until(self, other: Self) -> i64 {
        other.0.saturating_sub(self.0)
    }

    /// The day in UTC. Instants beyond the calendar's range take its nearest day.
    pub fn date(self) -> Date {
        Date(self.chrono().map_or(
            if self.0 < 0 {
                NaiveDate::MIN
            } else {
                NaiveDate::MAX
            },
            |instant| instant.date_naive(),
        ))
    }

    /// RFC 3339 in UTC, with milliseconds only where there are any.
    pub fn to_rfc3339(self) -> String {
        let format = if self.0.rem_euclid(1000) == 0 {
            SecondsFormat::Secs
        } else {
            SecondsFormat::Millis
        };
        self.chrono().map_or_else(
            || format!("@{}", self.0),
            |instant| instant.to_rfc3339_opts(format, true),
        )
    }

    /// Reads RFC 3339 with any offset; parts of a millisecond are dropped.
    pub fn parse_rfc3339(text: &str) -> Option<Self> {
        DateTime::parse_from_rfc3339(text)
            .ok()
            .map(|instant| Self(instant.timestamp_millis()))
    }

    fn chrono(self) -> Option<DateTime<Utc>> {
        DateTime::from_timestamp_millis(self.0)
    }

    /// This instant and an amount of one unit; months clamp to the last day, business days are Monday to Friday.
    pub(crate) fn plus(self, amount: u32, unit: Unit) -> Option<Self> {
        let instant = self.chrono()?;
        let later = match unit {
            Unit::Second => instant.checked_add_signed(TimeDelta::seconds(amount.into())),
            Unit::Minute => instant.checked_add_signed(TimeDelta::minutes(amount.into())),
            Unit::Hour => instant.checked_add_signed(TimeDelta::hours(amount.into())),
            Unit::Day => instant.checked_add_days(Days::new(amount.into())),
            Unit::Week => instant.checked_add_days(Days::new(u64::from(amount) * 7)),
            Unit::Month => instant.checked_add_months(Months::new(amount)),
            Unit::Year => instant.checked_add_months(Months::new(amount.checked_mul(12)?)),
            Unit::BusinessDay => {
                let day = plus_business_days(instant.date_naive(), amount)?;
                Some(day.and_time(instant.time()).and_utc())
            }
        }?;
        Some(Self(later.timestamp_millis()))
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_rfc3339())
    }
}

impl fmt::Debug for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_rfc3339())
    }
}

/// The day after so many working days; a weekend counts from the Friday before it. Weeks are skipped whole, so the cost
/// does not grow with the amount.
fn plus_business_days(day: NaiveDate, amount: u32) -> Option<NaiveDate> {
    if amount == 0 {
        return Some(day);
    }
    let mut day = day;
    while is_weekend(day) {
        day = day.checked_sub_days(Days::new(1))?;
    }
    day = day.checked_add_days(Days::new(u64::from(amount / 5) * 7))?;
    let mut left = amount % 5;
    while left > 0 {
        day = day.checked_add_days(Days::new(1))?;
        if !is_weekend(day) {
            left -= 1;
        }
    }
    Some(day)
}

fn is_weekend(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

/// A day of the Gregorian calendar.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(NaiveDate);

impl Date {
    /// A day, where it exists.
    pub fn new(year: i32, month: u32, day: u32) -> Option<Self> {
        NaiveDate::from_ymd_opt(year, month, day).map(Self)
    }

    /// Reads `YYYY-MM-DD` and nothing else.
    pub fn parse(text: &str) -> Option<Self> {
        let shape = text.len() == 10
            && text.bytes().enumerate().all(|(at, byte)| {
                if matches!(at, 4 | 7) {
                    byte == b'-'
                } else {
                    byte.is_ascii_digit()
                }
            });
        if !shape {
            return None;
        }
        let mut parts = text.split('-');
        let year = parts.next()?.parse().ok()?;
        let month = parts.next()?.parse().ok()?;
        Self::new(year, month, parts.next()?.parse().ok()?)
    }

    /// The year.
    pub fn year(self) -> i32 {
        self.0.year()
    }

    /// The month, from 1.
    pub fn month(self) -> u32 {
        self.0.month()
    }

    /// The day of the month, from 1.
    pub fn day(self) -> u32 {
        self.0.day()
    }

    /// The day of the week, from 1 for Monday to 7 for Sunday.
    pub fn weekday(self) -> u32 {
        self.0.weekday().number_from_monday()
    }

    /// Days from here to there; negative where `other` is earlier.
    pub fn days_until(self, other: Self) -> i64 {
        other.0.signed_duration_since(self.0).num_days()
    }

    /// The day that so much later falls on; units below a day count from midnight.
    pub fn checked_add(self, duration: &Duration) -> Option<Self> {
        duration.after(self.at_midnight()).map(Instant::date)
    }

    /// The first instant of the day in UTC.
    pub fn at_midnight(self) -> Instant {
        Instant(
            self.0
                .and_time(chrono::NaiveTime::MIN)
                .and_utc()
                .timestamp_millis(),
        )
    }

    /// As English pages write it: `16 November 2026`.
    pub fn english(self) -> String {
        self.words("en")
    }

    /// As pages of that language write it, with the month as a word, so that no reader can mistake day and month.
    pub fn words(self, language: &str) -> String {
        const ENGLISH: [&str; 12] = [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ];
        const GERMAN: [&str; 12] = [
            "Januar",
            "Februar",
            "März",
            "April",
            "Mai",
            "Juni",
            "Juli",
            "August",
            "September",
            "Oktober",
            "November",
            "Dezember",
        ];
        let month = self.0.month0() as usize;
        match language {
            "de" => format!("{}. {} {}", self.day(), GERMAN[month], self.year()),
            _ => format!("{} {} {}", self.day(), ENGLISH[month], self.year()),
        }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.format("%Y-%m-%d"))
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        Instant::parse_rfc3339(text).unwrap()
    }

    #[test]
    fn weeks_start_on_monday() {
        let day = |text| Date::parse(text).unwrap().weekday();
        assert_eq!((day("2026-11-23"), day("2026-11-29")), (1, 7));
    }

    #[test]
    fn months_clamp_to_the_last_day() {
        let leap = at("2024-02-29T10:00:00Z");
        assert_eq!(leap.plus(1, Unit::Year), Some(at("2025-02-28T10:00:00Z")));
        assert_eq!(
            at("2026-01-31T00:00:00Z").plus(1, Unit::Month),
            Some(at("2026-02-28T00:00:00Z"))
        );
    }

    #[test]
    fn business_days_skip_the_weekend() {
        let friday = at("2026-11-20T09:00:00Z");
        assert_eq!(
            friday.plus(1, Unit::BusinessDay),
            Some(at("2026-11-23T09:00:00Z"))
        );
        assert_eq!(
            friday.plus(5, Unit::BusinessDay),
            Some(at("2026-11-27T09:00:00Z"))
        );
        assert_eq!(
            at("2026-11-21T09:00:00Z").plus(5, Unit::BusinessDay),
            Some(at("2026-11-27T09:00:00Z"))
        );
        assert_eq!(
            friday.plus(10, Unit::BusinessDay),
            Some(at("2026-12-04T09:00:00Z"))
        );
    }

    #[test]
    fn seconds_round_down_and_up_before_the_epoch_too() {
        assert_eq!(
            Instant::from_unix_millis(-1).floor_second(),
            Instant::from_unix_seconds(-1)
        );
        assert_eq!(
            Instant::from_unix_millis(-1).ceil_second(),
            Instant::from_unix_seconds(0)
        );
        assert_eq!(
            Instant::from_unix_millis(1001).ceil_second(),
            Instant::from_unix_seconds(2)
        );
    }

    #[test]
    fn dates_are_strict() {
        assert_eq!(Date::parse("2026-02-29"), None);
        assert_eq!(Date::parse("2026-2-9"), None);
        assert_eq!(Date::parse("8/4/2025"), None);
        assert_eq!(Date::parse("+026-02-01"), None);
        assert_eq!(
            Date::parse("2026-11-16").unwrap().english(),
            "16 November 2026"
        );
        assert_eq!(Date::parse("2026-11-16").unwrap().to_string(), "2026-11-16");
    }

    #[test]
    fn instants_round_trip() {
        for text in ["2026-11-23T12:00:00Z", "1969-12-31T23:59:59.999Z"] {
            assert_eq!(at(text).to_rfc3339(), text);
        }
        assert_eq!(at("2026-11-23T13:00:00+01:00"), at("2026-11-23T12:00:00Z"));
    }
}
