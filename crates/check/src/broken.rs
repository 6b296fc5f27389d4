//! Files that have faults: they are lowered for their further faults alone.

use std::collections::BTreeSet;
use std::sync::Arc;

use candor_model::Id;
use candor_syntax::{Document, Node, from_node};
use serde::de::DeserializeOwned;

use crate::announce::unique;
use crate::kind::Kind;
use crate::load::Workspace;
use crate::lowering::{Context, key_origin};
use crate::nouns::{
    activity, audience, candor, changes, data, device_storage, organisation, promises, retention,
    rights, security, tool, vendor,
};
use crate::reading::{start_of, stem};
use crate::repair;
use crate::shape::Map;

/// Notes the further faults of the files that have some, and returns the paths of these files. What is lowered here is
/// thrown away.
pub(crate) fn lower_broken(
    workspace: &Workspace,
    broken: &BTreeSet<Arc<str>>,
    context: &mut Context,
) -> Vec<Arc<str>> {
    let files = workspace
        .files
        .iter()
        .filter(|(_, path)| broken.contains(path));
    let mut paths = Vec::new();
    for (kind, path) in files {
        paths.push(path.clone());
        let Some(document) = workspace.document(path) else {
            continue;
        };
        let Some(repaired) = repair::repaired(*kind, document) else {
            continue;
        };
        let before = context.faults.len();
        lower_file(*kind, document, &repaired.root, context);
        let found = context.faults.split_off(before);
        let of_the_file = found
            .into_iter()
            .filter(|fault| repaired.leaves(document, *kind, fault));
        context.faults.extend(of_the_file);
    }
    paths
}

/// Lowers the content of a file and leaves nothing but faults in the context.
fn lower_file(kind: Kind, document: &Document, root: &Node, context: &mut Context) {
    let origin = || start_of(document);
    let id = stem(document.source.path());
    match kind {
        Kind::Candor => with(document, root, |read: candor::Candor| {
            read.lower(context, origin());
        }),
        Kind::Organisation => with(document, root, |read: organisation::Organisation| {
            read.lower(context, origin());
        }),
        Kind::Audience => with(document, root, |read: audience::Audience| {
            read.lower(context, origin());
        }),
        Kind::Data => with(document, root, |read: Map<data::DataCategory>| {
            for (key, category) in &read.0 {
                let at = key_origin(key);
                context.id("data category", key, &at);
                // Of the ids of this file only those that are built in were announced.
                if context.data.index(&Id::new(key)).is_some() {
                    context.duplicate("data category", key, &at, None);
                }
                category.lower(context, key);
            }
        }),
        Kind::Retention => with(document, root, |read: Map<retention::Window>| {
            for (key, window) in &read.0 {
                context.id("window", key, &key_origin(key));
                window.lower(context, key);
            }
        }),
        Kind::DeviceStorage => with(document, root, |read: Vec<device_storage::Item>| {
            for item in &read {
                item.lower(context);
            }
        }),
        Kind::Promises => with(document, root, |read: Vec<promises::Promise>| {
            let promises: Vec<_> = read.iter().map(|promise| promise.lower(context)).collect();
            unique(
                context,
                "promise",
                promises
                    .iter()
                    .map(|promise| (&promise.id, &promise.origin)),
            );
        }),
        Kind::Rights => with(document, root, |read: rights::Rights| {
            read.lower(context, origin());
        }),
        Kind::Security => with(document, root, |read: Vec<security::Measure>| {
            for measure in &read {
                measure.lower(context);
            }
        }),
        Kind::Changes => with(document, root, |read: changes::Changes| {
            read.lower(context, origin());
        }),
        Kind::Activity => with(document, root, |read: activity::StandAlone| {
            read.lower(context, id, origin());
        }),
        Kind::Tool => with(document, root, |read: tool::Tool| {
            read.lower(context, id, 0, origin(), &mut Vec::new());
        }),
        Kind::Vendor => with(document, root, |read: vendor::Vendor| {
            read.lower(context, id, origin());
        }),
        // The head of a page holds no references and no values that lowering reads.
        Kind::Page => {}
    }
}

/// A repaired file that still cannot be read has no further faults that could be found.
fn with<T: DeserializeOwned>(document: &Document, root: &Node, lower: impl FnOnce(T)) {
    if let Ok(read) = from_node(document, root) {
        lower(read);
    }
}
