//! What happened in a run, in the order of time, for a reader.

use crate::run::Seen;
use crate::{Channel, Position};

/// A run for a reader.
#[derive(Debug)]
pub struct Timeline {
    /// What the run is called.
    pub label: &'static str,
    /// What was done.
    pub done: Vec<String>,
    /// Milliseconds from the choice of the file to the closing of the page, and to its second visit.
    pub closed: Option<i64>,
    /// See `closed`.
    pub revisited: Option<i64>,
    /// Everything that left, or tried to; milliseconds from the choice of the file, negative before it.
    pub events: Vec<TimelineEvent>,
    /// What was saved: name and bytes.
    pub saved: Vec<(String, u64)>,
    /// Why nothing can be said of it, where that is so.
    pub trouble: Option<String>,
    /// What the page wrote to its console as errors.
    pub console: Vec<String>,
    /// A picture of the page as PNG.
    pub picture: Option<Vec<u8>>,
    /// How the network was taken away, where it was.
    pub isolation: Option<&'static str>,
    /// How long it took, in milliseconds.
    pub elapsed_ms: u128,
}

/// One thing that left.
#[derive(Debug)]
pub struct TimelineEvent {
    /// Milliseconds from the choice of the file.
    pub at: i64,
    /// The way out.
    pub channel: Channel,
    /// The method of HTTP.
    pub method: String,
    /// Where to; the tool's own origin is left out.
    pub url: String,
    /// Bytes of body.
    pub bytes: usize,
    /// The kind of target.
    pub target: String,
    /// Where the program asked for it.
    pub script: Option<Position>,
    /// The status of the answer, or why there was none.
    pub answer: Option<String>,
}

impl Timeline {
    pub(crate) fn of(seen: &Seen) -> Self {
        let zero = seen
            .chosen_at
            .or_else(|| seen.messages.first().map(|message| message.at))
            .unwrap_or_default();
        let short = |url: &str| {
            let inside = url.strip_prefix(seen.origin.as_str()).unwrap_or(url);
            inside.chars().take(300).collect()
        };
        let mut events: Vec<TimelineEvent> = seen
            .messages
            .iter()
            .filter(|message| {
                !["data:", "blob:", "about:"]
                    .iter()
                    .any(|start| message.url.starts_with(start))
            })
            .map(|message| TimelineEvent {
                at: message.at - zero,
                channel: message.channel,
                method: message.method.clone(),
                url: short(&message.url),
                bytes: message.body_length(),
                target: message.target.clone(),
                script: message.script.clone(),
                answer: message
                    .status
                    .map(|status| status.to_string())
                    .or_else(|| message.failure.clone()),
            })
            .collect();
        events.sort_by_key(|event| event.at);
        Self {
            label: seen.label,
            done: seen.done.clone(),
            closed: seen.closed_at.map(|at| at - zero),
            revisited: seen.revisited_at.map(|at| at - zero),
            events,
            saved: seen
                .downloads
                .iter()
                .map(|saved| (saved.download.name.clone(), saved.download.bytes))
                .collect(),
            trouble: seen.trouble.clone(),
            console: seen.console.clone(),
            picture: seen.picture.clone(),
            isolation: seen.isolation,
            elapsed_ms: seen.elapsed.as_millis(),
        }
    }
}
