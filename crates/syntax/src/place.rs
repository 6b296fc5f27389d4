//! A place that a person can go to.

use std::fmt;
use std::sync::Arc;

/// A range in a file: lines and columns count from 1, columns in characters, the end excluded.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Path relative to the workspace, with `/`.
    pub file: Arc<str>,
    /// First line.
    pub line: u32,
    /// First column.
    pub column: u32,
    /// Line of the first character after the range.
    pub end_line: u32,
    /// Column of the first character after the range.
    pub end_column: u32,
}

impl Place {
    /// The first character of a file, for faults of the file as a whole.
    pub fn start_of(file: impl Into<Arc<str>>) -> Self {
        Self {
            file: file.into(),
            line: 1,
            column: 1,
            end_line: 1,
            end_column: 1,
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}
