//! What is stored on the visitor's device.

use candor_model::vocabulary::StorageKind;
use candor_model::{Lifetime, OptOut};

use super::Site;
use crate::view::{Block, Cell, Page, Row, Section};

impl Site<'_> {
    /// The page of device storage.
    pub(crate) fn device_page(&self) -> Page {
        let speaker = &self.speaker;
        let section = if self.policy().device_storage.is_empty() {
            let mut section = Section {
                id: "device-storage".to_owned(),
                heading: None,
                blocks: Vec::new(),
            };
            section.blocks.push(Block::Paragraph {
                cell: Cell::text(speaker.say("none-declared")),
                class: None,
            });
            section
        } else {
            Section {
                id: "device-storage".to_owned(),
                heading: None,
                blocks: vec![self.device_table()],
            }
        };
        Page {
            title: speaker.say("device-storage"),
            sections: vec![section],
            ..Page::default()
        }
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
                        purpose.push(Cell::fact(
                            speaker.say("stays-on-device"),
                            format!("device.{}.stays", item.in_template()),
                        ));
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
                            Lifetime::Until(day) => {
                                speaker.fill("until-day", &[("day", &speaker.day(*day))])
                            }
                            Lifetime::Session if item.kind.value == StorageKind::SessionStorage => {
                                speaker.say("tab-session")
                            }
                            Lifetime::Session => speaker.say("session"),
                            Lifetime::UntilCleared => speaker.say("until-cleared"),
                        });
                    let mut lifetime = vec![lifetime];
                    if !item.applies_in.is_empty() {
                        let places = speaker.areas(&item.applies_in);
                        lifetime.push(Cell::text(
                            speaker.fill("visitors-in", &[("places", &places)]),
                        ));
                    }
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
                        about: None,
                        cells: vec![vec![name], kind, purpose, lifetime, consent],
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
}
