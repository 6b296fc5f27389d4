//! `candor check`: the gate.

use std::path::Path;

use candor_model::Date;

use crate::exit::Exit;
use crate::findings::{Depth, cards, look, parse_date, today};
use crate::output::say;
use crate::workspace;

/// How to check.
#[derive(clap::Args, Debug)]
pub(crate) struct Arguments {
    /// The form of the report.
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    #[command(flatten)]
    levels: Levels,
    /// Let warnings fail, too.
    #[arg(long)]
    strict: bool,
}

/// The day, and rules whose level is changed for this run.
#[derive(clap::Args, Debug)]
pub(crate) struct Levels {
    /// The day to check for; waivers and stated days depend on it. Today, where it is not given.
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    as_of: Option<Date>,
    /// Make findings of a rule errors.
    #[arg(long, value_name = "RULE")]
    deny: Vec<String>,
    /// Make findings of a rule warnings.
    #[arg(long, value_name = "RULE")]
    warn: Vec<String>,
    /// Leave out the findings of a rule.
    #[arg(long, value_name = "RULE")]
    allow: Vec<String>,
}

impl Levels {
    /// The options for check.
    pub(crate) fn options(&self) -> candor_check::Options {
        candor_check::Options {
            as_of: self.as_of.unwrap_or_else(today),
            deny: self.deny.clone(),
            warn: self.warn.clone(),
            allow: self.allow.clone(),
        }
    }
}

/// The forms of the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Human,
    Json,
    Sarif,
    Junit,
    Github,
    Gitlab,
}

pub(crate) fn run(directory: Option<&Path>, arguments: &Arguments) -> Result<Exit, String> {
    let root = workspace::find(directory)?;
    let look = look(&root, &arguments.levels.options(), Depth::Findings)?;
    let report = candor_report::Report {
        diagnostics: &look.diagnostics,
        sources: &look.workspace.sources,
        cards: &cards(),
        summary: look.summary,
        rules_url: candor_report::RULES_URL,
    };
    let text = match arguments.format {
        Format::Human => match terminal_size::terminal_size_of(std::io::stdout()) {
            Some((columns, _)) => report.human_within(true, columns.0.into()),
            None => report.human(false),
        },
        Format::Json => report.json(),
        Format::Sarif => report.sarif(),
        Format::Junit => report.junit(),
        Format::Github => report.github(),
        Format::Gitlab => report.gitlab(),
    };
    say!("{}", text.trim_end());
    Ok(Exit::for_findings(&look.diagnostics, arguments.strict))
}
