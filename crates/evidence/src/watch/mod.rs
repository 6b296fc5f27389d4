//! The first witness: the DevTools Protocol on every target of the browser.

mod downloads;
mod message;
mod requests;
mod sockets;
mod targets;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use candor_model::clock::{Clock, SystemClock};
use serde_json::Value;

pub use downloads::Download;
pub use message::{Message, Position};
pub use targets::Target;
pub(crate) use targets::begin;

use crate::Channel;
use crate::cancel::Cancel;
use crate::cdp::{Connection, Event, Listener, Note};
use crate::lock;

/// At most so many messages are kept; a page that sends more cannot be judged.
const MOST_MESSAGES: usize = 20_000;

/// At most so many bytes of bodies and frames are kept.
const MOST_BYTES: usize = 64 << 20;

/// Why nothing can be said of a run whose tab ended by itself.
pub(crate) const CRASHED: &str = "the tab crashed";

/// What was seen so far.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    /// Messages by the protocol's request ids, in the order of their first sight.
    messages: BTreeMap<u64, Message>,
    /// The latest message of a request id.
    by_request: HashMap<String, u64>,
    next: u64,
    bytes: usize,
    /// Targets by session.
    pub(crate) targets: BTreeMap<String, Target>,
    /// How many targets there ever were.
    pub(crate) targets_ever: usize,
    /// What was saved.
    pub(crate) downloads: Vec<Download>,
    /// What the page wrote to its console as an error, for reasons.
    pub(crate) console: Vec<String>,
    /// Notes of the hook in the page, such as of peer connections.
    pub(crate) hooked: Vec<String>,
    /// Headers that came before their requests.
    early_headers: HashMap<String, Vec<(String, String)>>,
    /// Requests that are under way, and since when none started or ended.
    in_flight: HashSet<String>,
    changed: Option<Instant>,
    /// Why nothing can be said, where that is so: a crash, too much of everything.
    pub(crate) trouble: Option<String>,
    /// Dialogs that were answered.
    pub(crate) dialogs: usize,
    /// Whether the page's clock was advanced as far as it was to be.
    pub(crate) is_advanced: bool,
    /// Scripts that run in every target before its own code.
    pub(crate) scripts: Vec<String>,
}

/// The witness.
#[derive(Debug, Default)]
pub(crate) struct Watcher {
    seen: Mutex<Seen>,
    news: Condvar,
}

/// Now, in milliseconds since the Unix epoch.
pub(crate) fn now() -> i64 {
    SystemClock.now().unix_millis()
}

impl Seen {
    fn add(&mut self, request: &str, message: Message) {
        if self.messages.len() >= MOST_MESSAGES {
            self.give_up("the page sent more messages than can be kept");
            return;
        }
        let headers = message.headers.iter();
        let headers: usize = headers.map(|(name, value)| name.len() + value.len()).sum();
        self.hold(message.body_length() + message.url.len() + headers);
        let number = self.next;
        self.next += 1;
        self.messages.insert(number, message);
        if !request.is_empty() {
            self.by_request.insert(request.to_owned(), number);
        }
    }

    fn hold(&mut self, bytes: usize) {
        self.bytes = self.bytes.saturating_add(bytes);
        if self.bytes > MOST_BYTES {
            self.give_up("the page sent more bytes than can be kept");
        }
    }

    fn of(&mut self, request: &str) -> Option<&mut Message> {
        let number = self.by_request.get(request)?;
        self.messages.get_mut(number)
    }

    /// Whether a request is one for a document, and its answer has come. Its end can be lost while the browser changes
    /// processes, so nobody waits for it; whether the document is complete is asked of the page.
    fn is_answered_document(&self, request: &str) -> bool {
        let number = self.by_request.get(request);
        let message = number.and_then(|number| self.messages.get(number));
        message.is_some_and(|one| one.channel == Channel::Navigation && one.status.is_some())
    }

    fn give_up(&mut self, why: &str) {
        self.trouble.get_or_insert_with(|| why.to_owned());
    }

    fn stirred(&mut self) {
        self.changed = Some(Instant::now());
    }
}

impl Watcher {
    /// Looks at what was seen.
    pub(crate) fn look<T>(&self, look: impl FnOnce(&Seen) -> T) -> T {
        look(&lock(&self.seen))
    }

    /// Has a script run in every new target before its own code.
    pub(crate) fn inject(&self, script: &str) {
        lock(&self.seen).scripts.push(script.to_owned());
    }

    /// Takes the messages, in the order of their first sight.
    pub(crate) fn take_messages(&self) -> Vec<Message> {
        let messages = std::mem::take(&mut lock(&self.seen).messages);
        messages.into_values().collect()
    }

    /// Waits until something is so, or the time is over; whether it is so.
    ///
    /// # Errors
    /// Where the browser got into trouble, or somebody asked to stop.
    pub(crate) fn wait(
        &self,
        within: Duration,
        cancel: &Cancel,
        is_so: impl Fn(&Seen) -> bool,
    ) -> Result<bool, String> {
        let until = Instant::now() + within;
        let mut seen = lock(&self.seen);
        loop {
            cancel.check()?;
            if let Some(trouble) = &seen.trouble {
                return Err(trouble.clone());
            }
            if is_so(&seen) {
                return Ok(true);
            }
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Ok(false);
            }
            let step = left.min(Duration::from_millis(25));
            seen = match self.news.wait_timeout(seen, step) {
                Ok((seen, _)) => seen,
                Err(poisoned) => poisoned.into_inner().0,
            };
        }
    }

    /// Waits until no request has started or ended for a while; whether it became quiet in time.
    ///
    /// # Errors
    /// As [`Watcher::wait`].
    pub(crate) fn quiet(
        &self,
        silence: Duration,
        within: Duration,
        cancel: &Cancel,
    ) -> Result<bool, String> {
        let begun = Instant::now();
        self.wait(within, cancel, |seen| {
            let since = seen.changed.map_or(begun, |changed| changed.max(begun));
            let is_over = |request: &String| seen.is_answered_document(request);
            seen.in_flight.iter().all(is_over) && since.elapsed() >= silence
        })
    }
}

impl Listener for Watcher {
    fn event(&self, connection: &Connection, event: Event) {
        let mut seen = lock(&self.seen);
        let Event {
            session,
            method,
            params,
        } = event;
        match method.split_once('.') {
            Some(("Target" | "Inspector" | "Page" | "Runtime" | "Log", _)) => {
                targets::event(&mut seen, connection, &session, &method, &params);
            }
            Some(("Network", name))
                if name.starts_with("webSocket") || name.starts_with("webTransport") =>
            {
                sockets::event(&mut seen, &session, name, &params);
            }
            Some(("Network", name)) => {
                requests::event(&mut seen, connection, &session, name, &params)
            }
            Some(("Emulation", "virtualTimeBudgetExpired")) => seen.is_advanced = true,
            Some(("Browser", name)) => downloads::event(&mut seen, name, &params),
            _ => {}
        }
        self.news.notify_all();
    }

    fn answer(&self, note: Note, answer: Value) {
        let Note::Body { request } = note;
        let mut seen = lock(&self.seen);
        requests::body(&mut seen, &request, &answer);
    }

    fn lost(&self) {
        lock(&self.seen).give_up("the browser told something that is too large to be looked at");
    }
}

/// A witness that a browser can be started with.
pub(crate) fn watcher() -> Arc<Watcher> {
    Arc::new(Watcher::default())
}
