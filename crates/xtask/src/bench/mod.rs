//! `cargo xtask bench`: what check, build, verify, the store and the reading of claims cost here. It reports and asserts
//! nothing.

mod claims;
mod machine;
pub(crate) mod measure;
mod method;
mod rivals;
mod store;
mod table;
mod tree;
mod verify;
mod workspace;

use std::path::Path;

use measure::Sample;

use crate::repository;

/// What to measure.
#[derive(clap::Args, Debug)]
pub(crate) struct Options {
    /// How often each is measured; the least of all counts.
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..))]
    rounds: u32,
    /// The numbers of tool files.
    #[arg(long, value_delimiter = ',', default_values_t = [100, 1_000, 10_000])]
    tools: Vec<usize>,
    /// Leave out the other tools that do the same work.
    #[arg(long)]
    without_rivals: bool,
    /// Measure the store with a million objects, too.
    #[arg(long)]
    full: bool,
    /// Leave out the store.
    #[arg(long)]
    without_store: bool,
    /// Measure the store alone.
    #[arg(long, conflicts_with = "without_store")]
    store: bool,
    /// Leave out the runs of local tools in a browser.
    #[arg(long)]
    without_verify: bool,
    /// Measure the runs of local tools alone.
    #[arg(long, conflicts_with_all = ["store", "without_verify"])]
    verify: bool,
    /// Shows only that the runs of local tools (one, without optimisation) and the case of claims can be measured.
    #[arg(long, conflicts_with = "write")]
    quick: bool,
    /// Leave out the reading of claims.
    #[arg(long)]
    without_claims: bool,
    /// Measure the reading of claims alone.
    #[arg(long, conflicts_with_all = ["store", "verify", "without_claims"])]
    claims: bool,
    /// Store the reports in benches/RESULTS.md, STORE.md, VERIFY.md and CLAIMS.md.
    #[arg(long)]
    write: bool,
}

/// Measures and prints the reports.
pub(crate) fn run(options: &Options) -> Result<(), String> {
    let mut reports = Vec::new();
    if !options.store && !options.verify && !options.claims {
        reports.push(("benches/RESULTS.md", "Measured", check_and_build(options)?));
    }
    if !options.without_verify && !options.store && !options.claims {
        let report = verify::measure(options.rounds, options.quick)?;
        reports.push((
            "benches/VERIFY.md",
            "The runs of local tools, measured",
            report,
        ));
    }
    if !options.without_store && !options.verify && !options.claims {
        let report = store::measure(options.full)?;
        reports.push(("benches/STORE.md", "The store, measured", report));
    }
    if !options.store && !options.verify && !options.without_claims {
        let report = claims::measure(options.rounds, options.quick, options.without_rivals)?;
        reports.push(("benches/CLAIMS.md", "Claims, measured", report));
    }
    let machine = machine::describe()?;
    for (path, title, report) in reports {
        let report = format!("# {title}\n\n{machine}\n\n{report}");
        println!("{report}");
        if options.write {
            write(Path::new(path), &report)?;
        }
    }
    Ok(())
}

/// The report of check and build beside the programs that do a part of the same.
fn check_and_build(options: &Options) -> Result<String, String> {
    println!("building the release binary");
    repository::run(repository::cargo().args(["build", "--release", "--package", "candor-cli"]))?;
    let root = repository::root();
    let candor = root.join("target/release/candor");
    let mut runs = Vec::new();
    for &tools in &options.tools {
        let at = root.join("target/bench").join(tools.to_string());
        workspace::write(&at, tools).map_err(|error| format!("{}: {error}", at.display()))?;
        for command in [&["check", "--format", "json"][..], &["build"]] {
            runs.push(table::Row {
                command,
                tools,
                best: Sample::NONE,
                failed: false,
                at: at.clone(),
            });
        }
    }
    let mut others = if options.without_rivals {
        Vec::new()
    } else {
        rivals::prepare(&root, &root.join("target/bench"), &options.tools)
            .map_err(|error| format!("the rivals' files: {error}"))?
    };
    let written = root.join("target/bench/written");
    remove(&written)?;
    // Rounds go over all sizes in turn, so that a slow spell of the machine does not hit one size only.
    for round in 1..=options.rounds {
        println!("round {round} of {}", options.rounds);
        for row in &mut runs {
            // Every build writes all of its files into a fresh directory. Nothing is removed before the last round,
            // because a file system is slow to create files where many were just deleted.
            let out = written.join(format!("candor-{}-{round}", row.tools));
            let out = out.display().to_string();
            let mut arguments = row.command.to_vec();
            if row.command == ["build"] {
                arguments.extend(["--out", &out]);
            }
            let sample = measure::run(&candor, &row.at, &arguments)?;
            row.failed |= sample.code != 0;
            row.best = row.best.least(sample);
        }
        for rival in &mut others {
            rival.run(&written.join(format!("{round}")))?;
        }
    }
    remove(&written)?;
    let mut report = table::render(&runs, options.rounds);
    if !others.is_empty() {
        report.push_str(&rivals::render(&others, &runs));
    }
    Ok(report)
}

fn write(path: &Path, report: &str) -> Result<(), String> {
    let fault = |error: std::io::Error| format!("{}: {error}", path.display());
    let at = repository::root().join(path);
    if let Some(parent) = at.parent() {
        std::fs::create_dir_all(parent).map_err(fault)?;
    }
    std::fs::write(&at, report).map_err(fault)?;
    println!("wrote {}", path.display());
    Ok(())
}

fn remove(directory: &Path) -> Result<(), String> {
    if directory.exists() {
        std::fs::remove_dir_all(directory)
            .map_err(|error| format!("{}: {error}", directory.display()))?;
    }
    Ok(())
}
