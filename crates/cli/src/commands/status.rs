//! `candor status`: what a store holds, and when it goes.

use std::path::Path;

use candor_model::Policy;
use candor_record::{LastEnd, WindowState, WindowStatus};
use data_encoding::HEXLOWER;
use serde::Serialize;

use crate::exit::Exit;
use crate::operate::{Answer, Form, Order, Place, StatusAnswer, print_json};
use crate::output::say;
use crate::record::{Key, Written};
use crate::workspace;

/// How to print it.
#[derive(clap::Args, Debug)]
pub(crate) struct Arguments {
    #[command(flatten)]
    place: Place,
    /// How to print the answer.
    #[arg(long, value_enum, default_value = "human")]
    format: Form,
    /// Write what the store carried out as a record, evidence/windows.json, so that pages and the ledger can say so.
    #[arg(long)]
    write: bool,
    #[command(flatten)]
    key: Key,
}

/// What JSON adds to the store's answer.
#[derive(Serialize)]
struct Document<'s> {
    #[serde(flatten)]
    status: &'s StatusAnswer,
    /// The digest of the policy in the workspace; absent where it could not be checked.
    published_policy: Option<String>,
    /// `same`, `differs` or `could-not-check`.
    policy_state: &'static str,
}

pub(crate) fn run(directory: Option<&Path>, arguments: &Arguments) -> Result<Exit, String> {
    let (data, policy) = arguments.place.find(directory)?;
    let Answer::Status(status) = arguments.place.order(&data, &Order::Status)? else {
        return Err("the store answered another question".to_owned());
    };
    let published = policy
        .as_ref()
        .map(Policy::policy_hash)
        .map(|hash| HEXLOWER.encode(&hash));
    let state = match (&published, &status.policy) {
        (Some(published), Some(enforced)) if published == enforced => "same",
        (Some(_), Some(_)) => "differs",
        _ => "could-not-check",
    };
    let written = match arguments.write {
        true => Some(write(directory, arguments, &status)?),
        false => None,
    };
    match arguments.format {
        Form::Json => print_json(&Document {
            status: &status,
            published_policy: published,
            policy_state: state,
        })?,
        Form::Human => {
            print(&status, state);
            if let Some(written) = written {
                say!("");
                say!("{written}");
            }
        }
    }
    Ok(
        if status.clock_suspect || !status.damages.is_empty() || status.receipt_fault.is_some() {
            Exit::Findings
        } else {
            Exit::Fine
        },
    )
}

/// Writes the record of the store's windows into the workspace.
fn write(
    directory: Option<&Path>,
    arguments: &Arguments,
    status: &StatusAnswer,
) -> Result<Written, String> {
    let root = workspace::find(directory)?;
    let policy = status.policy.clone().ok_or(
        "the store has not enforced a policy yet, so there is nothing to record; start `candor serve` first",
    )?;
    let windows = status.windows.iter().filter_map(|window| {
        Some(WindowState {
            window: window.window.clone(),
            definition: window.definition.clone()?,
            since: window.since.clone(),
            objects: window.objects,
            buckets_ended: window.buckets_ended,
            receipts: window.receipts,
            last_end: window.last_end.as_ref().map(|last| LastEnd {
                at: last.at.clone(),
                lag_ms: last.lag_ms,
            }),
            longest_lag_ms: window.longest_lag_ms,
        })
    });
    let record = WindowStatus {
        as_of: status.clock.clone(),
        policy,
        windows: windows.collect(),
    };
    arguments.key.write(&root, "windows", &record.statement()?)
}

fn print(status: &StatusAnswer, state: &str) {
    say!("Store in {}", status.directory);
    match state {
        "same" => say!("Policy: what is enforced is what the workspace says."),
        "differs" => say!(
            "Policy: what is enforced differs from the workspace; restart `candor serve` to put it in force."
        ),
        _ => say!("Policy: could not check whether what is enforced is what the workspace says."),
    }
    for window in &status.windows {
        say!("");
        say!("{} (definition {})", window.window, window.tag);
        say!(
            "  {}",
            window
                .definition
                .as_deref()
                .unwrap_or("a definition that this program does not know")
        );
        say!(
            "  {} objects, {} bytes, in {} buckets",
            window.objects,
            window.bytes,
            window.buckets
        );
        if window.waiting > 0 {
            say!("  {} of them wait for an event", window.waiting);
        }
        if let Some(last) = &window.last_end {
            say!(
                "  carried out: {} ends, {} with a receipt; last at {}, bytes gone {} ms later; longest {} ms",
                window.buckets_ended,
                window.receipts,
                last.at,
                last.lag_ms,
                window.longest_lag_ms
            );
        }
        if let Some(end) = &window.next_end {
            say!("  next end: {end}");
        }
    }
    say!("");
    say!(
        "Held beyond their end: {}. Receipts: {}.",
        status.held,
        status.receipts
    );
    say!(
        "Oldest key whose bucket has ended: {} s. Index: {} bytes of memory.",
        status.oldest_undestroyed_seconds,
        status.index_bytes
    );
    if status.clock_suspect {
        say!(
            "The clock says {}, and the store last saw {}: nothing is read and no key is destroyed until `candor sweep --confirm-clock`.",
            status.clock,
            status.mark
        );
    }
    for damage in &status.damages {
        say!("Damage: {damage}");
    }
    if let Some(fault) = &status.receipt_fault {
        say!("Receipts cannot be issued: {fault}");
    }
}
