//! Finding and reading the files of a workspace.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use candor_syntax::{Diagnostic, Document, Place, Sources, decode, parse};

use crate::cards::FILE_PLACE;
use crate::front_matter::front_matter;
use crate::kind::Kind;
use crate::listing::{self, unreadable};

/// The files of a workspace, read and parsed.
#[derive(Debug)]
pub struct Workspace {
    /// Its directory.
    pub root: PathBuf,
    /// Every file that could be read.
    pub sources: Sources,
    pub(crate) files: Vec<(Kind, Arc<str>)>,
    kinds: HashMap<Arc<str>, Kind>,
    pub(crate) documents: BTreeMap<Arc<str>, Document>,
    pub(crate) faults: Vec<Diagnostic>,
}

/// Why a workspace cannot be read at all.
#[derive(Debug)]
pub struct LoadError(String);

impl LoadError {
    pub(crate) fn new(path: &Path, error: &std::io::Error) -> Self {
        Self(format!("{} cannot be listed: {error}", path.display()))
    }
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for LoadError {}

impl Workspace {
    /// Reads every file of the workspace, in the order of the paths.
    ///
    /// # Errors
    /// Only where a directory cannot be listed; a file that cannot be read is a finding.
    pub fn load(root: &Path) -> Result<Self, LoadError> {
        let (mut paths, mut faults) = listing::list(root)?;
        paths.sort();
        let mut texts = Vec::new();
        for path in paths {
            match std::fs::read(root.join(&path)) {
                Ok(bytes) => texts.push((path, bytes)),
                Err(error) => faults.push(unreadable(&path, &error)),
            }
        }
        let mut workspace = Self::from_files(root, texts);
        workspace.faults.append(&mut faults);
        Ok(workspace)
    }

    /// A workspace from texts that are already in memory.
    pub fn from_files(root: &Path, texts: impl IntoIterator<Item = (String, Vec<u8>)>) -> Self {
        let mut workspace = Self {
            root: root.to_owned(),
            sources: Sources::default(),
            files: Vec::new(),
            kinds: HashMap::new(),
            documents: BTreeMap::new(),
            faults: Vec::new(),
        };
        for (path, bytes) in texts {
            workspace.add(&path, &bytes);
        }
        workspace
    }

    fn add(&mut self, path: &str, bytes: &[u8]) {
        let kind = match Kind::of(path) {
            Ok(kind) => kind,
            Err(hint) => {
                let fault = Diagnostic::new(
                    &FILE_PLACE,
                    format!("`{path}` is in no place where a file is read"),
                )
                .at(Place::start_of(path))
                .because("what it says would silently be left out")
                .help(hint);
                self.faults.push(fault);
                return;
            }
        };
        self.kinds.insert(path.into(), kind);
        let (source, mut faults) = decode(path, bytes);
        let Some(source) = source else {
            self.faults.append(&mut faults);
            self.files.push((kind, path.into()));
            return;
        };
        let source = self.sources.add(source);
        self.files.push((kind, source.path().clone()));
        // A page is Markdown behind a short YAML head; the head keeps its lines, so its places are those of the file.
        let yaml = if kind == Kind::Page {
            front_matter(&source)
        } else {
            source
        };
        let (document, mut more) = parse(yaml);
        faults.append(&mut more);
        self.faults.append(&mut faults);
        if let Some(document) = document {
            self.documents.insert(path.into(), document);
        }
    }

    /// The kind of a file.
    pub(crate) fn kind(&self, path: &str) -> Option<Kind> {
        self.kinds.get(path).copied()
    }

    /// The parsed file of that path.
    pub(crate) fn document(&self, path: &str) -> Option<&Document> {
        self.documents.get(path)
    }
}
