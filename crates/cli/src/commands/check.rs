//! `candor check`: the gate.

use std::path::{Path, PathBuf};

use candor_check::{Baseline, Observed};
use candor_evidence::Cancel;
use candor_model::{Date, Id};

use crate::commands::build::print_blocking;
use crate::exit::Exit;
use crate::findings::{Depth, Look, cards, look, parse_date, today};
use crate::interrupt;
use crate::output::say;
use crate::verify::{self, AT_ONCE, Place};
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
    /// Set aside the findings that this file knows; new ones count, and entries that no finding has any more do, too.
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Write all findings of this run into a file for `--baseline`; what it knew already keeps its day and owner.
    #[arg(long, value_name = "FILE", requires = "owner")]
    write_baseline: Option<PathBuf>,
    /// Who answers for the findings that `--write-baseline` takes in, such as an e-mail address.
    #[arg(long, value_name = "OWNER", requires = "write_baseline")]
    owner: Option<String>,
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
            baseline: None,
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
    if let Some(path) = &arguments.baseline {
        options.baseline = Some(baseline(path)?);
    }
    let look = look(&root, &options, Depth::Findings)?;
    if let Some(path) = &arguments.write_baseline {
        return write_baseline(path, arguments, &look, &options);
    }
    let report = candor_report::Report {
        diagnostics: &look.diagnostics,
        set_aside: &look.set_aside,
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

/// Reads a baseline.
fn baseline(path: &Path) -> Result<Baseline, String> {
    let name = path.display().to_string();
    let text = std::fs::read_to_string(path)
        .map_err(|error| format!("the baseline {name} cannot be read: {error}"))?;
    Baseline::read(&name, &text)
}

/// Writes all findings of a run that may be known into a baseline. What remains decides the exit code.
fn write_baseline(
    path: &Path,
    arguments: &Arguments,
    look: &Look,
    options: &candor_check::Options,
) -> Result<Exit, String> {
    if look.policy.is_none() {
        print_blocking(look, "A baseline cannot be written");
        return Ok(Exit::Findings);
    }
    let earlier = path.exists().then(|| baseline(path)).transpose()?;
    let owner = arguments.owner.as_deref().unwrap_or_default();
    let text = look.baseline.write(options.as_of, owner, earlier.as_ref());
    let name = path.display().to_string();
    std::fs::write(path, &text).map_err(|error| format!("{name} cannot be written: {error}"))?;
    say!("{} findings are known in {name}.", look.baseline.len());
    // What remains is what a run with the new file shows.
    let options = candor_check::Options {
        baseline: Some(Baseline::read(&name, &text)?),
        ..options.clone()
    };
    let left = crate::findings::look(&look.workspace.root, &options, Depth::Findings)?;
    let exit = Exit::for_findings(&left.diagnostics, arguments.strict);
    if exit != Exit::Fine {
        print_blocking(&left, "These cannot be set aside by a baseline");
    }
    Ok(exit)
}

/// What runs of the local tools come to. Where there is no policy yet, the check itself says why.
fn observed(root: &Path, options: &candor_check::Options) -> Result<Vec<(Id, Observed)>, String> {
    const PLACE: Place<'_> = Place {
        url: None,
        at_once: AT_ONCE,
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
