//! The structural rules: what leaves no model.

use candor_syntax::{RuleCard, Severity};

macro_rules! structural {
    ($($(#[$doc:meta])* $name:ident = $id:literal, $severity:ident, $title:literal, $documentation:literal;)+) => {
        $($(#[$doc])* pub(crate) const $name: RuleCard = RuleCard {
            id: $id,
            severity: Severity::$severity,
            regimes: &[],
            title: $title,
            structural: true,
            contradiction: false,
            documentation: $documentation,
        };)+
        /// Every structural card of this crate.
        pub(crate) const STRUCTURAL: &[&RuleCard] = &[$(&$name),+];
    };
}

structural! {
    UNKNOWN_KEY = "schema/unknown-key", Error, "a key that no file of this kind has",
        "The key is not part of this kind of file. A misspelt key would silently say nothing.\n\n`candor schema KIND` prints all keys.";
    MISSING_KEY = "schema/missing-key", Error, "a required key that is missing",
        "A required key is missing. What a document does not say is written `not-stated`, so that a page can say so and a reader can tell it from a mistake.";
    WRONG_TYPE = "schema/wrong-type", Error, "a value of the wrong form",
        "A list, a block, text or a number stands where another form is needed.";
    UNKNOWN_WORD = "schema/unknown-word", Error, "a word that is not in the closed list",
        "The value must be one word of a closed list, because rules and pages depend on it.";
    BAD_LENGTH = "schema/bad-length-of-time", Error, "a length of time that cannot be read",
        "Lengths of time are written `24 hours`, `7 days 2 hours`, `2 years` or `PT24H`. A bare `m` is refused, because it can mean minutes or months.";
    BAD_DAY = "schema/bad-day", Error, "a day that cannot be read",
        "Days are written YYYY-MM-DD. A day that a document states unreadably is kept as `{stated: \"8/4/2025\"}`.";
    BAD_SIZE = "schema/bad-size", Error, "a size that cannot be read",
        "Sizes are written `20 MB` or `512 KiB`.";
    BAD_AREA = "schema/unknown-country", Error, "a country or area that does not exist",
        "Countries are written with their two letters (ISO 3166-1 alpha-2), areas as `EU`, `EEA` or `worldwide`.";
    BAD_VALUE = "schema/bad-value", Error, "a value outside its bounds",
        "The value is outside the bounds of its key.";
    VERSION = "schema/unknown-version", Error, "a version of the file format that this program does not know",
        "`candor: 1` names the version of the file format.";
    FILE_PLACE = "schema/file-place", Error, "a file in a place where no file is read",
        "The kind of a file follows from its place. A file in another place would silently say nothing.";
    UNREADABLE = "schema/unreadable-file", Error, "a file that cannot be read",
        "The file is there and the system does not let it be read.";
    UNKNOWN_ID = "reference/unknown-id", Error, "a reference to something that is not declared",
        "An id refers to something that no file declares.";
    DUPLICATE_ID = "reference/duplicate-id", Error, "an id that is declared twice",
        "Two things of one kind have the same id, so a reference to it could mean either.";
    NO_ACTIVITY = "reference/no-activity", Error, "a tool that says nothing of what it does",
        "A tool either lists `activities`, or says itself what data it uses and for which purpose.";
    UNCHECKED = "schema/not-checked", Unchecked, "a file whose content could not be checked",
        "The file has faults, so the rules could not look at what it says. That is not a pass.";
}
