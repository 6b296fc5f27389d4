//! The pages of a site in one language.

mod activity;
mod covered;
mod details;
mod device_storage;
mod evidence;
mod history;
mod not_done;
mod people;
mod privacy;
mod promises;
mod retention;
mod rights;
mod summary;
mod terms;
mod tool;
mod vendors;

use candor_model::{Language, Policy, Proofs, Tool};
use candor_syntax::in_parallel;

use crate::exports;
use crate::speak::Speaker;
use crate::templates::Templates;
use crate::view::{Block, Cell, Fact, Link, Page, Section};
use crate::{Output, Rendered, SaidClaim};

/// The pages that every page leads to, and the phrases that name them there.
const PAGES: [(&str, &str); 10] = [
    ("privacy/index.html", "privacy"),
    ("privacy/retention/index.html", "retention"),
    ("privacy/vendors.html", "vendors"),
    ("privacy/subprocessors.html", "subprocessors"),
    ("privacy/device-storage/index.html", "nav-device-storage"),
    ("privacy/rights/index.html", "rights"),
    ("privacy/people/index.html", "nav-people"),
    ("privacy/not-done/index.html", "nav-not-done"),
    ("privacy/promises/index.html", "nav-promises"),
    ("privacy/changes/index.html", "changes"),
];

/// Tools whose pages one thread makes at a time.
const SHARE: usize = 16;

/// One language of a site.
pub(crate) struct Site<'p> {
    pub(crate) speaker: Speaker<'p>,
    /// `de/` for further languages, nothing for the first one.
    prefix: String,
    /// What records prove.
    proofs: &'p Proofs,
    /// What people wrote on the site.
    said: &'p [SaidClaim],
    languages: &'p [Language],
}

impl<'p> Site<'p> {
    pub(crate) fn new(
        policy: &'p Policy,
        (proofs, said): (&'p Proofs, &'p [SaidClaim]),
        language: &Language,
        prefix: String,
        languages: &'p [Language],
    ) -> Self {
        Self {
            speaker: Speaker::new(policy, language),
            proofs,
            said,
            prefix,
            languages,
        }
    }

    pub(crate) fn policy(&self) -> &'p Policy {
        self.speaker.policy
    }

    pub(crate) fn render(&self, templates: &Templates, is_first: bool, rendered: &mut Rendered) {
        self.write(
            "privacy/index.html",
            self.privacy(templates, rendered),
            templates,
            rendered,
        );
        for (path, page) in [
            ("privacy/retention/index.html", self.retention()),
            ("privacy/vendors.html", self.vendors()),
            ("privacy/subprocessors.html", self.subprocessors()),
            ("privacy/device-storage/index.html", self.device_page()),
            ("privacy/rights/index.html", self.rights_page()),
            ("privacy/people/index.html", self.covered_page()),
            ("privacy/not-done/index.html", self.not_done_page()),
            ("privacy/promises/index.html", self.promises_page()),
            ("privacy/changes/index.html", self.changes_page()),
        ] {
            self.write(path, page, templates, rendered);
        }
        self.render_tools(templates, is_first, rendered);
        for (name, rows) in [
            ("vendors", self.vendor_rows(false)),
            ("subprocessors", self.vendor_rows(true)),
        ] {
            let table = exports::Table {
                columns: self.vendor_columns(),
                rows,
            };
            for (ending, text) in [
                ("md", table.markdown()),
                ("csv", table.csv()),
                ("json", table.json()),
            ] {
                let path = format!("{}privacy/{name}.{ending}", self.prefix);
                rendered.files.push(Output {
                    path,
                    bytes: text.into_bytes(),
                });
            }
        }
    }

    /// The pages and notes of the tools, by as many threads as there are cores: tools do not depend on each other, and
    /// the results are joined in the tools' order, so the bytes do not depend on the threads.
    fn render_tools(&self, templates: &Templates, is_first: bool, rendered: &mut Rendered) {
        let shares: Vec<&[Tool]> = self.policy().tools().chunks(SHARE).collect();
        let parts = in_parallel(&shares, |tools| self.tool_pages(tools, templates, is_first));
        for part in parts {
            rendered.files.extend(part.files);
            rendered.notes.extend(part.notes);
            for diagnostic in part.diagnostics {
                if !rendered.diagnostics.contains(&diagnostic) {
                    rendered.diagnostics.push(diagnostic);
                }
            }
        }
    }

    fn tool_pages(&self, tools: &[Tool], templates: &Templates, is_first: bool) -> Rendered {
        let mut rendered = Rendered::default();
        for tool in tools {
            self.write(
                &format!("privacy/tools/{}/index.html", tool.id),
                self.tool(tool),
                templates,
                &mut rendered,
            );
            let note = self.note(tool);
            let html = templates.render("note.html", "note", &note, &mut rendered.diagnostics);
            let path = format!("{}privacy/notes/{}.html", self.prefix, tool.id);
            rendered.files.push(Output {
                path,
                bytes: html.clone().into_bytes(),
            });
            let id = format!("{} {}", tool.id, self.speaker.language);
            if is_first {
                rendered.notes.push((tool.id.to_string(), html.clone()));
            }
            rendered.notes.push((id, html));
        }
        rendered
    }

    /// Completes a page with what every page has, and renders it.
    fn write(&self, path: &str, mut page: Page, templates: &Templates, rendered: &mut Rendered) {
        let speaker = &self.speaker;
        let full = format!("{}{path}", self.prefix);
        let name = self
            .policy()
            .organisation
            .name()
            .unwrap_or(&self.policy().settings.workspace.value);
        page.organisation = name.to_owned();
        page.language = speaker.language.to_string();
        page.root = "../".repeat(full.matches('/').count());
        page.skip = speaker.say("skip");
        page.navigation_label = speaker.say("navigation");
        page.navigation = PAGES
            .into_iter()
            .map(|(target, key)| Link {
                href: format!("{}{target}", self.prefix),
                text: speaker.say(key),
                lang: String::new(),
                current: target == path,
            })
            .collect();
        page.footer = speaker.fill("footer", &[("name", name)]);
        if self.languages.len() > 1 {
            page.languages = self
                .languages
                .iter()
                .enumerate()
                .map(|(index, language)| Link {
                    href: if index == 0 {
                        path.to_owned()
                    } else {
                        format!("{language}/{path}")
                    },
                    text: language_name(language).to_owned(),
                    lang: language.to_string(),
                    current: *language == speaker.language,
                })
                .collect();
        }
        let html = templates.render("base.html", "page", &page, &mut rendered.diagnostics);
        rendered.files.push(Output {
            path: full,
            bytes: html.into_bytes(),
        });
    }

    /// A section of a page whose subject the document leaves out.
    pub(crate) fn nothing_stated(&self, key: &str) -> Section {
        let mut section = Section::new(key, self.speaker.say(key));
        section.blocks.push(Block::Paragraph {
            cell: Cell::open(self.speaker.say("not-stated")),
            class: None,
        });
        section
    }

    /// A fact, unless nothing is said.
    pub(crate) fn fact(&self, facts: &mut Vec<Fact>, key: &str, cells: Vec<Cell>) {
        if !cells.is_empty() {
            facts.push(Fact {
                term: self.speaker.say(key),
                cells,
            });
        }
    }
}

fn language_name(language: &Language) -> &str {
    match language.as_str() {
        "en" => "English",
        "de" => "Deutsch",
        "fr" => "Français",
        "es" => "Español",
        other => other,
    }
}
