//! `candor doctor`: whether a store stands on solid ground. It changes nothing.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use candor_model::clock::{Clock, SystemClock};
use candor_runtime::{Fact, inspect};
use serde::Serialize;

use crate::exit::Exit;
use crate::operate::{Form, Place, print_json};
use crate::output::say;

/// How to print it.
#[derive(clap::Args, Debug)]
pub(crate) struct Arguments {
    #[command(flatten)]
    place: Place,
    /// How to print the answer.
    #[arg(long, value_enum, default_value = "human")]
    format: Form,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
enum Verdict {
    Ok,
    Problem,
    CouldNotCheck,
}

/// One thing that was looked at.
#[derive(Serialize)]
struct Finding {
    verdict: Verdict,
    what: String,
    /// What is wrong and what to do, or why it could not be seen.
    why: Option<String>,
}

struct Report(Vec<Finding>);

impl Report {
    fn ok(&mut self, what: impl Into<String>) {
        self.add(Verdict::Ok, what, None);
    }

    fn problem(&mut self, what: impl Into<String>, why: impl Into<String>) {
        self.add(Verdict::Problem, what, Some(why.into()));
    }

    fn unknown(&mut self, what: impl Into<String>, why: impl Into<String>) {
        self.add(Verdict::CouldNotCheck, what, Some(why.into()));
    }

    fn add(&mut self, verdict: Verdict, what: impl Into<String>, why: Option<String>) {
        self.0.push(Finding {
            verdict,
            what: what.into(),
            why,
        });
    }

    /// A list in which every entry is a problem.
    fn none_of<T>(
        &mut self,
        what: &str,
        fact: &Fact<Vec<T>>,
        told: impl Fn(&T) -> String,
        todo: &str,
    ) {
        match fact {
            Fact::Known(list) if list.is_empty() => self.ok(what),
            Fact::Known(list) => {
                let all: Vec<String> = list.iter().map(told).collect();
                self.problem(what, format!("{}; {todo}", all.join(", ")));
            }
            Fact::CouldNotCheck(why) => self.unknown(what, why),
        }
    }
}

pub(crate) fn run(directory: Option<&Path>, arguments: &Arguments) -> Result<Exit, String> {
    let (data, policy) = arguments.place.find(directory)?;
    if !data.join("FORMAT").exists() {
        return Err(format!("there is no store in {}", data.display()));
    }
    let mut report = Report(Vec::new());
    look_inside(&mut report, &data);
    look_at_modes(&mut report, &data);
    look_around(
        &mut report,
        &data,
        policy
            .as_ref()
            .map(|policy| policy.settings.site.out.as_str()),
        directory,
    );
    match arguments.format {
        Form::Json => print_json(&report.0)?,
        Form::Human => print(&report.0),
    }
    let any = |verdict| report.0.iter().any(|finding| finding.verdict == verdict);
    Ok(if any(Verdict::Problem) {
        Exit::Findings
    } else if any(Verdict::CouldNotCheck) {
        Exit::Unchecked
    } else {
        Exit::Fine
    })
}

fn look_inside(report: &mut Report, data: &Path) {
    let seen = inspect(data);
    match &seen.format {
        Fact::Known((text, true)) => report.ok(format!("the format is known ({text})")),
        Fact::Known((text, false)) => report.problem(
            "the format is known",
            format!("`{text}` is not; use the program that wrote it"),
        ),
        Fact::CouldNotCheck(why) => report.unknown("the format is known", why),
    }
    match &seen.is_open {
        Fact::Known(true) => report.ok("a server has the store open, so deletion goes on"),
        Fact::Known(false) => report.problem(
            "a server has the store open",
            "none has: nothing ends until `candor serve` or another command opens it; what is due is refused and destroyed then",
        ),
        Fact::CouldNotCheck(why) => report.unknown("a server has the store open", why),
    }
    match &seen.integrity {
        Fact::Known(text) if text == "ok" => report.ok("the catalogue is whole"),
        Fact::Known(text) => report.problem(
            "the catalogue is whole",
            format!("{text}; put the last good copy of catalogue.db back"),
        ),
        Fact::CouldNotCheck(why) => report.unknown("the catalogue is whole", why),
    }
    match &seen.mark {
        Fact::Known(Some(mark)) if SystemClock.now().millis_until(*mark) > 60_000 => report.problem(
            "the clock is not behind what the store has seen",
            format!("the store has seen {mark}, and the clock says {}; set the clock. Until then nothing lives longer than it should", SystemClock.now()),
        ),
        Fact::Known(_) => report.ok("the clock is not behind what the store has seen"),
        Fact::CouldNotCheck(why) => report.unknown("the clock is not behind what the store has seen", why),
    }
    let path = |path: &PathBuf| path.display().to_string();
    report.none_of(
        "every open bucket has its key",
        &seen.without_key,
        path,
        "put the newest copy of `keyring` back",
    );
    report.none_of(
        "every byte belongs to a whole record",
        &seen.damages,
        ToString::to_string,
        "what lies in a bucket goes with it",
    );
    report.none_of(
        "every file belongs to the store",
        &seen.unknown,
        path,
        "move it elsewhere",
    );
}

fn look_at_modes(report: &mut Report, data: &Path) {
    for name in ["root.key", "keyring", "tokens", "control"] {
        let what = format!("only its owner can open `{name}`");
        match std::fs::metadata(data.join(name)) {
            Ok(file) if file.permissions().mode() & 0o077 == 0 => report.ok(what),
            Ok(_) => report.problem(
                what,
                format!("others can; run: chmod 600 {}", data.join(name).display()),
            ),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => report.unknown(what, error.to_string()),
        }
    }
}

fn look_around(report: &mut Report, data: &Path, site: Option<&str>, directory: Option<&Path>) {
    let whole = std::fs::canonicalize(data);
    let root = crate::workspace::find(directory).ok();
    let what = "the store is outside of the site that is served";
    match (&whole, site.zip(root.as_ref())) {
        (Ok(data), Some((site, root))) => {
            let site = std::fs::canonicalize(root.join(site)).unwrap_or_else(|_| root.join(site));
            if data.starts_with(&site) {
                report.problem(what, "whoever visits the site could fetch its files; name another directory in store.data");
            } else {
                report.ok(what);
            }
        }
        (Ok(_), None) => report.unknown(what, "there is no workspace that can be read"),
        (Err(error), _) => report.unknown(what, error.to_string()),
    }
    let what = "the store is in no version control";
    match whole {
        Ok(data) => {
            let above = data.ancestors().find(|above| above.join(".git").exists());
            match above {
                None => report.ok(what),
                Some(repository) if is_ignored(repository, &data) => {
                    report.ok("version control ignores the store")
                }
                Some(repository) => report.problem(
                    what,
                    format!(
                        "add it to {}/.gitignore, or a commit keeps what was promised to go",
                        repository.display()
                    ),
                ),
            }
        }
        Err(error) => report.unknown(what, error.to_string()),
    }
}

/// Whether a line of the repository's own list names the directory. Other lists are not looked at, so a "no" is cautious.
fn is_ignored(repository: &Path, data: &Path) -> bool {
    let Ok(own) = data.strip_prefix(repository) else {
        return false;
    };
    let list = std::fs::read_to_string(repository.join(".gitignore")).unwrap_or_default();
    let names: Vec<String> = own
        .components()
        .map(|part| part.as_os_str().to_string_lossy().into_owned())
        .collect();
    let whole = own.to_string_lossy();
    list.lines()
        .map(|line| line.trim().trim_matches('/'))
        .any(|line| !line.is_empty() && (line == whole || names.iter().any(|name| name == line)))
}

fn print(findings: &[Finding]) {
    for finding in findings {
        let word = match finding.verdict {
            Verdict::Ok => "ok",
            Verdict::Problem => "PROBLEM",
            Verdict::CouldNotCheck => "could not check",
        };
        match &finding.why {
            Some(why) => say!("{word}: {}\n    {why}", finding.what),
            None => say!("{word}: {}", finding.what),
        }
    }
}
