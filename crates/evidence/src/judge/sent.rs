//! Judging what left, by what it says and by whether anything explains it; and what arrived at the build's own server.

use super::alike::Usual;
use super::explained::{Explained, Standing, standing};
use super::leak::{Leak, Leaks, Weight, advice, told};
use super::left::{Left, View};
use super::looks::Looks;
use crate::Channel;
use crate::content::Encoding;
use crate::run::Seen;

/// Judges one run; gives how many messages left after the file was chosen.
pub(super) fn judge(
    view: &View<'_>,
    none: &View<'_>,
    looks: &Looks,
    explained: &[Explained],
    leaks: &mut Leaks,
) -> usize {
    let run = view.run;
    let Some(chosen) = run.chosen_at else {
        return 0;
    };
    let mut usual = Usual::default();
    usual.add(run, view.before(chosen));
    let mut without = Usual::default();
    without.add(none.run, none.left.iter());
    let mut requests = 0;
    for left in view.after(chosen) {
        let standing = standing(run, explained, left.method, left.url);
        if standing == Standing::Inside {
            continue;
        }
        requests += 1;
        let to = place(left.method, left.url);
        let new = |encoding, weight, note, is_unexplained| Leak {
            channel: left.channel,
            url: run.short(left.url),
            encoding,
            weight,
            messages: 1,
            bytes: left.length.max(1),
            note,
            script: left.message.and_then(|message| message.script.clone()),
            runs: vec![run.label],
            after: left.until - chosen,
            advice: advice(left.channel, is_unexplained),
        };
        let mut is_seen = false;
        for part in left.parts() {
            for sighting in looks.look(part, &to).iter() {
                is_seen = true;
                let weight = sighting.what.into();
                leaks.add(new(sighting.encoding, weight, told(sighting), false));
            }
        }
        match standing {
            _ if is_seen => {}
            Standing::Unexplained if run.is_elsewhere(left.at) => {
                // What other pages of the site send by themselves is no matter of the tool, if they send it without a
                // file as well.
                if !without.has(run, left) && !usual.has(run, left) {
                    looks.doubt(format!(
                        "another page of the site sent something to {} that it does not send without a file",
                        run.short(left.url)
                    ));
                }
            }
            Standing::Unexplained => {
                // Opening the page again repeats what was sent before any file was chosen.
                let is_revisit = run.revisited_at.is_some_and(|at| left.at >= at);
                if !(is_revisit && (usual.has(run, left) || without.has(run, left))) {
                    let also = none.left.iter().any(|other| key(other) == key(left));
                    let note = unexplained(left, also, run, chosen);
                    leaks.add(new(unknown(left), Weight::Unexplained, note, true));
                }
            }
            // What is explained is compared between the runs, which needs eyes.
            Standing::Explained if !left.is_readable && !is_blocked(left) => {
                looks.doubt(format!(
                    "what was sent to {} is explained, and its body cannot be seen from outside",
                    run.short(left.url)
                ));
            }
            Standing::Explained | Standing::OwnFile | Standing::Inside => {}
        }
    }
    spread(view, chosen, looks, leaks);
    arrived(run, chosen, looks, leaks);
    peers(run, chosen, looks, leaks);
    requests
}

fn is_blocked(left: &Left<'_>) -> bool {
    left.message.is_some_and(|message| message.is_blocked)
}

/// What two messages of the same kind have in common.
fn key(left: &Left<'_>) -> String {
    format!("{} {}", left.channel, place(left.method, left.url))
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
fn unknown(left: &Left<'_>) -> Encoding {
    match !left.is_readable || left.length > 64 {
        true => Encoding::Opaque,
        false => Encoding::Other,
    }
}

fn unexplained(left: &Left<'_>, also_without_file: bool, run: &Seen, chosen: i64) -> String {
    let when = match (run.revisited_at, run.closed_at) {
        (Some(at), _) if left.at >= at => "when the page was opened again",
        (_, Some(at)) if left.at >= at => "when the page was closed",
        _ => "after the file was chosen",
    };
    let mut note = match left.message {
        Some(_) => format!("it left {when}, and the policy does not explain it"),
        None => format!(
            "only the log of the network saw it; it left {when}, and the policy does not explain it"
        ),
    };
    if left.at < chosen {
        note.push_str("; it was begun before, and the rest of its body left then");
    }
    if !left.is_readable {
        note.push_str("; its body cannot be seen from outside");
    }
    if also_without_file {
        note.push_str("; the same leaves without a file");
    }
    if is_blocked(left) {
        note.push_str("; the browser stopped it");
    }
    note
}

/// What leaves in pieces that say nothing alone.
fn spread(view: &View<'_>, chosen: i64, looks: &Looks, leaks: &mut Leaks) {
    let is_inside = |url: &str| {
        ["data:", "blob:", "about:"]
            .iter()
            .any(|start| url.starts_with(start))
    };
    let all: Vec<&Left<'_>> = view
        .after(chosen)
        .filter(|left| !is_inside(left.url))
        .collect();
    let parts: Vec<(usize, &[u8])> = all
        .iter()
        .enumerate()
        .flat_map(|(index, left)| left.parts().map(move |part| (index, part)))
        .collect();
    for spread in looks.over_run(&parts) {
        let first = spread.messages.first().and_then(|index| all.get(*index));
        let Some(left) = first.filter(|_| spread.messages.len() > 1) else {
            continue;
        };
        // A message that says something alone was counted already.
        let says_alone = |left: &&Left<'_>| {
            let mut parts = left.parts();
            parts.any(|part| {
                let seen = looks.look(part, left.url);
                seen.iter()
                    .any(|one| Weight::from(one.what) == Weight::Content)
            })
        };
        let carriers = spread.messages.iter().filter_map(|index| all.get(*index));
        let messages = carriers.filter(|left| !says_alone(left)).count();
        leaks.add(Leak {
            channel: left.channel,
            url: view.run.short(left.url),
            encoding: spread.encoding,
            weight: Weight::from(spread.what),
            messages,
            bytes: spread.bytes,
            note: spread.note,
            script: left.message.and_then(|message| message.script.clone()),
            runs: vec![view.run.label],
            after: left.at - chosen,
            advice: advice(left.channel, false),
        });
    }
}

/// What arrived at the server of the build is known to the last byte.
fn arrived(run: &Seen, chosen: i64, looks: &Looks, leaks: &mut Leaks) {
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
        let found: Vec<_> = parts
            .map(|part| looks.look(part, &arrival.target))
            .collect();
        for sighting in found.iter().flat_map(|found| found.iter()) {
            leaks.add(Leak {
                channel,
                url: arrival.target.clone(),
                encoding: sighting.encoding,
                weight: sighting.what.into(),
                messages: 1,
                bytes: arrival.body.len().max(1),
                note: told(sighting),
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
fn peers(run: &Seen, chosen: i64, looks: &Looks, leaks: &mut Leaks) {
    for told in &run.hooked {
        let Ok(told) = serde_json::from_str::<serde_json::Value>(told) else {
            continue;
        };
        let at = told["at"].as_i64().unwrap_or(i64::MAX);
        if at < chosen {
            looks.doubt(
                "a peer connection was open when the file was chosen, and nobody can see from outside what it carries"
                    .to_owned(),
            );
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
