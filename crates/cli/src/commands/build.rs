//! `candor build`: renders the site.

use std::path::{Path, PathBuf};

use candor_syntax::Severity;

use crate::commands::check::Levels;
use crate::exit::Exit;
use crate::findings::{Depth, Look, cards, look};
use crate::output::say;
use crate::workspace;

/// What a build says that cannot take place.
pub(crate) const NOTHING_BUILT: &str = "Nothing was built, and what was built before still stands";

/// How to build.
#[derive(clap::Args, Debug)]
pub(crate) struct Arguments {
    /// Write nothing; fail when what is on disk is not what a build would write.
    #[arg(long)]
    check: bool,
    /// The output directory instead of `site.out` of candor.yaml.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    #[command(flatten)]
    levels: Levels,
}

pub(crate) fn run(directory: Option<&Path>, arguments: &Arguments) -> Result<Exit, String> {
    let root = workspace::find(directory)?;
    let look = look(&root, &arguments.levels.options(), Depth::Pages)?;
    let Some(out) = output(&root, &look, arguments.out.as_deref()) else {
        print_blocking(&look, NOTHING_BUILT);
        return Ok(Exit::Findings);
    };
    let Some(rendered) = look
        .rendered
        .as_ref()
        .filter(|rendered| rendered.is_complete())
    else {
        print_blocking(&look, NOTHING_BUILT);
        return Ok(Exit::Findings);
    };
    if arguments.check {
        let stale =
            candor_render::publish::check(&out, rendered).map_err(|error| error.to_string())?;
        for line in stale.lines() {
            say!("{line}");
        }
        if stale.is_empty() {
            say!(
                "{} files in {} are what a build would write.",
                rendered.files.len(),
                out.display()
            );
            return Ok(Exit::Fine);
        }
        say!("Run `candor build` and commit the result.");
        return Ok(Exit::Findings);
    }
    let published =
        candor_render::publish::write(&out, rendered).map_err(|error| error.to_string())?;
    say!("{}", sentence(&published, &out));
    let findings = look
        .diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.severity == Severity::Error)
        .count();
    if findings > 0 {
        say!(
            "The policy has {findings} error findings; `candor check` shows them. CI should not pass them."
        );
    }
    Ok(Exit::Fine)
}

/// Where the site goes. Nothing where there is no policy.
pub(crate) fn output(root: &Path, look: &Look, named: Option<&Path>) -> Option<PathBuf> {
    let policy = look.policy.as_ref()?;
    Some(named.map_or_else(|| root.join(&policy.settings.site.out), Path::to_owned))
}

/// What a build did, in one sentence.
pub(crate) fn sentence(published: &candor_render::publish::Published, out: &Path) -> String {
    format!(
        "Built {} files into {}: {} written, {} unchanged, {} removed.",
        published.written + published.unchanged,
        out.display(),
        published.written,
        published.unchanged,
        published.removed
    )
}

/// Shows the findings that leave nothing to build.
pub(crate) fn print_blocking(look: &Look, what: &str) {
    let report = candor_report::Report {
        diagnostics: &look.diagnostics,
        set_aside: &look.set_aside,
        sources: &look.workspace.sources,
        cards: &cards(),
        summary: look.summary,
        rules_url: candor_report::RULES_URL,
    };
    let text = match terminal_size::terminal_size_of(std::io::stderr()) {
        Some((columns, _)) => report.human_within(true, columns.0.into()),
        None => report.human(false),
    };
    eprintln!("{}", text.trim_end());
    eprintln!("{what}: the files above must be put right first.");
}
