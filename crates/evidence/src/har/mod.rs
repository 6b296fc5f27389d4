//! Recordings of a browser in the HAR format, versions 1.2 and 1.3, as browsers and their drivers write them.
//!
//! A recording may convict: the file, or something of it, is found in a message, or a message went to another host after
//! the page had loaded. It never clears: what it leaves out looks the same as what did not happen.

mod body;
mod entry;
mod judge;
mod known;
mod lean;
mod limits;
mod log;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Instant;

use crate::Canary;
use crate::content::Matcher;
use crate::judge::{Explained, Verdict};
use crate::timeline::{Timeline, TimelineEvent};
use crate::verify::Report;
use entry::Entry;
use log::Log;

/// The name under which a recording stands among the runs of a report.
pub const RECORDING: &str = "HAR";
/// The largest body beside a recording.
const LARGEST_BODY: u64 = 64 << 20;
/// So many messages are shown.
const SHOWN: usize = 1_000;

/// What a recording says of a tool.
#[derive(Debug)]
pub struct HarReport {
    /// In the shape of other runs: the verdict is `leak` or `inconclusive`.
    pub report: Report,
    /// Why the recording clears nothing, one reason for each.
    pub cannot_clear: Vec<String>,
    /// How many messages it held.
    pub entries: usize,
}

/// Looks at a recording. The files are those that were given to the tool while it was recorded; without one only the way
/// of messages is judged, not their content.
///
/// # Errors
/// Plain words where the recording or a file cannot be used at all.
pub fn import(
    path: &Path,
    files: &[PathBuf],
    explained: &[Explained],
) -> Result<HarReport, String> {
    let started = Instant::now();
    let mut known: Vec<Canary> = files
        .iter()
        .map(|file| known::read(file))
        .collect::<Result<_, _>>()?;
    let mut log = log::read(path)?;
    let mut left = LARGEST_BODY;
    for entry in &mut log.entries {
        let beside = entry.body.beside.take();
        match beside.map(|name| beside_of(path, &name, &mut left)) {
            Some(Some(bytes)) => entry.body.found(bytes),
            Some(None) => entry.body.is_missing = true,
            None => {}
        }
    }
    let own = judge::Own::of(&log);
    let matcher = Matcher::new(&known);
    let mut judged = judge::judge(&log, &own, &matcher, explained, !known.is_empty());
    known::name(&mut known, files, &mut judged.leaks);
    let cannot_clear = limits::all(&log, &judged, !known.is_empty());
    let verdict = match judged.leaks.is_empty() {
        true => Verdict::Inconclusive,
        false => Verdict::Leak,
    };
    let report = Report {
        verdict,
        leaks: judged.leaks,
        reason: Some(format!(
            "a HAR file clears nothing: {}",
            cannot_clear.join("; ")
        )),
        output_produced: false,
        requests: judged.requests,
        isolation: None,
        probes: Vec::new(),
        scan: None,
        origin: None,
        files: BTreeMap::new(),
        browser: browser(&log),
        switches: Vec::new(),
        scenario: vec![format!(
            "recorded elsewhere; {} messages",
            log.entries.len()
        )],
        canaries: known,
        timelines: vec![timeline(&log, &own)],
        elapsed: started.elapsed(),
    };
    Ok(HarReport {
        report,
        cannot_clear,
        entries: log.entries.len(),
    })
}

/// A body that stands in a file beside the recording. Only a bare name: a recording must not lead elsewhere.
fn beside_of(recording: &Path, name: &str, left: &mut u64) -> Option<Vec<u8>> {
    let is_bare = !name.is_empty() && !name.starts_with('.') && !name.contains(['/', '\\', ':']);
    let path = recording.parent()?.join(name);
    let about = std::fs::symlink_metadata(&path).ok().filter(|_| is_bare)?;
    if !about.is_file() || about.len() > *left {
        return None;
    }
    *left -= about.len();
    std::fs::read(path).ok()
}

fn browser(log: &Log) -> String {
    let told = |text: &str| match text.is_empty() {
        true => "an unknown program".to_owned(),
        false => text.to_owned(),
    };
    match log.browser.is_empty() {
        true => format!("recorded by {}", told(&log.creator)),
        false => format!("{}, recorded by {}", log.browser, told(&log.creator)),
    }
}

/// The messages in the order of time, from the loading of their page.
fn timeline(log: &Log, own: &judge::Own) -> Timeline {
    let zero = own
        .loaded
        .or_else(|| log.entries.iter().filter_map(|entry| entry.at).min());
    let zero = zero.unwrap_or_default();
    let event = |entry: &Entry| TimelineEvent {
        at: entry.at.unwrap_or(zero).saturating_sub(zero),
        channel: entry.channel,
        method: entry.method.chars().take(20).collect(),
        url: own.short(&entry.url).chars().take(300).collect(),
        bytes: entry.bytes(),
        target: "page".to_owned(),
        script: entry.script.clone(),
        answer: entry
            .status
            .map(|status| status.to_string())
            .or_else(|| entry.failure.clone()),
    };
    let outside = log
        .entries
        .iter()
        .filter(|entry| !judge::is_inside(&entry.url));
    let mut events: Vec<TimelineEvent> = outside.map(event).collect();
    events.sort_by_key(|event| event.at);
    events.truncate(SHOWN);
    Timeline {
        label: RECORDING,
        done: vec!["recorded elsewhere".to_owned()],
        closed: None,
        revisited: None,
        events,
        saved: Vec::new(),
        trouble: None,
        console: Vec::new(),
        picture: None,
        isolation: None,
        elapsed_ms: 0,
    }
}
