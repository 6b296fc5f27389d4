//! The files of a build. Nothing outside of its directory is given, not even through a link.

use std::path::{Component, Path, PathBuf};

use candor_record::shipped_digest;

use super::{Build, HeadersOf};

/// The largest file that is given, in bytes.
const LARGEST: u64 = 256 << 20;

/// A file that was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Served {
    /// Its path from the root of the build.
    pub(crate) name: String,
    /// The SHA-256 of what ships, in hexadecimal: without the regions that Candor fills.
    pub(crate) digest: String,
}

pub(crate) struct Files {
    root: PathBuf,
    headers: HeadersOf,
    origin: String,
}

impl Files {
    pub(crate) fn new(build: &Build, origin: String) -> Result<Self, String> {
        let root = build.root.canonicalize().map_err(|error| {
            format!("the build {} cannot be read: {error}", build.root.display())
        })?;
        let files = Self {
            root,
            headers: build.headers.clone(),
            origin,
        };
        match files.find(&build.entry) {
            Some(_) => Ok(files),
            None => Err(format!(
                "the build {} has no file {}",
                build.root.display(),
                build.entry
            )),
        }
    }

    pub(crate) fn headers(&self, path: &str) -> Vec<(String, String)> {
        (self.headers)(path, &self.origin)
    }

    pub(crate) fn has(&self, path: &str) -> bool {
        self.find(path).is_some()
    }

    pub(crate) fn read(&self, path: &str) -> Option<(Served, Vec<u8>)> {
        let (name, full) = self.find(path)?;
        if full.metadata().ok()?.len() > LARGEST {
            return None;
        }
        let bytes = std::fs::read(full).ok()?;
        let digest = shipped_digest(&name, &bytes);
        Some((Served { name, digest }, bytes))
    }

    /// The file of a path of a URL: itself, its index, or itself with `.html`, as hosts of static sites do.
    fn find(&self, path: &str) -> Option<(String, PathBuf)> {
        let decoded = percent(path)?;
        let relative = decoded.trim_start_matches('/');
        let candidates = match relative.is_empty() || relative.ends_with('/') {
            true => vec![format!("{relative}index.html")],
            false => vec![relative.to_owned(), format!("{relative}.html")],
        };
        candidates.into_iter().find_map(|name| {
            let is_plain = Path::new(&name)
                .components()
                .all(|part| matches!(part, Component::Normal(_)));
            let full = self.root.join(&name).canonicalize().ok()?;
            (is_plain && full.starts_with(&self.root) && full.is_file()).then_some((name, full))
        })
    }
}

/// A path with its percent signs resolved; nothing where it is no text.
fn percent(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        rest = tail;
        if *first != b'%' {
            bytes.push(*first);
            continue;
        }
        let (digits, tail) = rest.split_at_checked(2)?;
        let digits = std::str::from_utf8(digits).ok()?;
        bytes.push(u8::from_str_radix(digits, 16).ok()?);
        rest = tail;
    }
    String::from_utf8(bytes)
        .ok()
        .filter(|text| !text.contains('\0'))
}
