//! One entry: what was sent, as far as a recording keeps it. Every member may be missing or of another type.

use serde_json::Value;

use super::body::Body;
use super::log::milliseconds;
use crate::{Channel, Position};

/// A message of a recording.
#[derive(Debug)]
pub(super) struct Entry {
    /// When it began, in milliseconds since the Unix epoch.
    pub(super) at: Option<i64>,
    /// The page to which it belongs.
    pub(super) page: String,
    pub(super) channel: Channel,
    pub(super) method: String,
    pub(super) url: String,
    pub(super) headers: Vec<(String, String)>,
    /// Cookies and the query, which some programs write beside the headers or instead of them.
    pub(super) values: Vec<String>,
    pub(super) body: Body,
    /// Frames of a WebSocket that were sent.
    pub(super) frames: Vec<Vec<u8>>,
    pub(super) status: Option<u16>,
    /// Where an answer leads.
    pub(super) redirect: Option<String>,
    /// Why there was no answer.
    pub(super) failure: Option<String>,
    pub(super) script: Option<Position>,
    /// Whether it held more than is kept.
    pub(super) is_cut: bool,
}

impl Entry {
    /// Reads an entry; nothing where it names no address.
    pub(super) fn of(value: &Value) -> Option<Self> {
        let request = &value["request"];
        let url = request["url"].as_str().filter(|url| !url.is_empty())?;
        let headers = pairs(&request["headers"]);
        let method = request["method"].as_str().unwrap_or("GET");
        let sent = |frame: &&Value| frame["type"].as_str() != Some("receive");
        let frames: Vec<Vec<u8>> = list(&value["_webSocketMessages"])
            .iter()
            .filter(sent)
            .map(frame)
            .collect();
        let is_socket = url.starts_with("ws:") || url.starts_with("wss:") || !frames.is_empty();
        let channel = match is_socket {
            true => Channel::Websocket,
            false => channel(value, &headers, method),
        };
        let cookies = pairs(&request["cookies"]);
        let query = pairs(&request["queryString"]);
        let values = cookies.into_iter().chain(query);
        Some(Self {
            at: milliseconds(&value["startedDateTime"]),
            page: value["pageref"].as_str().unwrap_or_default().to_owned(),
            channel,
            method: method.to_ascii_uppercase(),
            url: url.to_owned(),
            values: values
                .map(|(name, value)| format!("{name}={value}"))
                .collect(),
            body: Body::of(request, &headers),
            headers,
            frames,
            status: value["response"]["status"]
                .as_u64()
                .and_then(|status| u16::try_from(status).ok())
                .filter(|status| *status > 0),
            redirect: value["response"]["redirectURL"]
                .as_str()
                .filter(|url| !url.is_empty())
                .map(str::to_owned),
            failure: failure(&value["response"]),
            script: script(&value["_initiator"]),
            is_cut: false,
        })
    }

    /// Everything that a file could hide in.
    pub(super) fn parts(&self) -> impl Iterator<Item = &[u8]> {
        let is_length = |name: &str| name.eq_ignore_ascii_case("content-length");
        let headers = self
            .headers
            .iter()
            .filter(move |(name, _)| !is_length(name));
        std::iter::once(self.url.as_bytes())
            .chain(headers.map(|(_, value)| value.as_bytes()))
            .chain(self.values.iter().map(String::as_bytes))
            .chain(self.body.parts.iter().map(Vec::as_slice))
            .chain(self.frames.iter().map(Vec::as_slice))
    }

    /// How many bytes it carried beside its head.
    pub(super) fn bytes(&self) -> usize {
        let frames: usize = self.frames.iter().map(Vec::len).sum();
        self.body.bytes.saturating_add(frames)
    }

    /// Whether it only asks.
    pub(super) fn is_reading(&self) -> bool {
        ["GET", "HEAD", "OPTIONS"].contains(&self.method.as_str()) && self.frames.is_empty()
    }
}

/// The members of a list; none where it is no list.
pub(super) fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

/// Names and values.
fn pairs(value: &Value) -> Vec<(String, String)> {
    let text = |pair: &Value, key: &str| pair[key].as_str().unwrap_or_default().to_owned();
    let all = list(value).iter();
    all.map(|pair| (text(pair, "name"), text(pair, "value")))
        .collect()
}

/// A frame; binary ones are written in Base64.
fn frame(value: &Value) -> Vec<u8> {
    const BINARY: u64 = 2;
    let text = value["data"].as_str().unwrap_or_default();
    match value["opcode"].as_u64() {
        Some(BINARY) => super::body::base64(text).unwrap_or_else(|| text.as_bytes().to_vec()),
        _ => text.as_bytes().to_vec(),
    }
}

/// The way out: as the recording names it, else as the browser told the server.
fn channel(entry: &Value, headers: &[(String, String)], method: &str) -> Channel {
    let resource = entry["_resourceType"].as_str().unwrap_or_default();
    let named = match resource.to_ascii_lowercase().as_str() {
        "fetch" => "Fetch",
        "xhr" | "xmlhttprequest" => "XHR",
        "ping" | "beacon" => "Ping",
        "image" | "imageset" => "Image",
        "document" | "main_frame" | "sub_frame" => "Document",
        "" => {
            let told = headers
                .iter()
                .find(|(name, _)| name.eq_ignore_ascii_case("sec-fetch-dest"));
            match told.map(|(_, value)| value.as_str()) {
                Some("image") => "Image",
                Some("document" | "iframe") => "Document",
                Some("empty") => "Fetch",
                _ => "Other",
            }
        }
        _ => "Other",
    };
    Channel::of_request(named, "page", method)
}

fn failure(response: &Value) -> Option<String> {
    let said = ["_error", "_failureText"]
        .iter()
        .find_map(|key| response[*key].as_str());
    said.filter(|said| !said.is_empty())
        .map(|said| said.chars().take(200).collect())
}

/// The first place in a script, through the stacks that led to it.
fn script(initiator: &Value) -> Option<Position> {
    const DEEPEST: usize = 16;
    let place = |value: &Value, shift: u64| {
        let url = value["url"].as_str().filter(|url| !url.is_empty())?;
        let from_one = |key: &str| {
            let number = value[key].as_u64().unwrap_or(0).saturating_add(shift);
            u32::try_from(number).unwrap_or(u32::MAX).max(1)
        };
        Some(Position {
            url: url.chars().take(2_000).collect(),
            line: from_one("lineNumber"),
            column: from_one("columnNumber"),
        })
    };
    let mut stack = &initiator["stack"];
    for _ in 0..DEEPEST {
        // Frames of a stack count from 0.
        if let Some(found) = list(&stack["callFrames"])
            .iter()
            .find_map(|frame| place(frame, 1))
        {
            return Some(found);
        }
        stack = &stack["parent"];
    }
    match initiator["type"].as_str() {
        Some("script") => place(initiator, 1),
        _ => None,
    }
}
