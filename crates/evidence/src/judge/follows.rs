//! Comparing the runs: what is the same for the same file and different for another follows the file, readable or not.

use super::explained::{Explained, Standing, standing};
use super::leak::{Leak, Leaks, Weight, advice};
use crate::content::{Differential, Encoding, Kind, Sent, differ};
use crate::run::Seen;
use crate::{Canary, Message};

/// Headers that every request has, whatever the page does.
const USUAL_HEADERS: [&str; 16] = [
    "accept",
    "accept-encoding",
    "accept-language",
    "cache-control",
    "connection",
    "content-length",
    "content-type",
    "host",
    "if-modified-since",
    "if-none-match",
    "origin",
    "pragma",
    "referer",
    "upgrade-insecure-requests",
    "user-agent",
    "range",
];

/// Judges messages that are explained, or that only read files of the build, by comparing the runs. The others count
/// against the claim already.
pub(super) fn judge(
    none: &Seen,
    runs: &[Seen],
    canaries: &[Canary],
    explained: &[Explained],
    leaks: &mut Leaks,
) {
    let of = |label: &str| runs.iter().find(|run| run.label == label);
    let (Some(first), Some(again), Some(other)) = (of("file A"), of("file A again"), of("file B"))
    else {
        return;
    };
    let length = |run: &Seen| {
        let own = canaries
            .iter()
            .find(|canary| Some(canary.sha256()) == run.file);
        own.map_or(0, |canary| canary.bytes.len())
    };
    let compared = Differential {
        first: sent(first, explained),
        again: sent(again, explained),
        other: sent(other, explained),
        none: sent(none, explained),
        first_length: length(first),
        other_length: length(other),
    };
    for difference in differ(&compared) {
        // What is explained may be sent only when there is something to report.
        if difference.kind == Kind::OnlyWithFile {
            continue;
        }
        let mut messages = first.messages.iter();
        let Some(message) = messages.find(|message| key(message, first) == difference.key) else {
            continue;
        };
        leaks.add(Leak {
            channel: message.channel,
            url: first.short(&message.url),
            encoding: Encoding::Opaque,
            weight: Weight::Digest,
            messages: 1,
            bytes: difference.bytes,
            note: difference.note,
            script: message.script.clone(),
            runs: vec![first.label, again.label, other.label],
            after: message.at - first.chosen_at.unwrap_or(message.at),
            advice: advice(message.channel, false),
        });
    }
}

fn sent(run: &Seen, explained: &[Explained]) -> Vec<Sent> {
    let chosen = run.chosen_at.unwrap_or(i64::MAX);
    let messages = run.messages.iter().filter(|message| message.at >= chosen);
    messages
        .filter(|message| {
            let standing = standing(run, explained, &message.method, &message.url);
            match standing {
                Standing::Explained | Standing::OwnFile => true,
                Standing::Unexplained => run.is_elsewhere(message.at),
                Standing::Inside => false,
            }
        })
        .map(|message| Sent {
            key: key(message, run),
            bytes: varying(message, run),
        })
        .collect()
}

fn key(message: &Message, run: &Seen) -> String {
    let url = run.short(&message.url);
    let place = url.split(['?', '#']).next().unwrap_or(&url);
    format!("{} {} {place}", message.channel, message.method)
}

/// Query, body and unusual headers, without the port of the run.
fn varying(message: &Message, run: &Seen) -> Vec<u8> {
    let url = run.short(&message.url);
    let query = url.split_once('?').map_or("", |(_, query)| query);
    let mut bytes = query.as_bytes().to_vec();
    for (name, value) in &message.headers {
        let lower = name.to_ascii_lowercase();
        let is_usual = USUAL_HEADERS.contains(&lower.as_str())
            || lower.starts_with("sec-")
            || lower.starts_with(':');
        if !is_usual {
            bytes.extend(value.as_bytes());
        }
    }
    for part in &message.body {
        bytes.extend(part);
    }
    let text = String::from_utf8_lossy(&bytes);
    match text.contains(&run.origin) {
        true => text.replace(&run.origin, "origin").into_bytes(),
        false => bytes,
    }
}
