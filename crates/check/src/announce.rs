//! Announcing the ids of all nouns, before any noun that refers to them is lowered.

use std::collections::BTreeSet;
use std::sync::Arc;

use candor_model::{Id, Origin, built_in_categories};
use candor_syntax::Value;

use crate::ids::Ids;
use crate::load::Workspace;
use crate::lowering::{Context, key_origin};
use crate::nouns::{data, retention, tool, vendor};
use crate::reading::stem;
use crate::shape;

/// The declared nouns that others refer to, in the order of their lists.
pub(crate) struct Declared<'d> {
    /// Data categories; the built-in ones stand before them.
    pub(crate) data: &'d shape::Map<data::DataCategory>,
    /// Windows.
    pub(crate) windows: &'d shape::Map<retention::Window>,
    /// Vendors, by the names of their files.
    pub(crate) vendors: &'d [(vendor::Vendor, String, Origin)],
    /// Tools, by the names of their files.
    pub(crate) tools: &'d [(tool::Tool, String, Origin)],
}

/// Gives every id its index, in the order of the lists, and notes the ids whose files have faults.
pub(crate) fn announce_all(
    workspace: &Workspace,
    broken: &BTreeSet<Arc<str>>,
    context: &mut Context,
    declared: &Declared<'_>,
) {
    for category in built_in_categories() {
        // The built-in ids differ from each other.
        let _ = context.data.announce(category.id.as_str(), None);
    }
    announce(
        context,
        "data category",
        declared
            .data
            .0
            .iter()
            .map(|(key, _)| (key.value.as_str(), key_origin(key))),
        |context| &mut context.data,
    );
    announce(
        context,
        "window",
        declared
            .windows
            .0
            .iter()
            .map(|(key, _)| (key.value.as_str(), key_origin(key))),
        |context| &mut context.windows,
    );
    announce(
        context,
        "vendor",
        declared
            .vendors
            .iter()
            .map(|(_, id, at)| (id.as_str(), at.clone())),
        |context| &mut context.vendors,
    );
    announce(
        context,
        "tool",
        declared
            .tools
            .iter()
            .map(|(_, id, at)| (id.as_str(), at.clone())),
        |context| &mut context.tools,
    );
    for path in broken {
        match path.rsplit_once('/').unwrap_or(("", path)) {
            ("subprocessors", _) => context.vendors.announce_broken(stem(path)),
            ("policies/tools", _) => context.tools.announce_broken(stem(path)),
            ("policies", _) if stem(path) == "data" => {
                announce_keys(workspace, path, &mut context.data);
            }
            ("policies", _) if stem(path) == "retention" => {
                announce_keys(workspace, path, &mut context.windows);
            }
            _ => {}
        }
    }
}

/// The keys of a file with faults are ids that may exist; without a tree any id may.
fn announce_keys(workspace: &Workspace, path: &str, ids: &mut Ids) {
    match workspace
        .document(path)
        .map(|document| &document.root.value)
    {
        Some(Value::Mapping(entries)) => {
            for key in entries.iter().filter_map(|entry| entry.key.as_str()) {
                ids.announce_broken(key);
            }
        }
        _ => ids.doubt(),
    }
}

/// Announces the ids of one kind in their order.
fn announce<'a>(
    context: &mut Context,
    noun: &str,
    nouns: impl Iterator<Item = (&'a str, Origin)>,
    ids: impl Fn(&mut Context) -> &mut Ids,
) {
    for (id, at) in nouns {
        context.id(noun, id, &at);
        if let Err(first) = ids(context).announce(id, Some(at.clone())) {
            context.duplicate(noun, id, &at, first);
        }
    }
}

/// Reports ids that stand twice in a list that nothing refers to.
pub(crate) fn unique<'a>(
    context: &mut Context,
    noun: &str,
    nouns: impl Iterator<Item = (&'a Id, &'a Origin)>,
) {
    let mut ids = Ids::default();
    for (id, at) in nouns {
        if let Err(first) = ids.announce(id.as_str(), Some(at.clone())) {
            context.duplicate(noun, id.as_str(), at, first);
        }
    }
}
