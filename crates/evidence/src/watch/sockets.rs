//! What is no request of HTTP: WebSockets with their frames, WebTransport sessions.

use data_encoding::BASE64;
use serde_json::Value;

use super::message::Message;
use super::{Seen, now};
use crate::Channel;

/// Binary frames have this opcode; their payload is in base64.
const BINARY: u64 = 2;

pub(super) fn event(seen: &mut Seen, session: &str, name: &str, params: &Value) {
    let text = |key: &str| params[key].as_str().unwrap_or_default();
    match name {
        "webSocketCreated" => created(seen, session, text("requestId"), Channel::Websocket, params),
        "webTransportCreated" => {
            created(
                seen,
                session,
                text("transportId"),
                Channel::Webtransport,
                params,
            );
        }
        "webSocketFrameSent" => {
            let payload = params["response"]["payloadData"]
                .as_str()
                .unwrap_or_default();
            let bytes = match params["response"]["opcode"].as_u64() {
                Some(BINARY) => BASE64.decode(payload.as_bytes()).unwrap_or_default(),
                _ => payload.as_bytes().to_vec(),
            };
            seen.hold(bytes.len());
            let at = now();
            if let Some(message) = seen.of(text("requestId")) {
                // The last frame says until when it was used.
                message.at = at;
                message.body.push(bytes);
            }
        }
        "webSocketWillSendHandshakeRequest" => {
            let headers = params["request"]["headers"].as_object();
            let pairs = headers.into_iter().flatten();
            let pairs: Vec<(String, String)> = pairs
                .map(|(name, value)| (name.clone(), value.as_str().unwrap_or_default().to_owned()))
                .collect();
            if let Some(message) = seen.of(text("requestId")) {
                message.headers.extend(pairs);
            }
        }
        "webSocketFrameError" => {
            let failure = text("errorMessage").to_owned();
            if let Some(message) = seen.of(text("requestId")) {
                message.failure = Some(failure);
            }
        }
        _ => {}
    }
}

fn created(seen: &mut Seen, session: &str, id: &str, channel: Channel, params: &Value) {
    let target = seen
        .targets
        .get(session)
        .map_or_else(|| "page".to_owned(), |target| target.kind.clone());
    let message = Message {
        at: now(),
        channel,
        method: String::new(),
        url: params["url"].as_str().unwrap_or_default().to_owned(),
        headers: Vec::new(),
        body: Vec::new(),
        // The protocol shows no bytes of WebTransport at all.
        body_hidden: channel == Channel::Webtransport,
        target,
        script: super::requests::position(&params["initiator"]),
        status: None,
        failure: None,
        is_blocked: false,
    };
    seen.add(id, message);
}
