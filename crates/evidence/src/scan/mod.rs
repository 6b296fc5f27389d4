//! What a build ships, read without running it: every way out that its files name, every piece of code that is made at
//! run time, and every host outside. A scan raises suspicion and never clears: what stands in no file is not seen, and a
//! name can be put together at run time.

mod css;
mod depth;
mod html;
mod names;
mod place;
mod reference;
mod script;
mod sink;
mod visitor;
mod walk;
mod wasm;

use std::path::Path;

pub use sink::{Fault, Host, ScannedFile, Sink, SinkKind};

/// What was found in the files that a build ships. An empty one says that nothing was found, not that nothing is there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scan {
    /// Every way out and every piece of dynamic code, by file and place.
    pub sinks: Vec<Sink>,
    /// Every host outside that a file names.
    pub external: Vec<Host>,
    /// The files that were read, by their paths from the root.
    pub files: Vec<ScannedFile>,
    /// What could not be looked at. A scan with faults is not whole.
    pub faults: Vec<Fault>,
}

/// Reads the entry document of a build and everything inside the root that it names.
pub fn scan(root: &Path, entry: &str) -> Scan {
    walk::Walk::new(root).run(entry)
}
