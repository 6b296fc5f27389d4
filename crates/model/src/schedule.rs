//! Buckets: how a window with a maximum becomes one instant per object.
//!
//! Objects live in buckets of length g, counted from the Unix epoch in UTC. The bucket's end E is the one instant that
//! counts: reads are refused from E on, the key is destroyed at E, and the bytes follow before `start + D`.

use std::fmt;

use crate::duration::Duration;
use crate::time::Instant;

/// The bucket lengths in seconds that are chosen by default.
const GRANULARITIES: [u64; 8] = [1, 10, 60, 300, 900, 3600, 6 * 3600, 86_400];

/// What a window demands.
#[derive(Clone, Copy, Debug)]
pub struct Limits<'a> {
    /// D: hard maximum from the start event.
    pub delete_within: Option<&'a Duration>,
    /// K: promised minimum from the start event.
    pub keep_at_least: Option<&'a Duration>,
    /// g: the wanted bucket length.
    pub granularity: Option<&'a Duration>,
}

/// A window for which E exists for every start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    maximum: Duration,
    minimum: Option<Duration>,
    granularity: u64,
}

/// The instants of one object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Expiry {
    /// E: reads are refused from here on.
    pub expires_at: Instant,
    /// The end of the promise to keep, where there is one.
    pub available_until: Option<Instant>,
    /// By then the key is destroyed and the bytes are gone.
    pub erased_by: Instant,
    /// The start of the bucket that ends at E.
    pub bucket_start: Instant,
}

/// Why a window leaves no room for buckets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoRoom {
    /// There is no maximum, so there is no instant at which data must be gone.
    NoMaximum,
    /// Candor does not know holidays, so it cannot promise to keep for business days.
    KeepInBusinessDays,
    /// A bucket length must be the same everywhere on the calendar, at most a day, and a whole part of a day.
    Granularity(Duration),
    /// The maximum is too short.
    TooShort {
        /// The least maximum that leaves room.
        least: Duration,
    },
}

impl fmt::Display for NoRoom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoMaximum => f.write_str("there is no maximum, so nothing says when the data must be gone"),
            Self::KeepInBusinessDays => {
                f.write_str("a promise to keep cannot be counted in business days, because holidays are not known")
            }
            Self::Granularity(length) => write!(
                f,
                "`{length}` cannot be the length of a bucket; it must be seconds, minutes or hours that divide a day"
            ),
            Self::TooShort { least } => {
                write!(f, "there is no room between the start and the maximum; the least possible maximum is {least}")
            }
        }
    }
}

impl std::error::Error for NoRoom {}

impl Schedule {
    /// Chooses the buckets of a window.
    ///
    /// # Errors
    /// Says why no bucket fits, with the least maximum for which one does.
    pub fn new(limits: Limits<'_>) -> Result<Self, NoRoom> {
        let maximum = limits.delete_within.ok_or(NoRoom::NoMaximum)?;
        if limits
            .keep_at_least
            .is_some_and(Duration::has_business_days)
        {
            return Err(NoRoom::KeepInBusinessDays);
        }
        let wanted = limits.granularity.map(exact_granularity).transpose()?;
        // The room that a bucket must fit into: a third of the maximum, or half of what lies beyond the promise.
        let room = match limits.keep_at_least {
            None => maximum.shortest_seconds() / 3,
            Some(keep) => maximum.seconds_beyond(keep).unwrap_or(0) / 2,
        };
        let granularity = wanted.unwrap_or_else(|| {
            let fitting = room.min(maximum.shortest_seconds() / 288);
            GRANULARITIES
                .into_iter()
                .rev()
                .find(|length| *length <= fitting)
                .unwrap_or(1)
        });
        if granularity > room {
            let least = match limits.keep_at_least {
                None => Duration::mixed_seconds(3 * granularity),
                Some(keep) => {
                    Duration::mixed_seconds(2 * granularity).map(|beyond| keep.sum(&beyond))
                }
            };
            return Err(least.map_or(NoRoom::NoMaximum, |least| NoRoom::TooShort { least }));
        }
        Ok(Self {
            maximum: maximum.clone(),
            minimum: limits.keep_at_least.cloned(),
            granularity,
        })
    }

    /// g: the length of a bucket in seconds.
    pub fn granularity_seconds(&self) -> u64 {
        self.granularity
    }

    /// The instants of an object whose window starts at `start`.
    ///
    /// A maximum counts from the second that has begun, a promise from the next full one. Where the calendar ends
    /// (beyond the year 262,000) the shortest reading of the maximum is taken.
    pub fn expiry(&self, start: Instant) -> Expiry {
        let g = signed(self.granularity);
        let floor = start.floor_second();
        let erased_by = self.maximum.after(floor).unwrap_or_else(|| {
            floor.saturating_add_seconds(signed(self.maximum.shortest_seconds()))
        });
        let available_until = self.minimum.as_ref().map(|keep| {
            let ceil = start.ceil_second();
            keep.after(ceil)
                .unwrap_or_else(|| ceil.saturating_add_seconds(signed(keep.longest_seconds())))
        });
        let end = match available_until {
            None => (erased_by.unix_seconds() - g).div_euclid(g) * g,
            Some(kept) => (kept.unix_seconds() + g - 1).div_euclid(g) * g,
        };
        Expiry {
            expires_at: Instant::from_unix_seconds(end),
            available_until,
            erased_by,
            bucket_start: Instant::from_unix_seconds(end - g),
        }
    }

    /// The earliest instant at which anything in the bucket that ends at `end` can have begun.
    pub fn earliest_start(&self, end: Instant) -> Instant {
        let g = signed(self.granularity);
        let before = |seconds: u64, beyond: i64| {
            end.saturating_add_seconds(beyond.saturating_sub(signed(seconds)))
        };
        match &self.minimum {
            // E = ceil(start + K) lies less than g behind the end of the promise, and the promise began up to a second late.
            Some(keep) => before(keep.longest_seconds(), -g - 1),
            // E = floor(start + D - g).
            None => before(self.maximum.longest_seconds(), g),
        }
    }

    /// The shortest time in seconds for which an object can be read, over all starts.
    pub fn shortest_readable_seconds(&self) -> u64 {
        match &self.minimum {
            Some(keep) => keep.shortest_seconds(),
            None => self
                .maximum
                .shortest_seconds()
                .saturating_sub(2 * self.granularity),
        }
    }

    /// The longest time in seconds for which an object can be read, over all starts.
    pub fn longest_readable_seconds(&self) -> u64 {
        match &self.minimum {
            Some(keep) => keep.longest_seconds() + self.granularity,
            None => self
                .maximum
                .longest_seconds()
                .saturating_sub(self.granularity),
        }
    }
}

fn signed(seconds: u64) -> i64 {
    i64::try_from(seconds).unwrap_or(i64::MAX)
}

/// A wanted bucket length in seconds: it divides a day, so that buckets begin at midnight.
fn exact_granularity(length: &Duration) -> Result<u64, NoRoom> {
    let seconds = length.shortest_seconds();
    if seconds == length.longest_seconds() && seconds > 0 && 86_400 % seconds == 0 {
        Ok(seconds)
    } else {
        Err(NoRoom::Granularity(length.clone()))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Duration {
        Duration::parse(text).unwrap()
    }

    fn schedule(maximum: &str, keep: Option<&str>) -> Result<Schedule, NoRoom> {
        let (maximum, keep) = (read(maximum), keep.map(read));
        Schedule::new(Limits {
            delete_within: Some(&maximum),
            keep_at_least: keep.as_ref(),
            granularity: None,
        })
    }

    #[test]
    fn the_founding_windows() {
        for (maximum, keep, granularity) in [
            ("24 hours", None, 300),
            ("7 days 2 hours", Some("7 days"), 900),
            ("2 years", None, 86_400),
            ("30 days", None, 3600),
            ("8 seconds", None, 1),
        ] {
            assert_eq!(
                schedule(maximum, keep).unwrap().granularity_seconds(),
                granularity,
                "{maximum}"
            );
        }
        let start = Instant::parse_rfc3339("2026-11-23T12:01:02.500Z").unwrap();
        let day = schedule("24 hours", None).unwrap().expiry(start);
        assert_eq!(day.expires_at.to_rfc3339(), "2026-11-24T11:55:00Z");
        assert_eq!(day.erased_by.to_rfc3339(), "2026-11-24T12:01:02Z");
        assert_eq!(day.available_until, None);
        let week = schedule("7 days 2 hours", Some("7 days"))
            .unwrap()
            .expiry(start);
        assert_eq!(
            week.available_until.unwrap().to_rfc3339(),
            "2026-11-30T12:01:03Z"
        );
        assert_eq!(week.expires_at.to_rfc3339(), "2026-11-30T12:15:00Z");
    }

    #[test]
    fn no_room_names_the_least_maximum() {
        let least = |maximum, keep| match schedule(maximum, keep) {
            Err(NoRoom::TooShort { least }) => least.to_string(),
            other => panic!("{other:?}"),
        };
        assert_eq!(least("2 seconds", None), "3 seconds");
        assert_eq!(least("7 days", Some("7 days")), "7 days 2 seconds");
        assert_eq!(least("6 days", Some("7 days")), "7 days 2 seconds");
        assert_eq!(least("30 days", Some("1 month")), "1 month 2 seconds");
        assert!(schedule("1 month 2 hours", Some("1 month")).is_ok());
        assert_eq!(
            schedule("20 days", Some("10 business days")),
            Err(NoRoom::KeepInBusinessDays)
        );
    }

    #[test]
    fn a_wanted_bucket_length_is_kept_or_refused() {
        let (day, hour, odd) = (read("24 hours"), read("12 hours"), read("7 hours"));
        let with = |granularity| {
            Schedule::new(Limits {
                delete_within: Some(&day),
                keep_at_least: None,
                granularity,
            })
        };
        assert_eq!(
            with(Some(&hour)),
            Err(NoRoom::TooShort {
                least: read("1 day 12 hours")
            })
        );
        assert_eq!(with(Some(&odd)), Err(NoRoom::Granularity(odd.clone())));
        assert_eq!(
            with(Some(&read("1 minute"))).unwrap().granularity_seconds(),
            60
        );
    }

    const UNITS: [&str; 7] = [
        "seconds",
        "minutes",
        "hours",
        "days",
        "weeks",
        "months",
        "business days",
    ];

    fn any_length() -> impl Strategy<Value = Duration> {
        length_of(UNITS.len())
    }

    /// A length that Candor can promise to keep: none in business days.
    fn any_keep() -> impl Strategy<Value = Duration> {
        length_of(UNITS.len() - 1)
    }

    fn length_of(units: usize) -> impl Strategy<Value = Duration> {
        (0u32..4, 1u32..400, 0..units).prop_map(|(years, amount, unit)| {
            let rest = read(&format!("{amount} {}", UNITS[unit]));
            if years > 0 {
                read(&format!("{years} years")).sum(&rest)
            } else {
                rest
            }
        })
    }

    proptest! {
        #[test]
        fn a_maximum_always_holds(maximum in any_length(), start in 0i64..4_000_000_000_000) {
            let start = Instant::from_unix_millis(start);
            let limits = Limits { delete_within: Some(&maximum), keep_at_least: None, granularity: None };
            let schedule = match Schedule::new(limits) {
                Ok(schedule) => schedule,
                Err(_) => {
                    prop_assert!(maximum.shortest_seconds() < 3);
                    return Ok(());
                }
            };
            let g = i64::try_from(schedule.granularity_seconds()).unwrap();
            let expiry = schedule.expiry(start);
            prop_assert_eq!(expiry.expires_at.unix_millis() % (g * 1000), 0);
            prop_assert!(expiry.expires_at > start);
            prop_assert!(expiry.expires_at.saturating_add_seconds(g) <= expiry.erased_by);
            prop_assert!(expiry.erased_by <= maximum.after(start).unwrap());
            prop_assert!(schedule.earliest_start(expiry.expires_at) <= start);
            let life = start.millis_until(expiry.expires_at);
            prop_assert!(life <= i64::try_from(schedule.longest_readable_seconds()).unwrap() * 1000);
            prop_assert!(life + 1000 >= i64::try_from(schedule.shortest_readable_seconds()).unwrap() * 1000);
        }

        #[test]
        fn the_least_maximum_works_and_one_second_less_does_not(
            maximum in any_length(), keep in proptest::option::of(any_keep()), bucket in 0usize..8,
        ) {
            let g = GRANULARITIES[bucket];
            let granularity = Duration::seconds(g).unwrap();
            let with = |maximum: &Duration| Schedule::new(Limits {
                delete_within: Some(maximum),
                keep_at_least: keep.as_ref(),
                granularity: Some(&granularity),
            });
            let Err(fault) = with(&maximum) else { return Ok(()) };
            let NoRoom::TooShort { least } = fault else {
                return Err(TestCaseError::fail(fault.to_string()));
            };
            prop_assert!(with(&least).is_ok());
            let less = match &keep {
                None => Duration::mixed_seconds(3 * g - 1).unwrap(),
                Some(keep) => keep.sum(&Duration::mixed_seconds(2 * g - 1).unwrap()),
            };
            prop_assert!(with(&less).is_err());
        }

        #[test]
        fn a_promise_and_a_maximum_always_hold(
            keep in any_keep(), beyond in prop_oneof![1u64..10, 10u64..200_000], start in 0i64..4_000_000_000_000,
        ) {
            let start = Instant::from_unix_millis(start);
            let maximum = keep.sum(&Duration::mixed_seconds(beyond).unwrap());
            let limits = Limits { delete_within: Some(&maximum), keep_at_least: Some(&keep), granularity: None };
            let schedule = match Schedule::new(limits) {
                Ok(schedule) => schedule,
                Err(NoRoom::TooShort { least }) => {
                    prop_assert!(beyond < 2);
                    let with_least = Schedule::new(Limits { delete_within: Some(&least), ..limits });
                    prop_assert!(with_least.is_ok());
                    return Ok(());
                }
                Err(other) => return Err(TestCaseError::fail(other.to_string())),
            };
            let g = i64::try_from(schedule.granularity_seconds()).unwrap();
            let expiry = schedule.expiry(start);
            prop_assert_eq!(expiry.expires_at.unix_millis() % (g * 1000), 0);
            prop_assert!(expiry.expires_at >= keep.after(start).unwrap());
            prop_assert!(schedule.earliest_start(expiry.expires_at) <= start);
            prop_assert!(expiry.expires_at.saturating_add_seconds(g) <= expiry.erased_by);
            prop_assert!(expiry.erased_by <= maximum.after(start).unwrap());
        }
    }
}
