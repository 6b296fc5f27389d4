//! What one sentence claims.

use std::ops::Range;

/// The kinds of claims (DESIGN of the vocabulary: `claims --format json`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// The work is done in the visitor's browser.
    LocalProcessing,
    /// The file is not sent anywhere.
    NoUpload,
    /// Nothing is stored.
    NoStorage,
    /// Something is kept for, or erased within, a length of time.
    RetentionDuration,
    /// Something is erased at once.
    DeletionImmediacy,
    /// Nothing is given to others.
    NoSharing,
    /// Nothing is sold.
    NoSale,
    /// Nothing trains models.
    NoTraining,
    /// Nothing identifies a person.
    Anonymity,
    /// Something is encrypted: `in-transit`, `at-rest`, `end-to-end`.
    Encryption,
    /// Something stays in, or happens in, a place.
    Region,
    /// No account is needed.
    NoAccount,
    /// No cookies are set.
    NoCookies,
    /// Nobody is followed.
    NoTracking,
    /// Requests are answered within a length of time.
    RightsResponseTime,
    /// Changes are announced a length of time before.
    NoticePeriod,
    /// A least age.
    AgeLimit,
    /// A list that is said to be complete: "the only data we collect", "we share only with".
    Exhaustive,
    /// A certificate, an audit or a contract that is said to exist.
    Assurance,
    /// What people may do about their data: erase it, object, say no.
    Rights,
    /// As whom the organisation acts in law.
    Role,
    /// What data is used for and for nothing else.
    Purpose,
    /// What another party is said not to do.
    OtherParty,
    /// A part of a template that nobody filled in.
    Placeholder,
}

impl Kind {
    /// The kinds of promises that a sentence makes by itself, in the order of their names in reports.
    pub const ALL: [Kind; 17] = [
        Kind::LocalProcessing,
        Kind::NoUpload,
        Kind::NoStorage,
        Kind::RetentionDuration,
        Kind::DeletionImmediacy,
        Kind::NoSharing,
        Kind::NoSale,
        Kind::NoTraining,
        Kind::Anonymity,
        Kind::Encryption,
        Kind::Region,
        Kind::NoAccount,
        Kind::NoCookies,
        Kind::NoTracking,
        Kind::RightsResponseTime,
        Kind::NoticePeriod,
        Kind::AgeLimit,
    ];

    /// The kind's word in files and reports.
    pub const fn word(self) -> &'static str {
        match self {
            Kind::LocalProcessing => "local-processing",
            Kind::NoUpload => "no-upload",
            Kind::NoStorage => "no-storage",
            Kind::RetentionDuration => "retention-duration",
            Kind::DeletionImmediacy => "deletion-immediacy",
            Kind::NoSharing => "no-sharing",
            Kind::NoSale => "no-sale",
            Kind::NoTraining => "no-training",
            Kind::Anonymity => "anonymity",
            Kind::Encryption => "encryption",
            Kind::Region => "region",
            Kind::NoAccount => "no-account",
            Kind::NoCookies => "no-cookies",
            Kind::NoTracking => "no-tracking",
            Kind::RightsResponseTime => "rights-response-time",
            Kind::NoticePeriod => "notice-period",
            Kind::AgeLimit => "age-limit",
            Kind::Exhaustive => "exhaustive-list",
            Kind::Assurance => "assurance",
            Kind::Rights => "rights",
            Kind::Role => "role",
            Kind::Purpose => "purpose",
            Kind::OtherParty => "other-party",
            Kind::Placeholder => "placeholder",
        }
    }

    /// Whether it is looked for only where there are facts to hold it against, and is reported only where they object.
    pub const fn is_beside(self) -> bool {
        matches!(
            self,
            Kind::Exhaustive
                | Kind::Assurance
                | Kind::Rights
                | Kind::Role
                | Kind::Purpose
                | Kind::OtherParty
                | Kind::Placeholder
        )
    }
}

/// Whether a sentence asserts its kind or the opposite of it ("we share your data with advertisers").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Polarity {
    /// It makes the promise that the kind names.
    Asserts,
    /// It says the opposite.
    Denies,
}

/// How a length of time binds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Bound {
    /// At most so long.
    AtMost,
    /// At least so long.
    AtLeast,
    /// Exactly so long, or not said.
    Exactly,
}

/// One claim of one sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// What is claimed.
    pub kind: Kind,
    /// Whether it is asserted or denied.
    pub polarity: Polarity,
    /// The sentence, as bytes of the unit's text.
    pub sentence: Range<usize>,
    /// The value in canonical form: an ISO 8601 duration, `in-transit`, an ISO 3166 code, an age in years.
    pub value: Option<String>,
    /// How a duration binds.
    pub bound: Option<Bound>,
    /// The class of what it is about, such as `file`, `result`, `account`, `personal`, `usage`, `ip`.
    pub object: Option<String>,
    /// To whom, where a claim is about giving something away.
    pub recipient: Option<String>,
    /// What a duration counts from, such as `upload`, `completion`, `closure`, `request`.
    pub anchor: Option<String>,
    /// Whether the sentence speaks absolutely: never, no, all, without exception.
    pub absolute: bool,
    /// Whether the sentence hedges: usually, most tools, by default.
    pub hedged: bool,
    /// Which words made it a claim, in the order in which they were found.
    pub trace: Vec<String>,
}
