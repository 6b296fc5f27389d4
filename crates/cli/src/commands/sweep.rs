//! `candor sweep`: ends what is due, now.

use std::path::Path;

use crate::exit::Exit;
use crate::operate::{Answer, Form, Order, Place, ShorteningAnswer, SweepAnswer, print_json};
use crate::output::say;

/// What to end.
#[derive(clap::Args, Debug)]
pub(crate) struct Arguments {
    #[command(flatten)]
    place: Place,
    /// Believe a clock that jumped ahead by more than a week. What it says is over is then destroyed for good.
    #[arg(long)]
    confirm_clock: bool,
    /// A window that became shorter: say what its new length does to stored data.
    #[arg(long, value_name = "WINDOW")]
    shorten: Option<String>,
    /// Let the shorter window hold for stored data too.
    #[arg(long, requires = "shorten")]
    confirm: bool,
    /// How to print the answer.
    #[arg(long, value_enum, default_value = "human")]
    format: Form,
}

pub(crate) fn run(directory: Option<&Path>, arguments: &Arguments) -> Result<Exit, String> {
    let (data, policy) = arguments.place.find(directory)?;
    let Some(window) = &arguments.shorten else {
        let order = Order::Sweep {
            confirm_clock: arguments.confirm_clock,
        };
        let Answer::Sweep(answer) = arguments.place.order(&data, &order)? else {
            return Err("the store answered another question".to_owned());
        };
        match arguments.format {
            Form::Json => print_json(&answer)?,
            Form::Human => print(&answer),
        }
        return Ok(if answer.done {
            Exit::Fine
        } else {
            Exit::Findings
        });
    };
    let policy = policy.ok_or("the workspace does not check, so it does not say how long the window is; `candor check` shows why")?;
    let wanted = candor_model::Id::new(window);
    let found = policy.windows().iter().find(|known| known.id == wanted);
    let found = found.ok_or_else(|| format!("the policy has no window `{window}`"))?;
    let order = Order::Shorten {
        window: found.id.to_string(),
        definition: found.definition(),
        confirmed: arguments.confirm,
    };
    let Answer::Shorten(list) = arguments.place.order(&data, &order)? else {
        return Err("the store answered another question".to_owned());
    };
    match arguments.format {
        Form::Json => print_json(&list)?,
        Form::Human => print_shortenings(&list, found.id.as_str()),
    }
    Ok(if list.iter().all(|one| one.done) {
        Exit::Fine
    } else {
        Exit::Findings
    })
}

fn print(answer: &SweepAnswer) {
    if answer.done {
        say!(
            "{} buckets ended: {} objects, {} bytes; {} receipts were issued. What is due ends by itself while `candor serve` runs, and whenever a store is opened.",
            answer.buckets,
            answer.objects,
            answer.bytes,
            answer.receipts
        );
        return;
    }
    print_worst_case(answer);
    say!(
        "Until then everything stays as it is, and nothing is read. Look at the clock, then: candor sweep --confirm-clock"
    );
}

/// Says what goes if a clock that jumped is believed.
pub(crate) fn print_worst_case(answer: &SweepAnswer) {
    let unknown = "an unknown instant".to_owned();
    say!(
        "The clock says {}, and the store last saw {}. A long stop and a wrong clock look alike, and destruction cannot be undone.",
        answer.clock.as_ref().unwrap_or(&unknown),
        answer.mark.as_ref().unwrap_or(&unknown)
    );
    say!(
        "If the clock is right, {} buckets are over: {} objects, {} bytes would be destroyed:",
        answer.buckets,
        answer.objects,
        answer.bytes
    );
    for (window, objects, bytes) in &answer.by_window {
        say!("  {window}: {objects} objects, {bytes} bytes");
    }
}

fn print_shortenings(list: &[ShorteningAnswer], window: &str) {
    if list.is_empty() {
        say!("Nothing that is stored would end earlier by the window `{window}` as it is now.");
    }
    for one in list {
        let verb = if one.done { "end" } else { "would end" };
        say!(
            "{} objects ({} bytes) in {} buckets {verb} earlier, {} of them at once:",
            one.objects,
            one.bytes,
            one.buckets,
            one.at_once
        );
        say!("  promised  {}", one.before);
        say!("  now       {}", one.after);
    }
    if list.iter().any(|one| !one.done) {
        say!("They keep what they were promised until: candor sweep --shorten {window} --confirm");
    }
}
