//! What is stored beside a body, encrypted.

use candor_model::Instant;
use candor_model::schedule::Expiry;
use serde::{Deserialize, Serialize};

use crate::object_id::ObjectId;

/// What an object is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Data of a category.
    Object,
    /// The order of a job.
    Job,
    /// How a job ended.
    JobOutcome,
}

impl Kind {
    pub(crate) fn code(self) -> u8 {
        match self {
            Self::Object => 1,
            Self::Job => 2,
            Self::JobOutcome => 3,
        }
    }

    pub(crate) fn from_code(code: u8) -> Option<Self> {
        [Self::Object, Self::Job, Self::JobOutcome]
            .into_iter()
            .find(|kind| kind.code() == code)
    }
}

/// The metadata of an object.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Meta {
    /// The media type of the body.
    pub media_type: String,
    /// The data category; empty for the records of jobs.
    #[serde(default)]
    pub category: String,
    /// The window.
    #[serde(default)]
    pub window: String,
    /// The activity that it was taken for.
    #[serde(default)]
    pub activity: String,
    /// The person whom it is about, as the application knows them. Only a tag is stored, never this.
    #[serde(skip)]
    pub subject: Option<String>,
    /// The tag of the subject under a key of the cohort, in hexadecimal.
    #[serde(default)]
    pub subject_tag: Option<String>,
    /// The object that it was made from.
    #[serde(default)]
    pub from: Option<ObjectId>,
    /// The digest of the policy under which it was taken.
    #[serde(default)]
    pub policy_hash: [u8; 32],
    /// The salt of its commitment.
    #[serde(default)]
    pub salt: [u8; 16],
    /// Its instants, which the store sets.
    #[serde(default)]
    pub instants: Instants,
}

/// The instants of an object, in Unix milliseconds.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub struct Instants {
    available_until: Option<i64>,
    erased_by: i64,
    bucket_start: i64,
}

/// The instants of an object, as they are known now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Term {
    /// E: reads are refused from here on. Nothing while an event is awaited.
    pub expires_at: Option<Instant>,
    /// The end of the promise to keep, where there is one.
    pub available_until: Option<Instant>,
    /// By then key and bytes are gone. Nothing while an event is awaited.
    pub erased_by: Option<Instant>,
}

impl From<Expiry> for Term {
    fn from(expiry: Expiry) -> Self {
        Self {
            expires_at: Some(expiry.expires_at),
            available_until: expiry.available_until,
            erased_by: Some(expiry.erased_by),
        }
    }
}

impl Meta {
    pub(crate) fn set_expiry(&mut self, expiry: &Expiry) {
        self.instants = Instants {
            available_until: expiry.available_until.map(Instant::unix_millis),
            erased_by: expiry.erased_by.unix_millis(),
            bucket_start: expiry.bucket_start.unix_millis(),
        };
    }

    /// The instants of an object whose id carries its end.
    pub(crate) fn term(&self, expires_at: Instant) -> Term {
        Term {
            expires_at: Some(expires_at),
            available_until: self.instants.available_until.map(Instant::from_unix_millis),
            erased_by: Some(Instant::from_unix_millis(self.instants.erased_by)),
        }
    }
}
