//! Every fact of the policy, section by section.

use candor_model::{About, Lifetime, Located, Never, OptOut, Representative, Stated};

use super::Site;
use crate::view::{Block, Cell, Fact, Row, Section};

impl Site<'_> {
    pub(crate) fn details(&self) -> Vec<Section> {
        let mut sections = vec![self.organisation(), self.roles()];
        sections.extend(self.audience());
        sections.push(self.with_table("data", "data", self.data_table()));
        sections.push(self.activities());
        if !self.policy().device_storage.is_empty() {
            sections.push(self.with_table("device-storage", "device-storage", self.device_table()));
        }
        sections.extend(self.rights());
        if !self.policy().security.is_empty() {
            sections.push(self.with_table("security", "security", self.security_table()));
        }
        sections.extend(self.promises());
        sections.extend(self.documents());
        sections.extend(self.changes());
        sections
    }

    fn with_table(&self, id: &str, heading: &str, table: Block) -> Section {
        let mut section = Section::new(id, self.speaker.say(heading));
        section.blocks.push(table);
        section
    }

    fn organisation(&self) -> Section {
        let speaker = &self.speaker;
        let organisation = &self.policy().organisation;
        let mut facts = Vec::new();
        let legal = speaker.stated(&organisation.legal_name.value, Clone::clone);
        self.fact(
            &mut facts,
            "legal-name",
            vec![Cell {
                fact: Some("organisation.legal_name".to_owned()),
                ..legal
            }],
        );
        if let Some(name) = &organisation.trading_name {
            self.fact(
                &mut facts,
                "trading-name",
                vec![Cell::text(name.value.as_str())],
            );
        }
        self.fact(
            &mut facts,
            "address",
            vec![match &organisation.address.value {
                Stated::Known(address) => speaker.address(address),
                open => speaker.stated(open, |_| String::new()),
            }],
        );
        self.fact(
            &mut facts,
            "contact",
            match &organisation.contact.value {
                Stated::Known(contact) => speaker.contact(contact),
                open => vec![speaker.stated(open, |_| String::new())],
            },
        );
        for (key, office) in [
            ("dpo", &organisation.data_protection_officer),
            ("eu-representative", &organisation.eu_representative),
            ("uk-representative", &organisation.uk_representative),
        ] {
            self.fact(&mut facts, key, self.office(office));
        }
        self.fact(
            &mut facts,
            "authority",
            match &organisation.supervisory_authority.value {
                Stated::Known(authority) => vec![match &authority.url {
                    Some(url) => Cell::link(authority.name.value.as_str(), url),
                    None => Cell::text(authority.name.value.as_str()),
                }],
                open => vec![speaker.stated(open, |_| String::new())],
            },
        );
        let dpf = speaker.stated(
            &organisation.data_privacy_framework.value,
            |parts| match parts {
                None => speaker.say("not-applicable"),
                Some(parts) => speaker.words(parts),
            },
        );
        self.fact(&mut facts, "dpf", vec![dpf]);
        let disclosed = organisation
            .disclosed_to_authorities_when
            .iter()
            .map(|when| Cell::text(speaker.word(when.value)))
            .collect();
        self.fact(&mut facts, "disclosed-when", disclosed);
        let mut section = Section::new("organisation", speaker.say("organisation"));
        section.facts(facts);
        section
    }

    /// An office, or the word that there is none. Absence is stated, never omitted.
    fn office(&self, office: &Located<Representative>) -> Vec<Cell> {
        let speaker = &self.speaker;
        match &office.value {
            Representative::NotApplicable => vec![Cell::text(speaker.say("not-applicable"))],
            Representative::NotStated => vec![Cell::open(speaker.say("not-stated"))],
            Representative::None { reason } => {
                let mut text = speaker.say("there-is-none");
                if let Some(reason) = reason {
                    text.push_str(&format!(": {}", speaker.text(reason)));
                }
                vec![Cell::text(text)]
            }
            Representative::Named {
                contact,
                address,
                required,
            } => {
                let mut cells = speaker.contact(contact);
                cells.extend(address.iter().map(|address| speaker.address(address)));
                if let Some(required) = required {
                    let key = if *required {
                        "required-by-law-yes"
                    } else {
                        "required-by-law-no"
                    };
                    cells.push(Cell::text(speaker.say(key)));
                }
                cells
            }
        }
    }

    fn roles(&self) -> Section {
        let speaker = &self.speaker;
        let mut section = Section::new("roles", speaker.say("roles"));
        let mut cells = Vec::new();
        for statement in &self.policy().organisation.roles {
            let role = speaker.word(statement.role.value);
            let people = speaker.words(&statement.subjects);
            let mut parts =
                vec![speaker.fill("role-sentence", &[("role", &role), ("people", &people)])];
            parts.extend(
                statement
                    .scope
                    .iter()
                    .map(|scope| speaker.text(scope).to_owned()),
            );
            parts.extend(
                statement
                    .route_requests_to
                    .iter()
                    .map(|who| speaker.fill("route", &[("who", speaker.text(who))])),
            );
            if statement.assists {
                parts.push(speaker.say("assists"));
            }
            cells.push(Cell::text(parts.join("; ")));
        }
        if cells.is_empty() {
            cells.push(Cell::open(speaker.say("not-stated")));
        }
        section.blocks.push(Block::List { cells });
        section
    }

    fn audience(&self) -> Option<Section> {
        let speaker = &self.speaker;
        let audience = self.policy().audience.as_ref()?;
        let mut facts = Vec::new();
        self.fact(
            &mut facts,
            "covers",
            vec![Cell::text(speaker.words(&audience.covers))],
        );
        let not_covered = audience
            .does_not_cover
            .iter()
            .map(|people| {
                Cell::text(format!(
                    "{}: {}",
                    speaker.word(people.who.value),
                    speaker.text(&people.because)
                ))
            })
            .collect();
        self.fact(&mut facts, "does-not-cover", not_covered);
        let age = speaker.stated(&audience.minimum_age.value, |age| {
            speaker.fill("years", &[("n", &age.to_string())])
        });
        self.fact(
            &mut facts,
            "minimum-age",
            vec![Cell {
                fact: Some("audience.minimum_age".to_owned()),
                ..age
            }],
        );
        if let Some(children) = &audience.children {
            let directed = speaker.stated(&children.directed_at.value, |yes| speaker.answer(*yes));
            self.fact(&mut facts, "directed-at-children", vec![directed]);
            let found = children
                .on_discovery
                .iter()
                .map(|act| Cell::text(speaker.say(&act.value)))
                .collect();
            self.fact(&mut facts, "on-discovery", found);
            self.fact(
                &mut facts,
                "children",
                children
                    .note
                    .iter()
                    .map(|note| Cell::text(speaker.text(note)))
                    .collect(),
            );
        }
        let mut section = Section::new("audience", speaker.say("audience"));
        section.facts(facts);
        Some(section)
    }

    pub(crate) fn data_table(&self) -> Block {
        let speaker = &self.speaker;
        let policy = self.policy();
        let used: std::collections::BTreeSet<_> = policy
            .activities()
            .iter()
            .flat_map(|activity| activity.data_uses().map(|data| data.data.value))
            .collect();
        let rows = policy
            .references::<candor_model::DataCategory>()
            .filter(|data| !policy[*data].built_in || used.contains(data))
            .map(|data| {
                let category = &policy[data];
                let mut name = vec![Cell::fact(
                    speaker.text(&category.label),
                    format!("data.{}.label", category.id.in_template()),
                )];
                name.extend(category.derived_from.iter().map(|from| {
                    Cell::text(speaker.fill("derived-from", &[("data", speaker.label(from.value))]))
                }));
                let mut fields: Vec<Cell> = category
                    .fields
                    .iter()
                    .map(|field| {
                        let mut text = field.name.as_str().replace('-', " ");
                        if let Some(kept) = &field.kept {
                            text.push_str(&format!(": {}", speaker.kept(&kept.value)));
                        }
                        if let Some(why) = &field.why {
                            text.push_str(&format!(" ({})", speaker.text(why)));
                        }
                        Cell::text(text)
                    })
                    .collect();
                if !category.never.is_empty() {
                    fields.push(Cell::text(speaker.fill(
                        "never-contains",
                        &[("data", &speaker.labels(&category.never))],
                    )));
                }
                if fields.is_empty() {
                    fields.push(Cell::text(speaker.say("none")));
                }
                let source = if category.source.is_empty() {
                    Cell::open(speaker.say("not-stated"))
                } else {
                    Cell::text(speaker.words(&category.source))
                };
                let identifies =
                    speaker.stated(&category.identifies.value, |degree| speaker.word(*degree));
                Row {
                    id: Some(format!("data-{}", category.id)),
                    cells: vec![name, vec![source], vec![identifies], fields],
                }
            })
            .collect();
        self.table(
            "data-caption",
            &["col-data", "col-source", "col-identifies", "col-fields"],
            rows,
        )
    }

    fn table(&self, caption: &str, columns: &[&str], rows: Vec<Row>) -> Block {
        Block::Table {
            caption: self.speaker.say(caption),
            columns: columns.iter().map(|key| self.speaker.say(key)).collect(),
            rows,
        }
    }

    fn activities(&self) -> Section {
        let speaker = &self.speaker;
        let policy = self.policy();
        let mut section = Section::new("activities", speaker.say("activities"));
        for activity in policy.activities() {
            let own = activity.name.as_ref().map(|name| speaker.text(name));
            let text = match (
                activity.tool.map(|tool| speaker.text(&policy[tool].name)),
                own,
            ) {
                (Some(tool), Some(own)) if tool != own => format!("{tool}: {own}"),
                (Some(tool), _) => tool.to_owned(),
                (None, own) => own.unwrap_or(activity.id.as_str()).to_owned(),
            };
            let id = format!(
                "activity-{}",
                policy.activity_name(activity).replace('/', "-")
            );
            section.blocks.push(Block::Heading { id, text });
            section.facts(self.activity_facts(activity));
        }
        section
    }

    pub(crate) fn device_table(&self) -> Block {
        let speaker = &self.speaker;
        let rows =
            self.policy()
                .device_storage
                .iter()
                .map(|item| {
                    let name = speaker.stated(&item.name.value, Clone::clone);
                    let mut kind = vec![Cell::text(speaker.word(item.kind.value))];
                    kind.push(Cell::text(speaker.say(
                        if item.party.value.to_string() == "first" {
                            "first-party"
                        } else {
                            "third-party"
                        },
                    )));
                    kind.extend(
                        item.vendor
                            .iter()
                            .map(|vendor| speaker.vendor(vendor.value)),
                    );
                    kind.extend(item.label.iter().map(|label| {
                        Cell::text(speaker.fill("called", &[("label", speaker.text(label))]))
                    }));
                    let mut purpose = vec![Cell::text(speaker.text(&item.purpose))];
                    if !item.holds.is_empty() {
                        purpose.push(Cell::text(
                            speaker.fill("holds", &[("data", &speaker.labels(&item.holds))]),
                        ));
                    }
                    if item.never_leaves_device {
                        purpose.push(Cell::text(speaker.say("stays-on-device")));
                    }
                    purpose.extend(item.set_when.iter().map(|event| {
                        Cell::text(format!(
                            "{} {}",
                            speaker.say("only-when"),
                            speaker.text(event)
                        ))
                    }));
                    let lifetime =
                        speaker.stated(&item.lifetime.value, |lifetime| match lifetime {
                            Lifetime::For(length) => speaker.length(length),
                            Lifetime::Session => speaker.say("session"),
                            Lifetime::UntilCleared => speaker.say("until-cleared"),
                        });
                    let mut consent: Vec<Cell> = Vec::new();
                    consent.extend(item.exemption.iter().map(|exemption| {
                        speaker.stated(&exemption.value, |word| speaker.word(*word))
                    }));
                    consent.extend(item.consent.iter().map(|consent| {
                        let cell = speaker.stated(&consent.value, |word| speaker.word(*word));
                        Cell {
                            text: format!("{}: {}", speaker.say("col-consent"), cell.text),
                            ..cell
                        }
                    }));
                    consent.extend(item.opt_out.iter().map(|opt_out| match &opt_out.value {
                        OptOut::None => Cell::text(speaker.say("opt-out-none")),
                        OptOut::How(how) => {
                            Cell::text(speaker.fill("opt-out-how", &[("how", speaker.text(how))]))
                        }
                        OptOut::NotStated => Cell::open(speaker.say("not-stated")),
                    }));
                    if consent.is_empty() {
                        consent.push(Cell::open(speaker.say("not-stated")));
                    }
                    Row {
                        id: None,
                        cells: vec![vec![name], kind, purpose, vec![lifetime], consent],
                    }
                })
                .collect();
        self.table(
            "device-caption",
            &[
                "col-name",
                "col-kind",
                "col-purpose",
                "col-lifetime",
                "col-consent",
            ],
            rows,
        )
    }

    fn rights(&self) -> Option<Section> {
        let speaker = &self.speaker;
        let rights = self.policy().rights.as_ref()?;
        let mut facts: Vec<Fact> = Vec::new();
        let answer = speaker.stated_length(&rights.answer_within.value);
        self.fact(
            &mut facts,
            "answer-within",
            vec![Cell {
                fact: Some("rights.answer_within".to_owned()),
                ..answer
            }],
        );
        if let Some(free) = &rights.free_of_charge {
            self.fact(
                &mut facts,
                "free",
                vec![speaker.stated(&free.value, |yes| speaker.answer(*yes))],
            );
        }
        self.fact(
            &mut facts,
            "channels",
            rights
                .channels
                .iter()
                .map(|channel| speaker.channel(channel))
                .collect(),
        );
        let mut section = Section::new("rights", speaker.say("rights"));
        section.blocks.push(self.rights_table());
        section.facts(facts);
        section
            .blocks
            .extend(rights.note.iter().map(|note| Block::Paragraph {
                cell: Cell::text(speaker.text(note)),
                class: None,
            }));
        Some(section)
    }

    pub(crate) fn rights_table(&self) -> Block {
        let speaker = &self.speaker;
        let rights = self
            .policy()
            .rights
            .as_ref()
            .map(|rights| rights.rights.as_slice())
            .unwrap_or_default();
        let rows =
            rights
                .iter()
                .map(|right| {
                    let mut how: Vec<Cell> = right
                        .how
                        .iter()
                        .map(|how| speaker.stated(&how.value, |how| speaker.word(*how)))
                        .collect();
                    how.extend(right.by.iter().map(|by| Cell::text(speaker.text(by))));
                    how.extend(right.to.iter().map(|to| {
                        Cell::text(speaker.fill("to-whom", &[("who", speaker.text(to))]))
                    }));
                    how.extend(right.within.iter().map(|length| {
                        Cell::text(speaker.fill("within", &[("length", &speaker.length(length))]))
                    }));
                    how.extend(
                        right
                            .condition
                            .iter()
                            .map(|condition| Cell::text(speaker.text(condition))),
                    );
                    how.extend(
                        right
                            .format
                            .iter()
                            .map(|format| Cell::text(speaker.text(format))),
                    );
                    if !right.scope.is_empty() {
                        how.push(Cell::text(
                            speaker.fill("covers-data", &[("data", &speaker.labels(&right.scope))]),
                        ));
                    }
                    if !right.who.is_empty() {
                        how.push(Cell::text(format!(
                            "{}: {}",
                            speaker.say("people"),
                            speaker.words(&right.who)
                        )));
                    }
                    if !right.uses.is_empty() {
                        let uses: Vec<String> = right
                            .uses
                            .iter()
                            .map(|line| line.value.replace('-', " "))
                            .collect();
                        how.push(Cell::text(
                            speaker.fill("about-uses", &[("uses", &uses.join(", "))]),
                        ));
                    }
                    how.extend(right.not_needed.iter().map(|exempt| {
                        let (data, why) = (
                            speaker.label(exempt.data.value),
                            speaker.text(&exempt.because),
                        );
                        Cell::text(speaker.fill("not-needed", &[("data", data), ("why", why)]))
                    }));
                    if how.is_empty() {
                        how.push(Cell::open(speaker.say("not-stated")));
                    }
                    Row {
                        id: Some(format!("right-{}", right.kind)),
                        cells: vec![vec![Cell::text(speaker.word(right.kind))], how],
                    }
                })
                .collect();
        self.table("rights-caption", &["col-right", "col-how"], rows)
    }

    pub(crate) fn security_table(&self) -> Block {
        let speaker = &self.speaker;
        let rows =
            self.policy()
                .security
                .iter()
                .map(|measure| {
                    let mut how: Vec<Cell> = measure
                        .how
                        .iter()
                        .map(|how| Cell::text(speaker.text(how)))
                        .collect();
                    if !measure.applies_to.is_empty() {
                        how.push(Cell::text(speaker.fill(
                            "covers-data",
                            &[("data", &speaker.labels(&measure.applies_to))],
                        )));
                    }
                    how.extend(measure.by.iter().map(|who| {
                        Cell::text(speaker.fill("by-whom", &[("who", speaker.text(who))]))
                    }));
                    how.extend(measure.last.iter().map(|day| {
                        let cell = speaker.stated_day(&day.value);
                        Cell {
                            text: speaker.fill("last-done", &[("day", &cell.text)]),
                            ..cell
                        }
                    }));
                    how.extend(measure.report.iter().map(|report| {
                        Cell::text(speaker.fill("report", &[("how", &speaker.word(report.value))]))
                    }));
                    how.extend(measure.offered_to.iter().map(|who| {
                        Cell::text(speaker.fill("offered-to", &[("who", &speaker.word(who.value))]))
                    }));
                    how.extend(
                        measure
                            .article
                            .iter()
                            .map(|article| Cell::text(format!("Art. {}", article.value))),
                    );
                    if how.is_empty() {
                        how.push(Cell::open(speaker.say("not-stated")));
                    }
                    Row {
                        id: None,
                        cells: vec![
                            vec![Cell::text(measure.measure.value.replace('-', " "))],
                            how,
                        ],
                    }
                })
                .collect();
        self.table("security-caption", &["col-measure", "col-how"], rows)
    }

    fn promises(&self) -> Option<Section> {
        let speaker = &self.speaker;
        if self.policy().promises.is_empty() {
            return None;
        }
        let mut section = Section::new("promises", speaker.say("promises"));
        let cells = self
            .policy()
            .promises
            .iter()
            .map(|promise| {
                let mut parts = vec![speaker.text(&promise.says).to_owned()];
                if let About::Data(data) = &promise.about.value {
                    parts.push(speaker.fill("covers-data", &[("data", &speaker.labels(data))]));
                }
                parts.extend(promise.never.iter().filter_map(|never| match &never.value {
                    Never::Use(name) => Some(name.clone()),
                    Never::Do(_) => None,
                }));
                if !promise.only_in.is_empty() {
                    parts.push(speaker.areas(&promise.only_in));
                }
                if promise.includes_vendors {
                    parts.push(speaker.say("binds-vendors"));
                }
                Cell::fact(
                    parts.join(" – "),
                    format!("promise.{}", promise.id.in_template()),
                )
            })
            .collect();
        section.blocks.push(Block::List { cells });
        Some(section)
    }

    fn documents(&self) -> Option<Section> {
        let speaker = &self.speaker;
        let documents = &self.policy().organisation.documents;
        if documents.is_empty() {
            return None;
        }
        let mut section = Section::new("documents", speaker.say("documents"));
        let facts = documents
            .iter()
            .map(|document| {
                let mut cells = vec![Cell::text(speaker.word(document.availability.value))];
                cells.extend(
                    document
                        .url
                        .iter()
                        .map(|url| Cell::link(url.value.as_str(), url)),
                );
                cells.extend(document.includes.iter().map(|part| {
                    Cell::text(speaker.fill("includes", &[("what", &part.value.to_uppercase())]))
                }));
                let over: Vec<&str> = document
                    .prevails_over
                    .iter()
                    .map(|line| line.value.as_str())
                    .collect();
                if !over.is_empty() {
                    cells.push(Cell::text(
                        speaker.fill("prevails-over", &[("what", &over.join(", "))]),
                    ));
                }
                cells.extend(
                    document
                        .about
                        .iter()
                        .map(|about| Cell::text(speaker.text(about))),
                );
                Fact {
                    term: speaker.text(&document.title).to_owned(),
                    cells,
                }
            })
            .collect();
        section.facts(facts);
        Some(section)
    }

    fn changes(&self) -> Option<Section> {
        let speaker = &self.speaker;
        let changes = self.policy().changes.as_ref()?;
        let mut section = Section::new("changes", speaker.say("changes"));
        let mut facts = Vec::new();
        for (key, notice) in [
            ("notice-policy", &changes.policy),
            ("notice-subprocessors", &changes.subprocessors),
        ] {
            let Some(notice) = notice else { continue };
            let length = speaker.stated_length(&notice.at_least.value);
            let mut cells = vec![Cell {
                text: speaker.fill("at-least", &[("length", &length.text)]),
                ..length
            }];
            let by: Vec<&str> = notice
                .by
                .iter()
                .map(|channel| channel.value.as_str())
                .collect();
            if !by.is_empty() {
                cells.push(Cell::text(speaker.fill("by", &[("list", &by.join(", "))])));
            }
            cells.extend(notice.objection_within.iter().map(|length| {
                let cell = speaker.stated_length(&length.value);
                Cell {
                    text: speaker.fill("objection", &[("length", &cell.text)]),
                    ..cell
                }
            }));
            cells.extend(
                notice
                    .authorisation
                    .iter()
                    .map(|form| speaker.stated(&form.value, |form| speaker.word(*form))),
            );
            cells.extend(
                notice
                    .condition
                    .iter()
                    .map(|condition| Cell::text(speaker.text(condition))),
            );
            self.fact(&mut facts, key, cells);
        }
        section.facts(facts);
        if !changes.versions.is_empty() {
            let rows = changes
                .versions
                .iter()
                .map(|version| Row {
                    id: None,
                    cells: vec![
                        vec![speaker.stated(&version.version.value, Clone::clone)],
                        vec![speaker.stated_day(&version.published.value)],
                        vec![speaker.stated_day(&version.effective.value)],
                        vec![version.summary.as_ref().map_or_else(
                            || Cell::text(speaker.say("none")),
                            |summary| Cell::text(speaker.text(summary)),
                        )],
                    ],
                })
                .collect();
            section.blocks.push(self.table(
                "versions-caption",
                &[
                    "col-version",
                    "col-published",
                    "col-effective",
                    "col-summary",
                ],
                rows,
            ));
        }
        Some(section)
    }
}
