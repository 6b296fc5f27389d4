//! One JSON document for programs.

use candor_syntax::{Diagnostic, SetAside};
use serde::Serialize;

use crate::{Report, Summary, word};

#[derive(Serialize)]
struct Document<'a> {
    summary: Summary,
    findings: Vec<Finding<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    set_aside: Vec<Aside<'a>>,
}

/// A finding that is set aside, by what and why.
#[derive(Serialize)]
struct Aside<'a> {
    by: &'static str,
    why: &'a str,
    finding: Finding<'a>,
}

#[derive(Serialize)]
struct Finding<'a> {
    rule: &'a str,
    severity: &'static str,
    message: &'a str,
    file: Option<&'a str>,
    line: Option<u32>,
    column: Option<u32>,
    end_line: Option<u32>,
    end_column: Option<u32>,
    pointer: Option<&'a str>,
    subject: Option<&'a str>,
    reason: Option<&'a str>,
    help: Option<&'a str>,
    url: String,
    regimes: &'a [&'static str],
    related: Vec<Related<'a>>,
}

#[derive(Serialize)]
struct Related<'a> {
    file: &'a str,
    line: u32,
    column: u32,
    message: &'a str,
}

impl Report<'_> {
    /// The findings as one JSON document.
    pub fn json(&self) -> String {
        let findings = self
            .diagnostics
            .iter()
            .map(|diagnostic| self.finding(diagnostic))
            .collect();
        let set_aside = self.set_aside.iter().map(|one| self.aside(one)).collect();
        let document = Document {
            summary: self.summary,
            findings,
            set_aside,
        };
        // Strings, numbers and lists always have a JSON form.
        serde_json::to_string_pretty(&document).unwrap_or_default()
    }

    fn aside<'d>(&self, one: &'d SetAside) -> Aside<'d> {
        Aside {
            by: one.by.word(),
            why: &one.why,
            finding: self.finding(&one.finding),
        }
    }

    fn finding<'d>(&self, diagnostic: &'d Diagnostic) -> Finding<'d> {
        let place = diagnostic.place.as_ref();
        Finding {
            rule: diagnostic.rule,
            severity: word(diagnostic.severity),
            message: &diagnostic.message,
            file: place.map(|place| &*place.file),
            line: place.map(|place| place.line),
            column: place.map(|place| place.column),
            end_line: place.map(|place| place.end_line),
            end_column: place.map(|place| place.end_column),
            pointer: diagnostic.pointer.as_deref(),
            subject: diagnostic.subject.as_deref(),
            reason: diagnostic.reason.as_deref(),
            help: diagnostic.help.as_deref(),
            url: self.url(diagnostic.rule),
            regimes: &diagnostic.regimes,
            related: diagnostic
                .related
                .iter()
                .map(|related| Related {
                    file: &related.place.file,
                    line: related.place.line,
                    column: related.place.column,
                    message: &related.message,
                })
                .collect(),
        }
    }
}
