//! Every crate stands in the architecture.

use super::File;
use super::graph::Graph;

const ARCHITECTURE: &str = "ARCHITECTURE.md";
/// The crates of the tests across crates hold no part of the product.
const NOT_PRODUCT: &[&str] = &["candor-tests", "candor-powercut"];

/// Every crate that the architecture does not name.
pub(crate) fn problems(graph: &Graph, files: &[File]) -> Vec<String> {
    let Some(document) = files.iter().find(|file| file.path == ARCHITECTURE) else {
        return vec![format!("{ARCHITECTURE} is missing")];
    };
    graph
        .members()
        .filter(|(name, _)| !NOT_PRODUCT.contains(name))
        .map(|(name, _)| name.strip_prefix("candor-").unwrap_or(name))
        .filter(|name| !document.text.contains(&format!("| `{name}` |")))
        .map(|name| format!("{ARCHITECTURE} has no row for the crate `{name}`"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crate_without_a_row_is_a_problem() {
        let graph = Graph::of(&[("candor-model", &[]), ("candor-check", &[])]);
        let file = |text: &str| {
            [File {
                path: ARCHITECTURE.to_owned(),
                text: text.to_owned(),
            }]
        };
        assert_eq!(problems(&graph, &file("| `model` | x |")).len(), 1);
        assert_eq!(
            problems(&graph, &file("| `model` | x |\n| `check` | y |")).len(),
            0
        );
        assert_eq!(problems(&graph, &[]).len(), 1);
    }
}
