//! The whole check: files, schemas, lowering, rules, levels, waivers.

use std::collections::BTreeSet;
use std::sync::Arc;

use candor_model::{self as model, Date, Nouns, Origin, Parts, Policy, built_in_categories};
use candor_syntax::{Diagnostic, Document, Place, Severity, from_node};
use serde::de::DeserializeOwned;

use crate::cards::{MISSING_KEY, UNCHECKED};
use crate::facts::{Evidence, Facts};
use crate::findings::Findings;
use crate::load::{Kind, Workspace};
use crate::lowering::{Context, key_origin};
use crate::nouns::{
    activity, audience, candor, changes, data, device_storage, organisation, page, promises,
    retention, rights, security, tool, vendor,
};
use crate::shape::{self, origin};
use crate::{registry, schema_faults, waivers};

/// How to check.
#[derive(Clone, Debug)]
pub struct Options {
    /// The day of the run.
    pub as_of: Date,
    /// Rules whose findings are errors.
    pub deny: Vec<String>,
    /// Rules whose findings are warnings.
    pub warn: Vec<String>,
    /// Rules whose findings are left out.
    pub allow: Vec<String>,
}

impl Options {
    /// The rules as they are, on that day.
    pub fn on(as_of: Date) -> Self {
        Self {
            as_of,
            deny: Vec::new(),
            warn: Vec::new(),
            allow: Vec::new(),
        }
    }
}

/// What a check yields.
#[derive(Debug)]
pub struct Outcome {
    /// The policy, where no structural fault stands against it.
    pub policy: Option<Policy>,
    /// All findings, in stable order.
    pub diagnostics: Vec<Diagnostic>,
    /// How many files were looked at.
    pub files: usize,
}

/// Checks a workspace: all findings of all files in one run.
pub fn check(workspace: &Workspace, options: &Options) -> Outcome {
    let mut reading = Reading::of(workspace);
    let policy = reading.lower();
    let mut diagnostics = reading.faults;
    let mut checked = None;
    let cards = registry::cards();
    let structural = |diagnostic: &Diagnostic| {
        diagnostic.severity == Severity::Error
            && cards
                .iter()
                .any(|card| card.structural && card.id == diagnostic.rule)
    };
    if let Some(policy) = policy {
        let complete = !diagnostics.iter().any(structural);
        let evidence = Evidence::default();
        let facts = Facts {
            policy: &policy,
            complete,
            as_of: options.as_of,
            evidence: &evidence,
        };
        let mut findings = Findings::new(workspace);
        for rule in registry::rules() {
            let regimes = rule.card.regimes;
            let applies = regimes.is_empty()
                || policy
                    .settings
                    .regimes
                    .iter()
                    .any(|regime| regimes.contains(&regime.value.to_string().as_str()));
            if applies {
                (rule.check)(&facts, &mut findings);
            }
        }
        diagnostics.extend(findings.into_list());
        waivers::apply(&policy, options, &cards, &mut diagnostics);
        checked = complete.then_some(policy);
    } else {
        waivers::apply_options(options, &cards, &mut diagnostics);
    }
    diagnostics.sort_by(|a, b| (&a.place, a.rule, &a.message).cmp(&(&b.place, b.rule, &b.message)));
    diagnostics.dedup();
    Outcome {
        policy: checked,
        diagnostics,
        files: workspace.files.len(),
    }
}

/// The files of a workspace on their way to the model.
struct Reading<'w> {
    workspace: &'w Workspace,
    faults: Vec<Diagnostic>,
    /// Files with a fault of their own: nothing is read from them.
    broken: BTreeSet<Arc<str>>,
}

impl<'w> Reading<'w> {
    fn of(workspace: &'w Workspace) -> Self {
        let mut faults = workspace.faults.clone();
        for (kind, path) in &workspace.files {
            if let Some(document) = workspace.document(path) {
                faults.extend(schema_faults::faults(*kind, document));
            }
        }
        let broken = faults
            .iter()
            .filter(|fault| fault.severity == Severity::Error)
            .filter_map(|fault| fault.place.as_ref().map(|place| place.file.clone()))
            .collect();
        let mut reading = Self {
            workspace,
            faults,
            broken,
        };
        for (_, path) in &workspace.files {
            if reading.broken.contains(path) {
                let message = format!("what {path} says could not be checked further");
                let fault = Diagnostic::new(&UNCHECKED, message)
                    .at(Place::start_of(path.clone()))
                    .because("its faults must be put right before rules can look at it");
                reading.faults.push(fault);
            }
        }
        reading
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

    fn has_broken(&self, kind: Kind) -> bool {
        self.workspace
            .files
            .iter()
            .any(|(own, path)| *own == kind && self.broken.contains(path))
    }

    /// Reads a file as its declared type. The schema was checked before, so a fault here is rare and still has a place.
    fn read<T: DeserializeOwned>(&mut self, document: &Document) -> Option<T> {
        match from_node(document, &document.root) {
            Ok(declared) => Some(declared),
            Err(fault) => {
                self.faults.push(*fault);
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

    /// Lowers everything that could be read. Nothing without settings and organisation.
    fn lower(&mut self) -> Option<Policy> {
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
        self.announce(&mut context, &data, &windows, &vendors, &tools);

        let mut nouns_data = built_in_categories();
        nouns_data.extend(
            data.0
                .iter()
                .map(|(key, category)| category.lower(&mut context, key)),
        );
        let nouns_windows: Vec<_> = windows
            .0
            .iter()
            .filter_map(|(key, window)| window.lower(&mut context, key))
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
        // A window that could not be lowered would shift the references to the ones behind it.
        let whole = nouns_windows.len() == windows.0.len();
        let parts = self.parts(&mut context);
        self.faults.append(&mut context.faults);
        if !whole {
            return None;
        }
        let nouns = Nouns::store(
            nouns_data,
            nouns_windows,
            nouns_vendors,
            nouns_tools,
            activities,
        );
        parts.map(|parts| Policy::new(nouns, parts))
    }

    /// Gives every id its index, in the order of the lists.
    fn announce(
        &self,
        context: &mut Context,
        data: &shape::Map<data::DataCategory>,
        windows: &shape::Map<retention::Window>,
        vendors: &[(vendor::Vendor, String, Origin)],
        tools: &[(tool::Tool, String, Origin)],
    ) {
        for category in built_in_categories() {
            let _ = context.data.announce(category.id.as_str(), None);
        }
        for (key, _) in &data.0 {
            if let Err(first) = context.data.announce(key, Some(key_origin(key))) {
                context.duplicate("data category", key, &key_origin(key), first);
            }
        }
        for (key, _) in &windows.0 {
            if let Err(first) = context.windows.announce(key, Some(key_origin(key))) {
                context.duplicate("window", key, &key_origin(key), first);
            }
        }
        for (_, id, at) in vendors {
            if let Err(first) = context.vendors.announce(id, Some(at.clone())) {
                context.duplicate("vendor", id, at, first);
            }
        }
        for (_, id, at) in tools {
            if let Err(first) = context.tools.announce(id, Some(at.clone())) {
                context.duplicate("tool", id, at, first);
            }
        }
        let doubts = [
            (Kind::Data, &mut context.data),
            (Kind::Retention, &mut context.windows),
            (Kind::Vendor, &mut context.vendors),
            (Kind::Tool, &mut context.tools),
        ];
        for (kind, ids) in doubts {
            if self.has_broken(kind) {
                ids.doubt();
            }
        }
    }

    fn parts(&mut self, context: &mut Context) -> Option<Parts> {
        let settings = self
            .read_one::<candor::Candor>(Kind::Candor)
            .map(|(read, at)| read.lower(context, at));
        let organisation = self
            .read_one::<organisation::Organisation>(Kind::Organisation)
            .map(|(read, at)| read.lower(context, at));
        if organisation.is_none() && !self.has_broken(Kind::Organisation) {
            let fault = Diagnostic::new(&MISSING_KEY, "policies/organisation.yaml is missing")
                .at(Place::start_of("candor.yaml"))
                .because("a privacy page must say who answers for the data (GDPR Article 13(1)(a))")
                .help("write policies/organisation.yaml; `candor schema organisation` prints its keys");
            self.faults.push(fault);
        }
        let audience = self
            .read_one::<audience::Audience>(Kind::Audience)
            .map(|(read, at)| read.lower(context, at));
        let rights = self
            .read_one::<rights::Rights>(Kind::Rights)
            .and_then(|(read, at)| read.lower(context, at));
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
            settings: settings?,
            organisation: organisation?,
            audience,
            device_storage: storage
                .iter()
                .filter_map(|item| item.lower(context))
                .collect(),
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
        Some(parts)
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
fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.split('.').next().unwrap_or(name)
}

/// The place of a file's first key.
fn start_of(document: &Document) -> Origin {
    match &document.root.value {
        candor_syntax::Value::Mapping(entries) if !entries.is_empty() => {
            origin(&document.place(&entries[0].key))
        }
        _ => origin(&Place::start_of(document.source.path().clone())),
    }
}
