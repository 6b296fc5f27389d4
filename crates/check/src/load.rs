//! Finding and reading the files of a workspace.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use candor_syntax::{Diagnostic, Document, Place, SourceFile, Sources, decode, in_parallel, parse};

use crate::cards::FILE_PLACE;
use crate::front_matter::front_matter;
use crate::kind::Kind;
use crate::listing::{self, unreadable};
use crate::records::Files;

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
    /// What evidence rests on.
    pub(crate) files_below: Files,
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
            files_below: Files::below(root),
        };
        let (evidence, texts): (Vec<_>, Vec<(String, Vec<u8>)>) = texts
            .into_iter()
            .partition(|(path, _)| path.starts_with("evidence/") || path.starts_with("text/"));
        for (path, bytes) in evidence {
            workspace.files_below.add(path, bytes);
        }
        // Files do not depend on each other until their references are followed.
        for file in in_parallel(&texts, |(path, bytes)| Parsed::of(path, bytes)) {
            workspace.add(file);
        }
        workspace
    }

    fn add(&mut self, file: Parsed) {
        self.faults.extend(file.faults);
        let Some(kind) = file.kind else {
            return;
        };
        let path: Arc<str> = match file.source {
            Some(source) => self.sources.add(source).path().clone(),
            None => file.path.as_str().into(),
        };
        self.kinds.insert(path.clone(), kind);
        self.files.push((kind, path.clone()));
        if let Some(document) = file.document {
            self.documents.insert(path, document);
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

/// One file by itself: what could be made of it, and its faults.
struct Parsed {
    path: String,
    /// Nothing where the file stands where none is read.
    kind: Option<Kind>,
    source: Option<Arc<SourceFile>>,
    document: Option<Document>,
    faults: Vec<Diagnostic>,
}

impl Parsed {
    fn of(path: &str, bytes: &[u8]) -> Self {
        let mut parsed = Self {
            path: path.to_owned(),
            kind: None,
            source: None,
            document: None,
            faults: Vec::new(),
        };
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
                parsed.faults.push(fault);
                return parsed;
            }
        };
        parsed.kind = Some(kind);
        let (source, faults) = decode(path, bytes);
        parsed.faults = faults;
        let Some(source) = source.map(Arc::new) else {
            return parsed;
        };
        // A page is Markdown behind a short YAML head; the head keeps its lines, so its places are those of the file.
        let yaml = if kind == Kind::Page {
            front_matter(&source)
        } else {
            source.clone()
        };
        let (document, more) = parse(yaml);
        parsed.faults.extend(more);
        parsed.source = Some(source);
        parsed.document = document;
        parsed
    }
}
