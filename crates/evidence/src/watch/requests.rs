//! Requests of HTTP.

use data_encoding::BASE64;
use serde_json::{Value, json};

use super::message::{Message, Position};
use super::{Seen, now};
use crate::Channel;
use crate::cdp::{Connection, Note};

/// At most so many heads are kept that came before their requests.
const MOST_EARLY: usize = 10_000;

pub(super) fn event(
    seen: &mut Seen,
    connection: &Connection,
    session: &str,
    name: &str,
    params: &Value,
) {
    let request = params["requestId"].as_str().unwrap_or_default();
    match name {
        "requestWillBeSent" => {
            seen.stirred();
            begun(seen, connection, session, request, params);
        }
        "requestWillBeSentExtraInfo" => {
            if let Some(message) = seen.of(request) {
                add_headers(message, &params["headers"]);
            } else {
                // It may come before the request itself.
                let early = headers(&params["headers"]);
                if seen.early_headers.len() < MOST_EARLY {
                    seen.hold(
                        early
                            .iter()
                            .map(|(name, value)| name.len() + value.len())
                            .sum(),
                    );
                    seen.early_headers.insert(request.to_owned(), early);
                } else {
                    seen.give_up("the page sent more messages than can be kept");
                }
            }
        }
        "responseReceived" => {
            let status = params["response"]["status"].as_u64();
            if let Some(message) = seen.of(request) {
                message.status = status.and_then(|status| u16::try_from(status).ok());
            }
        }
        "loadingFinished" => {
            seen.stirred();
            seen.in_flight.remove(request);
        }
        "loadingFailed" => {
            seen.stirred();
            seen.in_flight.remove(request);
            let failure = params["errorText"].as_str().map(str::to_owned);
            let blocked = params["blockedReason"].as_str().map(str::to_owned);
            if let Some(message) = seen.of(request) {
                message.is_blocked = blocked.is_some();
                message.failure = blocked.or(failure);
            }
        }
        _ => {}
    }
}

fn begun(seen: &mut Seen, connection: &Connection, session: &str, id: &str, params: &Value) {
    let request = &params["request"];
    let text = |key: &str| request[key].as_str().unwrap_or_default().to_owned();
    let target = seen
        .targets
        .get(session)
        .map_or_else(|| "page".to_owned(), |target| target.kind.clone());
    let method = text("method");
    let resource = params["type"].as_str().unwrap_or_default();
    let is_redirect = params["redirectResponse"].is_object();
    if seen.by_request.contains_key(id) && !is_redirect {
        // A service worker reports through two sessions.
        return;
    }
    let (body, is_whole) = entries(request);
    let is_sent = request["hasPostData"].as_bool().unwrap_or(false) || !is_bodiless(&method);
    let mut message = Message {
        // A page whose clock was advanced sends from the future; it cannot have sent later than it is heard.
        at: params["wallTime"]
            .as_f64()
            .map_or_else(now, |seconds| now().min((seconds * 1_000.0) as i64)),
        channel: Channel::of_request(resource, &target, &method),
        method,
        url: text("url") + request["urlFragment"].as_str().unwrap_or_default(),
        headers: headers(&request["headers"]),
        body_hidden: is_sent && !is_whole,
        body,
        target,
        script: position(&params["initiator"]),
        status: None,
        failure: None,
        is_blocked: false,
    };
    if let Some(early) = seen.early_headers.remove(id) {
        message.headers.extend(early);
    }
    let hidden = message.body_hidden && request["hasPostData"].as_bool().unwrap_or(false);
    let is_local = ["data:", "blob:"]
        .iter()
        .any(|start| message.url.starts_with(start));
    seen.add(id, message);
    if !is_local {
        seen.in_flight.insert(id.to_owned());
    }
    if hidden {
        let note = Note::Body {
            request: id.to_owned(),
        };
        connection.send_noted(
            session,
            "Network.getRequestPostData",
            json!({"requestId": id}),
            note,
        );
    }
}

fn is_bodiless(method: &str) -> bool {
    matches!(
        method,
        "GET" | "HEAD" | "OPTIONS" | "DELETE" | "TRACE" | "CONNECT"
    )
}

/// The parts of a body that came with the event, and whether they are all of it. A part from a file has no bytes.
fn entries(request: &Value) -> (Vec<Vec<u8>>, bool) {
    let Some(entries) = request["postDataEntries"].as_array() else {
        let text = request["postData"].as_str();
        let body: Vec<Vec<u8>> = text
            .map(|text| text.as_bytes().to_vec())
            .into_iter()
            .collect();
        return (body, text.is_some());
    };
    let parts: Vec<Option<Vec<u8>>> = entries
        .iter()
        .map(|entry| BASE64.decode(entry["bytes"].as_str()?.as_bytes()).ok())
        .collect();
    let is_whole = parts
        .iter()
        .all(|part| part.as_ref().is_some_and(|part| !part.is_empty()));
    (
        parts.into_iter().flatten().collect(),
        is_whole && !entries.is_empty(),
    )
}

/// The body that the browser gave when it was asked.
pub(super) fn body(seen: &mut Seen, request: &str, answer: &Value) {
    let Some(text) = answer["postData"].as_str() else {
        return;
    };
    let bytes = match answer["base64Encoded"].as_bool() {
        Some(true) => BASE64.decode(text.as_bytes()).unwrap_or_default(),
        _ => text.as_bytes().to_vec(),
    };
    seen.hold(bytes.len());
    if let Some(message) = seen.of(request) {
        // Parts from files stay away even here, so the body still counts as hidden.
        message.body = vec![bytes];
    }
}

fn headers(headers: &Value) -> Vec<(String, String)> {
    let Some(map) = headers.as_object() else {
        return Vec::new();
    };
    map.iter()
        .map(|(name, value)| (name.clone(), value.as_str().unwrap_or_default().to_owned()))
        .collect()
}

fn add_headers(message: &mut Message, more: &Value) {
    for (name, value) in headers(more) {
        if !message
            .headers
            .iter()
            .any(|known| *known == (name.clone(), value.clone()))
        {
            message.headers.push((name, value));
        }
    }
}

/// Where a script asked for it: the first frame of the stack that has a script.
pub(super) fn position(initiator: &Value) -> Option<Position> {
    let mut stack = &initiator["stack"];
    while stack.is_object() {
        let frames = stack["callFrames"]
            .as_array()
            .map(Vec::as_slice)
            .unwrap_or_default();
        let frame = frames
            .iter()
            .find(|frame| frame["url"].as_str().is_some_and(|url| !url.is_empty()));
        if let Some(frame) = frame {
            return Some(at(
                &frame["url"],
                &frame["lineNumber"],
                &frame["columnNumber"],
            ));
        }
        stack = &stack["parent"];
    }
    let url = initiator["url"].as_str().filter(|url| !url.is_empty());
    url.map(|_| {
        at(
            &initiator["url"],
            &initiator["lineNumber"],
            &initiator["columnNumber"],
        )
    })
}

fn at(url: &Value, line: &Value, column: &Value) -> Position {
    let number = |value: &Value| {
        let zero_based = value.as_f64().unwrap_or(0.0) as u32;
        zero_based.saturating_add(1)
    };
    Position {
        url: url.as_str().unwrap_or_default().to_owned(),
        line: number(line),
        column: number(column),
    }
}
