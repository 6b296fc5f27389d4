//! Windows: named retention rules (DESIGN of windows: a maximum, a promise to keep, a start, an end).

use crate::duration::Duration;
use crate::schedule::{Limits, NoRoom, Schedule};
use crate::time::Date;
use crate::vocabulary::{AtEnd, CopyPlace, CountedFrom};
use crate::{Id, Located, Origin, Ref, Stated, Text, Vendor};

/// A named retention rule.
#[derive(Clone, Debug)]
pub struct Window {
    /// Its id.
    pub id: Id,
    /// Where it is declared.
    pub origin: Origin,
    /// How long.
    pub extent: Extent,
    /// From which event; absent for memory-only and vendor-set windows.
    pub counted_from: Option<Located<CountedFrom>>,
    /// For `last-use`: what counts as a use, such as the last sign-in.
    pub use_means: Option<Text>,
    /// How long before the end a reminder is sent.
    pub reminder_before_end: Option<Located<Duration>>,
    /// For `last-use`: the longest life after the upload, however often the data is used.
    pub at_most_after_upload: Option<Located<Duration>>,
    /// For `last-use`: why there is no such bound.
    pub no_bound_because: Option<Text>,
    /// What happens at the end.
    pub at_end: Located<Stated<AtEnd>>,
    /// The window that follows a `trash` end; it counts from the end of this one.
    pub then: Option<Located<Ref<Window>>>,
    /// What carries the window out.
    pub enforced_by: Located<EnforcedBy>,
    /// What else the same document says of the same thing.
    pub also_stated: Vec<AlsoStated>,
    /// Further copies with a maximum of their own, counted from this window's end.
    pub copies: Vec<CopyWindow>,
    /// Why data is kept that long.
    pub why: Option<Text>,
}

/// How long a window lasts.
#[derive(Clone, Debug)]
pub enum Extent {
    /// A maximum, with or without a promise to keep.
    Fixed {
        /// Hard maximum from the start event.
        delete_within: Option<Located<Stated<Duration>>>,
        /// Promised minimum from the start event.
        keep_at_least: Option<Located<Duration>>,
        /// Length of a bucket, where the default is not wanted.
        granularity: Option<Located<Duration>>,
    },
    /// No period, only a rule in words, such as "until you delete it".
    Criteria(Text),
    /// Never on disk, gone when the request ends.
    MemoryOnly,
    /// A vendor's own rule.
    SetBy {
        /// The vendor.
        vendor: Located<Ref<Vendor>>,
        /// The period as the vendor states it.
        value: Located<Stated<Duration>>,
        /// Page of the vendor that states it.
        source: Option<Located<String>>,
        /// Day on which that page was read.
        as_of: Option<Located<Date>>,
        /// Plan that the value belongs to.
        plan: Option<Located<String>>,
    },
}

/// What carries a window out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EnforcedBy {
    /// The embedded runtime.
    Candor,
    /// A configuration file in the repository, such as a lifecycle rule.
    Config(String),
    /// A vendor, as its page says.
    Vendor(String),
    /// A person, by hand.
    Manual,
    /// Nothing.
    Nobody,
    /// The document does not say.
    NotStated,
}

/// A second statement of the same document about the same thing.
#[derive(Clone, Debug)]
pub struct AlsoStated {
    /// The statement, in words or as a length of time.
    pub window: Text,
    /// The statement as a length of time, where it is one.
    pub duration: Option<Duration>,
    /// Where the document says so.
    pub at: Text,
    /// Where the workspace repeats it.
    pub origin: Origin,
}

/// A further copy and its own maximum.
#[derive(Clone, Debug)]
pub struct CopyWindow {
    /// Where the copy lives.
    pub place: Located<CopyPlace>,
    /// Maximum, counted from the end of the window.
    pub delete_within: Located<Stated<Duration>>,
}

impl Window {
    /// The line that states how long it lasts.
    pub fn length_origin(&self) -> &Origin {
        match &self.extent {
            Extent::Fixed {
                delete_within: Some(length),
                ..
            } => &length.origin,
            Extent::SetBy { value, .. } => &value.origin,
            _ => &self.origin,
        }
    }

    /// The stated maximum, where there is one.
    pub fn maximum(&self) -> Option<&Duration> {
        match &self.extent {
            Extent::Fixed {
                delete_within: Some(maximum),
                ..
            } => maximum.known(),
            Extent::SetBy { value, .. } => value.known(),
            _ => None,
        }
    }

    /// The promise to keep, where there is one.
    pub fn minimum(&self) -> Option<&Duration> {
        match &self.extent {
            Extent::Fixed { keep_at_least, .. } => keep_at_least.as_ref().map(|keep| &keep.value),
            _ => None,
        }
    }

    /// Whether data under this window never reaches lasting storage.
    pub fn is_memory_only(&self) -> bool {
        matches!(self.extent, Extent::MemoryOnly)
    }

    /// Whether a running Candor is to carry this window out.
    pub fn is_enforced_by_candor(&self) -> bool {
        self.enforced_by.value == EnforcedBy::Candor
    }

    /// Whether it counts from an event that is not known when the data is stored, or that comes again.
    pub fn waits(&self) -> bool {
        let start = self.counted_from.as_ref();
        start.is_some_and(|start| start.value.comes_later())
    }

    /// The buckets of a fixed window. `None` where the window has no stated maximum, or is not of the fixed kind.
    pub fn schedule(&self) -> Option<Result<Schedule, NoRoom>> {
        let Extent::Fixed {
            delete_within,
            keep_at_least,
            granularity,
        } = &self.extent
        else {
            return None;
        };
        let maximum = delete_within.as_ref()?.known()?;
        Some(Schedule::new(Limits {
            delete_within: Some(maximum),
            keep_at_least: keep_at_least.as_ref().map(|keep| &keep.value),
            granularity: granularity.as_ref().map(|length| &length.value),
        }))
    }

    /// The longest time that any copy can exist after the start event: the window and its longest-lived copy.
    pub fn longest_with_copies(&self) -> Option<Duration> {
        // Every use starts a last-use window again, so only its bound after the upload is a longest time.
        let own = self
            .at_most_after_upload
            .as_ref()
            .map_or_else(|| self.maximum(), |bound| Some(&bound.value))?
            .clone();
        let longest = self
            .copies
            .iter()
            .filter_map(|copy| copy.delete_within.known())
            .max_by_key(|duration| duration.longest_seconds());
        Some(longest.map_or_else(|| own.clone(), |copy| own.sum(copy)))
    }
}
