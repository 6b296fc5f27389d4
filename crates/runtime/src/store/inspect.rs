//! Looking at a store from outside: what can be seen without its keys, and without changing a byte of it.

use std::collections::BTreeSet;
use std::fs::File;
use std::path::{Path, PathBuf};

use candor_model::Instant;
use rusqlite::{Connection, OpenFlags};

use super::open::{FORMAT, OLDER, numbered, strays};
use super::segment::Segment;
use super::{Damage, StoreError};

/// Something that was looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact<T> {
    /// It could be seen.
    Known(T),
    /// It could not be seen, and why.
    CouldNotCheck(String),
}

/// What a store shows from outside.
#[derive(Clone, Debug)]
pub struct Inspection {
    /// The format line, and whether this program reads that format.
    pub format: Fact<(String, bool)>,
    /// Whether a process has the store open.
    pub is_open: Fact<bool>,
    /// What SQLite says of the catalogue; `ok` where it finds nothing.
    pub integrity: Fact<String>,
    /// The clock's durable mark; nothing in a store that has none yet.
    pub mark: Fact<Option<Instant>>,
    /// The directories of buckets whose key is not in the key ring, and which no sweep was ending.
    pub without_key: Fact<Vec<PathBuf>>,
    /// Bytes that belong to no whole record. A running server is writing, so only a store at rest is looked through.
    pub damages: Fact<Vec<Damage>>,
    /// Files that do not belong to a store.
    pub unknown: Fact<Vec<PathBuf>>,
}

/// What a store keeps in its own directory.
const OWN: [&str; 14] = [
    "FORMAT",
    "lock",
    "root.key",
    "root.next",
    "keyring",
    "catalogue.db",
    "catalogue.db-wal",
    "catalogue.db-shm",
    "cohorts",
    "holds",
    "log",
    "tokens",
    "control",
    "reserve",
];

/// Looks at the store in a directory. Nothing is created, locked for longer than a moment, repaired or deleted.
pub fn inspect(root: &Path) -> Inspection {
    let is_open = is_open(root);
    let at_rest = is_open == Fact::Known(false);
    let catalogue = open_catalogue(root, at_rest);
    let ask = |sql: &str| match &catalogue {
        Ok(connection) => connection
            .query_row(sql, [], |row| row.get::<_, rusqlite::types::Value>(0))
            .map_err(|error| error.to_string()),
        Err(why) => Err(why.clone()),
    };
    let integrity = match ask("PRAGMA integrity_check") {
        Ok(rusqlite::types::Value::Text(text)) => Fact::Known(text),
        Ok(other) => Fact::CouldNotCheck(format!("SQLite answered {other:?}")),
        Err(why) => Fact::CouldNotCheck(why),
    };
    let mark = match ask("SELECT MAX(millis) FROM marks WHERE name = 'clock'") {
        Ok(rusqlite::types::Value::Integer(millis)) => {
            Fact::Known(Some(Instant::from_unix_millis(millis)))
        }
        Ok(_) => Fact::Known(None),
        Err(why) => Fact::CouldNotCheck(why),
    };
    let resting = "the store is open in another process, which is writing to it";
    Inspection {
        format: format(root),
        is_open,
        integrity,
        mark,
        without_key: told(without_key(root, catalogue.as_ref())),
        damages: if at_rest {
            told(damages(root).map_err(|error| error.to_string()))
        } else {
            Fact::CouldNotCheck(resting.to_owned())
        },
        unknown: told(unknown(root).map_err(|error| error.to_string())),
    }
}

fn told<T>(result: Result<T, String>) -> Fact<T> {
    result.map_or_else(Fact::CouldNotCheck, Fact::Known)
}

fn format(root: &Path) -> Fact<(String, bool)> {
    match std::fs::read_to_string(root.join("FORMAT")) {
        Ok(text) => {
            let known = text == FORMAT || OLDER.contains(&text.as_str());
            Fact::Known((text.trim().to_owned(), known))
        }
        Err(error) => Fact::CouldNotCheck(error.to_string()),
    }
}

fn is_open(root: &Path) -> Fact<bool> {
    let file = match File::open(root.join("lock")) {
        Ok(file) => file,
        Err(error) => return Fact::CouldNotCheck(error.to_string()),
    };
    match file.try_lock_shared() {
        Ok(()) => Fact::Known(false),
        Err(std::fs::TryLockError::WouldBlock) => Fact::Known(true),
        Err(std::fs::TryLockError::Error(error)) => Fact::CouldNotCheck(error.to_string()),
    }
}

/// Opens the catalogue for reading alone. A write-ahead log that no process has open could only be read by taking it in,
/// which would change the store.
fn open_catalogue(root: &Path, at_rest: bool) -> Result<Connection, String> {
    let path = root.join("catalogue.db");
    let waiting = std::fs::metadata(root.join("catalogue.db-wal")).map_or(0, |file| file.len());
    if at_rest && waiting > 0 {
        return Err(
            "the last process ended without closing the catalogue; `candor status` takes in what it left".to_owned(),
        );
    }
    std::fs::metadata(&path).map_err(|error| error.to_string())?;
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
    let mut name = String::from("file:");
    for byte in path.to_string_lossy().bytes() {
        // SQLite reads percent signs in the names of files as RFC 3986 says.
        if byte.is_ascii_alphanumeric() || b"/._-".contains(&byte) {
            name.push(char::from(byte));
        } else {
            name.push_str(&format!("%{byte:02X}"));
        }
    }
    if at_rest {
        name.push_str("?immutable=1");
    }
    Connection::open_with_flags(name, flags).map_err(|error| error.to_string())
}

fn without_key(
    root: &Path,
    catalogue: Result<&Connection, &String>,
) -> Result<Vec<PathBuf>, String> {
    let catalogue = catalogue.map_err(String::clone)?;
    let bytes = std::fs::read(root.join("keyring"))
        .map_err(|error| format!("the key ring cannot be read: {error}"))?;
    let keys = super::keyring::places(&bytes).ok_or("the key ring is damaged")?;
    let mut statement = catalogue
        .prepare("SELECT tag, ends FROM cohorts WHERE state = 'OPEN'")
        .map_err(|error| error.to_string())?;
    let rows = statement
        .query_map([], |row| Ok((row.get::<_, u16>(0)?, row.get::<_, i64>(1)?)))
        .map_err(|error| error.to_string())?;
    let mut missing = Vec::new();
    for row in rows {
        let (tag, end) = row.map_err(|error| error.to_string())?;
        let directory = root
            .join("cohorts")
            .join(tag.to_string())
            .join(end.to_string());
        if !keys.contains(&(tag, end)) && directory.is_dir() {
            missing.push(directory);
        }
    }
    Ok(missing)
}

fn damages(root: &Path) -> Result<Vec<Damage>, StoreError> {
    let cohorts = root.join("cohorts");
    let mut list = strays(&cohorts)?;
    for (_, window) in numbered(&cohorts)? {
        list.extend(strays(&window)?);
        for (end, cohort) in numbered(&window)? {
            let directories = if end == 0 {
                list.extend(strays(&cohort)?);
                let all = numbered(&cohort)?.into_iter();
                all.map(|(_, path)| path).collect()
            } else {
                vec![cohort]
            };
            for directory in directories {
                for path in entries(&directory)? {
                    let name = name(&path);
                    let number = name.strip_prefix("seg-").or(name.strip_prefix("big-"));
                    if number.is_some_and(|number| number.parse::<u32>().is_ok()) {
                        match Segment::open(&path).and_then(|segment| segment.scan()) {
                            Ok(contents) => list.extend(contents.damages),
                            Err(error) => list.push(Damage::because(&path, error)),
                        }
                    } else if end != 0 || !["key", "key.new"].contains(&name.as_str()) {
                        list.push(Damage::stray(&path));
                    }
                }
            }
        }
    }
    Ok(list)
}

fn unknown(root: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let own: BTreeSet<&str> = OWN.into_iter().collect();
    let mut list = entries(root)?;
    list.retain(|path| {
        let name = name(path);
        // A file that was being rewritten when a process ended is written anew with the next change.
        !own.contains(name.as_str()) && !name.ends_with(".new")
    });
    Ok(list)
}

fn entries(directory: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let io = |error: std::io::Error| StoreError::io(directory, &error);
    let mut list = Vec::new();
    for entry in std::fs::read_dir(directory).map_err(io)? {
        list.push(entry.map_err(io)?.path());
    }
    list.sort();
    Ok(list)
}

fn name(path: &Path) -> String {
    path.file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}
