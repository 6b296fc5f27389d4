//! Values of the model in the words of a language.

use candor_model::vocabulary::{ActivityLocation, CountedFrom, Vocabulary};
use candor_model::{
    Activity, Address, Channel, Contact, DataCategory, DataUse, Date, Duration, EnforcedBy, Extent,
    HeldBy, Keep, Kept, Language, Located, Policy, Recipient, Recipients, Ref, Stated, Territory,
    Text, Vendor, Window,
};

use crate::phrases::Phrases;
use crate::view::Cell;

/// A speaker of one language about one policy.
#[derive(Clone, Debug)]
pub(crate) struct Speaker<'p> {
    pub(crate) policy: &'p Policy,
    pub(crate) language: Language,
    pub(crate) phrases: Phrases,
}

impl<'p> Speaker<'p> {
    pub(crate) fn new(policy: &'p Policy, language: &Language) -> Self {
        Self {
            policy,
            language: language.clone(),
            phrases: Phrases::of(language.as_str()),
        }
    }

    /// A fixed phrase.
    pub(crate) fn say(&self, key: &str) -> String {
        self.phrases.get(key)
    }

    /// A fixed phrase with names filled in.
    pub(crate) fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        self.phrases.fill(key, values)
    }

    /// A text in this language.
    pub(crate) fn text<'t>(&self, text: &'t Text) -> &'t str {
        text.in_language(&self.language)
    }

    pub(crate) fn texts(&self, texts: &[Text]) -> Vec<Cell> {
        texts
            .iter()
            .map(|text| Cell::text(self.text(text)))
            .collect()
    }

    /// A word of a closed list.
    pub(crate) fn word<V: Vocabulary>(&self, word: V) -> String {
        self.phrases.word(word.word())
    }

    pub(crate) fn words<V: Vocabulary>(&self, words: &[Located<V>]) -> String {
        let list: Vec<String> = words.iter().map(|word| self.word(word.value)).collect();
        list.join(", ")
    }

    pub(crate) fn length(&self, length: &Duration) -> String {
        length.words(self.language.as_str())
    }

    pub(crate) fn day(&self, day: Date) -> String {
        day.words(self.language.as_str())
    }

    pub(crate) fn answer(&self, yes: bool) -> String {
        self.say(if yes { "yes" } else { "no" })
    }

    /// A value that may be left open.
    pub(crate) fn stated<T>(&self, value: &Stated<T>, say: impl FnOnce(&T) -> String) -> Cell {
        match value {
            Stated::Known(value) => Cell::text(say(value)),
            Stated::NotStated => Cell::open(self.say("not-stated")),
            Stated::Unreadable(text) => Cell::open(self.fill("unreadable", &[("text", text)])),
        }
    }

    pub(crate) fn stated_day(&self, day: &Stated<Date>) -> Cell {
        self.stated(day, |day| self.day(*day))
    }

    pub(crate) fn stated_length(&self, length: &Stated<Duration>) -> Cell {
        self.stated(length, |length| self.length(length))
    }

    /// The names of countries and areas.
    pub(crate) fn areas(&self, areas: &[Located<Territory>]) -> String {
        let names: Vec<&str> = areas
            .iter()
            .map(|area| self.phrases.place(area.value))
            .collect();
        names.join(", ")
    }

    pub(crate) fn label(&self, data: Ref<DataCategory>) -> &'p str {
        let policy = self.policy;
        policy[data].label.in_language(&self.language)
    }

    pub(crate) fn labels(&self, data: &[Located<Ref<DataCategory>>]) -> String {
        let names: Vec<&str> = data.iter().map(|data| self.label(data.value)).collect();
        names.join(", ")
    }

    pub(crate) fn data_cells(&self, data: &[Located<Ref<DataCategory>>]) -> Vec<Cell> {
        if data.is_empty() {
            return vec![Cell::text(self.say("none"))];
        }
        data.iter()
            .map(|data| {
                Cell::fact(
                    self.label(data.value),
                    format!("data.{}", self.policy[data.value].id.in_template()),
                )
            })
            .collect()
    }

    /// How a field is kept.
    pub(crate) fn kept(&self, kept: &Kept) -> String {
        match kept {
            Kept::Note(note) => self.text(note).to_owned(),
            closed => self.say(&format!("kept-{}", closed.word())),
        }
    }

    /// How long a window lasts, without its start.
    pub(crate) fn extent(&self, window: &Window) -> Cell {
        let fact = format!("window.{}", window.id.in_template());
        let cell = match &window.extent {
            Extent::MemoryOnly => Cell::text(self.say("kept-memory")),
            Extent::Criteria(text) => Cell::text(self.text(text)),
            Extent::SetBy { vendor, value, .. } => {
                let length = self.stated_length(value);
                let name = self.policy[vendor.value].name();
                Cell {
                    text: self.fill(
                        "window-set-by",
                        &[("vendor", name), ("length", &length.text)],
                    ),
                    ..length
                }
            }
            Extent::Fixed {
                delete_within,
                keep_at_least,
                ..
            } => {
                let maximum = match delete_within {
                    Some(maximum) => self.stated_length(maximum),
                    None => Cell::open(self.say("not-stated")),
                };
                match keep_at_least {
                    None => maximum,
                    Some(keep) => {
                        let keep = self.length(keep);
                        Cell {
                            text: self
                                .fill("window-keep", &[("keep", &keep), ("max", &maximum.text)]),
                            ..maximum
                        }
                    }
                }
            }
        };
        Cell {
            fact: Some(fact),
            ..cell
        }
    }

    /// How long a window lasts, with its start.
    pub(crate) fn window(&self, window: &Window) -> Cell {
        let extent = self.extent(window);
        match &window.counted_from {
            None => extent,
            Some(start) => {
                let mut start = self.say(&format!("counted-{}", start.value));
                if let Some(meaning) = &window.use_means {
                    start.push_str(&format!(" ({})", self.text(meaning)));
                }
                let is_maximum = matches!(
                    &window.extent,
                    Extent::Fixed { delete_within: Some(maximum), keep_at_least: None, .. }
                        if maximum.known().is_some()
                );
                let key = if is_maximum {
                    "window-from-max"
                } else {
                    "window-from"
                };
                let text = self.fill(key, &[("length", &extent.text), ("start", &start)]);
                Cell { text, ..extent }
            }
        }
    }

    /// How long a window lasts, for a table: its start is left out only where it is the storing of the data itself.
    pub(crate) fn in_short(&self, window: &Window) -> Cell {
        match window.counted_from.as_ref().map(|start| start.value) {
            Some(
                CountedFrom::AccountClosed
                | CountedFrom::ContractEnd
                | CountedFrom::LastUse
                | CountedFrom::WindowEnd
                | CountedFrom::Request,
            ) => self.window(window),
            _ => self.extent(window),
        }
    }

    /// What a vendor keeps, in words about the vendor.
    pub(crate) fn vendor_keep(&self, keep: &Keep) -> Cell {
        match keep {
            Keep::Nothing => Cell::text(self.say("kept-nothing-vendor")),
            other => self.keep(other),
        }
    }

    pub(crate) fn keep(&self, keep: &Keep) -> Cell {
        match keep {
            Keep::Nothing => Cell::text(self.say("kept-nothing")),
            Keep::NotStated => Cell::open(self.say("not-stated")),
            Keep::Window(window) => self.window(&self.policy[*window]),
        }
    }

    /// A category and how long it is kept.
    pub(crate) fn data_use(&self, data: &DataUse) -> Cell {
        let keep = self.keep(&data.keep.value);
        let mut text = format!("{}: {}", self.label(data.data.value), keep.text);
        if let Some(from) = &data.from {
            let from = self.fill("derived-from", &[("data", self.label(from.value))]);
            text.push_str(&format!(" ({from})"));
        }
        Cell { text, ..keep }
    }

    pub(crate) fn enforced_by(&self, by: &EnforcedBy) -> Cell {
        match by {
            EnforcedBy::Candor => Cell::text(self.say("enforced-candor")),
            EnforcedBy::Manual => Cell::text(self.say("enforced-manual")),
            EnforcedBy::NotStated => Cell::open(self.say("not-stated")),
            EnforcedBy::Nobody => Cell::open(self.say("enforced-nobody")),
            EnforcedBy::Config(file) => Cell::text(self.fill("enforced-config", &[("file", file)])),
            EnforcedBy::Vendor(url) => Cell::text(self.fill("enforced-vendor", &[("url", url)])),
        }
    }

    /// Who receives data.
    pub(crate) fn recipients(&self, activity: &Activity) -> Vec<Cell> {
        match activity
            .recipients
            .as_ref()
            .map(|recipients| &recipients.value)
        {
            None if !activity.is_server() => vec![Cell::text(self.say("nobody"))],
            None | Some(Recipients::NotStated) => vec![Cell::open(self.say("not-stated"))],
            Some(Recipients::Nobody) => vec![Cell::text(self.say("nobody"))],
            Some(Recipients::Listed(list)) => list
                .iter()
                .map(|recipient| match &recipient.value {
                    Recipient::Vendor(vendor) => self.vendor(*vendor),
                    Recipient::Unnamed(words) => Cell::open(self.text(words)),
                    Recipient::NamedByPerson(words) => {
                        Cell::text(self.fill("named-by-you", &[("who", self.text(words))]))
                    }
                })
                .collect(),
        }
    }

    pub(crate) fn vendor(&self, vendor: Ref<Vendor>) -> Cell {
        let vendor = &self.policy[vendor];
        Cell::fact(
            vendor.name(),
            format!("vendor.{}.name", vendor.id.in_template()),
        )
    }

    /// Where an activity processes and stores.
    pub(crate) fn place(&self, activity: &Activity) -> Vec<Cell> {
        let mut cells = vec![self.location(activity.location.value)];
        if let Some(certainty) = &activity.certainty
            && certainty.value.word() != "always"
        {
            cells.push(Cell::text(self.word(certainty.value)));
        }
        if let Some(storage) = &activity.storage {
            match storage.known() {
                None => cells.push(match &storage.value {
                    Stated::Unreadable(words) => Cell::open(words.as_str()),
                    _ => Cell::open(self.say("not-stated")),
                }),
                Some(storage) => {
                    let mut regions = self.storage_regions(storage);
                    if let Some(place) = &storage.place {
                        regions.text = format!("{} ({})", regions.text, self.text(place));
                    }
                    cells.push(regions);
                    cells.push(Cell::text(self.words(&storage.medium)));
                    if let Some(holder) = &storage.held_by {
                        let who = match holder.value {
                            HeldBy::Us => self.say("us"),
                            HeldBy::Customer => self.say("customer"),
                            HeldBy::Vendor(vendor) => self.policy[vendor].name().to_owned(),
                        };
                        cells.push(Cell::text(self.fill("held-by", &[("who", &who)])));
                    }
                }
            }
        }
        cells
    }

    /// Where a store is, or who chooses that.
    pub(crate) fn storage_regions(&self, storage: &candor_model::Storage) -> Cell {
        let Some(who) = &storage.chosen_by else {
            return self.regions(&storage.regions.value);
        };
        let chosen = self.fill("chosen-region", &[("who", self.text(who))]);
        match storage.regions.known() {
            None => Cell::text(chosen),
            Some(areas) => Cell::text(format!("{}, {chosen}", self.areas(areas))),
        }
    }

    /// Countries and areas; an open point says what is open.
    pub(crate) fn regions(&self, regions: &Stated<Vec<Located<Territory>>>) -> Cell {
        let cell = self.stated(regions, |areas| self.areas(areas));
        if cell.open {
            let text = self.fill("countries", &[("what", &cell.text)]);
            return Cell { text, ..cell };
        }
        cell
    }

    pub(crate) fn location(&self, location: ActivityLocation) -> Cell {
        Cell::text(self.say(&format!("where-{location}")))
    }

    pub(crate) fn address(&self, address: &Address) -> Cell {
        match address {
            Address::Page(url) => Cell::link(url.value.as_str(), url),
            Address::Postal {
                street,
                postal_code,
                city,
                country,
            } => {
                let town: Vec<&str> = [postal_code, city]
                    .into_iter()
                    .flatten()
                    .map(|part| part.value.as_str())
                    .collect();
                let mut lines: Vec<String> =
                    street.iter().map(|street| street.value.clone()).collect();
                if !town.is_empty() {
                    lines.push(town.join(" "));
                }
                lines.push(self.phrases.place(country.value).to_owned());
                Cell::text(lines.join(", "))
            }
        }
    }

    pub(crate) fn contact(&self, contact: &Contact) -> Vec<Cell> {
        let mut cells = Vec::new();
        let role = contact.role.as_ref().map(|role| self.text(role));
        let who: Vec<&str> = contact
            .name
            .iter()
            .map(|name| name.value.as_str())
            .chain(role)
            .collect();
        if !who.is_empty() {
            cells.push(Cell::text(who.join(", ")));
        }
        cells.extend(contact.email.iter().map(|email| Cell::email(email)));
        cells.extend(
            contact
                .url
                .iter()
                .map(|url| Cell::link(url.value.as_str(), url)),
        );
        cells.extend(
            contact
                .phone
                .iter()
                .map(|phone| Cell::text(phone.value.as_str())),
        );
        cells
    }

    pub(crate) fn channel(&self, channel: &Channel) -> Cell {
        match channel {
            Channel::Email(email) => Cell::email(email),
            Channel::Url(url) => Cell::link(url.value.as_str(), url),
            Channel::Phone(phone) => Cell::text(phone.value.as_str()),
            Channel::Post(text) | Channel::InProduct(text) => Cell::text(self.text(text)),
        }
    }

    /// A size in bytes as people write it.
    pub(crate) fn size(&self, bytes: u64) -> String {
        match bytes {
            b if b % 1_000_000_000 == 0 => format!("{} GB", b / 1_000_000_000),
            b if b % 1_000_000 == 0 => format!("{} MB", b / 1_000_000),
            b if b % (1 << 20) == 0 => format!("{} MiB", b >> 20),
            b if b % 1_000 == 0 => format!("{} kB", b / 1_000),
            b => format!("{b} B"),
        }
    }
}
