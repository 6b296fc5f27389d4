//! Which names of the web platform send, and which make code or markup.

use super::SinkKind::{self, Code, Cookie, Markup, Message, Network};
use crate::Channel;

/// A global name that is a sink wherever it is used, also as a value: it can be called later under another name.
pub(super) fn global(name: &str) -> Option<SinkKind> {
    Some(match name {
        "fetch" | "fetchLater" => Network(Channel::Fetch),
        "XMLHttpRequest" => Network(Channel::Xhr),
        "WebSocket" | "WebSocketStream" => Network(Channel::Websocket),
        "EventSource" | "BackgroundFetchManager" | "Audio" => Network(Channel::Other),
        "RTCPeerConnection" | "webkitRTCPeerConnection" => Network(Channel::Webrtc),
        "WebTransport" => Network(Channel::Webtransport),
        "Worker" | "SharedWorker" | "importScripts" => Network(Channel::Worker),
        "Image" => Network(Channel::Image),
        "eval" | "Function" => Code,
        _ => return None,
    })
}

/// A global name that is a sink where it is called only: as a bare word it is too common.
pub(super) fn global_call(name: &str) -> Option<SinkKind> {
    Some(match name {
        "open" => Network(Channel::Navigation),
        "postMessage" => Message,
        _ => return None,
    })
}

/// A method whose name alone tells the sink, whatever it is called on.
pub(super) fn method(name: &str) -> Option<SinkKind> {
    Some(match name {
        "requestSubmit" | "submit" => Network(Channel::Form),
        "insertAdjacentHTML" | "setHTMLUnsafe" | "createContextualFragment" => Markup,
        "postMessage" => Message,
        _ => return None,
    })
}

/// A property that is a sink wherever it is read, whatever it is read from.
pub(super) fn property(name: &str) -> Option<SinkKind> {
    Some(match name {
        "sendBeacon" => Network(Channel::Beacon),
        "serviceWorker" => Network(Channel::ServiceWorker),
        "backgroundFetch" => Network(Channel::Other),
        _ => return None,
    })
}

/// A property that is a sink where it is written.
pub(super) fn setter(name: &str) -> Option<SinkKind> {
    Some(match name {
        "src" | "srcset" | "poster" | "backgroundImage" | "background" => Network(Channel::Image),
        "href" => Network(Channel::Navigation),
        "action" | "formAction" => Network(Channel::Form),
        "ping" => Network(Channel::Beacon),
        "innerHTML" | "outerHTML" | "srcdoc" => Markup,
        "cookie" => Cookie,
        _ => return None,
    })
}

/// An attribute that is a sink where `setAttribute` writes it.
pub(super) fn attribute(name: &str) -> Option<SinkKind> {
    let name = name.to_ascii_lowercase();
    match name.as_str() {
        "formaction" => Some(Network(Channel::Form)),
        "style" => Some(Network(Channel::Image)),
        "http-equiv" => Some(Network(Channel::Navigation)),
        "data" => Some(Network(Channel::Other)),
        "srcdoc" => Some(Markup),
        name if name.starts_with("on") => Some(Code),
        name => match setter(name) {
            Some(Cookie) => None,
            found => found,
        },
    }
}

/// A name of the global object.
pub(super) fn is_window(name: &str) -> bool {
    matches!(
        name,
        "window" | "self" | "globalThis" | "top" | "parent" | "frames" | "opener"
    )
}
