//! A small client of the Chrome DevTools Protocol over two pipes: the browser ends when they close, and no port is open.
//!
//! Only what a witness needs: commands that are waited for, commands that are not, and events in the order of arrival.
//! Nothing is typed beyond JSON, because the protocol changes with every release and an unknown event must not stop a run.

mod wire;

use std::collections::HashMap;
use std::io::{PipeReader, PipeWriter, Write};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::cancel::Cancel;
use crate::lock;

/// An event of the browser.
#[derive(Debug)]
pub(crate) struct Event {
    /// The session of the target that it is about; empty for the browser itself.
    pub(crate) session: String,
    /// Its name, such as `Network.requestWillBeSent`.
    pub(crate) method: String,
    /// What it says.
    pub(crate) params: Value,
}

/// What listens to a browser.
pub(crate) trait Listener: Send + Sync + 'static {
    /// An event. It is called on the thread that reads, so it must not wait for an answer.
    fn event(&self, connection: &Connection, event: Event);
    /// The answer to a command that was sent with a note.
    fn answer(&self, note: Note, answer: Value);
}

/// Why the answer to a command that nobody waits for is of interest.
#[derive(Debug)]
pub(crate) enum Note {
    /// The body of a request.
    Body { request: String },
}

enum Waiting {
    Reply(SyncSender<Result<Value, String>>),
    Noted(Note),
}

/// The connection to one browser.
pub(crate) struct Connection {
    writer: Mutex<PipeWriter>,
    next: AtomicU64,
    waiting: Mutex<HashMap<u64, Waiting>>,
    closed: AtomicBool,
}

impl Connection {
    /// Begins to read; events go to the listener.
    pub(crate) fn new(
        reader: PipeReader,
        writer: PipeWriter,
        listener: Arc<dyn Listener>,
    ) -> Arc<Self> {
        let connection = Arc::new(Self {
            writer: Mutex::new(writer),
            next: AtomicU64::new(1),
            waiting: Mutex::new(HashMap::new()),
            closed: AtomicBool::new(false),
        });
        let own = Arc::clone(&connection);
        std::thread::spawn(move || {
            let mut messages = wire::Messages::new(reader);
            while let Some(message) = messages.next() {
                own.received(message, &*listener);
            }
            own.closed.store(true, Ordering::SeqCst);
            // Whoever waits learns that no answer will come.
            lock(&own.waiting).clear();
        });
        connection
    }

    /// Whether the browser is gone.
    pub(crate) fn is_closed(&self) -> bool {
        self.closed.load(Ordering::SeqCst)
    }

    fn received(&self, mut message: Value, listener: &dyn Listener) {
        if let Some(id) = message["id"].as_u64() {
            let Some(waiting) = lock(&self.waiting).remove(&id) else {
                return;
            };
            let failed = message["error"]["message"].as_str().map(str::to_owned);
            match (waiting, failed) {
                // Nobody waits any more where the time was over.
                (Waiting::Reply(reply), Some(why)) => drop(reply.try_send(Err(why))),
                (Waiting::Reply(reply), None) => {
                    drop(reply.try_send(Ok(message["result"].take())));
                }
                (Waiting::Noted(note), None) => listener.answer(note, message["result"].take()),
                (Waiting::Noted(_), Some(_)) => {}
            }
            return;
        }
        let Some(method) = message["method"].as_str().map(str::to_owned) else {
            return;
        };
        let event = Event {
            session: message["sessionId"].as_str().unwrap_or_default().to_owned(),
            method,
            params: message["params"].take(),
        };
        listener.event(self, event);
    }

    fn put(
        &self,
        session: &str,
        method: &str,
        params: Value,
        waiting: Option<Waiting>,
    ) -> Result<u64, String> {
        let id = self.next.fetch_add(1, Ordering::SeqCst);
        let mut command = json!({"id": id, "method": method, "params": params});
        if !session.is_empty() {
            command["sessionId"] = session.into();
        }
        if let Some(waiting) = waiting {
            lock(&self.waiting).insert(id, waiting);
        }
        let mut bytes = command.to_string().into_bytes();
        bytes.push(0);
        lock(&self.writer)
            .write_all(&bytes)
            .map_err(|error| format!("the browser is gone: {error}"))?;
        Ok(id)
    }

    /// Sends a command whose answer does not matter.
    pub(crate) fn send(&self, session: &str, method: &str, params: Value) {
        // A browser that is gone is noticed by whoever waits for it.
        drop(self.put(session, method, params, None));
    }

    /// Sends a command whose answer goes to the listener.
    pub(crate) fn send_noted(&self, session: &str, method: &str, params: Value, note: Note) {
        drop(self.put(session, method, params, Some(Waiting::Noted(note))));
    }

    /// Sends a command and waits for its answer.
    ///
    /// # Errors
    /// Plain words where the browser refuses, is gone or too slow, or the run was interrupted.
    pub(crate) fn call(
        &self,
        session: &str,
        method: &str,
        params: Value,
        within: Duration,
        cancel: &Cancel,
    ) -> Result<Value, String> {
        let (reply, answer) = sync_channel(1);
        let id = self.put(session, method, params, Some(Waiting::Reply(reply)))?;
        let until = Instant::now() + within;
        loop {
            cancel.check()?;
            match answer.recv_timeout(Duration::from_millis(50)) {
                Ok(answer) => return answer.map_err(|why| format!("{method}: {why}")),
                Err(RecvTimeoutError::Timeout) if Instant::now() < until && !self.is_closed() => {}
                Err(RecvTimeoutError::Timeout) if self.is_closed() => {
                    return Err("the browser ended".to_owned());
                }
                Err(RecvTimeoutError::Timeout) => {
                    lock(&self.waiting).remove(&id);
                    return Err(format!(
                        "the browser did not answer {method} within {} s",
                        within.as_secs()
                    ));
                }
                Err(RecvTimeoutError::Disconnected) => return Err("the browser ended".to_owned()),
            }
        }
    }
}
