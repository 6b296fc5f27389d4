//! Starting a browser with a profile of its own, and making sure that nothing of it stays.

mod find;
pub(crate) mod namespace;
mod place;
mod switches;

use std::io::Read;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant};

use command_fds::{CommandFdExt, FdMapping};
use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;
use serde_json::json;

pub use find::{CHROMIUM, Chromium};
pub(crate) use place::{LARGEST_LOG, sweep};
pub use switches::Network;

use self::place::Place;
use crate::cancel::Cancel;
use crate::cdp::{Connection, Listener};

/// The longest that a browser may take to speak, and the longest to end and to write its log. Several start and end at
/// once, and a machine that does other work, too, is slow and not at fault.
const STARTING: Duration = Duration::from_secs(40);
const ENDING: Duration = Duration::from_secs(30);

/// A browser that runs.
pub(crate) struct Browser {
    child: Child,
    /// How to speak with it.
    pub(crate) connection: Arc<Connection>,
    /// Its profile, downloads and log; removed with it.
    place: Arc<Place>,
    /// Ends the thread that sees how much it writes.
    _watched: Sender<()>,
    /// The switches, as a record names them.
    pub(crate) switches: Vec<String>,
}

impl Browser {
    /// Starts a browser. Where it is to have a namespace, the caller is on the thread that has it.
    ///
    /// # Errors
    /// Plain words where it does not start or does not speak.
    pub(crate) fn start(
        chromium: &Chromium,
        network: &Network,
        further: &[String],
        listener: Arc<dyn Listener>,
        cancel: &Cancel,
    ) -> Result<Self, String> {
        let failed = |error: std::io::Error| format!("the browser cannot be started: {error}");
        let place = Arc::new(Place::new().map_err(failed)?);
        let mut all = switches::switches(
            &chromium.version,
            &place.path().join("profile"),
            &place.net_log(),
            network,
        );
        all.splice(0..0, further.iter().cloned());
        let (commands, to_browser) = std::io::pipe().map_err(failed)?;
        let (from_browser, answers) = std::io::pipe().map_err(failed)?;
        let mut command = Command::new(&chromium.program);
        command
            .args(&all)
            .env("HOME", place.path())
            .env("XDG_CONFIG_HOME", place.path())
            .env("XDG_CACHE_HOME", place.path())
            .env("TMPDIR", place.path())
            .env("LANGUAGE", "en")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .process_group(0)
            .fd_mappings(vec![
                FdMapping {
                    parent_fd: commands.into(),
                    child_fd: 3,
                },
                FdMapping {
                    parent_fd: answers.into(),
                    child_fd: 4,
                },
            ])
            .map_err(|error| format!("the browser cannot be started: {error}"))?;
        let mut child = command.spawn().map_err(failed)?;
        // The mappings own the browser's ends of the pipes; they must close here, or its end would go unnoticed.
        drop(command);
        let said = drain(&mut child);
        let browser = Self {
            _watched: place::watch(&place, child.id()),
            child,
            connection: Connection::new(from_browser, to_browser, listener),
            place,
            switches: switches::recorded(&all),
        };
        let spoken = browser
            .connection
            .call("", "Browser.getVersion", json!({}), STARTING, cancel);
        match spoken {
            Ok(_) => Ok(browser),
            Err(why) => {
                let excess = browser.excess();
                drop(browser);
                let last = said.join().unwrap_or_default();
                Err(excess.unwrap_or_else(|| format!("the browser does not speak: {why}{last}")))
            }
        }
    }

    /// The directory into which it saves.
    pub(crate) fn downloads(&self) -> PathBuf {
        self.place.downloads()
    }

    /// A directory for files of the run, gone with it.
    pub(crate) fn directory(&self) -> &Path {
        self.place.path()
    }

    /// Why it was ended early, where it wrote more to the disk than it may.
    pub(crate) fn excess(&self) -> Option<String> {
        self.place.excess()
    }

    /// Asks it to end, so that its log is complete, and waits for it. The log's path is good until the value is dropped.
    ///
    /// # Errors
    /// Plain words where it had to be killed, so that its log may lack the end.
    pub(crate) fn close(&mut self, cancel: &Cancel) -> Result<PathBuf, String> {
        self.connection.send("", "Browser.close", json!({}));
        let until = Instant::now() + ENDING;
        loop {
            match self.child.try_wait() {
                Ok(Some(_)) => return Ok(self.place.net_log()),
                Ok(None) if Instant::now() < until => cancel.sleep(Duration::from_millis(20))?,
                Ok(None) => return Err("the browser did not end when it was asked to".to_owned()),
                Err(error) => return Err(format!("the browser cannot be waited for: {error}")),
            }
        }
    }
}

/// Keeps the last words of a browser, for the case that it does not start.
fn drain(child: &mut Child) -> std::thread::JoinHandle<String> {
    let errors = child.stderr.take();
    std::thread::spawn(move || {
        const KEPT: usize = 600;
        let Some(mut errors) = errors else {
            return String::new();
        };
        let mut last = Vec::new();
        let mut buffer = [0; 4096];
        while let Ok(length @ 1..) = errors.read(&mut buffer) {
            last.extend_from_slice(buffer.get(..length).unwrap_or_default());
            let surplus = last.len().saturating_sub(KEPT);
            last.drain(..surplus);
        }
        match last.is_empty() {
            true => String::new(),
            false => format!("; it said: {}", String::from_utf8_lossy(&last).trim()),
        }
    })
}

/// Kills a program with everything that it started, and waits for it. All of its processes are in one group, so none stays
/// behind, whatever state it is in.
fn end_group(child: &mut Child) {
    kill_group(child.id());
    drop(child.wait());
}

fn kill_group(id: u32) {
    if let Ok(id) = i32::try_from(id) {
        // A group that is gone already needs no signal.
        let _gone = killpg(Pid::from_raw(id), Signal::SIGKILL);
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        end_group(&mut self.child);
        self.place.remove();
    }
}
