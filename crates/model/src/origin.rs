//! Where a value was written, and whether it was written at all.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

/// The place of a value in a workspace file: lines and columns count from 1, columns in characters, the end excluded.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Origin {
    /// Path relative to the workspace, with `/`.
    pub file: Arc<str>,
    /// First line.
    pub line: u32,
    /// First column.
    pub column: u32,
    /// Line of the first character after the value.
    pub end_line: u32,
    /// Column of the first character after the value.
    pub end_column: u32,
}

impl Origin {
    /// The place of something that Candor itself provides, such as a built-in data category.
    pub fn built_in() -> Self {
        Self {
            file: Arc::from("<built-in>"),
            line: 1,
            column: 1,
            end_line: 1,
            end_column: 1,
        }
    }

    /// Whether this place is in no file of the workspace.
    pub fn is_built_in(&self) -> bool {
        &*self.file == "<built-in>"
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

impl fmt::Debug for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "@{self}")
    }
}

/// A value with its place. Equality and order look at the value alone.
#[derive(Clone, Debug)]
pub struct Located<T> {
    /// What was written.
    pub value: T,
    /// Where it was written.
    pub origin: Origin,
}

impl<T> Located<T> {
    /// Joins a value and its place.
    pub fn new(value: T, origin: Origin) -> Self {
        Self { value, origin }
    }

    /// Changes the value and keeps the place.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Located<U> {
        Located {
            value: f(self.value),
            origin: self.origin,
        }
    }
}

impl<T> Deref for Located<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: PartialEq> PartialEq for Located<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl<T: Eq> Eq for Located<T> {}

/// What a document says about a required point: a value, nothing, or something that cannot be read with certainty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stated<T> {
    /// The document states it.
    Known(T),
    /// The document is silent; pages print "not stated".
    NotStated,
    /// The document states it in words that have no certain reading, such as `8/4/2025`.
    Unreadable(String),
}

impl<T> Stated<T> {
    /// The value, where the document states one.
    pub fn known(&self) -> Option<&T> {
        match self {
            Self::Known(value) => Some(value),
            Self::NotStated | Self::Unreadable(_) => None,
        }
    }

    /// Changes a known value and keeps the rest.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Stated<U> {
        match self {
            Self::Known(value) => Stated::Known(f(value)),
            Self::NotStated => Stated::NotStated,
            Self::Unreadable(text) => Stated::Unreadable(text),
        }
    }
}
