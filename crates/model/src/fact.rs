//! Facts by the paths that pages carry in `data-fact`, that text is bound to with `data-claim`, and that prose uses:
//! `window.uploads`, `vendor.lakeside.name`. One resolver serves them all.

mod paths;

use crate::vocabulary::{Account, ToolLocation};
use crate::{
    Activity, Contact, DeviceStorage, Duration, Extent, Field, Located, Notice, Origin, Policy,
    Stated, Territory, Text, Tool, Vendor, Window,
};

/// A fact that a page prints: what is declared, and where.
#[derive(Clone, Debug)]
pub struct DeclaredFact<'p> {
    /// The line that declares it.
    pub origin: &'p Origin,
    /// What is declared.
    pub value: FactValue<'p>,
}

/// The value of a fact, by which text about it is judged.
#[derive(Clone, Debug)]
pub enum FactValue<'p> {
    /// Lengths of time, each of which is the fact.
    Lengths(Vec<Duration>),
    /// Nothing is written to a disk.
    MemoryOnly,
    /// How long something is kept, in words instead of a length; one text for each language.
    Criteria(Vec<&'p str>),
    /// Where a tool works.
    Location(ToolLocation),
    /// How well it is proved where this tool works, which no declaration says.
    Level(&'p Tool),
    /// A least age in years.
    Age(u8),
    /// Whether something is needed.
    Needed(bool),
    /// The only places.
    Places(Vec<Territory>),
    /// In which form a field is kept.
    Field(&'p Field),
    /// What a category never contains, by the labels of those categories.
    Excludes(Vec<&'p Text>),
    /// Whether what is stored on the device stays there.
    Stays(bool),
    /// Words, in each language.
    Words(Vec<&'p str>),
    /// The declarations leave it open.
    NotStated,
}

impl Policy {
    /// The fact of that path; nothing where the path names none. In paths, ids are written with `_` for `-`.
    pub fn fact(&self, path: &str) -> Option<DeclaredFact<'_>> {
        let path = path.trim();
        if matches!(path, "contact" | "organisation.contact") {
            return of_contact(&self.organisation.contact);
        }
        let (noun, rest) = path.split_once('.')?;
        let (name, detail) = rest.split_once('.').unwrap_or((rest, ""));
        let id = name.replace('_', "-");
        match (noun, detail) {
            ("window", detail) => {
                let window = self.window(&id)?;
                let value = of_window(window, detail, self)?;
                fact(window.length_origin(), value)
            }
            ("tool", detail) => of_tool(self.tool(&id)?, detail),
            ("activity", "places") => {
                let mut activities = self.activities().iter();
                of_activity(activities.find(|one| self.activity_name(one) == id)?)
            }
            ("vendor", "" | "name" | "legal_name") => {
                let vendor = self.vendor(&id)?;
                let names = vec![vendor.name(), vendor.legal_name.value.as_str()];
                fact(&vendor.legal_name.origin, FactValue::Words(names))
            }
            ("vendor", "purpose") => text(&self.vendor(&id)?.purpose),
            ("vendor", "places") => of_vendor(self.vendor(&id)?),
            ("data", "" | "label") => text(&self.data_category(&id)?.label),
            ("data", "never") => {
                let category = self.data_category(&id)?;
                let never = category.never.iter();
                let labels = never.map(|data| &self[data.value].label).collect();
                fact(&category.origin, FactValue::Excludes(labels))
            }
            ("data", detail) => {
                let field = detail.strip_prefix("fields.")?.replace('_', "-");
                let mut fields = self.data_category(&id)?.fields.iter();
                let field = fields.find(|one| one.name.as_str() == field)?;
                fact(&field.origin, FactValue::Field(field))
            }
            ("device", "stays") => {
                let mut items = self.device_storage.iter();
                let item = items.find(|item| item.in_template() == name)?;
                fact(&item.origin, FactValue::Stays(item.never_leaves_device))
            }
            ("promise", "") => {
                let mut promises = self.promises.iter();
                text(&promises.find(|promise| promise.id.as_str() == id)?.says)
            }
            ("organisation", "") if name == "legal_name" => {
                let legal = &self.organisation.legal_name;
                let name = legal.value.known();
                let words = name.map(|name| FactValue::Words(vec![name.as_str()]));
                fact(&legal.origin, words.unwrap_or(FactValue::NotStated))
            }
            ("organisation", "") if name == "trading_name" => {
                // Pages fall back on the legal name, as `Organisation::name` does.
                match &self.organisation.trading_name {
                    Some(name) => fact(&name.origin, FactValue::Words(vec![&name.value])),
                    None => self.fact("organisation.legal_name"),
                }
            }
            ("rights", "") if name == "answer_within" => {
                length(&self.rights.as_ref()?.answer_within)
            }
            ("audience", "") if name == "minimum_age" => {
                let age = &self.audience.as_ref()?.minimum_age;
                let known = age.value.known();
                let value = known.map_or(FactValue::NotStated, |age| FactValue::Age(*age));
                fact(&age.origin, value)
            }
            ("notice", "") => length(&notice(name, self)?.at_least),
            _ => None,
        }
    }
}

fn fact<'p>(origin: &'p Origin, value: FactValue<'p>) -> Option<DeclaredFact<'p>> {
    Some(DeclaredFact { origin, value })
}

fn text(text: &Text) -> Option<DeclaredFact<'_>> {
    fact(&text.origin, FactValue::Words(variants(text)))
}

fn variants(text: &Text) -> Vec<&str> {
    text.variants().map(|(_, text)| text).collect()
}

fn length(stated: &Located<Stated<Duration>>) -> Option<DeclaredFact<'_>> {
    let known = stated.value.known();
    let value = known.map_or(FactValue::NotStated, |length| {
        FactValue::Lengths(vec![length.clone()])
    });
    fact(&stated.origin, value)
}

fn notice<'p>(name: &str, policy: &'p Policy) -> Option<&'p Notice> {
    let changes = policy.changes.as_ref()?;
    match name {
        "policy" => changes.policy.as_ref(),
        "subprocessors" => changes.subprocessors.as_ref(),
        _ => None,
    }
}

/// A window's own ends, and that with the copies and stages behind it.
fn of_window<'p>(window: &'p Window, detail: &str, policy: &Policy) -> Option<FactValue<'p>> {
    if detail.is_empty() {
        match &window.extent {
            Extent::MemoryOnly => return Some(FactValue::MemoryOnly),
            Extent::Criteria(text) => return Some(FactValue::Criteria(variants(text))),
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
        true => FactValue::NotStated,
        false => FactValue::Lengths(lengths),
    })
}

fn of_tool<'p>(tool: &'p Tool, detail: &str) -> Option<DeclaredFact<'p>> {
    let at = &tool.location.origin;
    match detail {
        "" | "name" => text(&tool.name),
        "summary" => text(tool.summary.as_ref()?),
        "location" => fact(at, FactValue::Location(tool.location.value)),
        "level" => fact(at, FactValue::Level(tool)),
        "account" => {
            let account = tool.account.as_ref()?;
            let value = match account.value {
                Account::NotNeeded | Account::Optional => FactValue::Needed(false),
                Account::Needed => FactValue::Needed(true),
                Account::NotStated => FactValue::NotStated,
            };
            fact(&account.origin, value)
        }
        _ => None,
    }
}

fn of_contact(contact: &Located<Stated<Contact>>) -> Option<DeclaredFact<'_>> {
    let Some(known) = contact.value.known() else {
        return fact(&contact.origin, FactValue::NotStated);
    };
    let ways = [&known.name, &known.email, &known.phone];
    let mut words: Vec<&str> = ways.into_iter().flatten().map(|way| way.as_str()).collect();
    words.extend(known.url.iter().map(|url| url.value.as_str()));
    fact(&contact.origin, FactValue::Words(words))
}

/// Where an activity stores what it processes.
fn of_activity(activity: &Activity) -> Option<DeclaredFact<'_>> {
    let storage = activity.storage.as_ref()?;
    let regions = storage.known().and_then(|storage| storage.regions.known());
    let value = regions.map_or(FactValue::NotStated, |regions| {
        FactValue::Places(regions.iter().map(|region| region.value).collect())
    });
    fact(&storage.origin, value)
}

/// Every place where a vendor processes.
fn of_vendor(vendor: &Vendor) -> Option<DeclaredFact<'_>> {
    let first = vendor.processes_in.first()?;
    let mut places = Vec::new();
    for place in &vendor.processes_in {
        let Some(countries) = place.countries.known() else {
            return fact(&place.origin, FactValue::NotStated);
        };
        places.extend(countries.iter().map(|country| country.value));
    }
    fact(&first.origin, FactValue::Places(places))
}

impl DeviceStorage {
    /// The name as paths write it: letters, digits and `_`; the line that declares it, where the name is not stated.
    pub fn in_template(&self) -> String {
        let Some(name) = self.name.known() else {
            return format!("line_{}", self.origin.line);
        };
        let plain = |letter: char| match letter.is_ascii_alphanumeric() {
            true => letter,
            false => '_',
        };
        name.chars().map(plain).collect()
    }
}
