//! The `candor` command: arguments, printing and exit codes. Everything else is in the libraries.
#![allow(clippy::print_stderr, reason = "this is the one crate that prints")]

mod commands;
mod exit;
mod findings;
mod interrupt;
mod operate;
mod output;
mod record;
mod scaffold;
mod verify;
mod workspace;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Keeps what a product says about people's data, what it is allowed to do, and what it really does, in step.
#[derive(Parser, Debug)]
#[command(name = "candor", version, about, max_term_width = 100)]
struct Arguments {
    /// The workspace; by default the nearest parent directory with a `candor.yaml`.
    #[arg(short = 'C', value_name = "DIR", global = true)]
    directory: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Begin a workspace: commented files that check and build at once.
    Init(commands::init::Arguments),
    /// Add a commented file for a tool, vendor or activity, or a window to the list of windows.
    New(commands::new::Arguments),
    /// Check the workspace: all findings of all files in one run.
    Check(commands::check::Arguments),
    /// Find what published text claims, and hold it against what is declared.
    Claims(commands::claims::Arguments),
    /// Render the pages, notes and tables into the site.
    Build(commands::build::Arguments),
    /// Check, build, and serve the site and the runtime.
    Serve(commands::serve::Arguments),
    /// Say what a store holds, and when it goes.
    Status(commands::status::Arguments),
    /// End what is due in a store, now.
    Sweep(commands::sweep::Arguments),
    /// Erase objects, or everything of a person, now.
    Erase(commands::erase::Arguments),
    /// Keep an object beyond its end, such as for a claim in court.
    Hold(commands::hold::Arguments),
    /// Lift a hold.
    Release(commands::hold::Release),
    /// Look whether a store stands on solid ground.
    Doctor(commands::doctor::Arguments),
    /// Make, list and revoke tokens.
    Token(commands::token::Arguments),
    /// Change the root key, or the key that signs receipts.
    Keys(commands::keys::Arguments),
    /// Gather evidence for tools that are said to work in the browser.
    Verify(commands::verify::Arguments),
    /// Write what is declared in the forms of others.
    Export(commands::export::Arguments),
    /// List every public commitment, what carries it, and its weakest link.
    Ledger(commands::ledger::Arguments),
    /// Follow a sentence of a page to the lines that declare it.
    Why(commands::why::Arguments),
    /// Verify receipts of destruction offline.
    Receipts(commands::receipts::Arguments),
    /// Print the schema of a kind of file, or the list of kinds.
    Schema(commands::schema::Arguments),
    /// List every rule.
    Rules(commands::rules::Arguments),
    /// Explain one rule.
    Explain(commands::explain::Arguments),
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let directory = arguments.directory.as_deref();
    let result = match &arguments.command {
        Command::Init(own) => commands::init::run(own),
        Command::New(own) => commands::new::run(directory, own),
        Command::Check(own) => commands::check::run(directory, own),
        Command::Claims(own) => commands::claims::run(directory, own),
        Command::Build(own) => commands::build::run(directory, own),
        Command::Serve(own) => commands::serve::run(directory, own),
        Command::Status(own) => commands::status::run(directory, own),
        Command::Sweep(own) => commands::sweep::run(directory, own),
        Command::Erase(own) => commands::erase::run(directory, own),
        Command::Hold(own) => commands::hold::run(directory, own),
        Command::Release(own) => commands::hold::release(directory, own),
        Command::Doctor(own) => commands::doctor::run(directory, own),
        Command::Token(own) => commands::token::run(directory, own),
        Command::Keys(own) => commands::keys::run(directory, own),
        Command::Verify(own) => commands::verify::run(directory, own),
        Command::Export(own) => commands::export::run(directory, own),
        Command::Ledger(own) => commands::ledger::run(directory, own),
        Command::Why(own) => commands::why::run(directory, own),
        Command::Receipts(own) => commands::receipts::run(directory, own),
        Command::Schema(own) => commands::schema::run(own),
        Command::Rules(own) => commands::rules::run(own),
        Command::Explain(own) => commands::explain::run(own),
    };
    match result {
        Ok(_) if output::is_incomplete() => exit::Exit::Unable.into(),
        Ok(exit) => exit.into(),
        Err(error) => {
            eprintln!("error: {error}");
            exit::Exit::Unable.into()
        }
    }
}
