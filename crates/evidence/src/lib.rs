//! What a build of a tool really does, gathered and never judged against a policy: a scan of what it ships, the headers
//! that confine it, and runs in a real browser.

pub mod canary;
mod cancel;
mod cdp;
mod channel;
mod chromium;
pub mod content;
pub mod har;
mod headers;
mod judge;
mod limits;
mod live;
mod netlog;
mod page;
mod probe;
mod run;
mod scan;
mod scenario;
mod serve;
mod timeline;
mod verify;
mod watch;

use std::sync::{Mutex, MutexGuard, PoisonError};

pub use canary::Canary;
pub use cancel::Cancel;
pub use channel::Channel;
pub use chromium::{CHROMIUM, Chromium, Network};
pub use content::Encoding;
pub use headers::{Confinement, Gap, HeadersTarget, PathRules, ToolFiles, export};
pub use judge::{Explained, Leak, Verdict, Weight};
pub use limits::NOT_COVERED;
pub use live::{Live, Origin, OriginFile, OriginState};
pub use probe::Probe;
pub use run::Subject;
pub use scan::{Fault, Host, Scan, ScannedFile, Sink, SinkKind, scan};
pub use scenario::Step;
pub use serve::{Build, HeadersOf};
pub use timeline::{Timeline, TimelineEvent};
pub use verify::{Inspection, OwnPaths, Report, own_paths, verify};
pub use watch::{Download, Message, Position, Target};

/// A lock whose holder cannot have left it half done: every change under it is one assignment or one insertion.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
