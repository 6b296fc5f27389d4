//! What is done with a tool: declared steps, or what a person would do who sees it for the first time.

use std::fmt;

/// One declared step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Goes to a path of the site.
    Open(String),
    /// Gives the canary to a file input; without a selector to the first one.
    Upload(Option<String>),
    /// Presses an element.
    Click(String),
    /// Writes into a field.
    Fill {
        /// The field.
        selector: String,
        /// The text.
        value: String,
    },
    /// Chooses from a list.
    Select {
        /// The list.
        selector: String,
        /// The value of the choice.
        value: String,
    },
    /// Waits until an element can be seen; after the upload that is a sign of the tool's work.
    WaitFor(String),
    /// Saves the result by pressing an element; without a selector by the likeliest one.
    Download(Option<String>),
}

/// What is done where nothing is declared.
pub(crate) fn usual() -> Vec<Step> {
    vec![Step::Upload(None), Step::Download(None)]
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Open(path) => write!(f, "open {path}"),
            Self::Upload(None) => f.write_str("choose the file"),
            Self::Upload(Some(selector)) => write!(f, "choose the file in {selector}"),
            Self::Click(selector) => write!(f, "press {selector}"),
            Self::Fill { selector, value } => write!(f, "write \"{value}\" into {selector}"),
            Self::Select { selector, value } => write!(f, "choose \"{value}\" in {selector}"),
            Self::WaitFor(selector) => write!(f, "wait for {selector}"),
            Self::Download(None) => f.write_str("save the result"),
            Self::Download(Some(selector)) => write!(f, "save the result with {selector}"),
        }
    }
}
