//! `candor verify` over Darkroom's own tools: how long all runs of a tool take, and how much memory all processes have
//! together; beside it the scan of the same build alone.

use std::fmt::Write as _;
use std::io::Read as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use super::tree;
use crate::repository;

/// The longest that a tool may take.
const BAR: Duration = Duration::from_secs(30);

/// How often the memory is looked at.
const EVERY: Duration = Duration::from_millis(200);

/// Tools are measured so often at most: each run starts six browsers.
const MOST_ROUNDS: u32 = 3;

/// The tools that have evidence.
const TOOLS: [&str; 6] = [
    "resize",
    "convert",
    "compress",
    "crop",
    "image-to-pdf",
    "background-removal",
];

/// One run of all runs of a tool.
struct Run {
    wall: Duration,
    peak_kib: u64,
    processes: usize,
    verdict: String,
    level: String,
}

/// Measures. Where it is quick, one tool is run once by a binary without optimisation, which only shows that all works.
pub(super) fn measure(rounds: u32, quick: bool) -> Result<String, String> {
    let (profile, at) = match quick {
        true => (None, "target/debug/candor"),
        false => (Some("--release"), "target/release/candor"),
    };
    println!("building the binary");
    let mut build = repository::cargo();
    build
        .args(["build", "--package", "candor-cli"])
        .args(profile);
    repository::run(&mut build)?;
    let root = repository::root();
    let candor = root.join(at);
    let (tools, rounds) = match quick {
        true => (&TOOLS[..1], 1),
        false => (&TOOLS[..], rounds.min(MOST_ROUNDS)),
    };
    let scans = scans(tools, profile)?;
    let mut runs: Vec<Vec<Run>> = tools.iter().map(|_| Vec::new()).collect();
    for round in 1..=rounds {
        println!("verify: round {round} of {rounds}");
        for (tool, own) in tools.iter().zip(&mut runs) {
            own.push(run(&candor, &root, tool)?);
        }
    }
    let mut text = format!(
        "`candor verify TOOL`, all runs at once, each in a browser of its own, {rounds} rounds over all tools in turn. Seconds from the start \
of the command to its end; memory is the proportional share (PSS) of the command and all its descendants together, \
looked at every {} ms. The bar is {} s for a tool.{}\n\n",
        EVERY.as_millis(),
        BAR.as_secs(),
        match quick {
            true => " This was the quick form without optimisation: its figures mean nothing.",
            false => "",
        }
    );
    text.push_str("| tool | verdict | level | seconds, median | seconds, most | of the bar | MiB, most | processes, most | scan alone, ms | files scanned |\n");
    text.push_str("|---|---|---|---:|---:|---:|---:|---:|---:|---:|\n");
    for ((tool, own), scan) in tools.iter().zip(&mut runs).zip(scans) {
        row(&mut text, tool, own, &scan);
    }
    Ok(text)
}

fn row(text: &mut String, tool: &str, runs: &mut [Run], scan: &Value) {
    runs.sort_by_key(|run| run.wall);
    let (Some(median), Some(most)) = (runs.get(runs.len() / 2), runs.last()) else {
        return;
    };
    let seen = |of: fn(&Run) -> &str| {
        let mut all: Vec<&str> = runs.iter().map(of).collect();
        all.sort_unstable();
        all.dedup();
        all.join(", ")
    };
    let _ = writeln!(
        text,
        "| {tool} | {} | {} | {:.1} | {:.1} | {:.2} | {} | {} | {:.1} | {} |",
        seen(|run| &run.verdict),
        seen(|run| &run.level),
        median.wall.as_secs_f64(),
        most.wall.as_secs_f64(),
        most.wall.as_secs_f64() / BAR.as_secs_f64(),
        runs.iter().map(|run| run.peak_kib).max().unwrap_or(0) / 1024,
        runs.iter().map(|run| run.processes).max().unwrap_or(0),
        scan["micros"].as_f64().unwrap_or(f64::NAN) / 1_000.0,
        scan["files"],
    );
}

/// Runs a tool, and looks at its tree of processes meanwhile.
fn run(candor: &Path, root: &Path, tool: &str) -> Result<Run, String> {
    let failed = |error: std::io::Error| format!("`candor verify {tool}`: {error}");
    let started = Instant::now();
    let mut child = Command::new(candor)
        .arg("-C")
        .arg(root)
        .args(["verify", tool, "--format", "json"])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(failed)?;
    let mut output = child.stdout.take().ok_or("the command has no output")?;
    let reader = std::thread::spawn(move || {
        let mut text = String::new();
        output.read_to_string(&mut text).map(|_| text)
    });
    let (mut peak_kib, mut processes) = (0, 0);
    let wall = loop {
        if child.try_wait().map_err(failed)?.is_some() {
            break started.elapsed();
        }
        let (kib, count) = tree::memory(child.id());
        peak_kib = peak_kib.max(kib);
        processes = processes.max(count);
        std::thread::sleep(EVERY);
    };
    let text = reader
        .join()
        .map_err(|_| "the output was not read".to_owned())?
        .map_err(failed)?;
    let found: Value = serde_json::from_str(&text)
        .map_err(|error| format!("`candor verify {tool}` printed no JSON: {error}"))?;
    let word = |key: &str| {
        let word = found["tools"][0][key].as_str();
        word.unwrap_or("not known").to_owned()
    };
    Ok(Run {
        wall,
        peak_kib,
        processes,
        verdict: word("verdict"),
        level: word("level"),
    })
}

/// The scans of the builds alone, in the order of the tools.
fn scans(tools: &[&str], profile: Option<&str>) -> Result<Vec<Value>, String> {
    let mut command = repository::cargo();
    command
        .args(["run", "--quiet", "--package", "candor-evidence"])
        .args(profile)
        .args(["--example", "scan_build", "--", "site"])
        .args(tools.iter().map(|tool| format!("tools/{tool}/index.html")));
    let lines = repository::output(&mut command)?;
    let read = |line: &str| {
        serde_json::from_str(line).map_err(|_| format!("`scan_build` printed no JSON: {line}"))
    };
    let scans: Vec<Value> = lines.lines().map(read).collect::<Result<_, _>>()?;
    match scans.len() == tools.len() {
        true => Ok(scans),
        false => Err("`scan_build` left a build out".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_row_tells_the_median_and_the_worst() {
        let run = |seconds, peak_kib, level: &str| Run {
            wall: Duration::from_secs(seconds),
            peak_kib,
            processes: 3,
            verdict: "local".to_owned(),
            level: level.to_owned(),
        };
        let mut runs = [
            run(21, 4096, "enforced"),
            run(9, 8192, "isolated"),
            run(12, 2048, "enforced"),
        ];
        let mut text = String::new();
        row(
            &mut text,
            "resize",
            &mut runs,
            &json!({"micros": 4_200, "files": 14}),
        );
        assert_eq!(
            text,
            "| resize | local | enforced, isolated | 12.0 | 21.0 | 0.70 | 8 | 3 | 4.2 | 14 |\n"
        );
    }
}
