//! The ways out of a browser, in the words of the contract.

use std::fmt;

/// A way out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Channel {
    /// `fetch`, also with `keepalive`, and `fetchLater`.
    Fetch,
    /// `XMLHttpRequest`.
    Xhr,
    /// `navigator.sendBeacon` and `<a ping>`.
    Beacon,
    /// A WebSocket or a WebSocketStream.
    Websocket,
    /// A form that is sent.
    Form,
    /// A picture, also of a style sheet.
    Image,
    /// A request of a dedicated or shared worker.
    Worker,
    /// A request of a service worker.
    ServiceWorker,
    /// A peer connection, its data channel or its servers.
    Webrtc,
    /// A WebTransport session.
    Webtransport,
    /// A document that is loaded: a link, a frame, a popup.
    Navigation,
    /// A name that is looked up, or a connection without a request.
    Dns,
    /// Anything else: prefetch, EventSource, scripts, styles, reports.
    Other,
}

impl Channel {
    /// The word of the contract.
    pub fn word(self) -> &'static str {
        match self {
            Self::Fetch => "fetch",
            Self::Xhr => "xhr",
            Self::Beacon => "beacon",
            Self::Websocket => "websocket",
            Self::Form => "form",
            Self::Image => "image",
            Self::Worker => "worker",
            Self::ServiceWorker => "service-worker",
            Self::Webrtc => "webrtc",
            Self::Webtransport => "webtransport",
            Self::Navigation => "navigation",
            Self::Dns => "dns",
            Self::Other => "other",
        }
    }

    /// The channel of a request, from the protocol's resource type and the kind of target that made it.
    pub(crate) fn of_request(resource: &str, target: &str, method: &str) -> Self {
        match target {
            "worker" | "shared_worker" => return Self::Worker,
            "service_worker" => return Self::ServiceWorker,
            _ => {}
        }
        match resource {
            "Fetch" => Self::Fetch,
            "XHR" => Self::Xhr,
            "Ping" => Self::Beacon,
            "WebSocket" => Self::Websocket,
            "Image" => Self::Image,
            "Document" if method == "POST" => Self::Form,
            "Document" => Self::Navigation,
            _ => Self::Other,
        }
    }
}

impl fmt::Display for Channel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}
