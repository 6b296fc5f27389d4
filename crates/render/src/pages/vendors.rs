//! Vendors and subprocessors: one row each, the same in every format.

use candor_model::vocabulary::{Relation, Vocabulary};
use candor_model::{DataCategory, Located, Ref, Stated, Vendor};

use super::Site;
use crate::view::{Block, Cell, Page, Row, Section};

const COLUMNS: [&str; 12] = [
    "vendor-name",
    "vendor-relation",
    "vendor-purpose",
    "vendor-established",
    "vendor-processes",
    "vendor-data",
    "vendor-sees",
    "vendor-keeps",
    "vendor-used",
    "vendor-transfer",
    "vendor-contact",
    "vendor-status",
];

impl Site<'_> {
    pub(crate) fn vendor_columns(&self) -> Vec<String> {
        COLUMNS.map(|key| self.speaker.say(key)).to_vec()
    }

    pub(crate) fn vendor_rows(&self, only_subprocessors: bool) -> Vec<Row> {
        let vendors = self.policy().vendors().iter();
        vendors
            .filter(|vendor| !only_subprocessors || vendor.is_subprocessor())
            .map(|vendor| self.vendor_row(vendor))
            .collect()
    }

    pub(crate) fn vendor_table(&self, only_subprocessors: bool) -> Block {
        let caption = if only_subprocessors {
            "subprocessors-caption"
        } else {
            "vendors-caption"
        };
        Block::Table {
            caption: self.speaker.say(caption),
            columns: self.vendor_columns(),
            rows: self.vendor_rows(only_subprocessors),
        }
    }

    pub(crate) fn vendors(&self) -> Page {
        let speaker = &self.speaker;
        let mut sections: Vec<Section> = Relation::ALL
            .iter()
            .filter_map(|relation| {
                let rows: Vec<Row> = self
                    .policy()
                    .vendors()
                    .iter()
                    .filter(|vendor| vendor.relation.value == *relation)
                    .map(|vendor| self.vendor_row(vendor))
                    .collect();
                (!rows.is_empty()).then(|| {
                    let mut section =
                        Section::new(&format!("relation-{relation}"), speaker.word(*relation));
                    section.blocks.push(Block::Table {
                        caption: speaker.say(&format!("relation-{relation}")),
                        columns: self.vendor_columns(),
                        rows,
                    });
                    section
                })
            })
            .collect();
        sections.push(Section {
            id: "formats".to_owned(),
            heading: None,
            blocks: self.formats("vendors", sections.is_empty()),
        });
        Page {
            title: speaker.say("vendors"),
            lead: Some(speaker.say("vendors-caption")),
            sections,
            ..Page::default()
        }
    }

    pub(crate) fn subprocessors(&self) -> Page {
        let speaker = &self.speaker;
        let is_empty = !self
            .policy()
            .vendors()
            .iter()
            .any(candor_model::Vendor::is_subprocessor);
        let mut section = Section {
            id: "subprocessors".to_owned(),
            heading: None,
            blocks: Vec::new(),
        };
        if !is_empty {
            section.blocks.push(self.vendor_table(true));
        }
        section
            .blocks
            .extend(self.formats("subprocessors", is_empty));
        let others: Vec<String> = self
            .policy()
            .vendors()
            .iter()
            .filter(|vendor| !vendor.is_subprocessor())
            .map(|vendor| {
                format!(
                    "{} ({})",
                    vendor.name(),
                    speaker.word(vendor.relation.value)
                )
            })
            .collect();
        if !others.is_empty() {
            let cell = Cell::text(speaker.fill("left-out", &[("list", &others.join(", "))]));
            section.blocks.push(Block::Paragraph {
                cell,
                class: Some("quiet".to_owned()),
            });
        }
        Page {
            title: speaker.say("subprocessors"),
            sections: vec![section],
            ..Page::default()
        }
    }

    /// The same rows in other formats, or a word that there are none.
    fn formats(&self, name: &str, is_empty: bool) -> Vec<Block> {
        if is_empty {
            return vec![Block::Paragraph {
                cell: Cell::text(self.speaker.say("none-declared")),
                class: None,
            }];
        }
        let formats = ["md", "csv", "json"]
            .map(|ending| Cell::link(format!("{name}.{ending}"), &format!("{name}.{ending}")));
        vec![Block::List {
            cells: formats.to_vec(),
        }]
    }

    fn vendor_row(&self, vendor: &Vendor) -> Row {
        let speaker = &self.speaker;
        let or_none = |cells: Vec<Cell>| {
            if cells.is_empty() {
                vec![Cell::text(speaker.say("none"))]
            } else {
                cells
            }
        };
        let or_open = |cells: Vec<Cell>| {
            if cells.is_empty() {
                vec![Cell::open(speaker.say("not-stated"))]
            } else {
                cells
            }
        };
        let mut name = vec![Cell::fact(
            vendor.legal_name.value.as_str(),
            format!("vendor.{}.legal_name", vendor.id.in_template()),
        )];
        name.extend(
            vendor
                .short_name
                .iter()
                .filter(|name| name.value != vendor.legal_name.value)
                .map(|name| Cell::text(name.value.as_str())),
        );
        name.extend(vendor.parent.iter().map(|parent| {
            Cell::text(speaker.fill(
                "parent",
                &[
                    ("name", &parent.name.value),
                    ("country", speaker.phrases.place(parent.country.value)),
                ],
            ))
        }));
        let mut relation = vec![Cell::text(speaker.word(vendor.relation.value))];
        if !vendor.serves.is_empty() {
            relation.push(Cell::text(
                speaker.fill("serves", &[("roles", &speaker.words(&vendor.serves))]),
            ));
        }
        relation.extend(
            vendor.stated_as.iter().map(|words| {
                Cell::text(speaker.fill("stated-as", &[("words", speaker.text(words))]))
            }),
        );
        let mut purpose = vec![Cell::text(speaker.text(&vendor.purpose))];
        purpose.extend(
            vendor
                .note
                .iter()
                .map(|note| Cell::text(speaker.text(note))),
        );
        let keeps = vendor.keeps.iter().map(|keeps| {
            let cell = speaker.vendor_keep(&keeps.keep.value);
            Cell {
                text: format!("{}: {}", speaker.label(keeps.data.value), cell.text),
                ..cell
            }
        });
        let mut used = vec![speaker.stated(&vendor.used.when.value, |when| speaker.word(*when))];
        used.extend(
            vendor
                .used
                .condition
                .iter()
                .map(|condition| Cell::text(speaker.text(condition))),
        );
        if let Some(training) = &vendor.training {
            let cell = speaker.stated(&training.value, |answer| speaker.word(*answer));
            used.push(Cell {
                text: format!("{}: {}", speaker.say("training"), cell.text),
                ..cell
            });
        }
        let mut contact = match &vendor.contact.value {
            Stated::Known(contact) => speaker.contact(contact),
            open => vec![speaker.stated(open, |_| String::new())],
        };
        contact.extend(
            vendor
                .address
                .iter()
                .map(|address| speaker.address(address)),
        );
        Row {
            id: Some(format!("vendor-{}", vendor.id)),
            about: Some(format!("vendor.{}", vendor.id)),
            cells: vec![
                name,
                relation,
                purpose,
                vec![speaker.stated(&vendor.established_in.value, |areas| speaker.areas(areas))],
                {
                    let places = vendor.processes_in.iter();
                    let mut cells =
                        or_open(places.map(|place| self.processing_place(place)).collect());
                    if !vendor.accessed_from.is_empty() {
                        let places = speaker.areas(&vendor.accessed_from);
                        cells.push(Cell::text(
                            speaker.fill("accessed-from", &[("places", &places)]),
                        ));
                    }
                    cells
                },
                self.vendor_data(vendor.receives.as_deref()),
                self.vendor_data(vendor.can_see.as_deref()),
                or_open(keeps.collect()),
                used,
                match &vendor.transfer {
                    None => vec![Cell::open(speaker.say("not-stated"))],
                    Some(list) => or_none(
                        list.iter()
                            .map(|transfer| self.transfer(transfer))
                            .collect(),
                    ),
                },
                contact,
                self.vendor_status(vendor),
            ],
        }
    }

    fn processing_place(&self, place: &candor_model::ProcessingPlace) -> Cell {
        let speaker = &self.speaker;
        let countries = speaker.regions(&place.countries.value);
        let mut text = countries.text.clone();
        let mut notes: Vec<String> = Vec::new();
        notes.extend(
            place
                .provider_region
                .iter()
                .map(|region| region.value.clone()),
        );
        notes.extend(
            place
                .place
                .iter()
                .map(|place| speaker.text(place).to_owned()),
        );
        if !place.data.is_empty() {
            notes.push(speaker.labels(&place.data));
        }
        notes.extend(place.kind.iter().map(|kind| speaker.text(kind).to_owned()));
        notes.extend(
            place
                .chosen_by
                .iter()
                .map(|who| speaker.fill("chosen-by", &[("who", speaker.text(who))])),
        );
        notes.extend(
            place
                .plan
                .iter()
                .map(|plan| speaker.fill("plan", &[("plan", speaker.text(plan))])),
        );
        if place.on_request {
            notes.push(speaker.say("on-request"));
        }
        notes.extend(
            place
                .condition
                .iter()
                .map(|condition| speaker.text(condition).to_owned()),
        );
        if !notes.is_empty() {
            text.push_str(&format!(" ({})", notes.join("; ")));
        }
        Cell { text, ..countries }
    }

    fn transfer(&self, transfer: &candor_model::Transfer) -> Cell {
        let speaker = &self.speaker;
        let mechanism = speaker.stated(&transfer.mechanism.value, |mechanism| {
            speaker.word(*mechanism)
        });
        let mut text = format!(
            "{}: {}",
            speaker.word(transfer.regime.value),
            mechanism.text
        );
        if let Some(day) = &transfer.checked {
            text.push_str(&format!(
                ", {}",
                speaker.fill("checked", &[("day", &speaker.day(day.value))])
            ));
        }
        if let Some(fallback) = &transfer.fallback {
            text.push_str(&format!(
                ", {}",
                speaker.fill("fallback", &[("what", &speaker.word(fallback.value))])
            ));
        }
        if !transfer.in_addition.is_empty() {
            let list = speaker.words(&transfer.in_addition);
            text.push_str(&format!(
                ", {}",
                speaker.fill("in-addition", &[("list", &list)])
            ));
        }
        if !transfer.data.is_empty() {
            text.push_str(&format!(" ({})", speaker.labels(&transfer.data)));
        }
        if let Some(note) = &transfer.note {
            text.push_str(&format!("; {}", speaker.text(note)));
        }
        Cell { text, ..mechanism }
    }

    /// Data of a vendor; what is not said stays open, an empty list is nothing.
    fn vendor_data(&self, data: Option<&[Located<Ref<DataCategory>>]>) -> Vec<Cell> {
        match data {
            None => vec![Cell::open(self.speaker.say("not-stated"))],
            Some(data) => self.speaker.data_cells(data),
        }
    }

    fn vendor_status(&self, vendor: &Vendor) -> Vec<Cell> {
        let speaker = &self.speaker;
        let mut cells = vec![Cell::text(speaker.word(vendor.stage.value))];
        for (key, day) in [
            ("announced", &vendor.announced),
            ("effective", &vendor.effective),
            ("ended", &vendor.ended),
            ("reviewed", &vendor.reviewed),
        ] {
            cells.extend(day.iter().map(|day| {
                let cell = speaker.stated_day(&day.value);
                Cell {
                    text: speaker.fill(key, &[("day", &cell.text)]),
                    ..cell
                }
            }));
        }
        for certification in &vendor.certifications {
            let mut text = certification.scheme.value.clone();
            for part in certification
                .level
                .iter()
                .map(|level| level.value.as_str())
                .chain(certification.scope.iter().map(|scope| speaker.text(scope)))
            {
                text.push_str(&format!(", {part}"));
            }
            if let Some(day) = &certification.valid_until {
                text.push_str(&format!(
                    ", {}",
                    speaker.fill("valid-until", &[("day", &speaker.day(day.value))])
                ));
            }
            cells.push(match &certification.evidence {
                Some(url) => Cell::link(text, url),
                None => Cell::text(text),
            });
        }
        if let Some(contract) = &vendor.contract {
            if let Some(dpa) = &contract.dpa {
                let cell = speaker.stated(&dpa.value, Clone::clone);
                cells.push(Cell {
                    text: speaker.fill("dpa", &[("url", &cell.text)]),
                    ..cell
                });
            }
            cells.extend(contract.signed.iter().map(|day| {
                Cell::text(speaker.fill("signed", &[("day", &speaker.day(day.value))]))
            }));
            if contract
                .flow_down
                .as_ref()
                .is_some_and(|passed| passed.value)
            {
                cells.push(Cell::text(speaker.say("flow-down")));
            }
        }
        cells.extend(
            vendor
                .own_subprocessors
                .iter()
                .map(|url| Cell::link(speaker.fill("own-list", &[("url", &url.value)]), url)),
        );
        cells.extend(
            vendor
                .policy_url
                .iter()
                .map(|url| Cell::link(speaker.fill("its-policy", &[("url", &url.value)]), url)),
        );
        cells
    }
}
