//! The nouns of a scan.

use crate::Channel;

/// What a sink does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SinkKind {
    /// Something that can send.
    Network(Channel),
    /// Code that is made or chosen at run time, in which a scan sees nothing.
    Code,
    /// Markup that is made at run time: it can hold elements that send.
    Markup,
    /// A message to another window, frame, worker or port.
    Message,
    /// A cookie that is written: it leaves with the next request.
    Cookie,
}

impl SinkKind {
    /// One word: the channel's, or what else it is.
    pub fn word(self) -> &'static str {
        match self {
            Self::Network(channel) => channel.word(),
            Self::Code => "dynamic-code",
            Self::Markup => "dynamic-markup",
            Self::Message => "message",
            Self::Cookie => "cookie",
        }
    }
}

/// A place that can send, or that can make code which does.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sink {
    /// The file, from the root.
    pub file: String,
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
    /// What it does.
    pub kind: SinkKind,
    /// What stands there.
    pub detail: String,
}

/// A host outside that a file names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Host {
    /// Its name, with the port where one stands.
    pub host: String,
    /// The file, from the root.
    pub file: String,
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
}

/// A file that was read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ScannedFile {
    /// From the root.
    pub path: String,
    /// Its digest, in lower-case hexadecimal digits.
    pub sha256: String,
    /// Its length in bytes.
    pub bytes: usize,
}

/// Something that could not be looked at.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// The file, from the root.
    pub file: String,
    /// From 1; 0 where the fault is the whole file's.
    pub line: usize,
    /// What is wrong, in plain words.
    pub message: String,
}
