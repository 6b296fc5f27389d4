//! `candor check`: the gate.

use std::path::Path;

use candor_check::Observed;
use candor_evidence::Cancel;
use candor_model::{Date, Id};

use crate::exit::Exit;
use crate::findings::{Depth, cards, look, parse_date, today};
use crate::interrupt;
use crate::output::say;
use crate::verify::{self, Place};
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
    /// Drive the local tools in a real browser first; what the runs prove needs no record.
    #[arg(long)]
    verify: bool,
}

/// The day, and rules whose level is changed for this run.
#[derive(clap::Args, Debug, Default)]
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
            observed: Vec::new(),
            texts: None,
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
    let mut options = arguments.levels.options();
    if arguments.verify {
        options.observed = observed(&root, &options)?;
    }
    let look = look(&root, &options, Depth::Findings)?;
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

/// What runs of the local tools come to. Where there is no policy yet, the check itself says why.
fn observed(root: &Path, options: &candor_check::Options) -> Result<Vec<(Id, Observed)>, String> {
    /// Two browsers beside the one that ends.
    const PLACE: Place<'_> = Place {
        url: None,
        at_once: 3,
    };
    let look = look(root, options, Depth::Findings)?;
    let Some(policy) = &look.policy else {
        return Ok(Vec::new());
    };
    let cancel = Cancel::default();
    interrupt::cancels(&cancel)?;
    verify::local_tools(policy)
        .filter(|tool| tool.evidence.is_some())
        .map(|tool| {
            let verified = verify::verify(root, policy, tool, &PLACE, &cancel)?;
            let observed = verify::observed(root, policy, tool, &verified, options.as_of)?;
            Ok((tool.id.clone(), observed))
        })
        .collect()
}
