//! What the tool saves: the proof that it did its work on the file.

use serde_json::Value;

use super::{Seen, now};

/// A file that the page saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Download {
    /// When it began, in milliseconds since the Unix epoch.
    pub at: i64,
    /// Its id in the protocol, which is its name on disk.
    pub id: String,
    /// The name that the page gave it.
    pub name: String,
    /// Where it came from: `blob:` and `data:` stay in the browser.
    pub url: String,
    /// How many bytes arrived.
    pub bytes: u64,
    /// How many bytes are to arrive, where that is known.
    pub total: u64,
    /// Whether the browser says that it is complete, which it does a while after the last byte.
    pub is_complete: bool,
}

impl Download {
    /// Whether all of it arrived.
    pub(crate) fn has_arrived(&self) -> bool {
        self.bytes > 0 && (self.is_complete || self.bytes == self.total)
    }
}

pub(super) fn event(seen: &mut Seen, name: &str, params: &Value) {
    let text = |key: &str| params[key].as_str().unwrap_or_default();
    let id = text("guid");
    match name {
        "downloadWillBegin" if seen.downloads.len() < 1_000 => seen.downloads.push(Download {
            at: now(),
            id: id.to_owned(),
            name: text("suggestedFilename").to_owned(),
            url: text("url").to_owned(),
            bytes: 0,
            total: 0,
            is_complete: false,
        }),
        "downloadProgress" => {
            let own = seen.downloads.iter_mut().find(|one| one.id == id);
            if let Some(download) = own {
                // The protocol counts in floating point.
                download.bytes = params["receivedBytes"].as_f64().unwrap_or(0.0) as u64;
                download.total = params["totalBytes"].as_f64().unwrap_or(0.0) as u64;
                download.is_complete |= text("state") == "completed";
            }
        }
        _ => {}
    }
}
