//! Claims of published text: how fast they are read, and how well, beside linters of prose in one run.
//!
//! Nothing of the rivals is a part of this repository: npm and pip put them into a temporary directory. One that cannot
//! be had is shown as `not measured`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use super::measure::{self, Sample};
use crate::repository;

/// How much each reads: Candor all of it, rivals in Node.js and Python a part, because they would take minutes.
struct Sizes {
    own: usize,
    rivals: usize,
    rounds: u32,
}

/// Measures and gives the report. `quick` only shows that all of it runs.
pub(crate) fn measure(rounds: u32, quick: bool, without_rivals: bool) -> Result<String, String> {
    let sizes = if quick {
        Sizes {
            own: 1 << 19,
            rivals: 1 << 14,
            rounds: 1,
        }
    } else {
        Sizes {
            own: 16 << 20,
            rivals: 1 << 19,
            rounds,
        }
    };
    let root = repository::root();
    println!("building the release binary and the example");
    repository::run(repository::cargo().args(["build", "--release", "--package", "candor-cli"]))?;
    let at = root.join("target/bench/claims");
    fs::create_dir_all(&at).map_err(|error| format!("{}: {error}", at.display()))?;
    let mut report = String::new();
    let mode = if quick { "quick" } else { "whole" };
    speed(&mut report, &example(&[mode])?)?;
    commands(&mut report, &root, &at, &sizes)?;
    if !without_rivals {
        rivals(&mut report, &root, &at, &sizes)?;
    }
    figures(&mut report, &example(&["figures"])?)?;
    Ok(report)
}

/// What the example of the crate prints.
fn example(arguments: &[&str]) -> Result<String, String> {
    let mut command = repository::cargo();
    command.args([
        "run",
        "--quiet",
        "--release",
        "--package",
        "candor-claims",
        "--example",
        "extract_speed",
        "--",
    ]);
    command.args(arguments);
    repository::output(&mut command)
}

fn rows(lines: &str) -> Result<Vec<Value>, String> {
    lines
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| {
            serde_json::from_str(line)
                .map_err(|_| format!("`extract_speed` printed no JSON object: {line}"))
        })
        .collect()
}

/// The table of one thread inside a process.
fn speed(report: &mut String, lines: &str) -> Result<(), String> {
    report.push_str(
        "## One thread\n\nGenerated Markdown, one sentence of twelve with a claim, the same on every machine; the best of the \
         rounds. `claims of Markdown` is the whole way from the bytes of a file to its claims with their places: in pages of 32 KiB, \
         as a site has them, and as one file, of which half and whole show that it grows with the length. `first sentence` \
         builds the English grammar.\n\n\
         | case | what | bytes | ms | MB/s |\n|---|---|---:|---:|---:|\n",
    );
    for row in rows(lines)? {
        let text = |key: &str| {
            row.get(key).map_or_else(String::new, |value| {
                value
                    .as_str()
                    .map_or_else(|| value.to_string(), str::to_owned)
            })
        };
        let _ = writeln!(
            report,
            "| {} | {} | {} | {} | {} |",
            text("case"),
            text("what"),
            text("bytes"),
            text("ms"),
            text("mb_per_s")
        );
    }
    Ok(())
}

/// A directory with pages of so many bytes in all, 256 KiB each.
fn pages(at: &Path, bytes: usize) -> Result<PathBuf, String> {
    let directory = at.join(bytes.to_string());
    let fault = |error: std::io::Error| format!("{}: {error}", directory.display());
    fs::create_dir_all(&directory).map_err(fault)?;
    let size = bytes.min(1 << 18);
    let page = example(&["page", &size.to_string()])?;
    for number in 0..bytes.div_ceil(size) {
        fs::write(directory.join(format!("page-{number}.md")), &page).map_err(fault)?;
    }
    Ok(directory)
}

/// `candor claims` as a process: start, growth and memory.
fn commands(report: &mut String, root: &Path, at: &Path, sizes: &Sizes) -> Result<(), String> {
    report.push_str(
        "\n## The command\n\n`candor claims --format json` as a process of its own; the least of the rounds. `listed` is without \
         a workspace, `judged` holds every sentence against the facts of this repository's own. One short file shows the start; \
         twice the pages show growth, and that memory follows the largest file and the claims that are printed.\n\n\
         | claims | files | bytes | wall ms | peak MiB |\n|---|---|---:|---:|---:|\n",
    );
    let candor = root.join("target/release/candor").display().to_string();
    let single = at.join("single");
    fs::create_dir_all(&single).map_err(|error| error.to_string())?;
    fs::write(single.join("a.md"), "Your files never leave your device.\n")
        .map_err(|error| error.to_string())?;
    let sizes_of = [
        ("one sentence", single),
        ("half of the pages", pages(at, sizes.own / 2)?),
        ("all pages", pages(at, sizes.own)?),
    ];
    // A workspace is looked for from where the command runs upwards, and none is above this.
    let outside = std::env::temp_dir();
    for (how, place) in [("listed", outside.as_path()), ("judged", root)] {
        for (what, directory) in &sizes_of {
            let files = directory.display().to_string();
            let command = [&candor, "claims", "--format", "json", &files].map(str::to_owned);
            let sample = least(place, &command, sizes.rounds)?;
            let _ = writeln!(
                report,
                "| {how} | {what} | {} | {} |",
                length(directory)?,
                cells(sample)
            );
        }
    }
    Ok(())
}

/// The program, what installs it into a directory, and how it is called on one file.
const RIVALS: &[(&str, &[&str], &[&str])] = &[
    (
        "textlint",
        &[
            "npm",
            "textlint@15",
            "textlint-rule-write-good",
            "textlint-rule-terminology",
        ],
        &["--rule", "write-good", "--rule", "terminology", "FILE"],
    ),
    ("write-good", &["npm", "write-good@1"], &["FILE"]),
    ("proselint", &["pip", "proselint"], &["check", "FILE"]),
];

fn rivals(report: &mut String, root: &Path, at: &Path, sizes: &Sizes) -> Result<(), String> {
    report.push_str(
        "\n## Beside linters of prose\n\nOn one file of generated Markdown in the same rounds. They look for words and style, \
         none of them for claims; `ratio` is how many times as long each took as `candor claims`.\n\n\
         | program | bytes | wall ms | peak MiB | ratio |\n|---|---:|---:|---:|---:|\n",
    );
    let file = pages(at, sizes.rivals)?
        .join("page-0.md")
        .display()
        .to_string();
    let bytes = fs::metadata(&file)
        .map_err(|error| error.to_string())?
        .len();
    let candor = root.join("target/release/candor").display().to_string();
    let outside = std::env::temp_dir();
    let own = least(
        &outside,
        &[&candor, "claims", "--format", "json", &file].map(str::to_owned),
        sizes.rounds,
    )?;
    let _ = writeln!(report, "| candor claims | {bytes} | {} | 1 |", cells(own));
    let place = std::env::temp_dir().join(format!("candor-bench-{}", std::process::id()));
    fs::create_dir_all(&place).map_err(|error| format!("{}: {error}", place.display()))?;
    for (name, source, arguments) in RIVALS {
        let Some(program) = install(name, source, &place) else {
            let _ = writeln!(
                report,
                "| {name} | {bytes} | not measured: it cannot be installed here | | |"
            );
            continue;
        };
        let mut command = vec![program.display().to_string()];
        command.extend(arguments.iter().map(|word| word.replace("FILE", &file)));
        let sample = least(&outside, &command, sizes.rounds)?;
        let ratio = sample.wall.as_secs_f64() / own.wall.as_secs_f64();
        let _ = writeln!(
            report,
            "| {name} | {bytes} | {} | {ratio:.0} |",
            cells(sample)
        );
    }
    fs::remove_dir_all(&place).map_err(|error| format!("{}: {error}", place.display()))
}

/// Installs a program below a directory; none where that does not succeed.
fn install(name: &str, source: &[&str], place: &Path) -> Option<PathBuf> {
    let (tool, packages) = source.split_first()?;
    let (mut command, program) = match *tool {
        "npm" => {
            let mut command = Command::new("npm");
            command
                .args(["install", "--silent", "--no-audit", "--no-fund", "--prefix"])
                .arg(place);
            (command, place.join("node_modules/.bin").join(name))
        }
        _ => {
            let own = place.join("python");
            let made = Command::new("python3")
                .args(["-m", "venv"])
                .arg(&own)
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .status()
                .ok()?;
            if !made.success() {
                return None;
            }
            let mut command = Command::new(own.join("bin/pip"));
            command.args(["install", "--quiet"]);
            (command, own.join("bin").join(name))
        }
    };
    let done = command
        .args(packages)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .ok()?;
    (done.success() && program.is_file()).then_some(program)
}

fn least(place: &Path, command: &[String], rounds: u32) -> Result<Sample, String> {
    let mut best = Sample::NONE;
    for _ in 0..rounds {
        best = best.least(measure::command_in(place, command)?);
    }
    Ok(best)
}

fn cells(sample: Sample) -> String {
    format!(
        "{:.1} | {:.1}",
        sample.wall.as_secs_f64() * 1e3,
        super::table::kib_as_mib(sample.peak_kib)
    )
}

fn length(directory: &Path) -> Result<u64, String> {
    let mut bytes = 0;
    for entry in fs::read_dir(directory).map_err(|error| error.to_string())? {
        bytes += entry
            .and_then(|entry| entry.metadata())
            .map_err(|error| error.to_string())?
            .len();
    }
    Ok(bytes)
}

/// The tables of precision and recall, each part beside the other.
fn figures(report: &mut String, lines: &str) -> Result<(), String> {
    let mut tables: BTreeMap<String, BTreeMap<String, Value>> = BTreeMap::new();
    for row in rows(lines)? {
        let word = |key: &str| {
            row.get(key)
                .and_then(Value::as_str)
                .unwrap_or_default()
                .to_owned()
        };
        if word("of").starts_with("kind ") || word("of").starts_with("lang ") || word("of") == "all"
        {
            tables
                .entry(word("of"))
                .or_default()
                .insert(word("part"), row);
        }
    }
    report.push_str(
        "\n## How well\n\nThe labelled sentences in `crates/claims/tests/dev`. Lexicons and frames are tuned on the part \
         `tune`; of the part `held-out` only these figures are looked at. They were looked at again and again while rules were \
         dropped, too, so text that nobody has seen may do somewhat worse. A disclosure \
         counts as no claim. `negatives` are sentences without a claim in which one was found.\n\n\
         | of | tune P | R | F1 | lengths | negatives | held-out P | R | F1 | lengths | negatives |\n\
         |---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n",
    );
    for (of, parts) in &tables {
        let _ = write!(report, "| {of} |");
        for part in ["tune", "held-out"] {
            let number = |key: &str| {
                parts
                    .get(part)
                    .and_then(|row| row.get(key))
                    .and_then(Value::as_f64)
            };
            match number("f1") {
                None => report.push_str(" | | | | |"),
                Some(f1) => {
                    let whole = |key: &str| number(key).unwrap_or_default();
                    let _ = write!(
                        report,
                        " {:.3} | {:.3} | {f1:.3} | {}/{} | {}/{} |",
                        whole("precision"),
                        whole("recall"),
                        whole("exact"),
                        whole("valued"),
                        whole("flagged"),
                        whole("empty")
                    );
                }
            }
        }
        report.push('\n');
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_of_both_parts_stand_in_one_row() {
        let row = |part: &str, f1: f64| {
            format!(
                "{{\"part\":\"{part}\",\"of\":\"lang en\",\"precision\":1.0,\"recall\":0.5,\"f1\":{f1},\"exact\":3,\"valued\":4,\"flagged\":0,\"empty\":9}}\n"
            )
        };
        let mut text = String::new();
        figures(&mut text, &(row("tune", 0.667) + &row("held-out", 0.5))).unwrap();
        assert!(
            text.ends_with("| lang en | 1.000 | 0.500 | 0.667 | 3/4 | 0/9 | 1.000 | 0.500 | 0.500 | 3/4 | 0/9 |\n"),
            "{text}"
        );
        assert!(figures(&mut text, "warming up\n").is_err());
    }

    #[test]
    fn a_program_that_cannot_be_installed_is_none() {
        let nowhere = Path::new("/proc/nowhere");
        // Nothing can be made there, so no network is asked for anything.
        let absent = ["pip", "textlint"];
        assert_eq!(install("textlint", &absent, nowhere), None);
    }
}
