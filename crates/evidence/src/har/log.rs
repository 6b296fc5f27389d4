//! Reading the file: one entry at a time, so that only what is looked at is kept, and so that a file that ends early still
//! tells what it held.

use std::fmt;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use candor_model::Instant;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::entry::Entry;
use super::lean::{Budget, Lean};

/// The largest file that is read.
const LARGEST: u64 = 512 << 20;
/// The most entries that are kept.
const MOST_ENTRIES: usize = 100_000;

/// What a file held.
#[derive(Debug, Default)]
pub(super) struct Log {
    /// Who wrote it.
    pub(super) creator: String,
    /// What was recorded.
    pub(super) browser: String,
    pub(super) pages: Vec<Page>,
    pub(super) entries: Vec<Entry>,
    /// What could not be read, in words.
    pub(super) faults: Vec<String>,
    /// Entries that are none.
    pub(super) unread: usize,
    /// Whether there was a list of entries at all.
    has_entries: bool,
}

/// A page of the recording.
#[derive(Debug)]
pub(super) struct Page {
    pub(super) id: String,
    /// When it had loaded, in milliseconds since the Unix epoch.
    pub(super) loaded: Option<i64>,
}

/// Reads a file.
///
/// # Errors
/// Plain words where nothing of it can be used.
pub(super) fn read(path: &Path) -> Result<Log, String> {
    let name = path.display();
    let unreadable = |error: std::io::Error| format!("the HAR file {name} cannot be read: {error}");
    let file = File::open(path).map_err(unreadable)?;
    let about = file.metadata().map_err(unreadable)?;
    if !about.is_file() {
        return Err(format!("the HAR file {name} is no file"));
    }
    if about.len() > LARGEST {
        return Err(format!(
            "the HAR file {name} has more than {} MiB; record the tool alone, without other pages",
            LARGEST >> 20
        ));
    }
    let mut reader = BufReader::with_capacity(1 << 16, file.take(LARGEST));
    let start = reader.fill_buf().map_err(unreadable)?;
    if start.starts_with(b"\xef\xbb\xbf") {
        reader.consume(3);
    }
    let mut log = Log::default();
    let mut json = serde_json::Deserializer::from_reader(reader);
    let read = Part::File(&mut log)
        .deserialize(&mut json)
        .and_then(|()| json.end());
    if let Err(error) = read {
        if log.entries.is_empty() {
            return Err(format!(
                "{name} is no HAR file that can be read: {error}; a HAR file is JSON with `log.entries`"
            ));
        }
        log.faults
            .push(format!("the file cannot be read to its end: {error}"));
    }
    if !log.has_entries {
        return Err(format!(
            "{name} is no HAR file: it has no list `log.entries`"
        ));
    }
    Ok(log)
}

/// A part of the document, read into the log.
enum Part<'l> {
    File(&'l mut Log),
    Log(&'l mut Log),
    Entries(&'l mut Log),
}

impl<'de> DeserializeSeed<'de> for Part<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        match self {
            Self::Entries(_) => deserializer.deserialize_seq(self),
            _ => deserializer.deserialize_map(self),
        }
    }
}

impl<'de> Visitor<'de> for Part<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::File(_) => "an object with `log`",
            Self::Log(_) => "an object with `entries`",
            Self::Entries(_) => "a list of entries",
        })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let (log, is_inside) = match self {
            Self::File(log) => (log, false),
            Self::Log(log) | Self::Entries(log) => (log, true),
        };
        while let Some(key) = map.next_key::<String>()? {
            match (is_inside, key.as_str()) {
                (false, "log") => map.next_value_seed(Part::Log(log))?,
                (true, "entries") => map.next_value_seed(Part::Entries(log))?,
                (true, "creator") => {
                    log.creator = program(&map.next_value_seed(Lean(&Budget::new()))?)
                }
                (true, "browser") => {
                    log.browser = program(&map.next_value_seed(Lean(&Budget::new()))?)
                }
                (true, "pages") => log.pages = pages(&map.next_value_seed(Lean(&Budget::new()))?),
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<(), A::Error> {
        let (Self::File(log) | Self::Log(log) | Self::Entries(log)) = self;
        log.has_entries = true;
        while log.entries.len() + log.unread < MOST_ENTRIES {
            let budget = Budget::new();
            let Some(value) = sequence.next_element_seed(Lean(&budget))? else {
                return Ok(());
            };
            match Entry::of(&value) {
                Some(mut entry) => {
                    entry.is_cut = budget.is_spent();
                    log.entries.push(entry);
                }
                None => log.unread += 1,
            }
        }
        let mut more = 0_usize;
        while sequence.next_element::<IgnoredAny>()?.is_some() {
            more += 1;
        }
        if more > 0 {
            log.faults.push(format!(
                "{more} entries beyond the first {MOST_ENTRIES} were not looked at"
            ));
        }
        Ok(())
    }
}

/// A program and its version.
fn program(value: &Value) -> String {
    let text = |key: &str| value[key].as_str().unwrap_or_default();
    let said = format!("{} {}", text("name"), text("version"));
    said.trim().chars().take(120).collect()
}

fn pages(value: &Value) -> Vec<Page> {
    let all = value.as_array().map(Vec::as_slice).unwrap_or_default();
    let page = |value: &Value| {
        let started = milliseconds(&value["startedDateTime"]);
        let took = value["pageTimings"]["onLoad"].as_f64();
        Page {
            id: value["id"].as_str().unwrap_or_default().to_owned(),
            // The standard writes -1 where it is not known.
            loaded: started
                .zip(took.filter(|took| (0.0..1e9).contains(took)))
                .map(|(started, took)| started.saturating_add(rounded(took))),
        }
    };
    all.iter().map(page).collect()
}

/// Upwards: what left in the same millisecond may have left before.
fn rounded(milliseconds: f64) -> i64 {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the range was checked by the caller"
    )]
    let whole = milliseconds.ceil() as i64;
    whole
}

/// An instant of the file, in milliseconds since the Unix epoch.
pub(super) fn milliseconds(value: &Value) -> Option<i64> {
    Some(Instant::parse_rfc3339(value.as_str()?)?.unix_millis())
}
