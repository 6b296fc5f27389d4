//! `candor ledger`: every public commitment and its weakest link.

use std::path::Path;

use candor_model::vocabulary::{Strength, Vocabulary};
use candor_render::LedgerRow;
use serde::Serialize;

mod claimed;

pub(crate) use claimed::said;
use claimed::{Claimed, published};

use crate::commands::build::print_blocking;
use crate::commands::check::Levels;
use crate::exit::Exit;
use crate::findings::{Depth, look};
use crate::output::say;
use crate::workspace;

/// How to print the ledger.
#[derive(clap::Args, Debug)]
pub(crate) struct Arguments {
    /// The form of the ledger.
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    #[command(flatten)]
    levels: Levels,
}

/// The forms of the ledger.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub(crate) enum Format {
    Human,
    Json,
}

/// One commitment in JSON.
#[derive(Serialize)]
pub(crate) struct Entry<'r> {
    kind: &'static str,
    id: &'r str,
    fact: &'r str,
    says: &'r str,
    file: &'r str,
    line: u32,
    column: u32,
    links: Vec<Linked<'r>>,
    weakest: &'static str,
}

/// One link in JSON.
#[derive(Serialize)]
struct Linked<'r> {
    says: &'r str,
    file: &'r str,
    line: u32,
    column: u32,
    strength: &'static str,
}

impl<'r> Entry<'r> {
    pub(crate) fn of(row: &'r LedgerRow) -> Self {
        Self {
            kind: row.kind,
            id: &row.id,
            fact: &row.fact,
            says: &row.says,
            file: &row.declared.file,
            line: row.declared.line,
            column: row.declared.column,
            links: row
                .links
                .iter()
                .map(|link| Linked {
                    says: &link.says,
                    file: &link.declared.file,
                    line: link.declared.line,
                    column: link.declared.column,
                    strength: link.strength.word(),
                })
                .collect(),
            weakest: row.weakest.word(),
        }
    }
}

pub(crate) fn run(directory: Option<&Path>, arguments: &Arguments) -> Result<Exit, String> {
    let root = workspace::find(directory)?;
    let options = arguments.levels.options();
    let look = look(&root, &options, Depth::Findings)?;
    let Some(policy) = &look.policy else {
        print_blocking(&look, "There is no ledger");
        return Ok(Exit::Findings);
    };
    let rows = candor_render::ledger(policy, &look.proofs);
    let claimed = published(look.texts.standing(options.as_of));
    match arguments.format {
        Format::Json => {
            let mut entries: Vec<Entry<'_>> = rows.iter().map(Entry::of).collect();
            entries.extend(claimed.iter().map(Claimed::entry));
            let document = serde_json::json!({ "entries": entries });
            say!("{document:#}");
        }
        Format::Human => {
            for row in &rows {
                print(row);
            }
            for row in &claimed {
                row.print();
            }
            let strengths = rows.iter().map(|row| row.weakest);
            let all: Vec<Strength> = strengths
                .chain(claimed.iter().map(Claimed::strength))
                .collect();
            say!("{}", sentence(&all));
        }
    }
    let broken = rows.iter().any(|row| row.weakest == Strength::Contradicted)
        || claimed
            .iter()
            .any(|row| row.strength() == Strength::Contradicted);
    Ok(if broken { Exit::Findings } else { Exit::Fine })
}

/// One commitment and its links, a line each.
pub(crate) fn print(row: &LedgerRow) {
    say!("{} `{}`: {}", row.kind, row.id, row.says);
    say!("    declared in {}", row.declared);
    for link in &row.links {
        say!(
            "    {:12}  {} ({})",
            link.strength.word(),
            link.says,
            link.declared
        );
    }
    say!("    weakest link: {}\n", row.weakest.word());
}

/// How many commitments rest on what, weakest first.
fn sentence(rows: &[Strength]) -> String {
    let counts: Vec<String> = Strength::ALL
        .iter()
        .filter_map(|strength| {
            let count = rows.iter().filter(|one| *one == strength).count();
            (count > 0).then(|| format!("{count} {}", strength.word()))
        })
        .collect();
    match counts.is_empty() {
        true => "No commitment is declared.".to_owned(),
        false => format!("{} commitments: {}.", rows.len(), counts.join(", ")),
    }
}
