//! What counts against a claim.

use crate::content::{Encoding, Sighting, What};
use crate::{Channel, Position};

/// Something that left and should not have.
#[derive(Clone, Debug)]
pub struct Leak {
    /// The way out.
    pub channel: Channel,
    /// Where to.
    pub url: String,
    /// In what form the file, or something of it, was seen.
    pub encoding: Encoding,
    /// How much it says of the file.
    pub weight: Weight,
    /// How many messages did so, over all runs.
    pub messages: usize,
    /// How many bytes left that way.
    pub bytes: usize,
    /// What was seen, in words.
    pub note: String,
    /// Where the program asked for it, where that is known.
    pub script: Option<Position>,
    /// In which runs.
    pub runs: Vec<&'static str>,
    /// In milliseconds after the file was chosen, in the first of the runs.
    pub after: i64,
    /// What to do about it.
    pub advice: &'static str,
}

/// How much a leak says of the file; what names it outweighs what was only not explained.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// Nothing explains it, and nothing of the file was recognised in it.
    Unexplained,
    /// The file's name, size or metadata.
    Metadata,
    /// A digest.
    Digest,
    /// The file itself.
    Content,
}

impl From<What> for Weight {
    fn from(what: What) -> Self {
        match what {
            What::Content | What::Picture => Self::Content,
            What::Digest(_) => Self::Digest,
            What::Text | What::Name | What::Size | What::Dimensions => Self::Metadata,
        }
    }
}

/// What a sighting says, in words.
pub(crate) fn told(sighting: &Sighting) -> String {
    let what = match sighting.what {
        What::Content => "bytes of the file",
        What::Picture => "the picture, encoded anew",
        What::Name => "the name of the file",
        What::Text => "text that stands inside the file",
        What::Size => "the size of the file",
        What::Dimensions => "the width and height of the picture",
        What::Digest(_) => "a digest of the file",
    };
    match sighting.note.is_empty() {
        true => what.to_owned(),
        false => format!("{what} ({})", sighting.note),
    }
}

/// What to do about a leak.
pub(crate) fn advice(channel: Channel, is_unexplained: bool) -> &'static str {
    if is_unexplained {
        return "remove it, or explain it in the tool's `evidence.explains` if it carries nothing of the file";
    }
    match channel {
        Channel::Dns => {
            "remove the hint or the name that is looked up; close it with the header Connection-Allowlist"
        }
        Channel::Webrtc | Channel::Webtransport => {
            "remove the connection; close it with the header Connection-Allowlist"
        }
        Channel::Navigation | Channel::Form => {
            "remove it, or declare the tool as `hybrid`; form-action 'none' and Connection-Allowlist close it"
        }
        _ => {
            "remove it, or declare the tool as `server` or `hybrid`; connect-src 'none' and Connection-Allowlist close it"
        }
    }
}

/// All leaks, one per way out and place; what says more wins.
#[derive(Debug, Default)]
pub(crate) struct Leaks(Vec<Leak>);

/// A URL without what differs from message to message.
fn place(url: &str) -> &str {
    url.split(['?', '#']).next().unwrap_or(url)
}

impl Leaks {
    pub(crate) fn add(&mut self, leak: Leak) {
        let mut all = self.0.iter_mut();
        let same = all
            .find(|known| known.channel == leak.channel && place(&known.url) == place(&leak.url));
        let Some(known) = same else {
            self.0.push(leak);
            return;
        };
        for run in &leak.runs {
            if !known.runs.contains(run) {
                known.runs.push(run);
            }
        }
        // The pieces together say more than the first of them.
        let is_whole = leak.encoding == Encoding::Chunked && known.encoding != Encoding::Chunked;
        if leak.weight > known.weight || (leak.weight == known.weight && is_whole) {
            if leak.weight > known.weight {
                known.messages = 0;
            }
            known.weight = leak.weight;
            known.encoding = leak.encoding;
            known.note = leak.note;
            known.advice = leak.advice;
        } else if leak.weight < known.weight {
            return;
        }
        known.messages += leak.messages;
        known.bytes = known.bytes.max(leak.bytes);
        known.after = known.after.min(leak.after);
        known.script = known.script.take().or(leak.script);
    }

    /// The leaks, what says most first. Another witness of the same message says nothing new.
    pub(crate) fn finish(self) -> Vec<Leak> {
        self.with_ways_out().distinct()
    }

    /// A witness that cannot know the way out, such as the server, takes it from one that saw the same place.
    fn with_ways_out(self) -> Self {
        let ways: Vec<(String, Channel)> = self
            .0
            .iter()
            .filter(|leak| leak.channel != Channel::Other)
            .map(|leak| (place(&leak.url).to_owned(), leak.channel))
            .collect();
        let mut all = Self::default();
        for mut leak in self.0 {
            let way = ways.iter().find(|(url, _)| *url == place(&leak.url));
            if let (Channel::Other, Some((_, channel))) = (leak.channel, way) {
                leak.channel = *channel;
                leak.messages = 0;
            }
            all.add(leak);
        }
        all
    }

    fn distinct(self) -> Vec<Leak> {
        let places: Vec<(String, Weight)> = self
            .0
            .iter()
            .map(|leak| (place(&leak.url).to_owned(), leak.weight))
            .collect();
        let mut leaks = self.0;
        leaks.retain(|leak| {
            let said = |(url, weight): &(String, Weight)| {
                *url == place(&leak.url) && *weight > leak.weight
            };
            !places.iter().any(said)
        });
        leaks.sort_by(|a, b| {
            let by_weight = b.weight.cmp(&a.weight);
            by_weight
                .then(a.after.cmp(&b.after))
                .then_with(|| a.url.cmp(&b.url))
        });
        leaks
    }
}
