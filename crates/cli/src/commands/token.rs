//! `candor token`: who may write, ask for a person, or operate over HTTP.

use std::path::Path;

use candor_model::Date;
use candor_model::clock::{Clock, SystemClock};
use candor_runtime::{TokenKind, Tokens};

use crate::exit::Exit;
use crate::operate::{Form, Place, print_json};
use crate::output::say;

/// What to do with tokens.
#[derive(clap::Args, Debug)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(clap::Subcommand, Debug)]
enum What {
    /// Make a token. It is printed once and stored nowhere; the store keeps its digest.
    New {
        /// What it allows: `write` stores and processes data, `subject` does what a person can ask for, `admin` everything.
        #[arg(long, value_enum)]
        kind: Kind,
        /// What people call it.
        #[arg(long, value_name = "TEXT")]
        label: Option<String>,
        /// The last day on which it is valid.
        #[arg(long, value_name = "DATE", value_parser = date)]
        until: Option<Date>,
        #[command(flatten)]
        place: Place,
    },
    /// List the tokens by label and number; the tokens themselves are nowhere.
    List {
        #[command(flatten)]
        place: Place,
        /// How to print the answer.
        #[arg(long, value_enum, default_value = "human")]
        format: Form,
    },
    /// Revoke a token. A running server sees it with the next request.
    Revoke {
        /// Its label, or the beginning of its number.
        #[arg(value_name = "LABEL_OR_NUMBER")]
        name: String,
        #[command(flatten)]
        place: Place,
    },
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Kind {
    Write,
    Subject,
    Admin,
}

fn date(text: &str) -> Result<Date, String> {
    Date::parse(text).ok_or_else(|| "write a day such as 2027-01-31".to_owned())
}

pub(crate) fn run(directory: Option<&Path>, arguments: &Arguments) -> Result<Exit, String> {
    let now = SystemClock.now();
    match &arguments.what {
        What::New {
            kind,
            label,
            until,
            place,
        } => {
            let kind = match kind {
                Kind::Write => TokenKind::Write,
                Kind::Subject => TokenKind::Subject,
                Kind::Admin => TokenKind::Admin,
            };
            let tokens = Tokens::of(&place.find(directory)?.0);
            let made = tokens.issue(kind, label.as_deref(), *until, now);
            let (secret, token) = made.map_err(|error| error.to_string())?;
            say!("{secret}");
            eprintln!(
                "This is `{}`, and the only time that it is shown. Send it as `Authorization: Bearer …`.",
                token.label
            );
        }
        What::List { place, format } => {
            let list = Tokens::of(&place.find(directory)?.0).list();
            let list = list.map_err(|error| error.to_string())?;
            if *format == Form::Json {
                print_json(&list)?;
                return Ok(Exit::Fine);
            }
            if list.is_empty() {
                say!(
                    "There are no tokens: only this machine may write, and nobody may ask for a person."
                );
            }
            for token in list {
                let until = match (&token.until, token.is_valid(now)) {
                    (None, _) => "without end".to_owned(),
                    (Some(last), true) => format!("until {last}"),
                    (Some(last), false) => format!("ended on {last}"),
                };
                say!(
                    "{}  {}  {}  made {}  {until}",
                    token.short(),
                    token.kind.word(),
                    token.label,
                    token.created
                );
            }
        }
        What::Revoke { name, place } => {
            let revoked = Tokens::of(&place.find(directory)?.0).revoke(name);
            let revoked = revoked.map_err(|error| error.to_string())?;
            say!("`{}` lets nobody in any more.", revoked.label);
        }
    }
    Ok(Exit::Fine)
}
