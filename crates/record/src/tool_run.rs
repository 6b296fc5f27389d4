//! The predicate about a tool: what was done with a build of it in a real browser, and what came of it.

use serde::{Deserialize, Serialize};

use crate::{STATEMENT_TYPE, Statement, Subject};

/// The predicate's type.
pub const TOOL_RUN: &str = "https://candor.example/tool-run/v1";

/// The name of the subject that stands for the headers of the build.
pub const HEADERS: &str = "headers";

/// The run of one tool.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToolRun {
    /// The tool's id.
    pub tool: String,
    /// `local`, `leak` or `inconclusive`.
    pub verdict: String,
    /// The evidence level that the run carries.
    pub level: String,
    /// When it ended, RFC 3339 in UTC.
    pub checked_at: String,
    /// The last day on which it counts.
    pub valid_until: String,
    /// The digest of what the policy says of the tool.
    pub policy: String,
    /// The browser, such as `Chrome/156.0.8078.79`.
    pub browser: String,
    /// The switches with which it was started.
    pub flags: Vec<String>,
    /// What watched, such as `devtools-protocol`, `net-log`, `downloads`.
    pub witnesses: Vec<String>,
    /// How the network was taken away: `network-namespace`, `browser-flags`; nothing where it was not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub isolation: Option<String>,
    /// The steps that were carried out, in words.
    pub scenario: Vec<String>,
    /// The canary files.
    pub canaries: Vec<Canary>,
    /// Messages that left the page after the file was chosen.
    pub requests: u64,
    /// Whether the tool made an output from the canary.
    pub output_produced: bool,
    /// Ways out that this run does not cover.
    pub not_covered: Vec<String>,
}

/// A file that was made for the run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Canary {
    /// Its name.
    pub name: String,
    /// Its SHA-256 in hexadecimal.
    pub sha256: String,
    /// Its length.
    pub bytes: u64,
}

impl ToolRun {
    /// The statement about this run. Its subjects are the files that the browser loaded, and the headers of the build.
    ///
    /// # Errors
    /// Plain words when it cannot be written as JSON.
    pub fn statement(&self, subjects: Vec<Subject>) -> Result<Statement, String> {
        Ok(Statement {
            kind: STATEMENT_TYPE.to_owned(),
            subject: subjects,
            predicate_type: TOOL_RUN.to_owned(),
            predicate: serde_json::to_value(self).map_err(|error| error.to_string())?,
        })
    }

    /// Reads the predicate of a statement.
    ///
    /// # Errors
    /// Plain words when the statement is of another type, or its predicate is not of the documented form.
    pub fn read(statement: &Statement) -> Result<Self, String> {
        statement.predicate_of(TOOL_RUN)
    }
}
