//! The packages of the workspace and what they depend on.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

/// Normal dependencies; those of tests and build scripts do not ship and are left out.
#[derive(Debug, Default)]
pub(crate) struct Graph {
    /// For each member of the workspace, the names of what it depends on directly.
    direct: BTreeMap<String, BTreeSet<String>>,
    /// For each package, the names of what it links directly.
    links: BTreeMap<String, BTreeSet<String>>,
}

impl Graph {
    /// Reads the output of `cargo metadata`.
    pub(crate) fn parse(json: &str) -> Result<Self, String> {
        let unreadable =
            || "`cargo metadata` printed something that this chore does not know".to_owned();
        let metadata: Value = serde_json::from_str(json).map_err(|_| unreadable())?;
        let list = |value: &Value, key: &str| value.get(key).and_then(Value::as_array).cloned();
        let word =
            |value: &Value, key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
        let members: BTreeSet<String> = list(&metadata, "workspace_members")
            .ok_or_else(unreadable)?
            .iter()
            .filter_map(|id| id.as_str().map(str::to_owned))
            .collect();
        let mut names = BTreeMap::new();
        let mut graph = Self::default();
        for package in list(&metadata, "packages").ok_or_else(unreadable)? {
            let (id, name) = word(&package, "id")
                .zip(word(&package, "name"))
                .ok_or_else(unreadable)?;
            if members.contains(&id) {
                let direct = list(&package, "dependencies").ok_or_else(unreadable)?;
                let direct = direct
                    .iter()
                    .filter(|edge| edge.get("kind").is_some_and(Value::is_null));
                graph.direct.insert(
                    name.clone(),
                    direct.filter_map(|edge| word(edge, "name")).collect(),
                );
            }
            names.insert(id, name);
        }
        let nodes = metadata
            .get("resolve")
            .and_then(|resolve| list(resolve, "nodes"))
            .ok_or_else(unreadable)?;
        for node in nodes {
            let name = word(&node, "id")
                .and_then(|id| names.get(&id).cloned())
                .ok_or_else(unreadable)?;
            let entry = graph.links.entry(name).or_default();
            for edge in list(&node, "deps").ok_or_else(unreadable)? {
                let kinds = list(&edge, "dep_kinds").ok_or_else(unreadable)?;
                if kinds
                    .iter()
                    .any(|kind| kind.get("kind").is_some_and(Value::is_null))
                {
                    entry.extend(word(&edge, "pkg").and_then(|id| names.get(&id).cloned()));
                }
            }
        }
        Ok(graph)
    }

    /// The members and their direct dependencies.
    pub(crate) fn members(&self) -> impl Iterator<Item = (&str, &BTreeSet<String>)> {
        self.direct
            .iter()
            .map(|(name, direct)| (name.as_str(), direct))
    }

    /// Everything that a package links, through others too.
    pub(crate) fn linked(&self, package: &str) -> BTreeSet<&str> {
        let mut found = BTreeSet::new();
        let mut open = vec![package];
        while let Some(next) = open.pop() {
            for name in self.links.get(next).into_iter().flatten() {
                if found.insert(name.as_str()) {
                    open.push(name);
                }
            }
        }
        found
    }

    /// A graph from members and their dependencies, for tests.
    #[cfg(test)]
    pub(crate) fn of(edges: &[(&str, &[&str])]) -> Self {
        let own = |names: &[&str]| {
            names
                .iter()
                .map(|name| (*name).to_owned())
                .collect::<BTreeSet<_>>()
        };
        let all: BTreeMap<_, _> = edges
            .iter()
            .map(|(name, to)| ((*name).to_owned(), own(to)))
            .collect();
        Self {
            direct: all.clone(),
            links: all,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dependencies_of_tests_are_left_out() {
        let json = r#"{"workspace_members":["a"],
            "packages":[
              {"id":"a","name":"candor-a","dependencies":[{"name":"b","kind":null},{"name":"c","kind":"dev"}]},
              {"id":"b","name":"b","dependencies":[]},{"id":"c","name":"c","dependencies":[]}],
            "resolve":{"nodes":[
              {"id":"a","deps":[{"pkg":"b","dep_kinds":[{"kind":null}]},{"pkg":"c","dep_kinds":[{"kind":"dev"}]}]},
              {"id":"b","deps":[]},{"id":"c","deps":[]}]}}"#;
        let graph = Graph::parse(json).unwrap();
        assert_eq!(graph.linked("candor-a"), BTreeSet::from(["b"]));
        assert_eq!(graph.members().count(), 1);
    }

    #[test]
    fn links_are_followed_through_others() {
        let graph = Graph::of(&[("a", &["b"]), ("b", &["c"])]);
        assert!(graph.linked("a").contains("c"));
    }
}
