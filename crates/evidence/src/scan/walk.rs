//! From the entry document to every file that it names, each read once, none outside the root.

use std::collections::{BTreeSet, VecDeque};
use std::path::{Path, PathBuf};

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use super::place::Places;
use super::reference::{Found, Reference, Role};
use super::{Fault, Host, Scan, ScannedFile, Sink, css, html, script, wasm};

/// The largest file that is read, in bytes.
const LARGEST_FILE: u64 = 32 << 20;

/// The largest text that is parsed, in bytes.
const LARGEST_TEXT: usize = 12 << 20;

/// At most so many files, and so many bytes of all of them together.
const MOST_FILES: usize = 5_000;
const MOST_BYTES: u64 = 512 << 20;

/// At most so many sinks of one file are listed.
const MOST_SINKS: usize = 10_000;

/// The walk over a build.
pub(super) struct Walk {
    root: PathBuf,
    scan: Scan,
    waiting: VecDeque<(String, Role, String)>,
    known: BTreeSet<(String, Role)>,
    digested: BTreeSet<String>,
    bytes: u64,
}

impl Walk {
    pub(super) fn new(root: &Path) -> Self {
        Self {
            root: root.to_owned(),
            scan: Scan::default(),
            waiting: VecDeque::new(),
            known: BTreeSet::new(),
            digested: BTreeSet::new(),
            bytes: 0,
        }
    }

    pub(super) fn run(mut self, entry: &str) -> Scan {
        match self.root.canonicalize() {
            Ok(root) => self.root = root,
            Err(error) => {
                self.fault(
                    entry,
                    0,
                    format!("the build's directory cannot be read: {error}"),
                );
                return self.scan;
            }
        }
        match resolve("", entry) {
            Some(path) => self.queue(path.clone(), Role::Document, path),
            None => self.fault(entry, 0, "the entry lies outside the build".to_owned()),
        }
        while let Some((path, role, document)) = self.waiting.pop_front() {
            if self.digested.len() >= MOST_FILES || self.bytes > MOST_BYTES {
                let fault = "the build is too large: this file and those after it were not read";
                self.fault(&path, 0, fault.to_owned());
                break;
            }
            self.file(&path, role, &document);
        }
        self.scan.sinks.sort();
        self.scan.sinks.dedup();
        self.scan.external.sort();
        self.scan.external.dedup();
        self.scan.files.sort();
        self.scan.faults.sort();
        self.scan.faults.dedup();
        self.scan
    }

    fn fault(&mut self, file: &str, line: usize, message: String) {
        self.scan.faults.push(Fault {
            file: file.to_owned(),
            line,
            message,
        });
    }

    fn queue(&mut self, path: String, role: Role, document: String) {
        if self.known.insert((path.clone(), role)) {
            let document = match role {
                Role::Document => path.clone(),
                _ => document,
            };
            self.waiting.push_back((path, role, document));
        }
    }

    /// Where a path lies, if it is a file inside the root; a link that leads out of it is none.
    fn locate(&self, path: &str) -> Result<PathBuf, &'static str> {
        let place = self.root.join(path);
        let Ok(real) = place.canonicalize() else {
            return Err("it is named, but no such file is in the build");
        };
        if !real.starts_with(&self.root) {
            return Err("it leads out of the build, so it was not read");
        }
        match real.is_file() {
            true => Ok(real),
            false => Err("it is named, but it is no file"),
        }
    }

    fn file(&mut self, path: &str, role: Role, document: &str) {
        let place = match self.locate(path) {
            Ok(place) => place,
            Err(message) => return self.fault(path, 0, message.to_owned()),
        };
        let length = place.metadata().map_or(u64::MAX, |meta| meta.len());
        if length > LARGEST_FILE {
            let fault = format!("{length} bytes are too many: the file was not read");
            return self.fault(path, 0, fault);
        }
        let bytes = match std::fs::read(&place) {
            Ok(bytes) => bytes,
            Err(error) => return self.fault(path, 0, format!("it cannot be read: {error}")),
        };
        if self.digested.insert(path.to_owned()) {
            self.bytes += length;
            self.scan.files.push(ScannedFile {
                path: path.to_owned(),
                sha256: HEXLOWER.encode(&Sha256::digest(&bytes)),
                bytes: bytes.len(),
            });
        }
        if bytes.starts_with(b"\0asm") || path.ends_with(".wasm") {
            let found = wasm::read(&bytes);
            return self.keep(path, "", found, document);
        }
        let is_svg = path.ends_with(".svg");
        if role == Role::Other && !is_svg {
            return;
        }
        if bytes.len() > LARGEST_TEXT {
            let fault =
                format!("{length} bytes are too many to parse: nothing in it was looked at");
            return self.fault(path, 0, fault);
        }
        let Ok(text) = String::from_utf8(bytes) else {
            let fault = "it is no text in UTF-8, so nothing in it was looked at";
            return self.fault(path, 0, fault.to_owned());
        };
        let found = match role {
            Role::Document | Role::Other => html::read(&text),
            Role::Script => script::read(&text, false),
            Role::Module => script::read(&text, true),
            Role::Style => css::read(&text),
        };
        self.keep(path, &text, found, document);
    }

    /// Counts the places of what was found in a file, and queues what the file names.
    fn keep(&mut self, path: &str, text: &str, mut found: Found, document: &str) {
        found.sinks.sort();
        found.sinks.dedup();
        if found.sinks.len() > MOST_SINKS {
            let fault = format!(
                "it holds {} ways out; the first {MOST_SINKS} are listed",
                found.sinks.len()
            );
            self.fault(path, 0, fault);
            found.sinks.truncate(MOST_SINKS);
        }
        let mut places = Places::new(text);
        for (at, kind, detail) in found.sinks {
            let (line, column) = places.of(at);
            self.scan.sinks.push(Sink {
                file: path.to_owned(),
                line,
                column,
                kind,
                detail,
            });
        }
        found.hosts.sort();
        found.hosts.dedup();
        let mut places = Places::new(text);
        for (at, host) in found.hosts {
            let (line, column) = places.of(at);
            self.scan.external.push(Host {
                host,
                file: path.to_owned(),
                line,
                column,
            });
        }
        found.faults.sort();
        let mut places = Places::new(text);
        for (at, message) in found.faults {
            let (line, _) = places.of(at);
            self.fault(path, line, message);
        }
        found.references.sort_by_key(|one| one.at);
        let mut places = Places::new(text);
        for reference in found.references {
            let (line, _) = places.of(reference.at);
            self.follow(path, line, &reference, document);
        }
    }

    fn follow(&mut self, path: &str, line: usize, reference: &Reference, document: &str) {
        let base = if reference.is_of_document {
            document
        } else {
            path
        };
        let Some(mut target) = resolve(base, &reference.url) else {
            if reference.is_required {
                let fault = format!("{} leads out of the build", reference.url);
                self.fault(path, line, fault);
            }
            return;
        };
        if reference.role == Role::Document && self.root.join(&target).is_dir() {
            target = match target.is_empty() {
                true => "index.html".to_owned(),
                false => format!("{}/index.html", target.trim_end_matches('/')),
            };
        }
        match self.locate(&target) {
            Ok(_) => self.queue(target, reference.role, document.to_owned()),
            Err(message) if reference.is_required => {
                self.fault(path, line, format!("{}: {message}", reference.url));
            }
            Err(_) => {}
        }
    }
}

/// The path from the root of what a file names, or none where it would climb out of it.
fn resolve(base: &str, url: &str) -> Option<String> {
    let decoded = percent(url);
    let mut parts: Vec<&str> = match decoded.starts_with('/') {
        true => Vec::new(),
        false => base
            .rsplit_once('/')
            .map_or_else(Vec::new, |(folder, _)| folder.split('/').collect()),
    };
    for part in decoded.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// A path with its percent signs decoded.
fn percent(url: &str) -> String {
    let bytes = url.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let value = url
            .get(at + 1..at + 3)
            .filter(|_| *byte == b'%')
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match value {
            Some(value) => {
                decoded.push(value);
                at += 3;
            }
            None => {
                decoded.push(*byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&decoded).into_owned()
}
