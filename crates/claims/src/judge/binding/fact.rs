//! The facts that text can be bound to, by the paths that generated pages carry in `data-fact`.

use candor_model::vocabulary::{Account, EvidenceLevel, ToolLocation};
use candor_model::{
    Duration, Extent, Located, Notice, Origin, Policy, Ref, Stated, Text, Tool, Window,
};
use candor_syntax::closest;

use crate::Kind;
use crate::judge::facts::{Facts, length_origin, meets};
use crate::judge::words::list;

/// What a path names.
pub(super) struct NamedFact<'p> {
    path: String,
    pub(super) value: Value<'p>,
    pub(super) origin: &'p Origin,
}

/// The value of a fact, by which text is judged.
pub(super) enum Value<'p> {
    /// Lengths of time, each of which is the fact, and the kind of claim that states such.
    Lengths(Kind, Vec<Duration>),
    /// Nothing is written to a disk.
    MemoryOnly,
    /// Where a tool works.
    Location(ToolLocation),
    /// How well that is proved.
    Level(EvidenceLevel),
    /// A least age in years.
    Age(u8),
    /// Whether something is needed.
    Needed(bool),
    /// Words, in each language.
    Words(Vec<&'p str>),
    /// The declarations leave it open.
    NotStated,
}

/// The first steps of all paths.
const NOUNS: &[&str] = &[
    "window",
    "tool",
    "vendor",
    "data",
    "promise",
    "organisation",
    "rights",
    "audience",
    "notice",
];

/// Whether a path begins with a noun of the model.
pub(crate) fn is_noun(first: &str) -> bool {
    NOUNS.contains(&first)
}

impl NamedFact<'_> {
    /// Whether a length of time is the fact.
    pub(super) fn meets(&self, stated: &Duration) -> bool {
        match &self.value {
            Value::Lengths(_, lengths) => lengths.iter().any(|length| meets(length, stated)),
            _ => false,
        }
    }

    /// The path with the value, where that is a length of time.
    pub(super) fn words(&self) -> String {
        match &self.value {
            Value::Lengths(_, lengths) => {
                let lengths = list(lengths.iter().map(ToString::to_string));
                format!("`{}` is {lengths}", self.path)
            }
            _ => format!("`{}`", self.path),
        }
    }
}

/// The fact of a path. In paths, ids are written with `_` for `-`.
pub(super) fn resolve<'p>(path: &str, facts: &Facts<'p>) -> Option<NamedFact<'p>> {
    let policy = facts.policy();
    let mut steps = path.trim().splitn(3, '.');
    let (noun, name) = (steps.next()?, steps.next()?);
    let detail = steps.next().unwrap_or_default();
    let id = name.replace('_', "-");
    let (value, origin) = match (noun, detail) {
        ("window", detail) => {
            let window = policy.window(&id)?;
            (of_window(window, detail, policy)?, length_origin(window))
        }
        ("tool", detail) => of_tool(&policy[tool(path, facts)?], detail, facts)?,
        ("vendor", "" | "name" | "legal_name") => {
            let vendor = policy.vendor(&id)?;
            let names = vec![vendor.name(), vendor.legal_name.value.as_str()];
            (Value::Words(names), &vendor.legal_name.origin)
        }
        ("vendor", "purpose") => text(&policy.vendor(&id)?.purpose),
        ("data", "" | "label") => text(&policy.data_category(&id)?.label),
        ("promise", "") => {
            let mut promises = policy.promises.iter();
            text(&promises.find(|promise| promise.id.as_str() == id)?.says)
        }
        ("organisation", "") if name == "legal_name" => {
            let legal = &policy.organisation.legal_name;
            let value = legal.value.known();
            let value = value.map_or(Value::NotStated, |name| Value::Words(vec![name]));
            (value, &legal.origin)
        }
        ("rights", "") if name == "answer_within" => {
            let within = &policy.rights.as_ref()?.answer_within;
            length(Kind::RightsResponseTime, within)
        }
        ("audience", "") if name == "minimum_age" => {
            let age = &policy.audience.as_ref()?.minimum_age;
            let value = age.value.known();
            (
                value.map_or(Value::NotStated, |age| Value::Age(*age)),
                &age.origin,
            )
        }
        ("notice", "") => length(Kind::NoticePeriod, &notice(name, policy)?.at_least),
        _ => return None,
    };
    Some(NamedFact {
        path: path.trim().to_owned(),
        value,
        origin,
    })
}

/// The tool of a path that names one.
pub(super) fn tool(path: &str, facts: &Facts<'_>) -> Option<Ref<Tool>> {
    let policy = facts.policy();
    let id = path.trim().strip_prefix("tool.")?;
    let id = id.split('.').next()?.replace('_', "-");
    policy
        .references::<Tool>()
        .find(|tool| policy[*tool].id.as_str() == id)
}

fn notice<'p>(name: &str, policy: &'p Policy) -> Option<&'p Notice> {
    let changes = policy.changes.as_ref()?;
    match name {
        "policy" => changes.policy.as_ref(),
        "subprocessors" => changes.subprocessors.as_ref(),
        _ => None,
    }
}

fn text(text: &Text) -> (Value<'_>, &Origin) {
    let variants = text.variants().map(|(_, text)| text).collect();
    (Value::Words(variants), &text.origin)
}

fn length(kind: Kind, stated: &Located<Stated<Duration>>) -> (Value<'_>, &Origin) {
    let value = match stated.value.known() {
        Some(length) => Value::Lengths(kind, vec![length.clone()]),
        None => Value::NotStated,
    };
    (value, &stated.origin)
}

/// A window's own ends, and that with the copies and stages behind it.
fn of_window<'p>(window: &'p Window, detail: &str, policy: &Policy) -> Option<Value<'p>> {
    if detail.is_empty() {
        match &window.extent {
            Extent::MemoryOnly => return Some(Value::MemoryOnly),
            Extent::Criteria(text) => {
                return Some(Value::Words(
                    text.variants().map(|(_, text)| text).collect(),
                ));
            }
            Extent::Fixed { .. } | Extent::SetBy { .. } => {}
        }
    }
    let (maximum, minimum) = (window.maximum().cloned(), window.minimum().cloned());
    let whole = policy.longest_through_stages(window);
    let lengths: Vec<Duration> = match detail {
        "" => [maximum, minimum, whole].into_iter().flatten().collect(),
        "maximum" => vec![maximum?],
        "keep" => vec![minimum?],
        "worst_case" => vec![whole?],
        "copies" => {
            let copies = window.copies.iter();
            copies
                .filter_map(|copy| copy.delete_within.known().cloned())
                .collect()
        }
        _ => return None,
    };
    Some(match lengths.is_empty() {
        true => Value::NotStated,
        false => Value::Lengths(Kind::RetentionDuration, lengths),
    })
}

fn of_tool<'p>(tool: &'p Tool, detail: &str, facts: &Facts<'p>) -> Option<(Value<'p>, &'p Origin)> {
    Some(match detail {
        "" | "name" => text(&tool.name),
        "summary" => text(tool.summary.as_ref()?),
        "location" => (Value::Location(tool.location.value), &tool.location.origin),
        "level" => (Value::Level(facts.level(tool)), &tool.location.origin),
        "account" => {
            let account = tool.account.as_ref()?;
            let value = match account.value {
                Account::NotNeeded | Account::Optional => Value::Needed(false),
                Account::Needed => Value::Needed(true),
                Account::NotStated => Value::NotStated,
            };
            (value, &account.origin)
        }
        _ => return None,
    })
}

/// The path that was probably meant.
pub fn nearest(path: &str, facts: &Facts<'_>) -> Option<String> {
    let paths = paths(facts.policy());
    closest(path.trim(), paths.iter().map(String::as_str)).map(str::to_owned)
}

/// Every path that has a fact.
fn paths(policy: &Policy) -> Vec<String> {
    let mut paths = vec!["organisation.legal_name".to_owned()];
    for window in policy.windows() {
        let base = format!("window.{}", window.id.in_template());
        let details = [
            ("maximum", window.maximum().is_some()),
            ("keep", window.minimum().is_some()),
            (
                "worst_case",
                policy.longest_through_stages(window).is_some(),
            ),
            ("copies", !window.copies.is_empty()),
        ];
        let details = details.iter().filter(|(_, is_there)| *is_there);
        paths.extend(details.map(|(detail, _)| format!("{base}.{detail}")));
        paths.push(base);
    }
    for tool in policy.tools() {
        let base = format!("tool.{}", tool.id.in_template());
        let details = ["name", "location", "level"].into_iter();
        let summary = tool.summary.as_ref().map(|_| "summary");
        let account = tool.account.as_ref().map(|_| "account");
        for detail in details.chain(summary).chain(account) {
            paths.push(format!("{base}.{detail}"));
        }
    }
    for vendor in policy.vendors() {
        for detail in ["name", "legal_name", "purpose"] {
            paths.push(format!("vendor.{}.{detail}", vendor.id.in_template()));
        }
    }
    for category in policy.data() {
        paths.push(format!("data.{}.label", category.id.in_template()));
    }
    for promise in &policy.promises {
        paths.push(format!("promise.{}", promise.id.in_template()));
    }
    paths.extend(
        policy
            .rights
            .as_ref()
            .map(|_| "rights.answer_within".to_owned()),
    );
    paths.extend(
        policy
            .audience
            .as_ref()
            .map(|_| "audience.minimum_age".to_owned()),
    );
    for name in ["policy", "subprocessors"] {
        paths.extend(notice(name, policy).map(|_| format!("notice.{name}")));
    }
    paths
}
