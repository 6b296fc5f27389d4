//! The definition of a window as one line, and back: what a store writes down, so that stored data keeps the end that it
//! was promised whatever becomes of the policy.

use std::fmt;

use crate::duration::Duration;
use crate::schedule::{Limits, NoRoom, Schedule};
use crate::vocabulary::{AtEnd, CountedFrom, Vocabulary};

/// What of a window decides how a store treats an object.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Definition {
    /// Hard maximum from the start event.
    pub maximum: Option<Duration>,
    /// Promised minimum from the start event.
    pub keep: Option<Duration>,
    /// The wanted length of a bucket.
    pub granularity: Option<Duration>,
    /// The start event.
    pub counted_from: Option<CountedFrom>,
    /// For `last-use`: the longest life after the upload.
    pub at_most: Option<Duration>,
    /// What happens at the end.
    pub at_end: Option<AtEnd>,
}

impl Definition {
    /// Reads a line that [`fmt::Display`] has written; nothing for any other text.
    pub fn parse(line: &str) -> Option<Self> {
        let rest = line.strip_prefix("fixed max=")?;
        let (maximum, rest) = rest.split_once(" keep=")?;
        let (keep, rest) = rest.split_once(" granularity=")?;
        let (rest, at_end) = match rest.split_once(" end=") {
            Some((rest, end)) => (rest, Some(AtEnd::parse(end)?)),
            None => (rest, None),
        };
        let (rest, at_most) = match rest.split_once(" at-most=") {
            Some((rest, bound)) => (rest, Some(Duration::parse(bound).ok()?)),
            None => (rest, None),
        };
        let (granularity, counted_from) = match rest.split_once(" from=") {
            Some((granularity, start)) => (granularity, Some(CountedFrom::parse(start)?)),
            None => (rest, None),
        };
        let optional = |text: &str, absent: &str| {
            if text == absent {
                Some(None)
            } else {
                Duration::parse(text).ok().map(Some)
            }
        };
        Some(Self {
            maximum: optional(maximum, "none")?,
            keep: optional(keep, "none")?,
            granularity: optional(granularity, "default")?,
            counted_from,
            at_most,
            at_end,
        })
    }

    /// The buckets; nothing without a maximum.
    pub fn schedule(&self) -> Option<Result<Schedule, NoRoom>> {
        Some(Schedule::new(Limits {
            delete_within: Some(self.maximum.as_ref()?),
            keep_at_least: self.keep.as_ref(),
            granularity: self.granularity.as_ref(),
        }))
    }

    /// The buckets of the bound after the upload; nothing where there is no bound.
    pub fn bound_schedule(&self) -> Option<Result<Schedule, NoRoom>> {
        Some(Schedule::new(Limits {
            delete_within: Some(self.at_most.as_ref()?),
            keep_at_least: None,
            granularity: None,
        }))
    }

    /// Whether an object's end is not known when it is stored, or can move after that.
    pub fn waits(&self) -> bool {
        self.counted_from.is_some_and(CountedFrom::comes_later)
    }
}

impl fmt::Display for Definition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let or = |length: &Option<Duration>, absent: &str| {
            length
                .as_ref()
                .map_or_else(|| absent.to_owned(), ToString::to_string)
        };
        write!(
            f,
            "fixed max={} keep={} granularity={}",
            or(&self.maximum, "none"),
            or(&self.keep, "none"),
            or(&self.granularity, "default")
        )?;
        if let Some(start) = self.counted_from {
            write!(f, " from={start}")?;
        }
        if let Some(bound) = &self.at_most {
            write!(f, " at-most={bound}")?;
        }
        match self.at_end {
            Some(end) => write!(f, " end={end}"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_reads_back() {
        for line in [
            "fixed max=24 hours keep=none granularity=default from=processing end=erase",
            "fixed max=7 days 2 hours keep=7 days granularity=15 minutes from=result end=trash",
            "fixed max=1 year keep=none granularity=default from=last-use at-most=3 years end=erase",
            "fixed max=30 days keep=none granularity=default from=account-closed end=erase",
            "fixed max=none keep=none granularity=default",
        ] {
            let read = Definition::parse(line).unwrap();
            assert_eq!(read.to_string(), line);
        }
        let waits = |line: &str| Definition::parse(line).unwrap().waits();
        assert!(!waits(
            "fixed max=1 day keep=none granularity=default from=upload end=erase"
        ));
        assert!(waits(
            "fixed max=1 day keep=none granularity=default from=contract-end end=erase"
        ));
        for other in [
            "",
            "24 hours",
            "memory-only",
            "fixed max=1 cow keep=none granularity=default",
        ] {
            assert_eq!(Definition::parse(other), None, "{other}");
        }
    }
}
