//! `candor explain RULE`.

use crate::exit::Exit;
use crate::output::say;

/// What to explain.
#[derive(clap::Args, Debug)]
pub(crate) struct Arguments {
    /// The rule, such as `retention/no-room`.
    rule: String,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Exit, String> {
    let cards = crate::findings::cards();
    let Some(card) = cards.iter().find(|card| card.id == arguments.rule) else {
        let near = candor_syntax::closest(&arguments.rule, cards.iter().map(|card| card.id));
        let hint = near.map_or_else(
            || "`candor rules` lists them all".to_owned(),
            |id| format!("did you mean `{id}`?"),
        );
        return Err(format!("there is no rule `{}`; {hint}", arguments.rule));
    };
    say!(
        "# {}: {}\n\n{}",
        card.id,
        card.title,
        card.documentation.trim()
    );
    Ok(Exit::Fine)
}
