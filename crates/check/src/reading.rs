//! The files of a workspace on their way to the model.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use candor_model::{self as model, Nouns, Origin, Parts, Policy, built_in_categories};
use candor_syntax::{Diagnostic, Document, Place, Severity, from_node, in_parallel};
use serde::de::DeserializeOwned;

use crate::announce::{Declared, announce_all, unique};
use crate::broken::lower_broken;
use crate::cards::{MISSING_KEY, UNCHECKED, WRONG_TYPE};
use crate::doubt::Doubt;
use crate::kind::Kind;
use crate::load::Workspace;
use crate::lowering::Context;
use crate::nouns::{
    activity, audience, candor, changes, data, device_storage, organisation, page, promises,
    retention, rights, security, tool, vendor,
};
use crate::shape::{self, origin};
use crate::{placeholder, schema_faults};

/// What reading yields.
pub(crate) struct Read {
    /// Everything that could be lowered.
    pub(crate) policy: Policy,
    /// Every fault of a file, of its form and of its references.
    pub(crate) faults: Vec<Diagnostic>,
    /// Whether `candor.yaml` or the organisation is a placeholder, at which nothing can be found.
    pub(crate) has_placeholder: bool,
    /// What could not be read completely.
    pub(crate) doubt: Doubt,
}

/// Reads the files of a workspace: all that could be lowered, and every fault.
pub(crate) fn read(workspace: &Workspace) -> Read {
    let mut reading = Reading::of(workspace);
    let policy = reading.lower();
    Read {
        policy,
        faults: reading.faults,
        has_placeholder: reading.has_placeholder,
        doubt: reading.doubt,
    }
}

/// Where a place begins.
fn start(place: &Place) -> (Arc<str>, u32, u32) {
    (place.file.clone(), place.line, place.column)
}

struct Reading<'w> {
    workspace: &'w Workspace,
    faults: Vec<Diagnostic>,
    /// Files with a fault of their own: nothing is read from them.
    broken: BTreeSet<Arc<str>>,
    has_placeholder: bool,
    doubt: Doubt,
}

impl<'w> Reading<'w> {
    fn of(workspace: &'w Workspace) -> Self {
        let mut faults = workspace.faults.clone();
        // Where a character or a key was refused already, its value is not wrong once more.
        let starts: HashSet<(Arc<str>, u32, u32)> = faults
            .iter()
            .filter_map(|fault| fault.place.as_ref())
            .map(start)
            .collect();
        let of_schema = in_parallel(&workspace.files, |(kind, path)| {
            let document = workspace.document(path);
            document.map_or_else(Vec::new, |document| schema_faults::faults(*kind, document))
        });
        let is_new = |fault: &Diagnostic| {
            fault
                .place
                .as_ref()
                .is_none_or(|at| !starts.contains(&start(at)))
        };
        faults.extend(of_schema.into_iter().flatten().filter(is_new));
        let broken = faults
            .iter()
            .filter(|fault| fault.severity == Severity::Error)
            .filter_map(|fault| fault.place.as_ref().map(|place| place.file.clone()))
            .collect();
        Self {
            workspace,
            faults,
            broken,
            has_placeholder: false,
            doubt: Doubt::default(),
        }
    }

    fn documents(&self, kind: Kind) -> Vec<&'w Document> {
        let sound = |path: &Arc<str>| !self.broken.contains(path);
        let files = self
            .workspace
            .files
            .iter()
            .filter(|(own, path)| *own == kind && sound(path));
        files
            .filter_map(|(_, path)| self.workspace.document(path))
            .collect()
    }

    /// Reads a file as its declared type. The schema was checked before, so a fault here is rare and still has a place.
    fn read<T: DeserializeOwned>(&mut self, document: &Document) -> Option<T> {
        match from_node(document, &document.root) {
            Ok(declared) => Some(declared),
            Err(mut fault) => {
                fault.rule = WRONG_TYPE.id;
                self.faults.push(*fault);
                self.broken.insert(document.source.path().clone());
                None
            }
        }
    }

    fn read_one<T: DeserializeOwned>(&mut self, kind: Kind) -> Option<(T, Origin)> {
        let document = *self.documents(kind).first()?;
        Some((self.read(document)?, start_of(document)))
    }

    fn read_all<T: DeserializeOwned>(&mut self, kind: Kind) -> Vec<(T, String, Origin)> {
        let documents = self.documents(kind);
        documents
            .into_iter()
            .filter_map(|document| {
                let declared = self.read(document)?;
                Some((
                    declared,
                    stem(document.source.path()).to_owned(),
                    start_of(document),
                ))
            })
            .collect()
    }

    /// Lowers everything that could be read.
    fn lower(&mut self) -> Policy {
        let mut context = Context::default();
        let data: shape::Map<data::DataCategory> = self
            .read_one(Kind::Data)
            .map(|read| read.0)
            .unwrap_or_default();
        let windows: shape::Map<retention::Window> = self
            .read_one(Kind::Retention)
            .map(|read| read.0)
            .unwrap_or_default();
        let vendors: Vec<(vendor::Vendor, String, Origin)> = self.read_all(Kind::Vendor);
        let tools: Vec<(tool::Tool, String, Origin)> = self.read_all(Kind::Tool);
        announce_all(
            self.workspace,
            &self.broken,
            &mut context,
            &Declared {
                data: &data,
                windows: &windows,
                vendors: &vendors,
                tools: &tools,
            },
        );

        let mut nouns_data = built_in_categories();
        for (key, category) in &data.0 {
            nouns_data.push(category.lower(&mut context, key));
        }
        let nouns_windows: Vec<_> = windows
            .0
            .iter()
            .map(|(key, window)| window.lower(&mut context, key))
            .collect();
        let nouns_vendors: Vec<_> = vendors
            .into_iter()
            .map(|(vendor, id, at)| vendor.lower(&mut context, &id, at))
            .collect();
        let mut activities = Vec::new();
        let nouns_tools: Vec<_> = tools
            .into_iter()
            .enumerate()
            .map(|(index, (tool, id, at))| {
                tool.lower(&mut context, &id, index, at, &mut activities)
            })
            .collect();
        for (activity, id, at) in self.read_all::<activity::StandAlone>(Kind::Activity) {
            activities.push(activity.lower(&mut context, &id, at));
        }
        let parts = self.parts(&mut context);
        for path in lower_broken(self.workspace, &self.broken, &mut context) {
            self.doubt.cast_on_file(path);
        }
        self.report_doubt(context);
        let nouns = Nouns::store(
            nouns_data,
            nouns_windows,
            nouns_vendors,
            nouns_tools,
            activities,
        );
        Policy::new(nouns, parts)
    }

    /// One finding per file that could not be looked at completely: that is not a pass.
    fn report_doubt(&mut self, mut context: Context) {
        for fault in &context.faults {
            if let Some(place) = &fault.place {
                self.doubt.cast(self.workspace, place);
            }
        }
        let with_faults: BTreeSet<Arc<str>> = self
            .workspace
            .files
            .iter()
            .map(|(_, path)| path)
            .filter(|path| self.doubt.is_on_file(path))
            .cloned()
            .collect();
        for path in &with_faults {
            let message = format!("what {path} says could not be checked further");
            let fault = Diagnostic::new(&UNCHECKED, message)
                .at(Place::start_of(path.clone()))
                .because("its faults must be put right before rules can look at all of it");
            self.faults.push(fault);
        }
        for (file, left_out) in &context.unresolved {
            for at in left_out.values() {
                if let Some(place) = shape::place(at) {
                    self.doubt.cast(self.workspace, &place);
                }
            }
            if with_faults.contains(file) {
                continue;
            }
            let list: Vec<&str> = left_out.keys().map(String::as_str).collect();
            let message = format!(
                "what {file} says could not be checked further, because it refers to {}",
                list.join(", ")
            );
            let fault = Diagnostic::new(&UNCHECKED, message)
                .at(Place::start_of(file.clone()))
                .because("that is declared in a file that has faults of its own")
                .help("put those faults right first");
            self.faults.push(fault);
        }
        self.faults.append(&mut context.faults);
    }

    fn parts(&mut self, context: &mut Context) -> Parts {
        let settings = self
            .read_one::<candor::Candor>(Kind::Candor)
            .map(|(read, at)| read.lower(context, at));
        let organisation = self
            .read_one::<organisation::Organisation>(Kind::Organisation)
            .map(|(read, at)| read.lower(context, at));
        self.has_placeholder = settings.is_none() || organisation.is_none();
        self.require(
            Kind::Candor,
            "candor.yaml",
            "it says which languages and which law the workspace is about",
        );
        self.require(
            Kind::Organisation,
            "policies/organisation.yaml",
            "a privacy page must say who answers for the data (GDPR Article 13(1)(a))",
        );
        let audience = self
            .read_one::<audience::Audience>(Kind::Audience)
            .map(|(read, at)| read.lower(context, at));
        let rights = self
            .read_one::<rights::Rights>(Kind::Rights)
            .map(|(read, at)| read.lower(context, at));
        let changes = self
            .read_one::<changes::Changes>(Kind::Changes)
            .map(|(read, at)| read.lower(context, at));
        let storage: Vec<device_storage::Item> = self
            .read_one(Kind::DeviceStorage)
            .map(|read| read.0)
            .unwrap_or_default();
        let promises: Vec<promises::Promise> = self
            .read_one(Kind::Promises)
            .map(|read| read.0)
            .unwrap_or_default();
        let security: Vec<security::Measure> = self
            .read_one(Kind::Security)
            .map(|read| read.0)
            .unwrap_or_default();
        let pages = self.pages();
        let parts = Parts {
            settings: settings.unwrap_or_else(placeholder::settings),
            organisation: organisation.unwrap_or_else(placeholder::organisation),
            audience,
            device_storage: storage.iter().map(|item| item.lower(context)).collect(),
            promises: promises
                .iter()
                .map(|promise| promise.lower(context))
                .collect(),
            rights,
            security: security
                .iter()
                .map(|measure| measure.lower(context))
                .collect(),
            changes,
            pages,
        };
        unique(
            context,
            "promise",
            parts
                .promises
                .iter()
                .map(|promise| (&promise.id, &promise.origin)),
        );
        unique(
            context,
            "document",
            parts
                .organisation
                .documents
                .iter()
                .map(|document| (&document.id, &document.origin)),
        );
        parts
    }

    /// Reports a file that every workspace needs, where there is neither a sound one nor one with faults of its own.
    fn require(&mut self, kind: Kind, path: &str, reason: &str) {
        if self.workspace.files.iter().any(|(own, _)| *own == kind) {
            return;
        }
        let fault = Diagnostic::new(&MISSING_KEY, format!("{path} is missing"))
            .at(Place::start_of(path))
            .because(reason)
            .help(format!(
                "write {path}; `candor schema {}` prints its keys",
                kind.name()
            ));
        self.faults.push(fault);
    }

    fn pages(&mut self) -> Vec<model::Page> {
        let heads: Vec<&Document> = self.documents(Kind::Page);
        heads
            .into_iter()
            .filter_map(|document| {
                let head: page::Head = self.read(document)?;
                let source = self.workspace.sources.get(document.source.path())?;
                Some(head.lower(source))
            })
            .collect()
    }
}

/// The name of a file without directory and ending: the id of what it declares.
pub(crate) fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.split('.').next().unwrap_or(name)
}

/// The place of a file's first key.
pub(crate) fn start_of(document: &Document) -> Origin {
    match &document.root.value {
        candor_syntax::Value::Mapping(entries) if !entries.is_empty() => {
            origin(&document.place(&entries[0].key))
        }
        _ => origin(&Place::start_of(document.source.path().clone())),
    }
}
