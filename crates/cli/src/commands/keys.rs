//! `candor keys`: changing the root key and the key that signs receipts.

use std::path::Path;

use crate::exit::Exit;
use crate::operate::{Answer, Order, Place};
use crate::output::say;

/// Which key.
#[derive(clap::Args, Debug)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    which: Which,
}

#[derive(clap::Subcommand, Debug)]
enum Which {
    /// Change the root key: every key of the store is wrapped anew, and the old root key is in no file afterwards.
    Root {
        /// Take the new root key from this shell command, which prints 64 hexadecimal digits; without it a new one is made
        /// in the file root.key.
        #[arg(long, value_name = "COMMAND")]
        to_command: Option<String>,
        #[command(flatten)]
        place: Place,
    },
    /// Change the key that signs receipts. Receipts of the old key stay verifiable.
    Receipts {
        #[command(flatten)]
        place: Place,
    },
}

pub(crate) fn run(directory: Option<&Path>, arguments: &Arguments) -> Result<Exit, String> {
    let (place, order) = match &arguments.which {
        Which::Root { to_command, place } => (
            place,
            Order::ChangeRootKey {
                command: to_command.clone(),
            },
        ),
        Which::Receipts { place } => (place, Order::ChangeLogKey),
    };
    let (data, _) = place.find(directory)?;
    let Answer::Done { .. } = place.order(&data, &order)? else {
        return Err("the store answered another question".to_owned());
    };
    match order {
        Order::ChangeRootKey { command: Some(_) } => say!(
            "The root key is the one that the command gives, and in no file of the store. Start the server with --root-key-command from now on."
        ),
        Order::ChangeRootKey { command: None } => say!(
            "The root key is a new one, in root.key. Copies of the old one open nothing any more."
        ),
        _ => say!(
            "Receipts are signed by a new key from now on. Publish the keys anew: GET /v1/log/keys."
        ),
    }
    Ok(Exit::Fine)
}
