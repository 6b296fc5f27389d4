//! `candor erase`: erases objects, or everything of a person, now.

use std::path::Path;

use crate::exit::Exit;
use crate::operate::{Answer, Form, Order, Place, print_json};
use crate::output::say;

/// What to erase.
#[derive(clap::Args, Debug)]
pub(crate) struct Arguments {
    /// The ids of objects.
    #[arg(
        value_name = "ID",
        required_unless_present = "subject",
        conflicts_with = "subject"
    )]
    ids: Vec<String>,
    /// Everything of a person, as the application knows them.
    #[arg(long, value_name = "ID")]
    subject: Option<String>,
    /// Leave what was made from the objects.
    #[arg(long)]
    no_cascade: bool,
    #[command(flatten)]
    place: Place,
    /// How to print the answer.
    #[arg(long, value_enum, default_value = "human")]
    format: Form,
}

pub(crate) fn run(directory: Option<&Path>, arguments: &Arguments) -> Result<Exit, String> {
    let (data, _) = arguments.place.find(directory)?;
    let order = match &arguments.subject {
        Some(subject) => Order::EraseSubject {
            subject: subject.clone(),
        },
        None => Order::Erase {
            ids: arguments.ids.clone(),
            cascade: !arguments.no_cascade,
        },
    };
    let Answer::Erased(erased) = arguments.place.order(&data, &order)? else {
        return Err("the store answered another question".to_owned());
    };
    match arguments.format {
        Form::Json => print_json(&serde_json::json!({ "erased": erased }))?,
        Form::Human if erased == 0 => say!("Nothing was there to be erased."),
        Form::Human => say!(
            "{erased} objects are erased: their keys are destroyed and their bytes removed. The receipt follows with the next sweep. Held copies stay."
        ),
    }
    Ok(Exit::Fine)
}
