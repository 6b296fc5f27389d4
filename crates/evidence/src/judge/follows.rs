//! Comparing the runs: what is the same for the same file and different for another follows the file, readable or not.

use super::explained::{Explained, Standing, standing};
use super::leak::{Leak, Leaks, Weight, advice};
use super::left::{Left, View};
use super::looks::Looks;
use super::opaque;
use super::side::{HEADER, Side};
use crate::Canary;
use crate::content::{Differential, Encoding, Kind, differ};

/// A header of a reading that is another each time may be an identifier up to this length.
const IDENTIFIER: usize = 40;

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
    opaque::judge(&first, &again, &other, &none, explained, looks);
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
        let sides = [
            (&compared.first, first.view, &first.from),
            (&compared.again, again.view, &again.from),
        ];
        let found = sides.into_iter().find_map(|(sent, view, from)| {
            let place = sent.iter().position(|sent| sent.key == difference.key)?;
            Some((view, *from.get(place)?))
        });
        let Some((view, left)) = found else {
            continue;
        };
        leaks.add(leak(
            view,
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
