//! A small client of the Chrome DevTools Protocol over two pipes: the browser ends when they close, and no port is open.
//!
//! Only what a witness needs: commands that are waited for, commands that are not, and events in the order of arrival.
//! Nothing is typed beyond JSON, because the protocol changes with every release and an unknown event must not stop a run.

mod wire;

use std::collections::HashMap;
use std::io::{BufReader, PipeReader, PipeWriter, Write};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, SyncSender, channel, sync_channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use self::wire::Read;
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
    /// Something that the browser said could not be kept.
    fn lost(&self);
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

/// So many bytes of commands may wait for a browser that does not read.
const MOST_WAITING: usize = 64 << 20;

/// The connection to one browser.
pub(crate) struct Connection {
    /// Commands are written on a thread of their own: a browser that does not read must stop nobody else.
    commands: Mutex<Sender<Vec<u8>>>,
    /// How many bytes were not written yet.
    unwritten: Arc<AtomicUsize>,
    next: AtomicU64,
    waiting: Mutex<HashMap<u64, Waiting>>,
    closed: AtomicBool,
}

/// Writes commands until the browser is gone or nobody sends any more.
fn write_all(mut writer: PipeWriter, commands: Receiver<Vec<u8>>, unwritten: Arc<AtomicUsize>) {
    std::thread::spawn(move || {
        for command in commands {
            if writer.write_all(&command).is_err() {
                return;
            }
            unwritten.fetch_sub(command.len(), Ordering::SeqCst);
        }
    });
}

impl Connection {
    /// Begins to read; events go to the listener.
    pub(crate) fn new(
        reader: PipeReader,
        writer: PipeWriter,
        listener: Arc<dyn Listener>,
    ) -> Arc<Self> {
        let (commands, to_write) = channel();
        let unwritten = Arc::new(AtomicUsize::new(0));
        write_all(writer, to_write, Arc::clone(&unwritten));
        let connection = Arc::new(Self {
            commands: Mutex::new(commands),
            unwritten,
            next: AtomicU64::new(1),
            waiting: Mutex::new(HashMap::new()),
            closed: AtomicBool::new(false),
        });
        let own = Arc::clone(&connection);
        std::thread::spawn(move || {
            let mut messages = wire::Messages::new(BufReader::with_capacity(1 << 16, reader));
            while let Some(read) = messages.next() {
                match read {
                    Read::Message(message) => own.received(message, &*listener),
                    Read::Lost => listener.lost(),
                }
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
        let length = bytes.len();
        let before = self.unwritten.fetch_add(length, Ordering::SeqCst);
        if before.saturating_add(length) > MOST_WAITING {
            self.unwritten.fetch_sub(length, Ordering::SeqCst);
            return Err("the browser does not read what it is told".to_owned());
        }
        lock(&self.commands)
            .send(bytes)
            .map_err(|_| "the browser is gone".to_owned())?;
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
