//! What rules look at.

use candor_model::{Date, Policy};

use crate::records::{Files, Records};
use crate::texts::Texts;

/// The facts of a run.
#[derive(Debug)]
pub struct Facts<'a> {
    /// What the workspace declares. Where `complete` is false, nouns of faulty files are missing in it.
    pub policy: &'a Policy,
    /// Whether every file could be read; rules that count what is missing must look at it.
    pub complete: bool,
    /// The day of the run.
    pub as_of: Date,
    /// What records prove, and what stands against some of them.
    pub records: &'a Records,
    /// What its published text claims.
    pub texts: &'a Texts,
    /// What the workspace holds beside its YAML.
    pub(crate) files: &'a Files,
}
