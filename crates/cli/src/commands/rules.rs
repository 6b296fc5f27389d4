//! `candor rules`.

use serde::Serialize;

use crate::exit::Exit;
use crate::findings::severity_word;
use crate::output::say;

/// How to list them.
#[derive(clap::Args, Debug)]
pub(crate) struct Arguments {
    /// The form of the list.
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

/// The forms of the list.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Format {
    Human,
    Json,
}

/// One rule in the JSON list.
#[derive(Serialize)]
struct Listed {
    rule: &'static str,
    severity: &'static str,
    title: &'static str,
    regimes: &'static [&'static str],
    structural: bool,
    contradiction: bool,
    documentation: &'static str,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Exit, String> {
    let mut cards = crate::findings::cards();
    cards.sort_by_key(|card| card.id);
    match arguments.format {
        Format::Human => {
            let width = cards.iter().map(|card| card.id.len()).max().unwrap_or(0);
            for card in &cards {
                say!(
                    "{:width$}  {:9}  {}",
                    card.id,
                    severity_word(card.severity),
                    card.title
                );
            }
        }
        Format::Json => {
            let list: Vec<Listed> = cards
                .iter()
                .map(|card| Listed {
                    rule: card.id,
                    severity: severity_word(card.severity),
                    title: card.title,
                    regimes: card.regimes,
                    structural: card.structural,
                    contradiction: card.contradiction,
                    documentation: card.documentation,
                })
                .collect();
            let text = serde_json::to_string_pretty(&list).map_err(|error| error.to_string())?;
            say!("{text}");
        }
    }
    Ok(Exit::Fine)
}
