//! `candor schema [KIND]`.

use crate::exit::Exit;
use crate::output::say;

/// What to print.
#[derive(clap::Args, Debug)]
pub(crate) struct Arguments {
    /// The kind of file; without it the kinds are listed, one per line.
    kind: Option<String>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Exit, String> {
    let Some(kind) = &arguments.kind else {
        for kind in candor_check::kinds() {
            say!("{kind}");
        }
        return Ok(Exit::Fine);
    };
    let Some(schema) = candor_check::schema(kind) else {
        return Err(format!(
            "there is no kind of file `{kind}`; the kinds are {}",
            candor_check::kinds().join(", ")
        ));
    };
    say!("{}", schema.trim_end());
    Ok(Exit::Fine)
}
