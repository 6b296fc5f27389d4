//! `candor hold` and `candor release`: keeping an object beyond its end, such as for a claim in court.

use std::path::{Path, PathBuf};

use crate::exit::Exit;
use crate::operate::{Answer, Form, Order, Place, print_json};
use crate::output::say;

/// What to hold.
#[derive(clap::Args, Debug)]
pub(crate) struct Arguments {
    /// The id of the object.
    #[arg(value_name = "ID", required_unless_present_any = ["list", "read"])]
    id: Option<String>,
    /// Why, such as a file number. It is stored encrypted.
    #[arg(long, value_name = "TEXT", required_unless_present_any = ["list", "read"])]
    reason: Option<String>,
    /// Who answers for it. It is stored encrypted.
    #[arg(long, value_name = "WHO", required_unless_present_any = ["list", "read"])]
    by: Option<String>,
    /// List what is held.
    #[arg(long, conflicts_with_all = ["id", "reason", "by"])]
    list: bool,
    /// Write a held object to a file, also after its end. The file must not be there yet; only its owner can read it. Where a
    /// server has the store open, the server writes it.
    #[arg(long, value_name = "ID", requires = "out", conflicts_with_all = ["id", "reason", "by", "list"])]
    read: Option<String>,
    /// The new file.
    #[arg(long, value_name = "FILE", requires = "read")]
    out: Option<PathBuf>,
    #[command(flatten)]
    place: Place,
    /// How to print the answer.
    #[arg(long, value_enum, default_value = "human")]
    format: Form,
}

/// What to release.
#[derive(clap::Args, Debug)]
pub(crate) struct Release {
    /// The id of the object.
    #[arg(value_name = "ID")]
    id: String,
    #[command(flatten)]
    place: Place,
    /// How to print the answer.
    #[arg(long, value_enum, default_value = "human")]
    format: Form,
}

pub(crate) fn run(directory: Option<&Path>, arguments: &Arguments) -> Result<Exit, String> {
    let (data, _) = arguments.place.find(directory)?;
    if let (Some(id), Some(out)) = (&arguments.read, &arguments.out) {
        return read(arguments, &data, id, out);
    }
    let order = match (&arguments.id, &arguments.reason, &arguments.by) {
        (Some(id), Some(reason), Some(by)) => Order::Hold {
            id: id.clone(),
            reason: reason.clone(),
            by: by.clone(),
        },
        _ => Order::Held,
    };
    match (arguments.place.order(&data, &order)?, arguments.format) {
        (Answer::Held(list), Form::Json) => print_json(&list)?,
        (Answer::Held(list), Form::Human) => {
            if list.is_empty() {
                say!("Nothing is held.");
            }
            for held in list {
                say!(
                    "{}  since {}  {} bytes  {} ({})",
                    held.id,
                    held.since,
                    held.bytes,
                    held.reason,
                    held.by
                );
            }
        }
        (_, Form::Json) => print_json(&serde_json::json!({ "held": arguments.id }))?,
        (_, Form::Human) => say!(
            "Held. Its bucket ends as before, and from then on the id answers as gone to everybody. Lift it with `candor release`."
        ),
    }
    Ok(Exit::Fine)
}

fn read(arguments: &Arguments, data: &Path, id: &str, out: &Path) -> Result<Exit, String> {
    // A server has a working directory of its own.
    let out = std::path::absolute(out).map_err(|error| format!("{}: {error}", out.display()))?;
    let order = Order::ReadHeld {
        id: id.to_owned(),
        out: out.clone(),
    };
    arguments.place.order(data, &order)?;
    match arguments.format {
        Form::Json => print_json(&serde_json::json!({ "read": id, "file": out }))?,
        Form::Human => say!("{} is in {}.", id, out.display()),
    }
    Ok(Exit::Fine)
}

pub(crate) fn release(directory: Option<&Path>, arguments: &Release) -> Result<Exit, String> {
    let (data, _) = arguments.place.find(directory)?;
    let order = Order::Release {
        id: arguments.id.clone(),
    };
    let Answer::Done { destroyed } = arguments.place.order(&data, &order)? else {
        return Err("the store answered another question".to_owned());
    };
    match (arguments.format, destroyed) {
        (Form::Json, _) => {
            print_json(&serde_json::json!({ "released": arguments.id, "destroyed": destroyed }))?
        }
        (Form::Human, true) => say!("Released: its end had come, so it is destroyed now."),
        (Form::Human, false) => say!("Released: its window goes on, and ends it in time."),
    }
    Ok(Exit::Fine)
}
