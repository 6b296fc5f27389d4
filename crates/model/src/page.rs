//! Pages in prose.

use crate::{Id, Language, Located, Origin};

/// A page that people write in Markdown, with facts interpolated from the model.
#[derive(Clone, Debug)]
pub struct Page {
    /// Its file and first line.
    pub origin: Origin,
    /// The page that it fills, such as `privacy`.
    pub page: Located<Id>,
    /// Its title.
    pub title: Located<String>,
    /// Its language.
    pub language: Language,
    /// The Markdown after the front matter.
    pub body: String,
    /// The line of the file on which the body begins, from 1.
    pub body_line: u32,
}
