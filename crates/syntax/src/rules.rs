//! The rules that this crate itself reports: faults of files and of YAML.

use crate::{RuleCard, Severity};

macro_rules! structural {
    ($($(#[$doc:meta])* $name:ident = $id:literal, $title:literal, $documentation:literal;)+) => {
        $($(#[$doc])* pub(crate) const $name: RuleCard = RuleCard {
            id: $id,
            severity: Severity::Error,
            regimes: &[],
            title: $title,
            structural: true,
            contradiction: false,
            documentation: $documentation,
        };)+
        /// Every card of this crate.
        pub fn cards() -> &'static [&'static RuleCard] {
            const CARDS: &[&RuleCard] = &[$(&$name),+];
            CARDS
        }
    };
}

structural! {
    SYNTAX = "schema/yaml-syntax", "text that is not YAML",
        "The file cannot be read as YAML, so nothing in it can be checked or published.\n\nBasis: YAML 1.2.2.";
    DUPLICATE_KEY = "schema/duplicate-key", "a key that stands twice",
        "A key stands twice in one block. Only one of them could count, and no reader can tell which. Keys are equal up to `-`, `_` and case.\n\nBasis: YAML 1.2.2, section 3.2.1.3.";
    ENCODING = "schema/encoding", "a file that is not UTF-8",
        "Files are read as UTF-8. Other encodings turn names and addresses into other characters without anybody noticing.\n\nBasis: YAML 1.2.2, section 5.2.";
    BUDGET = "schema/budget", "a file beyond the limits",
        "Files are limited in size, depth and number of values, so that no file can stop a check.";
    NO_BREAK_SPACE = "schema/no-break-space", "a no-break space where YAML needs a plain one",
        "A no-break space looks like a space and is not one: YAML reads it as part of the word. It comes with text that is pasted from a word processor. Inside prose it is left alone.";
    ZERO_WIDTH = "schema/zero-width-character", "an invisible character",
        "An invisible character makes two words differ that look the same. It comes with pasted text.";
    CURLY_QUOTE = "schema/curly-quote", "a curly quotation mark around a value",
        "YAML knows straight quotation marks only; curly ones become part of the text.";
    TAB = "schema/tab-indentation", "a tab that indents",
        "YAML indents with spaces. A tab looks as deep as the editor likes.\n\nBasis: YAML 1.2.2, section 6.1.";
    CONTROL = "schema/control-character", "a control character",
        "A control character cannot be seen and does not belong into a policy.\n\nBasis: YAML 1.2.2, section 5.1.";
    SEVERAL_DOCUMENTS = "schema/several-documents", "more than one document in a file",
        "A file holds one document. A second one, after `---`, would be left out without a word.";
    MERGE_KEY = "schema/merge-key", "a merge key",
        "Merge keys (`<<`) are not part of YAML 1.2, and a reader cannot see what a block finally says. Write the keys out.";
    KEY = "schema/key-not-text", "a key that is not text",
        "Every key is a word. A list, a block or nothing cannot be a key.";
    TAG = "schema/tag", "a YAML tag",
        "Tags (`!name`) change how a value is read and are not used in policies.";
}
