//! What left a page, as the protocol reports it.

use crate::Channel;

/// Something that left a page, or tried to.
#[derive(Clone, Debug)]
pub struct Message {
    /// When, in milliseconds since the Unix epoch.
    pub at: i64,
    /// The way out.
    pub channel: Channel,
    /// The method of HTTP; empty for what is no request.
    pub method: String,
    /// Where to.
    pub url: String,
    /// Its headers, cookies included.
    pub headers: Vec<(String, String)>,
    /// What was sent: a body in its parts, or frames.
    pub body: Vec<Vec<u8>>,
    /// Whether there was a body that the protocol did not show whole.
    pub body_hidden: bool,
    /// The kind of target: `page`, `iframe`, `worker` and so on.
    pub target: String,
    /// Where the program asked for it, where that is known.
    pub script: Option<Position>,
    /// The status of the answer, where there was one.
    pub status: Option<u16>,
    /// Why it failed, where it did.
    pub failure: Option<String>,
    /// Whether the browser's own rules kept it from leaving, such as a policy of the page.
    pub is_blocked: bool,
}

/// A place in a script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Position {
    /// The script's URL.
    pub url: String,
    /// From 1.
    pub line: u32,
    /// From 1.
    pub column: u32,
}

impl Message {
    /// How many bytes of body left.
    pub fn body_length(&self) -> usize {
        self.body.iter().map(Vec::len).sum()
    }
}
