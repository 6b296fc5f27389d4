//! Comparing the runs: what is the same for the same file and different for another follows the file, readable or not.

use super::alike::without_origin;
use super::explained::{Explained, Standing, standing};
use super::leak::{Leak, Leaks, Weight, advice};
use super::left::{Left, View};
use super::looks::Looks;
use crate::Canary;
use crate::content::{Differential, Encoding, Kind, Sent, differ};

/// Headers that no script can set: the browser writes them, or refuses.
const NOT_SETTABLE: [&str; 8] = [
    "accept-encoding",
    "connection",
    "content-length",
    "host",
    "keep-alive",
    "origin",
    "upgrade-insecure-requests",
    "user-agent",
];

/// A header of a reading that is another each time may be an identifier up to this length.
const IDENTIFIER: usize = 40;

/// One of the runs that are compared.
struct Side<'v, 'r> {
    view: &'v View<'r>,
    sent: Vec<Sent>,
    /// From which message each of them is.
    from: Vec<&'v Left<'r>>,
}

/// Judges what needs no explanation, or has one, by comparing the runs. The rest counts against the claim already.
pub(super) fn judge(
    none: &View<'_>,
    views: &[View<'_>],
    canaries: &[Canary],
    explained: &[Explained],
    looks: &Looks,
    leaks: &mut Leaks,
) {
    let of = |label: &str| views.iter().find(|view| view.run.label == label);
    let (Some(first), Some(again), Some(other)) = (of("file A"), of("file A again"), of("file B"))
    else {
        return;
    };
    let length = |view: &View<'_>| {
        let own = canaries
            .iter()
            .find(|canary| Some(canary.sha256()) == view.run.file);
        own.map_or(0, |canary| canary.bytes.len())
    };
    let (first_length, other_length) = (length(first), length(other));
    let [first, again, other, none] =
        [first, again, other, none].map(|view| Side::new(view, explained));
    unsteady_headers(&first, &again, explained, leaks);
    one_sided(&first, &again, &other, explained, looks);
    let runs = vec![
        first.view.run.label,
        again.view.run.label,
        other.view.run.label,
    ];
    let compared = Differential {
        first: first.sent,
        again: again.sent,
        other: other.sent,
        none: none.sent,
        first_length,
        other_length,
    };
    for difference in differ(&compared) {
        // What is explained may be sent only when there is something to report.
        if difference.kind == Kind::OnlyWithFile {
            continue;
        }
        let mut all = compared.first.iter().zip(&first.from);
        let Some((_, left)) = all.find(|(sent, _)| sent.key == difference.key) else {
            continue;
        };
        leaks.add(leak(
            first.view,
            left,
            Weight::Digest,
            difference.bytes,
            difference.note,
            runs.clone(),
        ));
    }
}

fn leak(
    view: &View<'_>,
    left: &Left<'_>,
    weight: Weight,
    bytes: usize,
    note: String,
    runs: Vec<&'static str>,
) -> Leak {
    Leak {
        channel: left.channel,
        url: view.run.short(left.url),
        encoding: Encoding::Opaque,
        weight,
        messages: 1,
        bytes,
        note,
        script: left.message.and_then(|message| message.script.clone()),
        runs,
        after: left.until - view.run.chosen_at.unwrap_or(left.until),
        advice: advice(left.channel, false),
    }
}

/// What is explained and was sent with one file only cannot be compared, so that nobody knows what it carried.
fn one_sided(
    first: &Side<'_, '_>,
    again: &Side<'_, '_>,
    other: &Side<'_, '_>,
    explained: &[Explained],
    looks: &Looks,
) {
    let run = first.view.run;
    let has = |side: &Side<'_, '_>, key: &str| side.sent.iter().any(|sent| sent.key == key);
    for (sent, left) in first.sent.iter().zip(&first.from) {
        let is_explained = standing(run, explained, left.method, left.url) == Standing::Explained;
        let is_body = !sent.bytes.is_empty() && !sent.key.contains(HEADER);
        if is_explained && is_body && has(again, &sent.key) && !has(other, &sent.key) {
            looks.doubt(format!(
                "what was sent to {} is explained, and it was sent with one file and not with another, so that it cannot be compared",
                run.short(left.url)
            ));
        }
    }
}

/// Reading a file of the build says nothing, unless its headers do: one that is long and another at each visit with the
/// same file could be anything, the file under a new key included.
fn unsteady_headers(
    first: &Side<'_, '_>,
    again: &Side<'_, '_>,
    explained: &[Explained],
    leaks: &mut Leaks,
) {
    let run = first.view.run;
    let chosen = run.chosen_at.unwrap_or(i64::MAX);
    for (sent, left) in first.sent.iter().zip(&first.from) {
        let is_own = standing(run, explained, left.method, left.url) == Standing::OwnFile;
        if !is_own || !sent.key.contains(HEADER) || sent.bytes.len() <= IDENTIFIER {
            continue;
        }
        let mut same = again.sent.iter().filter(|other| other.key == sent.key);
        let is_steady = same.any(|other| other.bytes == sent.bytes);
        let value = |left: &Left<'_>| {
            let mut values = left.headers.iter().map(|(_, value)| value.as_bytes());
            values.any(|value| value == sent.bytes)
        };
        if is_steady || first.view.before(chosen).any(value) {
            continue;
        }
        let note = "a header that is another at each visit, which may hide anything".to_owned();
        let length = sent.bytes.len();
        let runs = vec![run.label, again.view.run.label];
        leaks.add(leak(
            first.view,
            left,
            Weight::Unexplained,
            length,
            note,
            runs,
        ));
    }
}

/// Stands in the key of what is a header.
const HEADER: &str = " header ";

impl<'v, 'r> Side<'v, 'r> {
    fn new(view: &'v View<'r>, explained: &[Explained]) -> Self {
        let run = view.run;
        let mut side = Self {
            view,
            sent: Vec::new(),
            from: Vec::new(),
        };
        for left in view.after(run.chosen_at.unwrap_or(i64::MAX)) {
            let is_later = run.revisited_at.is_some_and(|at| left.at >= at);
            match standing(run, explained, left.method, left.url) {
                Standing::Explained | Standing::OwnFile => {}
                // What is usual, or sent by other pages, is compared as well.
                Standing::Unexplained if is_later => {}
                Standing::Unexplained | Standing::Inside => continue,
            }
            let (place, open) = split(view, left, explained);
            let phase = match (run.is_elsewhere(left.at), is_later) {
                (true, _) => "elsewhere ",
                (_, true) => "again ",
                _ => "",
            };
            let key = format!("{phase}{} {place}", left.method);
            for (name, value) in settable(left) {
                side.add(
                    left,
                    format!("{key}{HEADER}{name}"),
                    value.as_bytes().to_vec(),
                );
            }
            let body = left.body.iter().copied();
            let bytes: Vec<&[u8]> = std::iter::once(open.as_bytes()).chain(body).collect();
            side.add(left, key, bytes.concat());
        }
        side
    }

    fn add(&mut self, left: &'v Left<'r>, key: String, bytes: Vec<u8>) {
        let bytes = without_origin(bytes, self.view.run);
        self.sent.push(Sent { key, bytes });
        self.from.push(left);
    }
}

/// What a URL has in every run, and what of it can vary: the query, and below an explained place the rest of the path.
fn split(view: &View<'_>, left: &Left<'_>, explained: &[Explained]) -> (String, String) {
    let run = view.run;
    let mut declared = explained.iter();
    if let Some((to, rest)) =
        declared.find_map(|one| Some((&one.to, one.rest(&run.origin, left.url)?)))
    {
        return (to.clone(), rest.to_owned());
    }
    let url = run.short(left.url);
    let (place, query) = url.split_once('?').unwrap_or((&url, ""));
    (place.to_owned(), query.to_owned())
}

/// The headers that a script can set, each once, in the order of their names.
fn settable<'l>(left: &Left<'l>) -> Vec<(String, &'l str)> {
    let mut all: Vec<(String, &str)> = left
        .headers
        .iter()
        .map(|(name, value)| (name.to_ascii_lowercase(), *value))
        .filter(|(name, _)| {
            let is_browsers = name.starts_with("sec-") && name != "sec-websocket-protocol";
            !is_browsers && !name.starts_with(':') && !NOT_SETTABLE.contains(&name.as_str())
        })
        .collect();
    all.sort();
    all.dedup();
    all
}
