//! What a sentence speaks of: some tools, or the whole product.

use candor_model::{Activity, Policy, Ref, Tool, Vendor};

use super::facts::Facts;
use super::words::{any, whole};
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
    /// What runs on the visitor's device, as a heading about local processing says.
    OnDevice,
    /// What a vendor does.
    Vendor(Ref<Vendor>),
    /// A tool, an activity or a vendor that the markup names and no file declares.
    Undeclared(String),
}

/// The names of tools and activities and the pages of tools, in lower case.
#[derive(Debug)]
pub(super) struct Names {
    names: Vec<(String, Ref<Tool>)>,
    activities: Vec<(String, Ref<Activity>)>,
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
        let mut activities = Vec::new();
        for reference in policy.references::<Activity>() {
            if let Some(name) = &policy[reference].name {
                activities.extend(
                    name.variants()
                        .map(|(_, name)| (name.to_lowercase(), reference)),
                );
            }
        }
        activities.retain(|(name, _)| name.contains([' ', '-']));
        Self {
            names,
            activities,
            pages,
        }
    }

    /// The one activity that a heading names.
    fn activity(&self, heading: &str) -> Option<Ref<Activity>> {
        let mut named = self
            .activities
            .iter()
            .filter(|(name, _)| whole(heading, name).is_some());
        let (_, activity) = named.next()?;
        named
            .all(|(_, other)| other == activity)
            .then_some(*activity)
    }
}

/// The vendor whose name opens a text, as in a list of vendors or where the vendor is who acts.
fn leading(lower: &str, policy: &Policy) -> Option<Ref<Vendor>> {
    let lower = lower.trim_start_matches(|letter: char| !letter.is_alphanumeric());
    policy.references::<Vendor>().find(|reference| {
        let vendor = &policy[*reference];
        let names = [vendor.name(), vendor.legal_name.value.as_str()];
        let mut names = names.into_iter().map(str::to_lowercase);
        // In plain text made of a table the next cell follows without a space.
        names.any(|name| {
            whole(lower, &name) == Some(0)
                || (name.split(' ').count() > 2 && lower.starts_with(&name))
        })
    })
}

/// The vendor of whom a stretch is the entry in a list: its name, and then a mark or the next cell of a table.
fn entry(lower: &str, policy: &Policy) -> Option<Ref<Vendor>> {
    leading(lower, policy).filter(|reference| {
        let vendor = &policy[*reference];
        let names = [vendor.name(), vendor.legal_name.value.as_str()];
        let mut rests = names
            .into_iter()
            .filter_map(|name| lower.strip_prefix(&name.to_lowercase()));
        rests.any(|rest| {
            rest.starts_with(char::is_alphanumeric)
                || rest
                    .trim_start()
                    .starts_with(['—', '–', '-', ':', '(', '|'])
        })
    })
}

/// Tools that are named for working on the device.
const LOCAL_TOOLS: &[&str] = &[
    "local tool",
    "local browser tool",
    "browser tool",
    "browser image tool",
    "in-browser tool",
    "client-side tool",
    "lokale werkzeuge",
    "outils locaux",
    "herramientas locales",
];

/// Headings and questions about processing on the device.
const LOCAL_BRANCH: &[&str] = &[
    "client-side",
    "local processing",
    "local browser processing",
    "processed locally",
    "in the browser",
    "in your browser",
    "lokale verarbeitung",
    "im browser",
    "in ihrem browser",
    "traitement local",
    "dans votre navigateur",
    "procesamiento local",
    "en su navegador",
    "en tu navegador",
];

/// Words by which the speaker means itself.
const OURS: &[&str] = &[
    "we ", "our ", "us ", "wir ", "unser", "nous ", "notre ", "nos ", "nuestr",
];

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
    /// What a sentence of a unit speaks of: what the markup says that it is about, the tool that the markup names, the tools that the sentence names, a vendor
    /// or what runs on the device, the tools or the activity of the innermost heading that names any, the tool to which
    /// the page belongs, else the whole product.
    pub fn of(
        unit: &Unit,
        about: Option<&str>,
        sentence: &str,
        path: &str,
        facts: &Facts<'_>,
    ) -> Scope {
        if let Some(scope) = about.and_then(|about| named(about, facts.policy)) {
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
        let stretch = unit.text.to_lowercase();
        let opened = entry(&stretch, facts.policy).filter(|_| !any(&lower, OURS));
        if let Some(vendor) = leading(&lower, facts.policy).or(opened) {
            return Scope::Vendor(vendor);
        }
        let has_local = facts
            .policy
            .activities()
            .iter()
            .any(|activity| !activity.is_server());
        if has_local && any(&lower, LOCAL_TOOLS) {
            return Scope::OnDevice;
        }
        let question = unit.question.as_deref().into_iter();
        let near = question.chain(unit.row.as_deref());
        for (nearness, heading) in near
            .chain(unit.headings.iter().rev().map(|heading| &**heading))
            .enumerate()
        {
            let heading = heading.to_lowercase();
            let named = facts.names.in_heading(&heading);
            if !named.is_empty() {
                return Scope::Tools(named);
            }
            if let Some(activity) = facts.names.activity(&heading) {
                return Scope::Activity(activity);
            }
            if nearness > 1 {
                continue;
            }
            if let Some(vendor) = leading(&heading, facts.policy)
                && !any(&lower, OURS)
            {
                return Scope::Vendor(vendor);
            }
            if has_local && any(&heading, LOCAL_BRANCH) {
                return Scope::OnDevice;
            }
        }
        let path = page(path);
        facts
            .names
            .pages
            .iter()
            .find(|(page, _)| {
                let inside = format!("/{page}/");
                path == *page
                    || path.ends_with(&format!("/{page}"))
                    || path.contains(&inside)
                    || path.starts_with(inside.trim_start_matches('/'))
            })
            .map_or(Scope::Product, |(_, tool)| Scope::Tools(vec![*tool]))
    }

    /// The scope in a report: the tools' ids, or `product`.
    pub fn words(&self, facts: &Facts<'_>) -> String {
        match self {
            Scope::Product => "product".to_owned(),
            Scope::OnDevice => "on-device".to_owned(),
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
            // "Enlarge: stored in Germany" is a row about the tool.
            if before.is_empty() && after.starts_with(':') {
                return true;
            }
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
