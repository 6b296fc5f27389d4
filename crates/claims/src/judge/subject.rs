//! Which data a sentence speaks of: what it names by its declared name, by a class of words, or by "this".

use candor_model::vocabulary::StorageKind;
use candor_model::{DataCategory, DeviceStorage, Field, Policy, Ref};

use super::class::Classes;
use super::facts::Facts;
use super::said::Said;
use super::words::{any, starts, whole};

/// The data that a sentence speaks of, as far as categories go.
#[derive(Debug, Clone)]
pub(super) struct Data {
    pub(super) classes: Classes,
    /// The categories that it names; all of the classes where it names none.
    only: Option<Vec<Ref<DataCategory>>>,
    /// What to call it in a message.
    pub(super) words: String,
}

impl From<Classes> for Data {
    fn from(classes: Classes) -> Self {
        Self {
            classes,
            only: None,
            words: classes.words().to_owned(),
        }
    }
}

impl Data {
    /// Whether a category is meant.
    pub(super) fn is(&self, category: Ref<DataCategory>, facts: &Facts<'_>) -> bool {
        match &self.only {
            Some(only) => only.contains(&category),
            None => facts.classes(category).meets(self.classes),
        }
    }

    /// Whether the sentence names categories by their declared names.
    pub(super) fn is_named(&self) -> bool {
        self.only.is_some()
    }
}

/// What a sentence speaks of.
#[derive(Debug, Clone)]
pub(super) enum Subject<'p> {
    /// Data of some categories.
    Data(Data),
    /// One field of a category.
    Field(&'p DataCategory, &'p Field),
    /// What the site stores on the device.
    Device(Vec<&'p DeviceStorage>),
    /// It names none.
    Unnamed,
    /// It names something that is not declared.
    Unknown(String),
}

/// Names of techniques that store something on the device.
const DEVICE: &[(&str, &[StorageKind])] = &[
    ("localstorage", &[StorageKind::LocalStorage]),
    ("local storage", &[StorageKind::LocalStorage]),
    ("lokalen speicher", &[StorageKind::LocalStorage]),
    ("stockage local", &[StorageKind::LocalStorage]),
    ("almacenamiento local", &[StorageKind::LocalStorage]),
    ("indexeddb", &[StorageKind::IndexedDb]),
    (
        "browser storage",
        &[
            StorageKind::LocalStorage,
            StorageKind::SessionStorage,
            StorageKind::IndexedDb,
        ],
    ),
];

/// The declared names of data and fields, in lower case, longest first.
#[derive(Debug)]
pub(super) struct DataNames<'p> {
    categories: Vec<(String, Ref<DataCategory>)>,
    fields: Vec<(String, &'p DataCategory, &'p Field)>,
}

impl<'p> DataNames<'p> {
    pub(super) fn of(policy: &'p Policy) -> Self {
        let mut categories = Vec::new();
        let mut fields = Vec::new();
        for reference in policy.references::<DataCategory>() {
            let category = &policy[reference];
            if category.built_in {
                continue;
            }
            categories.extend(
                category
                    .label
                    .variants()
                    .map(|(_, label)| (label.to_lowercase(), reference)),
            );
            categories.push((category.id.as_str().replace('-', " "), reference));
            for field in &category.fields {
                let name = field.name.as_str().replace('-', " ");
                // One word such as "name" or "plan" is too common to be the name of a field.
                if name.contains(' ') || matches!(name.as_str(), "password" | "email") {
                    fields.push((name, category, field));
                    if field.name.as_str() == "ip-address" {
                        fields.push(("ip".to_owned(), category, field));
                    }
                }
            }
        }
        categories.retain(|(name, _)| name.chars().count() > 3);
        categories.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
        Self { categories, fields }
    }

    /// The field that a sentence names: that of a category which is named with it, else one that is never kept, since
    /// sentences speak of those.
    fn field(&self, said: &Said<'_>) -> Option<(&'p DataCategory, &'p Field)> {
        let named = self
            .fields
            .iter()
            .filter(|(name, ..)| whole(&said.lower, name).is_some());
        let mut named: Vec<_> = named.collect();
        if named.len() > 1 {
            named.sort_by_key(|(name, category, field)| {
                let labels: Vec<String> = category
                    .label
                    .variants()
                    .map(|(_, label)| label.to_lowercase())
                    .collect();
                let near = labels.iter().any(|label| said.is_near(&[label]));
                (!near, field.kept.is_none(), std::cmp::Reverse(name.len()))
            });
        }
        named
            .first()
            .map(|(_, category, field)| (*category, *field))
    }

    /// The categories that a text names: "The finished picture: at least 7 days".
    fn categories(&self, lower: &str) -> Vec<Ref<DataCategory>> {
        let mut rest = lower.to_owned();
        let mut found = Vec::new();
        for (name, category) in &self.categories {
            while let Some(at) = whole(&rest, name) {
                rest.replace_range(at..at + name.len(), &" ".repeat(name.len()));
                if !found.contains(category) {
                    found.push(*category);
                }
            }
        }
        found
    }
}

/// Finds what a sentence speaks of.
pub(super) fn subject<'p>(said: &Said<'_>, facts: &Facts<'p>) -> Subject<'p> {
    let lower = said.lower.as_str();
    if let Some(device) = device(said, facts) {
        return Subject::Device(device);
    }
    let object = said.claim.object.as_deref();
    let class = object.and_then(Classes::named);
    let names_work = class.is_some_and(|class| class.meets(Classes::WORK));
    if !names_work && let Some((category, field)) = facts.data_names.field(said) {
        return Subject::Field(category, field);
    }
    let named = facts.data_names.categories(lower);
    if !named.is_empty() {
        return Subject::Data(of(named, facts));
    }
    if !names_work && let Some(before) = pointed(said) {
        let named = facts.data_names.categories(&before);
        if !named.is_empty() {
            return Subject::Data(of(named, facts));
        }
    }
    match (object, class) {
        (_, Some(class)) => Subject::Data(class.into()),
        (Some(object), None) => Subject::Unknown(object.to_owned()),
        (None, None) => Subject::Unnamed,
    }
}

fn of(named: Vec<Ref<DataCategory>>, facts: &Facts<'_>) -> Data {
    let classes = named
        .iter()
        .map(|category| facts.classes(*category))
        .fold(Classes::default(), Classes::or);
    let words = super::words::list(
        named
            .iter()
            .map(|category| facts.policy[*category].label.first().to_owned()),
    );
    Data {
        classes,
        only: Some(named),
        words,
    }
}

/// What "this data" or a pronoun points back to: the nearest text around the sentence.
fn pointed(said: &Said<'_>) -> Option<String> {
    const POINTS: &[&str] = &[
        "this data",
        "this information",
        "these ",
        "it ",
        "they ",
        "them",
        "diese daten",
        "dies ",
        "sie ",
        "ces données",
        "elles",
        "ils ",
        "estos datos",
        "esta información",
    ];
    let points = POINTS
        .iter()
        .any(|word| starts(&said.lower, word) == Some(0))
        || said.claim.object.is_none();
    points.then(|| said.around().next()).flatten()
}

/// What is stored on the device, where the sentence or what it points to speaks of that.
fn device<'p>(said: &Said<'_>, facts: &Facts<'p>) -> Option<Vec<&'p DeviceStorage>> {
    let pointed = pointed(said).unwrap_or_default();
    let kinds: Vec<StorageKind> = DEVICE
        .iter()
        .filter(|(name, _)| said.lower.contains(name) || pointed.contains(name))
        .flat_map(|(_, kinds)| kinds.iter().copied())
        .collect();
    let cookies = any(&said.lower, &["cookie"]);
    if kinds.is_empty() {
        return None;
    }
    Some(
        facts
            .policy
            .device_storage
            .iter()
            .filter(|item| {
                kinds.contains(&item.kind.value)
                    || (cookies && item.kind.value == StorageKind::Cookie)
            })
            .collect(),
    )
}

impl Data {
    /// One category.
    pub(super) fn one(category: &DataCategory, facts: &Facts<'_>) -> Self {
        let known = facts.policy.references::<DataCategory>();
        of(
            known
                .filter(|one| facts.policy[*one].id == category.id)
                .collect(),
            facts,
        )
    }
}
