//! Judging what the DevTools Protocol saw, and what arrived at the build's own server.

use std::collections::BTreeSet;

use super::explained::{Explained, Standing, standing};
use super::leak::{Leak, Leaks, Weight, advice, told};
use crate::content::{Encoding, Matcher};
use crate::run::Seen;
use crate::{Channel, Message};

/// Judges one run; gives how many messages left after the file was chosen.
pub(super) fn judge(
    run: &Seen,
    none: &Seen,
    matcher: &Matcher,
    explained: &[Explained],
    leaks: &mut Leaks,
) -> usize {
    let Some(chosen) = run.chosen_at else {
        return 0;
    };
    let usual = usual(run, chosen);
    let mut requests = 0;
    for message in run.messages.iter().filter(|message| message.at >= chosen) {
        let standing = standing(run, explained, &message.method, &message.url);
        if standing == Standing::Inside {
            continue;
        }
        requests += 1;
        let is_revisit = run.revisited_at.is_some_and(|at| message.at >= at);
        // Opening the page again repeats what was sent before any file was chosen.
        let is_usual = is_revisit && usual.contains(&place(&message.method, &message.url));
        let new = |encoding, weight, note, is_unexplained| Leak {
            channel: message.channel,
            url: run.short(&message.url),
            encoding,
            weight,
            messages: 1,
            bytes: message.body_length().max(1),
            note,
            script: message.script.clone(),
            runs: vec![run.label],
            after: message.at - chosen,
            advice: advice(message.channel, is_unexplained),
        };
        let parts = message.head().chain(message.body.iter().map(Vec::as_slice));
        let sightings: Vec<_> = parts.flat_map(|part| matcher.look(part)).collect();
        for sighting in &sightings {
            leaks.add(new(
                sighting.encoding,
                sighting.what.into(),
                told(sighting),
                false,
            ));
        }
        let is_elsewhere = run.is_elsewhere(message.at);
        if standing == Standing::Unexplained && sightings.is_empty() && !is_usual && !is_elsewhere {
            let also = none.messages.iter().any(|other| key(other) == key(message));
            let note = unexplained(message, also, run);
            leaks.add(new(unknown(message), Weight::Unexplained, note, true));
        }
    }
    spread(run, chosen, matcher, leaks);
    arrived(run, chosen, matcher, leaks);
    peers(run, chosen, leaks);
    requests
}

/// What the page asked for before any file was chosen; the log knows what the protocol missed while a page began.
pub(super) fn usual(run: &Seen, chosen: i64) -> BTreeSet<String> {
    let early = run.messages.iter().filter(|message| message.at < chosen);
    let mut usual: BTreeSet<String> = early.map(|one| place(&one.method, &one.url)).collect();
    let logged = run.log.iter().flat_map(|log| &log.requests);
    let early = logged.filter(|request| request.at < chosen && request.initiator.is_some());
    usual.extend(early.map(|one| place(&one.method, &one.url)));
    usual
}

/// What two messages of the same kind have in common.
fn key(message: &Message) -> String {
    format!(
        "{} {}",
        message.channel,
        place(&message.method, &message.url)
    )
}

/// Method, host and path. The build is served on another port in every run.
pub(super) fn place(method: &str, url: &str) -> String {
    let place = url.split(['?', '#']).next().unwrap_or(url);
    let place = place.split_once("://").map_or(place, |(_, rest)| rest);
    let path = place.split_once('/').map_or("", |(_, path)| path);
    let host = place.split(['/', ':']).next().unwrap_or(place);
    format!("{method} {host}/{path}")
}

/// The form of what nobody could read.
fn unknown(message: &Message) -> Encoding {
    match message.body_hidden || message.body_length() > 64 {
        true => Encoding::Opaque,
        false => Encoding::Other,
    }
}

fn unexplained(message: &Message, also_without_file: bool, run: &Seen) -> String {
    let when = match (run.revisited_at, run.closed_at) {
        (Some(at), _) if message.at >= at => "when the page was opened again",
        (_, Some(at)) if message.at >= at => "when the page was closed",
        _ => "after the file was chosen",
    };
    let mut note = format!("it left {when}, and the policy does not explain it");
    if message.body_hidden {
        note.push_str("; its body cannot be seen from outside");
    }
    if also_without_file {
        note.push_str("; the same leaves without a file");
    }
    if message.is_blocked {
        note.push_str("; the browser stopped it");
    }
    note
}

/// What leaves in pieces that say nothing alone.
fn spread(run: &Seen, chosen: i64, matcher: &Matcher, leaks: &mut Leaks) {
    let later = run
        .messages
        .iter()
        .enumerate()
        .filter(|(_, message)| message.at >= chosen);
    let is_inside = |url: &str| {
        ["data:", "blob:", "about:"]
            .iter()
            .any(|start| url.starts_with(start))
    };
    let parts: Vec<(usize, &[u8])> = later
        .filter(|(_, message)| !is_inside(&message.url))
        .flat_map(|(index, message)| {
            let parts = message.head().chain(message.body.iter().map(Vec::as_slice));
            parts.map(move |part| (index, part))
        })
        .collect();
    for spread in matcher.over_run(&parts) {
        let first = spread
            .messages
            .first()
            .and_then(|index| run.messages.get(*index));
        let Some(message) = first.filter(|_| spread.messages.len() > 1) else {
            continue;
        };
        leaks.add(Leak {
            channel: message.channel,
            url: run.short(&message.url),
            encoding: spread.encoding,
            weight: Weight::from(spread.what),
            messages: spread.messages.len(),
            bytes: spread.bytes,
            note: format!("{} in {} messages", spread.note, spread.messages.len()),
            script: message.script.clone(),
            runs: vec![run.label],
            after: message.at - chosen,
            advice: advice(message.channel, false),
        });
    }
}

/// What arrived at the server of the build is known to the last byte.
fn arrived(run: &Seen, chosen: i64, matcher: &Matcher, leaks: &mut Leaks) {
    for arrival in run.arrivals.iter().filter(|arrival| arrival.at >= chosen) {
        let url = format!("{}{}", run.origin, arrival.target);
        let mut messages = run.messages.iter();
        let known = messages.find(|message| message.url == url && message.method == arrival.method);
        let channel = known.map_or(Channel::Other, |message| message.channel);
        let headers = arrival
            .headers
            .iter()
            .filter(|(name, _)| !is_length(name))
            .map(|(_, value)| value.as_bytes());
        let parts = headers.chain([arrival.target.as_bytes(), &arrival.body]);
        for sighting in parts.flat_map(|part| matcher.look(part)) {
            leaks.add(Leak {
                channel,
                url: arrival.target.clone(),
                encoding: sighting.encoding,
                weight: sighting.what.into(),
                messages: 1,
                bytes: arrival.body.len().max(1),
                note: told(&sighting),
                script: known.and_then(|message| message.script.clone()),
                runs: vec![run.label],
                after: arrival.at - chosen,
                advice: advice(channel, false),
            });
        }
        if arrival.is_cut {
            leaks.add(Leak {
                channel,
                url: arrival.target.clone(),
                encoding: Encoding::Opaque,
                weight: Weight::Unexplained,
                messages: 1,
                bytes: 0,
                note: "a body arrived that is larger than can be looked at".to_owned(),
                script: None,
                runs: vec![run.label],
                after: arrival.at - chosen,
                advice: advice(channel, false),
            });
        }
    }
}

/// Peer connections encrypt inside the page, so that their making counts.
fn peers(run: &Seen, chosen: i64, leaks: &mut Leaks) {
    for told in &run.hooked {
        let Ok(told) = serde_json::from_str::<serde_json::Value>(told) else {
            continue;
        };
        let at = told["at"].as_i64().unwrap_or(i64::MAX);
        if at < chosen {
            continue;
        }
        let text = told["text"].as_str().unwrap_or_default();
        let bytes = told["bytes"].as_u64().unwrap_or(0);
        let note = match told["kind"].as_str() {
            Some("peer-data") => {
                format!("{bytes} bytes were given to a peer connection, which encrypts them")
            }
            _ => format!(
                "a peer connection was made ({})",
                text.chars().take(120).collect::<String>()
            ),
        };
        leaks.add(Leak {
            channel: Channel::Webrtc,
            url: "peer".to_owned(),
            encoding: Encoding::Opaque,
            weight: Weight::Unexplained,
            messages: 1,
            bytes: usize::try_from(bytes).unwrap_or(usize::MAX),
            note,
            script: None,
            runs: vec![run.label],
            after: at - chosen,
            advice: advice(Channel::Webrtc, false),
        });
    }
}

/// The length of a body equals the size of the file wherever a file is sent; the body says it better.
pub(super) fn is_length(name: &str) -> bool {
    name.eq_ignore_ascii_case("content-length")
}
