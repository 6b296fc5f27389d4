//! The repository's own chores: `cargo xtask --help` lists them.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command for a person at a terminal"
)]

mod bench;
mod generate;
mod new_rule;
mod packages;
mod repository;
mod soak;
mod test;
mod tidy;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Chores of this repository.
#[derive(Parser, Debug)]
#[command(name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand, Debug)]
enum Chore {
    /// Install what the tests need, then run every test.
    Test {
        /// Passed on to `cargo test`.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        extra: Vec<String>,
    },
    /// Check the crates' edges, the files and the generated files.
    Tidy,
    /// Write the schemas and the references that come from the code.
    Generate {
        /// Change nothing; fail when a file is stale.
        #[arg(long)]
        check: bool,
    },
    /// Measure check, build, ingest and expiry.
    Bench(bench::Options),
    /// Run the tests that kill a store with their full count.
    Soak,
    /// Make the file of a new rule and its line in the registry.
    NewRule {
        /// The group, such as `retention`.
        group: String,
        /// The name, such as `no-room`.
        name: String,
    },
    /// Run one command and print what it used, as JSON.
    #[command(hide = true)]
    Measure {
        /// The command and its arguments.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true, required = true)]
        command: Vec<String>,
    },
}

fn main() -> ExitCode {
    let result = match Arguments::parse().chore {
        Chore::Test { extra } => return test::run(&extra),
        Chore::Tidy => tidy::run(),
        Chore::Generate { check } => generate::run(check),
        Chore::Bench(options) => bench::run(&options),
        Chore::Soak => soak::run(),
        Chore::NewRule { group, name } => new_rule::run(&group, &name),
        Chore::Measure { command } => bench::measure::print(&command),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
