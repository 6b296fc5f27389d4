//! What left a page, each request once, whichever witness saw it: the protocol, the log of the network, the connection.

use std::collections::BTreeMap;

use crate::netlog::{LoggedRequest, WireRequest, requests};
use crate::run::Seen;
use crate::{Channel, Message};

/// Two witnesses of one request tell times that differ by less, in milliseconds.
const NEAR: i64 = 15_000;

/// Something that left.
pub(super) struct Left<'r> {
    /// When it began, and when the last of it left.
    pub(super) at: i64,
    pub(super) until: i64,
    pub(super) channel: Channel,
    pub(super) method: &'r str,
    pub(super) url: &'r str,
    pub(super) headers: Vec<(&'r str, &'r str)>,
    pub(super) body: Vec<&'r [u8]>,
    /// How long its body is, seen or not.
    pub(super) length: usize,
    /// Whether all of its body can be seen.
    pub(super) is_readable: bool,
    /// What the protocol saw of it; nothing where only the log did.
    pub(super) message: Option<&'r Message>,
}

impl Left<'_> {
    /// All of its bytes that a file could hide in.
    pub(super) fn parts(&self) -> impl Iterator<Item = &[u8]> {
        let headers = self.headers.iter();
        let headers = headers.filter(|(name, _)| !name.eq_ignore_ascii_case("content-length"));
        std::iter::once(self.url.as_bytes())
            .chain(headers.map(|(_, value)| value.as_bytes()))
            .chain(self.body.iter().copied())
    }
}

/// A run, what its connections carried, and what left in it.
pub(super) struct View<'r> {
    pub(super) run: &'r Seen,
    pub(super) left: Vec<Left<'r>>,
}

/// The requests on the connections of a run.
pub(super) fn wire(run: &Seen) -> Vec<WireRequest<'_>> {
    let sockets = run.log.iter().flat_map(|log| &log.sockets);
    sockets
        .filter(|socket| !socket.is_udp)
        .flat_map(requests)
        .collect()
}

impl<'r> View<'r> {
    pub(super) fn new(run: &'r Seen, wire: &'r [WireRequest<'r>]) -> Self {
        let mut on_wire: BTreeMap<(&str, &str), Vec<&WireRequest<'_>>> = BTreeMap::new();
        for one in wire {
            let same = on_wire.entry((&one.method, bare(&one.url))).or_default();
            same.push(one);
        }
        let mut shown: BTreeMap<(&str, &str), Vec<&Message>> = BTreeMap::new();
        for message in &run.messages {
            let same = shown.entry((&message.method, bare(&message.url)));
            same.or_default().push(message);
        }
        let mut left = Vec::new();
        for logged in run.log.iter().flat_map(|log| &log.requests) {
            let key = (logged.method.as_str(), bare(&logged.url));
            let on_wire = on_wire.get_mut(&key);
            let carried = on_wire.as_ref().and_then(|all| on_connection(all, logged));
            let body = carried.and_then(|place| Some(on_wire.as_ref()?.get(place)?.body));
            let message = shown
                .get_mut(&key)
                .and_then(|all| nearest(all, logged, body));
            // What the browser asks by itself is no page's.
            if message.is_none() && (logged.initiator.is_none() || is_preparation(run, logged)) {
                continue;
            }
            let carried = on_wire.zip(carried).map(|(all, place)| all.remove(place));
            left.push(match message {
                Some(message) => both(message, logged, carried),
                None => log_only(logged, carried),
            });
        }
        let others = shown.into_values().flatten();
        left.extend(others.map(protocol_only));
        left.sort_by_key(|one| one.at);
        Self { run, left }
    }

    /// What left after the choice of the file; the rest of a body that was begun before counts.
    pub(super) fn after(&self, chosen: i64) -> impl Iterator<Item = &Left<'r>> {
        self.left.iter().filter(move |one| one.until >= chosen)
    }

    /// What left before any file was chosen.
    pub(super) fn before(&self, chosen: i64) -> impl Iterator<Item = &Left<'r>> {
        self.left.iter().filter(move |one| one.until < chosen)
    }
}

/// Whether a request only prepares what the protocol showed: the browser's question before another request, or the greeting
/// of a WebSocket, whose message has no method and lasts.
fn is_preparation(run: &Seen, logged: &LoggedRequest) -> bool {
    let url = bare(&logged.url);
    let is_greeting = url.starts_with("ws://") || url.starts_with("wss://");
    let mut messages = run.messages.iter();
    (is_greeting || logged.method == "OPTIONS") && messages.any(|message| bare(&message.url) == url)
}

/// Where the request of the log that is nearest in time stands among those on the connections.
fn on_connection(all: &[&WireRequest<'_>], logged: &LoggedRequest) -> Option<usize> {
    let same = all.iter().enumerate();
    let same = same.filter(|(_, one)| one.body.len() as u64 == logged.length);
    let (place, _) = same.min_by_key(|(_, one)| one.at.abs_diff(logged.at))?;
    Some(place)
}

/// Takes the message that is nearest in time, where one is near. A page says the same place many things, some of which the
/// protocol does not show, so that a message whose body is another one is another message.
fn nearest<'r>(
    all: &mut Vec<&'r Message>,
    logged: &LoggedRequest,
    carried: Option<&[u8]>,
) -> Option<&'r Message> {
    let is_same = |message: &Message| {
        let is_equal = |carried: &[u8]| {
            let parts = message.body.iter().map(Vec::as_slice);
            parts.flatten().eq(carried)
        };
        message.body_hidden
            || (message.body_length() as u64 == logged.length && carried.is_none_or(is_equal))
    };
    let (place, message) = all
        .iter()
        .enumerate()
        .filter(|(_, message)| is_same(message))
        .min_by_key(|(_, message)| message.at.abs_diff(logged.at))?;
    let is_near = message.at.saturating_sub(logged.at).abs() <= NEAR;
    is_near.then(|| all.remove(place))
}

fn protocol_only(message: &Message) -> Left<'_> {
    let headers = message.headers.iter();
    Left {
        at: message.at,
        until: message.at,
        channel: message.channel,
        method: &message.method,
        url: &message.url,
        headers: headers.map(|(name, value)| (&**name, &**value)).collect(),
        body: message.body.iter().map(Vec::as_slice).collect(),
        length: message.body_length(),
        is_readable: !message.body_hidden,
        message: Some(message),
    }
}

fn both<'r>(
    message: &'r Message,
    logged: &LoggedRequest,
    carried: Option<&'r WireRequest<'r>>,
) -> Left<'r> {
    let mut left = protocol_only(message);
    let length = usize::try_from(logged.length).unwrap_or(usize::MAX);
    left.until = left.until.max(logged.until);
    if let Some(carried) = carried {
        // The connection knows every header; the protocol tells some of them late, or never.
        let headers = carried.headers.iter();
        left.headers = headers.map(|(name, value)| (&**name, &**value)).collect();
    }
    if !left.is_readable {
        if let Some(carried) = carried {
            left.body = vec![carried.body];
            left.is_readable = true;
        }
        // Parts from a file are left out of what the protocol shows, and nothing else is.
        left.is_readable |= length > 0 && left.length == length;
    }
    left.length = left.length.max(length);
    left
}

fn log_only<'r>(logged: &'r LoggedRequest, carried: Option<&'r WireRequest<'r>>) -> Left<'r> {
    let headers = carried.iter().flat_map(|one| &one.headers);
    let body = carried.map(|one| one.body);
    Left {
        at: logged.at,
        until: logged.until,
        channel: match logged.method.as_str() {
            "POST" => Channel::Beacon,
            _ => Channel::Other,
        },
        method: &logged.method,
        url: &logged.url,
        headers: headers.map(|(name, value)| (&**name, &**value)).collect(),
        body: body.into_iter().filter(|body| !body.is_empty()).collect(),
        length: usize::try_from(logged.length).unwrap_or(usize::MAX),
        is_readable: logged.length == 0 || carried.is_some(),
        message: None,
    }
}

/// A URL without its fragment, which never leaves.
fn bare(url: &str) -> &str {
    url.split('#').next().unwrap_or(url)
}
