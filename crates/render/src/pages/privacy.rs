//! The privacy page: the table first, then prose, then every fact.

use candor_model::Page as ProsePage;
use candor_syntax::Diagnostic;

use super::Site;
use crate::Rendered;
use crate::prose::{self, Names};
use crate::templates::Templates;
use crate::view::{Block, Cell, Link, Page, Section, Table};

impl Site<'_> {
    pub(crate) fn privacy(&self, templates: &Templates, rendered: &mut Rendered) -> Page {
        let speaker = &self.speaker;
        let mut sections = Vec::new();
        let mut summary = Section::new("summary", speaker.say("summary"));
        summary.blocks.push(self.summary_table(true));
        sections.push(summary);
        let mut title = speaker.say("privacy");
        let names = self.names();
        let table = |name| self.table_named(name);
        for page in self.prose_pages() {
            if page.page.value.as_str() == "privacy" {
                title.clone_from(&page.title.value);
            }
            let Some(html) = prose::read(page, &names, &mut rendered.diagnostics) else {
                continue;
            };
            let html = prose::put_in(&html, &names, &table, templates, &mut rendered.diagnostics);
            let mut section = Section {
                id: format!("text-{}", page.page.value),
                heading: None,
                blocks: Vec::new(),
            };
            section.blocks.push(Block::Prose { html });
            sections.push(section);
        }
        sections.extend(self.details());
        let links = sections
            .iter()
            .skip(1)
            .filter_map(|section| {
                Some(Link {
                    href: format!("#{}", section.id),
                    text: section.heading.clone()?,
                    lang: String::new(),
                    current: false,
                })
            })
            .collect();
        if let Some(summary) = sections.first_mut() {
            summary.blocks.push(Block::Contents {
                label: speaker.say("contents"),
                links,
            });
        }
        Page {
            title,
            sections,
            ..Page::default()
        }
    }

    /// The pages in prose of this language, the privacy page first.
    fn prose_pages(&self) -> Vec<&ProsePage> {
        let mut pages: Vec<&ProsePage> = self
            .policy()
            .pages
            .iter()
            .filter(|page| page.language == self.speaker.language)
            .collect();
        pages.sort_by_key(|page| (page.page.value.as_str() != "privacy", page.origin.clone()));
        pages
    }

    /// The faults of the pages in prose, without rendering anything.
    pub(crate) fn examine(&self, diagnostics: &mut Vec<Diagnostic>) {
        let pages = self.prose_pages();
        if pages.is_empty() {
            return;
        }
        let names = self.names();
        for page in pages {
            prose::read(page, &names, diagnostics);
        }
    }

    /// What pages in prose can name.
    fn names(&self) -> Names {
        let speaker = &self.speaker;
        let policy = self.policy();
        let mut names = Names::default();
        let organisation = &policy.organisation;
        let legal = speaker.stated(&organisation.legal_name.value, Clone::clone);
        names.add("organisation.legal_name", legal.clone());
        names.add(
            "organisation.trading_name",
            organisation
                .trading_name
                .as_ref()
                .map_or(legal, |name| Cell::text(name.value.as_str())),
        );
        let contact = organisation.contact.known().and_then(|contact| {
            speaker
                .contact(contact)
                .into_iter()
                .find(|cell| cell.href.is_some())
        });
        let contact = contact.unwrap_or_else(|| Cell::open(speaker.say("not-stated")));
        names.add("organisation.contact", contact.clone());
        names.add("contact", contact);
        for window in policy.windows() {
            let id = window.id.in_template();
            names.add(format!("window.{id}"), speaker.extent(window));
            if let Some(maximum) = window.maximum() {
                names.add(
                    format!("window.{id}.maximum"),
                    Cell::text(speaker.length(maximum)),
                );
            }
            if let Some(minimum) = window.minimum() {
                names.add(
                    format!("window.{id}.keep"),
                    Cell::text(speaker.length(minimum)),
                );
            }
            if let Some(longest) = policy.longest_through_stages(window) {
                names.add(
                    format!("window.{id}.worst_case"),
                    Cell::text(speaker.length(&longest)),
                );
            }
        }
        for tool in policy.tools() {
            let id = tool.id.in_template();
            names.add(
                format!("tool.{id}.name"),
                Cell::text(speaker.text(&tool.name)),
            );
            names.add(
                format!("tool.{id}.location"),
                Cell::text(self.badge(tool).text),
            );
            if let Some(summary) = &tool.summary {
                names.add(
                    format!("tool.{id}.summary"),
                    Cell::text(speaker.text(summary)),
                );
            }
            if let Some(url) = &tool.url {
                names.add(
                    format!("tool.{id}.url"),
                    Cell::link(url.value.as_str(), url),
                );
            }
        }
        for vendor in policy.vendors() {
            let id = vendor.id.in_template();
            names.add(format!("vendor.{id}.name"), Cell::text(vendor.name()));
            names.add(
                format!("vendor.{id}.legal_name"),
                Cell::text(vendor.legal_name.value.as_str()),
            );
            names.add(
                format!("vendor.{id}.purpose"),
                Cell::text(speaker.text(&vendor.purpose)),
            );
        }
        for category in policy.data() {
            names.add(
                format!("data.{}.label", category.id.in_template()),
                Cell::text(speaker.text(&category.label)),
            );
        }
        let open = || Cell::open(speaker.say("not-stated"));
        let answer = policy
            .rights
            .as_ref()
            .map(|rights| speaker.stated_length(&rights.answer_within.value));
        names.add("rights.answer_within", answer.unwrap_or_else(open));
        let age = policy
            .audience
            .as_ref()
            .map(|audience| speaker.stated(&audience.minimum_age.value, ToString::to_string));
        names.add("audience.minimum_age", age.unwrap_or_else(open));
        let notice = |notice: Option<&candor_model::Notice>| {
            notice.map_or_else(open, |notice| speaker.stated_length(&notice.at_least.value))
        };
        let changes = policy.changes.as_ref();
        names.add(
            "notice.policy",
            notice(changes.and_then(|changes| changes.policy.as_ref())),
        );
        names.add(
            "notice.subprocessors",
            notice(changes.and_then(|changes| changes.subprocessors.as_ref())),
        );
        for (path, table) in [
            ("table.tools", Table::Tools),
            ("table.activities", Table::Activities),
            ("table.retention", Table::Retention),
            ("table.vendors", Table::Vendors),
            ("table.subprocessors", Table::Subprocessors),
            ("table.data", Table::Data),
            ("table.rights", Table::Rights),
            ("table.device_storage", Table::DeviceStorage),
            ("table.security", Table::Security),
        ] {
            names.add_table(path, table);
        }
        names
    }

    /// A table by its name.
    fn table_named(&self, table: Table) -> Block {
        match table {
            Table::Tools => self.summary_table(false),
            Table::Activities => self.summary_table(true),
            Table::Retention => self.retention_table(),
            Table::Vendors => self.vendor_table(false),
            Table::Subprocessors => self.vendor_table(true),
            Table::Data => self.data_table(),
            Table::Rights => self.rights_table(),
            Table::DeviceStorage => self.device_table(),
            Table::Security => self.security_table(),
        }
    }
}
