//! The root key: 32 bytes in a file that only its owner reads, or from a command that asks a key service for them.

use std::fs;
use std::io::Read;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration as Pause;

use aws_lc_rs::rand;
use data_encoding::HEXLOWER;
use zeroize::Zeroizing;

use super::keyring::Keyring;
use super::{SecretKey, StoreError, durable, replace_file};

const HEAD: &str = "candor-root-key 1\n";
/// How long a command may take, in steps of [`STEP`].
const STEPS: u32 = 1_500;
const STEP: Pause = Pause::from_millis(20);
/// More than a key and a line break is no key.
const MOST_OUTPUT: u64 = 4096;

/// Where the root key comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum RootKey {
    /// The file `root.key` of the data directory, which only its owner can read.
    #[default]
    File,
    /// A shell command that prints the key as 64 hexadecimal digits, such as one that asks a key service. The key is then
    /// in no file of the store.
    Command(String),
}

/// Reads the root key of a store, or makes one for a new store. A change of the key that was stopped half-way is finished.
pub(super) fn load(root: &Path, from: &RootKey, is_new: bool) -> Result<SecretKey, StoreError> {
    let path = root.join("root.key");
    let ring = root.join("keyring");
    match from {
        RootKey::Command(line) => {
            let key = ask(line)?;
            if path.exists() && Keyring::fits(&ring, &key)? {
                // The change from the file to the command was stopped after its last step but one.
                destroy(&path)?;
            }
            Ok(key)
        }
        RootKey::File => {
            let next = root.join("root.next");
            if next.exists() {
                finish_change(&path, &next, &ring)?;
            }
            if is_new && !path.exists() {
                make(&path)
            } else {
                read(&path)
            }
        }
    }
}

/// The new key is in force when the ring is wrapped by it; before that it is not needed.
fn finish_change(path: &Path, next: &Path, ring: &Path) -> Result<(), StoreError> {
    let io = |error: std::io::Error| StoreError::io(next, &error);
    // A file that was cut short was never used: the ring is changed only after it is durable.
    let fits = match read(next) {
        Ok(key) => Keyring::fits(ring, &key)?,
        Err(StoreError::Broken { .. }) => false,
        Err(error) => return Err(error),
    };
    if fits {
        if path.exists() {
            // The ring is durable before the key that it does not need any more goes.
            durable::sync_parent(path).map_err(io)?;
            wipe(path)?;
        }
        fs::rename(next, path).map_err(io)?;
        durable::sync_parent(path).map_err(io)
    } else {
        destroy(next)
    }
}

/// Changes the root key: every key of the ring is wrapped anew, and the old root key is in no file afterwards.
pub(super) fn change(root: &Path, ring: &mut Keyring, to: &RootKey) -> Result<(), StoreError> {
    let path = root.join("root.key");
    match to {
        RootKey::Command(line) => {
            ring.change_root(&*ask(line)?)?;
            if path.exists() {
                destroy(&path)?;
            }
            Ok(())
        }
        RootKey::File => {
            let next = root.join("root.next");
            let key = make(&next)?;
            ring.change_root(&key)?;
            if path.exists() {
                wipe(&path)?;
            }
            let io = |error: std::io::Error| StoreError::io(&next, &error);
            fs::rename(&next, &path).map_err(io)?;
            durable::sync_parent(&path).map_err(io)
        }
    }
}

fn make(path: &Path) -> Result<SecretKey, StoreError> {
    let mut key = Zeroizing::new([0; 32]);
    rand::fill(key.as_mut_slice()).map_err(|_| StoreError::NoRandomness)?;
    let text = Zeroizing::new(format!("{HEAD}{}\n", HEXLOWER.encode(key.as_slice())));
    replace_file(path, text.as_bytes(), true)?;
    Ok(key)
}

fn read(path: &Path) -> Result<SecretKey, StoreError> {
    let text = Zeroizing::new(fs::read_to_string(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => StoreError::broken(
            path,
            "the file is missing, and without it nothing in this store can be read; put it back from where it was moved \
             to, or name the command that gives the key",
        ),
        std::io::ErrorKind::InvalidData => not_a_key(path),
        _ => StoreError::io(path, &error),
    })?);
    text.strip_prefix(HEAD)
        .and_then(decode)
        .ok_or_else(|| not_a_key(path))
}

fn not_a_key(path: &Path) -> StoreError {
    StoreError::broken(
        path,
        "it is not a root key of this format; put the right file back",
    )
}

fn decode(digits: &str) -> Option<SecretKey> {
    let bytes = Zeroizing::new(HEXLOWER.decode(digits.trim_end().as_bytes()).ok()?);
    let mut key = Zeroizing::new([0; 32]);
    if bytes.len() != key.len() {
        return None;
    }
    key.copy_from_slice(&bytes);
    Some(key)
}

/// Overwrites a key's file in place, so that its block does not keep the key.
pub(super) fn wipe(path: &Path) -> Result<(), StoreError> {
    let io = |error: std::io::Error| StoreError::io(path, &error);
    let file = fs::File::options().write(true).open(path).map_err(io)?;
    let length = usize::try_from(file.metadata().map_err(io)?.len()).unwrap_or(0);
    file.write_all_at(&vec![0; length.min(64 * 1024)], 0)
        .and_then(|()| file.sync_all())
        .map_err(io)
}

/// Removes a file that may hold keys; its block does not keep them.
pub(super) fn destroy(path: &Path) -> Result<(), StoreError> {
    wipe(path)?;
    let io = |error: std::io::Error| StoreError::io(path, &error);
    fs::remove_file(path).map_err(io)?;
    durable::sync_parent(path).map_err(io)
}

/// Runs the command and reads the key that it prints.
fn ask(line: &str) -> Result<SecretKey, StoreError> {
    let failed = |why: String| {
        let why = format!(
            "the command for the root key {why}; without the key nothing in this store can be read or erased on time"
        );
        StoreError::broken(Path::new("root key"), why)
    };
    let mut child = Command::new("/bin/sh")
        .args(["-c", line])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| failed(format!("could not be started: {error}")))?;
    let mut output = Zeroizing::new(String::new());
    let mut out = child.stdout.take();
    for step in 0.. {
        match child.try_wait() {
            Ok(Some(status)) if status.success() => break,
            Ok(Some(status)) => return Err(failed(format!("ended with {status}"))),
            Ok(None) if step < STEPS => std::thread::sleep(STEP),
            Ok(None) => {
                let _ = child.kill();
                let _ = child.wait();
                return Err(failed("gave no answer within 30 seconds".to_owned()));
            }
            Err(error) => return Err(failed(format!("could not be waited for: {error}"))),
        }
    }
    if let Some(out) = &mut out {
        let read = out.take(MOST_OUTPUT).read_to_string(&mut output);
        read.map_err(|error| failed(format!("printed something unreadable: {error}")))?;
    }
    decode(&output).ok_or_else(|| failed("did not print 64 hexadecimal digits".to_owned()))
}
