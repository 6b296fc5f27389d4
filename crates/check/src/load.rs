//! Finding and reading the files of a workspace.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use candor_syntax::{Diagnostic, Document, Place, SourceFile, Sources, closest, decode, parse};

use crate::cards::{FILE_PLACE, UNREADABLE};

/// The kind of a file; it follows from the file's place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Kind {
    Candor,
    Organisation,
    Audience,
    Data,
    Retention,
    DeviceStorage,
    Promises,
    Rights,
    Security,
    Changes,
    Activity,
    Tool,
    Vendor,
    Page,
}

impl Kind {
    pub(crate) const ALL: [Self; 14] = [
        Self::Candor,
        Self::Organisation,
        Self::Audience,
        Self::Data,
        Self::Retention,
        Self::DeviceStorage,
        Self::Promises,
        Self::Rights,
        Self::Security,
        Self::Changes,
        Self::Activity,
        Self::Tool,
        Self::Vendor,
        Self::Page,
    ];

    /// The kind's name, which is the name of its schema.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Candor => "candor",
            Self::Organisation => "organisation",
            Self::Audience => "audience",
            Self::Data => "data",
            Self::Retention => "retention",
            Self::DeviceStorage => "device-storage",
            Self::Promises => "promises",
            Self::Rights => "rights",
            Self::Security => "security",
            Self::Changes => "changes",
            Self::Activity => "activity",
            Self::Tool => "tool",
            Self::Vendor => "vendor",
            Self::Page => "page",
        }
    }

    /// The kind of a file by its path, or what is wrong with its place.
    fn of(path: &str) -> Result<Self, String> {
        const SINGLE: [(&str, Kind); 10] = [
            ("candor.yaml", Kind::Candor),
            ("policies/organisation.yaml", Kind::Organisation),
            ("policies/audience.yaml", Kind::Audience),
            ("policies/data.yaml", Kind::Data),
            ("policies/retention.yaml", Kind::Retention),
            ("policies/device-storage.yaml", Kind::DeviceStorage),
            ("policies/promises.yaml", Kind::Promises),
            ("policies/rights.yaml", Kind::Rights),
            ("policies/security.yaml", Kind::Security),
            ("policies/changes.yaml", Kind::Changes),
        ];
        if let Some((_, kind)) = SINGLE.iter().find(|(place, _)| *place == path) {
            return Ok(*kind);
        }
        let name = path.rsplit('/').next().unwrap_or(path);
        let directory = path.strip_suffix(name).unwrap_or_default();
        match directory {
            "policies/tools/" if name.ends_with(".yaml") => Ok(Self::Tool),
            "policies/activities/" if name.ends_with(".yaml") => Ok(Self::Activity),
            "subprocessors/" if name.ends_with(".yaml") => Ok(Self::Vendor),
            "policies/pages/" if name.ends_with(".md") && name.split('.').count() == 3 => Ok(Self::Page),
            "policies/pages/" => Err("pages are named NAME.LANGUAGE.md, such as privacy.en.md".to_owned()),
            "policies/tools/" | "policies/activities/" | "subprocessors/" => {
                Err("files here are named ID.yaml".to_owned())
            }
            _ => Err(match closest(path, SINGLE.iter().map(|(place, _)| *place)) {
                Some(near) => format!("did you mean {near}?"),
                None => "files stand in policies/, policies/tools/, policies/activities/, policies/pages/ and subprocessors/".to_owned(),
            }),
        }
    }
}

/// The files of a workspace, read and parsed.
#[derive(Debug)]
pub struct Workspace {
    /// Its directory.
    pub root: PathBuf,
    /// Every file that could be read.
    pub sources: Sources,
    pub(crate) files: Vec<(Kind, Arc<str>)>,
    pub(crate) documents: BTreeMap<Arc<str>, Document>,
    pub(crate) faults: Vec<Diagnostic>,
}

/// Why a workspace cannot be read at all.
#[derive(Debug)]
pub struct LoadError(String);

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
        let mut paths = Vec::new();
        if root.join("candor.yaml").exists() {
            paths.push("candor.yaml".to_owned());
        }
        list(root, "policies", &mut paths)?;
        list(root, "subprocessors", &mut paths)?;
        paths.sort();
        let mut texts = Vec::new();
        let mut faults = Vec::new();
        for path in paths {
            match std::fs::read(root.join(&path)) {
                Ok(bytes) => texts.push((path, bytes)),
                Err(error) => {
                    let message = format!("the file cannot be read: {error}");
                    faults.push(Diagnostic::new(&UNREADABLE, message).at(Place::start_of(path)));
                }
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

    /// The parsed file of that path.
    pub(crate) fn document(&self, path: &str) -> Option<&Document> {
        self.documents.get(path)
    }
}

/// The head of a page between its two `---` lines, on the lines where it stands in the file.
fn front_matter(source: &SourceFile) -> Arc<SourceFile> {
    let mut head = String::from("\n");
    let mut lines = source.text().split_inclusive('\n');
    if lines.next().is_some_and(|first| first.trim_end() == "---") {
        for line in lines {
            if line.trim_end() == "---" {
                return Arc::new(SourceFile::new(source.path().clone(), head));
            }
            head.push_str(line);
        }
    }
    Arc::new(SourceFile::new(source.path().clone(), ""))
}

/// The line on which the body of a page begins, and the body.
pub(crate) fn page_body(source: &SourceFile) -> (u32, String) {
    let mut line = 1;
    let mut lines = source.text().split_inclusive('\n');
    if lines.next().is_some_and(|first| first.trim_end() == "---") {
        for next in lines.by_ref() {
            line += 1;
            if next.trim_end() == "---" {
                return (line + 1, lines.collect());
            }
        }
    }
    (1, source.text().to_owned())
}

/// Lists the files below a directory. A directory that is absent is empty; hidden files are not ours.
fn list(root: &Path, directory: &str, paths: &mut Vec<String>) -> Result<(), LoadError> {
    let unreadable = |error| {
        LoadError(format!(
            "{} cannot be listed: {error}",
            root.join(directory).display()
        ))
    };
    let entries = match std::fs::read_dir(root.join(directory)) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(unreadable(error)),
    };
    for entry in entries {
        let entry = entry.map_err(unreadable)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') {
            continue;
        }
        let path = format!("{directory}/{name}");
        // A link is read as the file or directory that it points at; a link in a circle ends as an unreadable file.
        match std::fs::metadata(root.join(&path)) {
            Ok(metadata) if metadata.is_dir() && path.matches('/').count() < 4 => {
                list(root, &path, paths)?
            }
            _ => paths.push(path),
        }
    }
    Ok(())
}
