//! `policies/pages/NAME.LANGUAGE.md`: the head of a page in prose.

use candor_model::{self as model, Id, Language};
use candor_syntax::SourceFile;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::front_matter::page_body;
use crate::shape::Line;

/// The head of a page, between two lines `---`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Head {
    title: Line,
    /// The page that it fills, such as `privacy`.
    page: Line,
}

impl Head {
    pub(crate) fn lower(&self, source: &SourceFile) -> model::Page {
        // The file's name is NAME.LANGUAGE.md; its place was checked when it was loaded.
        let language = source.path().rsplit('.').nth(1).unwrap_or("en");
        let (body_line, body) = page_body(source);
        model::Page {
            origin: self.title.origin(),
            page: self.page.clone().located().map(|page| Id::new(&page)),
            title: self.title.clone().located(),
            language: Language::new(language),
            body,
            body_line,
        }
    }
}
