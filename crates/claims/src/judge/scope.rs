//! What a sentence speaks of: some tools, or the whole product.

use candor_model::{Activity, Policy, Ref, Tool, Vendor};

use super::facts::Facts;
use crate::Unit;

/// What a claim is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// Everything that the product does.
    Product,
    /// These tools.
    Tools(Vec<Ref<Tool>>),
    /// This activity, which the markup names.
    Activity(Ref<Activity>),
    /// What a vendor does.
    Vendor(Ref<Vendor>),
    /// A tool, an activity or a vendor that the markup names and no file declares.
    Undeclared(String),
}

/// The names and pages of tools, in lower case.
#[derive(Debug)]
pub(super) struct Names {
    names: Vec<(String, Ref<Tool>)>,
    pages: Vec<(String, Ref<Tool>)>,
}

impl Names {
    pub(super) fn of(policy: &Policy) -> Self {
        let mut names = Vec::new();
        let mut pages = Vec::new();
        for reference in policy.references::<Tool>() {
            let tool = &policy[reference];
            for (_, name) in tool.name.variants() {
                names.push((name.to_lowercase(), reference));
            }
            names.push((tool.id.as_str().replace('-', " "), reference));
            if let Some(url) = &tool.url {
                let page = page(url);
                if !page.is_empty() {
                    pages.push((page, reference));
                }
            }
        }
        names.retain(|(name, _)| name.chars().count() > 2);
        Self { names, pages }
    }
}

/// Says in four languages that every tool is meant.
const ALL_TOOLS: &[&str] = &[
    "all tools",
    "all our tools",
    "all of our tools",
    "every tool",
    "each tool",
    "alle werkzeuge",
    "alle unsere werkzeuge",
    "alle tools",
    "jedes werkzeug",
    "tous les outils",
    "tous nos outils",
    "chaque outil",
    "todas las herramientas",
    "todas nuestras herramientas",
    "cada herramienta",
];

/// Words that make the word beside them the name of a tool.
const TOOL: &[&str] = &["tool", "werkzeug", "outil", "herramienta"];

impl Scope {
    /// What a sentence of a unit speaks of: the tool that the markup names, the tools that the sentence names, those of
    /// the innermost heading that names any, the tool to which the page belongs, else the whole product.
    pub fn of(unit: &Unit, sentence: &str, path: &str, facts: &Facts<'_>) -> Scope {
        if let Some(scope) = unit
            .about
            .as_deref()
            .and_then(|about| named(about, facts.policy))
        {
            return scope;
        }
        if let Some(named) = &unit.tool {
            let known = facts.policy.references::<Tool>().find(|reference| {
                facts.policy[*reference].id.as_str() == candor_syntax::canonical(named)
            });
            return known.map_or_else(
                || Scope::Undeclared(named.to_string()),
                |tool| Scope::Tools(vec![tool]),
            );
        }
        let lower = sentence.to_lowercase();
        if ALL_TOOLS.iter().any(|words| lower.contains(words)) {
            return Scope::Product;
        }
        let said = facts.names.in_sentence(&lower, sentence);
        if !said.is_empty() {
            return Scope::Tools(said);
        }
        let row = unit.row.as_deref().into_iter();
        for heading in row.chain(unit.headings.iter().rev().map(|heading| &**heading)) {
            let named = facts.names.in_heading(&heading.to_lowercase());
            if !named.is_empty() {
                return Scope::Tools(named);
            }
        }
        let path = page(path);
        facts
            .names
            .pages
            .iter()
            .find(|(page, _)| path == *page || path.ends_with(&format!("/{page}")))
            .map_or(Scope::Product, |(_, tool)| Scope::Tools(vec![*tool]))
    }

    /// The scope in a report: the tools' ids, or `product`.
    pub fn words(&self, facts: &Facts<'_>) -> String {
        match self {
            Scope::Product => "product".to_owned(),
            Scope::Tools(tools) => {
                let ids: Vec<&str> = tools
                    .iter()
                    .map(|tool| facts.policy[*tool].id.as_str())
                    .collect();
                ids.join(",")
            }
            Scope::Activity(activity) => facts.policy.activity_name(&facts.policy[*activity]),
            Scope::Vendor(vendor) => facts.policy[*vendor].id.as_str().to_owned(),
            Scope::Undeclared(name) => name.clone(),
        }
    }
}

/// The scope that the markup names; nothing where that is no scope, such as a window.
fn named(about: &str, policy: &Policy) -> Option<Scope> {
    let (kind, id) = about.split_once('.')?;
    let known = match kind {
        "activity" => policy
            .references::<Activity>()
            .find(|activity| policy.activity_name(&policy[*activity]) == id)
            .map(Scope::Activity),
        "tool" => policy
            .references::<Tool>()
            .find(|tool| policy[*tool].id.as_str() == id)
            .map(|tool| Scope::Tools(vec![tool])),
        "vendor" => policy
            .references::<Vendor>()
            .find(|vendor| policy[*vendor].id.as_str() == id)
            .map(Scope::Vendor),
        _ => return None,
    };
    Some(known.unwrap_or_else(|| Scope::Undeclared(id.to_owned())))
}

impl Names {
    /// The tools that a sentence names. A name of one word is often a verb, too, so it counts beside "tool", or with a
    /// capital inside of the sentence.
    fn in_sentence(&self, lower: &str, sentence: &str) -> Vec<Ref<Tool>> {
        self.found(lower, |name, at| {
            if name.contains(' ') {
                return true;
            }
            let before = lower.get(..at).unwrap_or_default().trim_end();
            let after = lower
                .get(at + name.len()..)
                .unwrap_or_default()
                .trim_start();
            // Lower case can change the length of a text; a place that does not fit then counts as no capital.
            let capital = sentence.len() == lower.len()
                && sentence
                    .get(at..)
                    .is_some_and(|rest| rest.starts_with(char::is_uppercase))
                && !sentence
                    .get(at..at + name.len())
                    .is_some_and(|word| word.ends_with(char::is_uppercase));
            TOOL.iter()
                .any(|word| before.ends_with(word) || after.starts_with(word))
                || (capital && !before.is_empty())
        })
    }

    fn in_heading(&self, lower: &str) -> Vec<Ref<Tool>> {
        self.found(lower, |_, _| true)
    }

    fn found(&self, text: &str, counts: impl Fn(&str, usize) -> bool) -> Vec<Ref<Tool>> {
        let mut tools = Vec::new();
        for (name, tool) in &self.names {
            let is_named = text.match_indices(name.as_str()).any(|(at, _)| {
                let before = text.get(..at).and_then(|text| text.chars().next_back());
                let after = text
                    .get(at + name.len()..)
                    .and_then(|text| text.chars().next());
                !before.is_some_and(char::is_alphanumeric)
                    && !after.is_some_and(char::is_alphanumeric)
                    && counts(name, at)
            });
            if is_named && !tools.contains(tool) {
                tools.push(*tool);
            }
        }
        tools
    }
}

/// A page's path without host, `index` and ending, so that an address and a file can be compared.
fn page(address: &str) -> String {
    let path = match address.split_once("://") {
        Some((_, rest)) => rest.split_once('/').map_or("", |(_, path)| path),
        None => address,
    };
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let path = path.trim_matches('/');
    let path = [".html", ".htm", ".md", ".mdx"]
        .iter()
        .find_map(|ending| path.strip_suffix(ending))
        .unwrap_or(path);
    let path = path
        .strip_suffix("index")
        .filter(|rest| rest.is_empty() || rest.ends_with('/'))
        .unwrap_or(path);
    path.trim_end_matches('/').to_lowercase()
}
