//! Notices of change and the versions of a policy.

use crate::duration::Duration;
use crate::time::Date;
use crate::vocabulary::Authorisation;
use crate::{Located, Origin, Stated, Text};

/// How changes are announced, and the versions so far.
#[derive(Clone, Debug)]
pub struct Changes {
    /// Where they are declared.
    pub origin: Origin,
    /// Notice before a change of the policy.
    pub policy: Option<Notice>,
    /// Notice before a change of the subprocessors (GDPR Article 28(2)).
    pub subprocessors: Option<Notice>,
    /// The versions, newest first as written.
    pub versions: Vec<Version>,
}

/// How a change is announced.
#[derive(Clone, Debug)]
pub struct Notice {
    /// Where it is declared.
    pub origin: Origin,
    /// Least time between notice and change.
    pub at_least: Located<Stated<Duration>>,
    /// The channels.
    pub by: Vec<Located<String>>,
    /// How long one may object.
    pub objection_within: Option<Located<Stated<Duration>>>,
    /// The form of authorisation.
    pub authorisation: Option<Located<Stated<Authorisation>>>,
    /// A limit, such as "changes that affect you".
    pub condition: Option<Text>,
}

/// One version of the policy.
#[derive(Clone, Debug)]
pub struct Version {
    /// Where it is declared.
    pub origin: Origin,
    /// Its name, such as `2026-11`.
    pub version: Located<Stated<String>>,
    /// Day of publication.
    pub published: Located<Stated<Date>>,
    /// Day from which it holds.
    pub effective: Located<Stated<Date>>,
    /// What changed.
    pub summary: Option<Text>,
}
