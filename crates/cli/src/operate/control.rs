//! The socket by which a running server is operated: `control` in the data directory. Whoever may open that file may operate
//! the store, so no token is needed; nobody else can reach it.

use std::fs::{File, Permissions};
use std::io::{BufRead, BufReader, Read, Write};
use std::os::fd::AsRawFd;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::carry_out::{Operated, carry_out};
use super::order::{Answer, Order};

/// The longest order in bytes.
const LONGEST: u64 = 64 * 1024;
/// How long a caller may take for its line.
const PATIENCE: Duration = Duration::from_secs(10);

/// The listening end; the file goes when it is dropped.
#[derive(Debug)]
pub(crate) struct Control {
    path: PathBuf,
    stopped: Arc<AtomicBool>,
}

impl Control {
    /// Listens in the data directory of an open store. A socket that an ended server left is replaced; that it is no other
    /// server's is known, because this process has the store open.
    ///
    /// # Errors
    /// Where the socket cannot be made.
    pub(crate) fn listen(data: &Path, operated: Operated) -> Result<Self, String> {
        let path = data.join("control");
        let told = |error: std::io::Error| format!("{}: {error}", path.display());
        if path.exists() {
            std::fs::remove_file(&path).map_err(told)?;
        }
        let directory = File::open(data).map_err(told)?;
        let listener = UnixListener::bind(short(&directory)).map_err(told)?;
        std::fs::set_permissions(&path, Permissions::from_mode(0o600)).map_err(told)?;
        let stopped = Arc::new(AtomicBool::new(false));
        let own = stopped.clone();
        std::thread::Builder::new()
            .name("candor-control".to_owned())
            .spawn(move || {
                for caller in listener.incoming() {
                    if own.load(Ordering::SeqCst) {
                        break;
                    }
                    let (Ok(caller), operated) = (caller, operated.clone()) else {
                        continue;
                    };
                    // A caller that is slow or broken holds up nobody else.
                    let _ = std::thread::Builder::new().spawn(move || answer(&operated, &caller));
                }
            })
            .map_err(told)?;
        Ok(Self { path, stopped })
    }
}

impl Drop for Control {
    fn drop(&mut self) {
        self.stopped.store(true, Ordering::SeqCst);
        // Wakes the thread, which then sees that it is to stop.
        let _ = UnixStream::connect(&self.path);
        let _ = std::fs::remove_file(&self.path);
    }
}

/// A path of a few characters to the socket, because the system takes none of more than 107 bytes.
fn short(directory: &File) -> PathBuf {
    PathBuf::from(format!("/proc/self/fd/{}/control", directory.as_raw_fd()))
}

fn answer(operated: &Operated, caller: &UnixStream) {
    let line = read_line(caller);
    let answer = match line.map(|line| serde_json::from_str::<Order>(&line)) {
        Ok(Ok(order)) => carry_out(operated, &order),
        Ok(Err(error)) => Answer::Refused(format!("the order cannot be read: {error}")),
        Err(error) => Answer::Refused(format!("the order cannot be read: {error}")),
    };
    let mut text = serde_json::to_string(&answer).unwrap_or_default();
    text.push('\n');
    let mut out = caller;
    // A caller that is gone needs no answer.
    let _ = out.write_all(text.as_bytes());
}

fn read_line(caller: &UnixStream) -> std::io::Result<String> {
    caller.set_read_timeout(Some(PATIENCE))?;
    caller.set_write_timeout(Some(PATIENCE))?;
    let mut line = String::new();
    BufReader::new(caller.take(LONGEST)).read_line(&mut line)?;
    if line.ends_with('\n') {
        Ok(line)
    } else {
        Err(std::io::ErrorKind::InvalidData.into())
    }
}

/// Asks the server that has the store of a data directory open.
///
/// # Errors
/// Where none answers.
pub(crate) fn ask(data: &Path, order: &Order) -> Result<Answer, String> {
    let told = |error: std::io::Error| {
        format!(
            "another process has the store in {} open, and it does not answer ({error})",
            data.display()
        )
    };
    let directory = File::open(data).map_err(told)?;
    let server = UnixStream::connect(short(&directory)).map_err(told)?;
    let mut text = serde_json::to_string(order).map_err(|error| error.to_string())?;
    text.push('\n');
    let mut out = &server;
    out.write_all(text.as_bytes()).map_err(told)?;
    let mut line = String::new();
    BufReader::new(&server).read_line(&mut line).map_err(told)?;
    serde_json::from_str(&line).map_err(|error| {
        format!(
            "the server that has {} open answered something that this program does not understand ({error}); both must be \
             of the same version",
            data.display()
        )
    })
}
