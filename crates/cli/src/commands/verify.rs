//! `candor verify`: evidence for the claim that a tool works in the browser.

use std::path::{Path, PathBuf};

use candor_evidence::{Cancel, Verdict};
use candor_model::Policy;
use candor_model::clock::{Clock, SystemClock};
use candor_model::vocabulary::EvidenceLevel;
use candor_report::{RULES_URL, Report, Summary};

use crate::commands::build::print_blocking;
use crate::commands::check::Levels;
use crate::exit::Exit;
use crate::findings::{Depth, Look, cards, look};
use crate::interrupt;
use crate::output::say;
use crate::record::Key;
use crate::verify::{self, AT_ONCE, Place, Verified};
use crate::workspace;

/// What to do.
#[derive(clap::Args, Debug)]
pub(crate) struct Arguments {
    /// The tools; all that are said to work in the browser, where none is named.
    tools: Vec<String>,
    /// Store a record of each run below `evidence/`, signed where a key is at hand.
    #[arg(long)]
    write: bool,
    /// Make a key that signs records: the secret half in the file of --key, the public half below `evidence/`.
    #[arg(long)]
    keygen: bool,
    #[command(flatten)]
    key: Key,
    /// Look at a recording of one tool in the HAR format instead of running it. It may convict, and never clears.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["write", "keygen"])]
    har: Option<PathBuf>,
    /// The file that was given to the tool while it was recorded, to find it again; may be repeated.
    #[arg(long, value_name = "PATH", requires = "har")]
    file: Vec<PathBuf>,
    /// Look at the page that a site serves, and hold what it serves against the build. Takes one tool.
    #[arg(long, value_name = "URL", conflicts_with_all = ["write", "har"])]
    url: Option<String>,
    /// The form of the report.
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// How many browsers may run at once.
    #[arg(long, value_name = "NUMBER", default_value_t = AT_ONCE)]
    at_once: usize,
    /// Also write a page of the runs into this file: what left when, pictures, probes. It loads nothing else.
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
}

/// The forms of the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Human,
    Json,
    Sarif,
    Junit,
}

pub(crate) fn run(directory: Option<&Path>, arguments: &Arguments) -> Result<Exit, String> {
    let root = workspace::find(directory)?;
    if arguments.keygen {
        let public = arguments.key.generate(&root)?;
        say!(
            "Made a key. Keep the secret half out of the repository, such as in the secrets of your CI."
        );
        say!("The public half is {public}. Trust it in candor.yaml:");
        say!("  evidence:");
        say!("    trusted_keys: [{public}]");
        return Ok(Exit::Fine);
    }
    let look = look(&root, &Levels::default().options(), Depth::Findings)?;
    let Some(policy) = &look.policy else {
        print_blocking(&look, "Nothing can be verified");
        return Ok(Exit::Findings);
    };
    let tools = verify::chosen(policy, &arguments.tools)?;
    if tools.is_empty() && arguments.format == Format::Human {
        say!("No tool is said to work in the browser.");
    }
    if arguments.har.is_some() && arguments.tools.len() != 1 {
        return Err(
            "a recording is of one tool; name it: `candor verify TOOL --har FILE`".to_owned(),
        );
    }
    if let (Some(url), [_, _, ..] | []) = (&arguments.url, &tools[..]) {
        return Err(format!(
            "{url} is the page of one tool; name that tool: candor verify TOOL --url {url}"
        ));
    }
    let place = Place {
        url: arguments.url.as_deref(),
        at_once: arguments.at_once,
    };
    let cancel = Cancel::default();
    interrupt::cancels(&cancel)?;
    let mut all = Vec::new();
    for tool in tools {
        let mut verified = match &arguments.har {
            Some(har) => verify::recorded(policy, tool, har, &arguments.file)?,
            None => verify::verify(&root, policy, tool, &place, &cancel)?,
        };
        if arguments.write && is_worth_a_record(&root, &verified) {
            let statement = verify::statement(&root, policy, tool, &verified, SystemClock.now())?;
            let written = arguments.key.write(&root, tool.id.as_str(), &statement)?;
            verified.record = Some(match arguments.format {
                Format::Human => written.to_string(),
                _ => written.path,
            });
        }
        if arguments.format == Format::Human {
            verify::print(&verified);
        }
        all.push(verified);
    }
    match arguments.format {
        Format::Human => {}
        Format::Json => say!("{}", verify::json(&all)?),
        Format::Sarif => say!(
            "{}",
            ci(&root, policy, &look, &all, |report| report.sarif())
        ),
        Format::Junit => say!(
            "{}",
            ci(&root, policy, &look, &all, |report| report.junit())
        ),
    }
    if let Some(file) = &arguments.html {
        let page = verify::html(&all, &SystemClock.now().to_rfc3339());
        std::fs::write(file, page)
            .map_err(|error| format!("the page {} cannot be written: {error}", file.display()))?;
    }
    Ok(exit(&all))
}

/// Whether a run is kept. One that says nothing, or lists only what stands in the code, must not replace a record of one
/// that said more.
fn is_worth_a_record(root: &Path, verified: &Verified) -> bool {
    match verified.verdict() {
        Verdict::Local | Verdict::Leak => true,
        Verdict::Inconclusive => {
            let record = root.join(format!("evidence/{}.json", verified.tool));
            verified.level == EvidenceLevel::Scanned
                && verified.wanted == EvidenceLevel::Scanned
                && !record.exists()
        }
    }
}

/// The runs as findings, in a form that CI systems read.
fn ci(
    root: &Path,
    policy: &Policy,
    look: &Look,
    all: &[Verified],
    form: impl Fn(&Report<'_>) -> String,
) -> String {
    let mut cards = cards();
    cards.retain(|card| verify::RULES.contains(&card.id));
    let diagnostics = verify::findings(root, policy, all, &cards);
    let elapsed = all.iter().filter_map(|one| one.outcome.as_ref().ok());
    let report = Report {
        diagnostics: &diagnostics,
        set_aside: &[],
        sources: &look.workspace.sources,
        cards: &cards,
        summary: Summary::of(
            &diagnostics,
            all.len(),
            elapsed.map(|one| one.elapsed).sum(),
        ),
        rules_url: RULES_URL,
    };
    form(&report).trim_end().to_owned()
}

/// What stands worst decides.
fn exit(all: &[Verified]) -> Exit {
    let fails = |one: &Verified| match one.verdict() {
        _ if one.is_other_than_build() => true,
        Verdict::Leak => true,
        Verdict::Local => one.level < one.wanted,
        Verdict::Inconclusive => false,
    };
    if all.iter().any(fails) {
        Exit::Findings
    } else if all.iter().any(|one| one.verdict() == Verdict::Inconclusive) {
        Exit::Unchecked
    } else {
        Exit::Fine
    }
}
