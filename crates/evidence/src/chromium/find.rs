//! Finding the browser.

use std::io::Read;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::mpsc::{Receiver, sync_channel};
use std::time::{Duration, Instant};

use super::end_group;
use crate::cancel::Cancel;

/// The longest that a browser may take to say its version.
const PATIENCE: Duration = Duration::from_secs(20);

/// The longest that its last words may take once it has ended.
const MOMENT: Duration = Duration::from_secs(2);

/// Names a browser other than the one on the path.
pub const CHROMIUM: &str = "CANDOR_CHROMIUM";

/// The names under which distributions install it.
const NAMES: [&str; 4] = [
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
];

/// A browser that can be started.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chromium {
    /// Its program.
    pub program: PathBuf,
    /// What it calls itself, such as `Chromium 156.0.8078.79`.
    pub version: String,
}

impl Chromium {
    /// The browser that `CANDOR_CHROMIUM` names, or the first one on the path.
    ///
    /// # Errors
    /// Plain words with what to install or to set, where there is none or it does not start.
    pub fn find(cancel: &Cancel) -> Result<Self, String> {
        if let Some(named) = std::env::var_os(CHROMIUM) {
            return Self::at(Path::new(&named), cancel)
                .map_err(|why| format!("{CHROMIUM} names {}, and {why}", named.display()));
        }
        let path = std::env::var_os("PATH").unwrap_or_default();
        let found = NAMES.iter().find_map(|name| {
            std::env::split_paths(&path)
                .map(|directory| directory.join(name))
                .find(|program| program.is_file())
        });
        match found {
            Some(program) => {
                Self::at(&program, cancel).map_err(|why| format!("{}: {why}", program.display()))
            }
            None => Err(format!(
                "there is no Chromium on this machine; install one (Debian: apt-get install chromium) or name it with {CHROMIUM}"
            )),
        }
    }

    /// The browser at a path.
    ///
    /// # Errors
    /// Plain words where it does not say its version, or says nothing for long.
    pub fn at(program: &Path, cancel: &Cancel) -> Result<Self, String> {
        let failed = |error: std::io::Error| format!("it cannot be started: {error}");
        let mut child = Command::new(program)
            .arg("--version")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .map_err(failed)?;
        let said = child.stdout.take().map(listen);
        let ended = ended(&mut child, cancel);
        // Whatever it started ends with it, and with it the pipe that is read.
        end_group(&mut child);
        let said = said.and_then(|said| said.recv_timeout(MOMENT).ok());
        let line = said.unwrap_or_default();
        let version = line
            .lines()
            .find(|line| line.contains("Chrom"))
            .map(|line| {
                let words = line
                    .split_whitespace()
                    .take_while(|word| !word.starts_with("built"));
                words.take(3).collect::<Vec<_>>().join(" ")
            });
        match (ended?, version) {
            (true, Some(version)) => Ok(Self {
                program: program.to_owned(),
                version,
            }),
            _ => Err("it does not say a version of Chromium".to_owned()),
        }
    }
}

/// What a program says, as far as a version can be long.
fn listen(from: ChildStdout) -> Receiver<String> {
    const KEPT: u64 = 4096;
    let (tell, told) = sync_channel(1);
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        // What cannot be read is not said.
        let _read = from.take(KEPT).read_to_end(&mut bytes);
        drop(tell.try_send(String::from_utf8_lossy(&bytes).into_owned()));
    });
    told
}

/// Waits until a program ends; whether it ended well.
fn ended(child: &mut Child, cancel: &Cancel) -> Result<bool, String> {
    let until = Instant::now() + PATIENCE;
    loop {
        cancel.check()?;
        match child.try_wait() {
            Ok(Some(status)) => return Ok(status.success()),
            Ok(None) if Instant::now() > until => {
                return Err(format!(
                    "it did not say its version within {} s",
                    PATIENCE.as_secs()
                ));
            }
            Ok(None) => std::thread::sleep(Duration::from_millis(20)),
            Err(error) => return Err(format!("it cannot be waited for: {error}")),
        }
    }
}
