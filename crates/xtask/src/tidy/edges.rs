//! Which crate may depend on which; the same table stands in words in ARCHITECTURE.md.

use super::graph::Graph;

const OWN: &str = "candor-";
/// The only crate that may depend on all others; the tests may too.
const JOINS_ALL: &[&str] = &["candor-cli", "candor-tests"];

/// The edges between the crates of this repository: from, to.
const BETWEEN: &[(&str, &[&str])] = &[
    ("candor-syntax", &[]),
    ("candor-model", &[]),
    ("candor-record", &["candor-model"]),
    ("candor-claims", &["candor-syntax", "candor-model"]),
    (
        "candor-check",
        &[
            "candor-syntax",
            "candor-model",
            "candor-record",
            "candor-claims",
        ],
    ),
    ("candor-report", &["candor-syntax"]),
    ("candor-render", &["candor-syntax", "candor-model"]),
    (
        "candor-evidence",
        &["candor-model", "candor-record", "candor-syntax"],
    ),
    ("candor-exchange", &["candor-syntax", "candor-model"]),
    ("candor-process", &[]),
    ("candor-runtime", &["candor-model"]),
    (
        "candor-service",
        &["candor-runtime", "candor-process", "candor-model"],
    ),
    ("candor-powercut", &["candor-model", "candor-runtime"]),
    ("xtask", &[]),
];

/// Crates whose foreign dependencies are a closed list.
const CLOSED: &[(&str, &[&str])] = &[
    ("candor-syntax", &["granit-parser", "serde"]),
    ("candor-model", &["chrono", "sha2"]),
    ("candor-process", &["image"]),
];

/// Foreign crates that only these crates may name as a dependency.
const ONLY_IN: &[(&str, &[&str])] = &[
    ("annotate-snippets", &["candor-report"]),
    (
        "aws-lc-rs",
        &["candor-evidence", "candor-record", "candor-runtime"],
    ),
    ("axum", &["candor-service"]),
    ("chrono", &["candor-model"]),
    ("clap", &["candor-cli", "xtask"]),
    ("granit-parser", &["candor-syntax"]),
    ("hyper", &["candor-evidence", "candor-service"]),
    ("image", &["candor-evidence", "candor-process"]),
    ("jsonschema", &["candor-check"]),
    ("minijinja", &["candor-render"]),
    ("pulldown-cmark", &["candor-claims", "candor-render"]),
    ("reqwest", &[]),
    ("rusqlite", &["candor-runtime"]),
    ("schemars", &["candor-check"]),
    ("serde_yaml", &[]),
    (
        "tokio",
        &["candor-cli", "candor-evidence", "candor-service"],
    ),
    ("tower-http", &["candor-service"]),
    ("yaml_serde", &["candor-cli", "candor-exchange"]),
];

/// Foreign crates that must not be linked, not even through others.
const NEVER_LINKS: &[(&str, &[&str])] = &[
    (
        "candor-model",
        &["granit-parser", "serde_json", "tokio", "yaml_serde"],
    ),
    (
        "candor-syntax",
        &["annotate-snippets", "serde_json", "tokio"],
    ),
    (
        "candor-check",
        &["hyper", "minijinja", "reqwest", "rusqlite", "tokio"],
    ),
    ("candor-report", &["chrono", "jsonschema", "tokio"]),
    ("candor-render", &["hyper", "jsonschema", "tokio"]),
    (
        "candor-process",
        &["aws-lc-rs", "rusqlite", "serde_json", "tokio"],
    ),
    (
        "candor-runtime",
        &[
            "axum",
            "granit-parser",
            "hyper",
            "image",
            "jsonschema",
            "minijinja",
            "yaml_serde",
        ],
    ),
    (
        "candor-service",
        &["granit-parser", "jsonschema", "minijinja", "yaml_serde"],
    ),
];

fn row<'t>(table: &'t [(&str, &'t [&'t str])], name: &str) -> Option<&'t [&'t str]> {
    table
        .iter()
        .find(|(key, _)| *key == name)
        .map(|(_, names)| *names)
}

/// Every edge that the tables do not allow.
pub(crate) fn problems(graph: &Graph) -> Vec<String> {
    let mut problems = Vec::new();
    for (member, direct) in graph.members() {
        let between = row(BETWEEN, member);
        if between.is_none() && !JOINS_ALL.contains(&member) {
            problems.push(format!("crate `{member}` has no row in the table of edges; add it there and to ARCHITECTURE.md"));
        }
        for name in direct {
            if name.starts_with(OWN) {
                if name == "candor-cli" {
                    problems.push(format!(
                        "`{member}` depends on `candor-cli`, which nothing may"
                    ));
                } else if between.is_some_and(|allowed| !allowed.contains(&name.as_str())) {
                    problems.push(format!(
                        "`{member}` depends on `{name}`, which its row does not allow"
                    ));
                }
                continue;
            }
            if row(CLOSED, member).is_some_and(|allowed| !allowed.contains(&name.as_str())) {
                problems.push(format!(
                    "`{member}` depends on `{name}`, and its foreign dependencies are a closed list"
                ));
            } else if row(ONLY_IN, name).is_some_and(|only| !only.contains(&member)) {
                problems.push(format!(
                    "`{member}` depends on `{name}`, which is kept to other crates"
                ));
            }
        }
        let linked = graph.linked(member);
        for never in row(NEVER_LINKS, member).unwrap_or_default() {
            if linked.contains(never) {
                problems.push(format!(
                    "`{member}` links `{never}`, if only through others, and must not"
                ));
            }
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(edges: &[(&str, &[&str])]) -> Vec<String> {
        problems(&Graph::of(edges))
    }

    #[test]
    fn allowed_edges_pass() {
        let edges: &[(&str, &[&str])] = &[
            ("candor-model", &["chrono"]),
            ("candor-check", &["candor-model"]),
            ("candor-cli", &["candor-check"]),
        ];
        assert_eq!(found(edges), Vec::<String>::new());
    }

    #[test]
    fn each_kind_of_edge_can_fail() {
        let cases: &[(&str, &[&str], &str)] = &[
            ("candor-render", &["candor-check"], "does not allow"),
            ("candor-check", &["candor-cli"], "nothing may"),
            ("candor-model", &["regex"], "closed list"),
            ("candor-report", &["chrono"], "kept to other crates"),
            ("candor-unheard-of", &[], "no row"),
        ];
        for (member, direct, words) in cases {
            let found = found(&[(*member, direct)]);
            assert!(
                found.iter().any(|problem| problem.contains(words)),
                "{member}: {found:?}"
            );
        }
    }

    #[test]
    fn a_link_through_others_is_seen() {
        let found = found(&[
            ("candor-runtime", &["between"]),
            ("between", &["granit-parser"]),
        ]);
        assert!(
            found
                .iter()
                .any(|problem| problem.contains("through others")),
            "{found:?}"
        );
    }
}
