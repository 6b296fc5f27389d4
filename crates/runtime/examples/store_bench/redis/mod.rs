//! A private Redis on a Unix socket that syncs its append-only file before it answers. Where it is not installed, nothing
//! is measured.

mod client;
mod expire;

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration as Span, Instant as Watch};

pub(crate) use client::{Client, Reply, pipeline};
pub(crate) use expire::{Expired, expire, load, size, touch};

use super::Outcome;

/// How long it may take to start.
const START: Span = Span::from_secs(10);

/// A running server in a directory of its own; it is stopped and removed when it is dropped.
pub(crate) struct Server {
    child: Child,
    directory: tempfile::TempDir,
}

impl Server {
    /// Starts one; nothing where the program is missing.
    pub(crate) fn start() -> Outcome<Option<Self>> {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let mut programs = std::env::split_paths(&path).map(|at| at.join("redis-server"));
        let Some(program) = programs.find(|program| program.is_file()) else {
            return Ok(None);
        };
        let directory = tempfile::tempdir()?;
        let mut command = Command::new(program);
        command.args(["--port", "0", "--daemonize", "no", "--save", ""]);
        command.args(["--appendonly", "yes", "--appendfsync", "always"]);
        command.arg("--dir").arg(directory.path());
        command.arg("--unixsocket").arg(socket(directory.path()));
        let child = command.stdout(Stdio::null()).spawn()?;
        let server = Self { child, directory };
        let begun = Watch::now();
        while server.connect().and_then(|mut one| one.ping()).is_err() {
            if begun.elapsed() > START {
                return Err("redis-server does not answer".into());
            }
            std::thread::sleep(Span::from_millis(10));
        }
        Ok(Some(server))
    }

    /// Where all of its files are.
    pub(crate) fn path(&self) -> &Path {
        self.directory.path()
    }

    pub(crate) fn connect(&self) -> Outcome<Client> {
        Client::connect(&socket(self.path()))
    }

    /// Which version this is.
    pub(crate) fn version(&self) -> Outcome<String> {
        self.fact("server", "redis_version:")
    }

    /// A line of what it tells about itself.
    fn fact(&self, section: &str, key: &str) -> Outcome<String> {
        let Reply::Bytes(text) = self.connect()?.call(&[b"INFO", section.as_bytes()])? else {
            return Err("Redis tells nothing about itself".into());
        };
        let text = String::from_utf8(text)?;
        let mut values = text.lines().filter_map(|line| line.strip_prefix(key));
        let value = values
            .next()
            .ok_or_else(|| format!("Redis does not tell `{key}`"))?;
        Ok(value.trim().to_owned())
    }

    /// Writes the append-only file anew, which is how Redis forgets what it no longer has.
    pub(crate) fn rewrite(&self) -> Outcome<()> {
        self.connect()?.call(&[b"BGREWRITEAOF"])?;
        let begun = Watch::now();
        loop {
            std::thread::sleep(Span::from_millis(20));
            let running = self.fact("persistence", "aof_rewrite_in_progress:")? != "0";
            let waiting = self.fact("persistence", "aof_rewrite_scheduled:")? != "0";
            if !running && !waiting {
                break;
            }
            if begun.elapsed() > 30 * START {
                return Err("Redis does not finish the append-only file".into());
            }
        }
        let status = self.fact("persistence", "aof_last_bgrewrite_status:")?;
        if status != "ok" {
            return Err(format!("Redis could not write the append-only file: {status}").into());
        }
        // The old file is unlinked by a thread of its own.
        std::thread::sleep(Span::from_millis(200));
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // A server that ended by itself cannot be ended; its directory goes all the same.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn socket(directory: &Path) -> PathBuf {
    directory.join("socket")
}

/// The key of a number.
pub(crate) fn key(number: u64) -> [u8; 16] {
    let mut key = *b"object:\0\0\0\0\0\0\0\0\0";
    key[8..].copy_from_slice(&number.to_be_bytes());
    key
}

/// A time of the system's clock that many milliseconds from now, in the form that Redis takes.
pub(crate) fn in_millis(millis: u64) -> Outcome<String> {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH)?;
    Ok((u64::try_from(now.as_millis())? + millis).to_string())
}
