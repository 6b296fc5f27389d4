//! The page of a tool, and its note.

use candor_model::vocabulary::{ActivityLocation, ToolLocation};
use candor_model::{Activity, Question, Tool};

use super::Site;
use crate::view::{Badge, Block, Cell, Fact, Note, Page, Section};

impl Site<'_> {
    pub(crate) fn badge(&self, tool: &Tool) -> Badge {
        let kind = tool.location.value.to_string();
        Badge {
            text: self.speaker.say(&format!("location-{kind}")),
            kind,
        }
    }

    fn boundary_sentence(&self, tool: &Tool) -> String {
        self.speaker
            .say(&format!("sentence-{}", tool.location.value))
    }

    pub(crate) fn tool(&self, tool: &Tool) -> Page {
        let speaker = &self.speaker;
        let mut sections = Vec::new();
        let mut first = Section {
            id: "boundary".to_owned(),
            heading: None,
            blocks: Vec::new(),
        };
        first.blocks.push(Block::Paragraph {
            cell: Cell::text(self.boundary_sentence(tool)),
            class: None,
        });
        if let Some(url) = &tool.url {
            let href = match url.strip_prefix('/') {
                // Relative, so that the page also works from a file.
                Some(path) => format!("{}{path}", self.to_root("privacy/tools/x/index.html")),
                None => url.value.clone(),
            };
            first.blocks.push(Block::Paragraph {
                cell: Cell::link(speaker.say("tool-page"), &href),
                class: None,
            });
        }
        sections.push(first);
        for activity in self.policy().activities_of(tool) {
            let heading = activity.name.as_ref().map_or_else(
                || speaker.say("activities"),
                |name| speaker.text(name).to_owned(),
            );
            let mut section = Section::new(&format!("activity-{}", activity.id), heading);
            section.facts(self.activity_facts(activity));
            sections.push(section);
        }
        sections.push(self.tool_details(tool));
        if !tool.questions.is_empty() {
            let mut section = Section::new("questions", speaker.say("tool-questions"));
            for (index, question) in tool.questions.iter().enumerate() {
                let text = speaker.text(&question.question).to_owned();
                section.blocks.push(Block::Heading {
                    id: format!("question-{}", index + 1),
                    text,
                });
                section.blocks.push(Block::Paragraph {
                    cell: Cell::text(self.answer(question)),
                    class: None,
                });
            }
            sections.push(section);
        }
        Page {
            title: speaker.text(&tool.name).to_owned(),
            badge: Some(self.badge(tool)),
            lead: tool
                .summary
                .as_ref()
                .map(|summary| speaker.text(summary).to_owned()),
            sections,
            ..Page::default()
        }
    }

    /// The way from a page to the root of the site.
    fn to_root(&self, path: &str) -> String {
        "../".repeat(path.matches('/').count() + self.prefix.matches('/').count())
    }

    fn tool_details(&self, tool: &Tool) -> Section {
        let speaker = &self.speaker;
        let mut facts: Vec<Fact> = Vec::new();
        if let Some(account) = &tool.account {
            self.fact(
                &mut facts,
                "tool-account",
                vec![Cell::text(speaker.word(account.value))],
            );
        }
        if let Some(certainty) = &tool.certainty {
            self.fact(
                &mut facts,
                "certainty",
                vec![Cell::text(speaker.word(certainty.value))],
            );
        }
        for (key, formats) in [
            ("tool-formats", &tool.formats),
            ("tool-output-formats", &tool.output_formats),
        ] {
            let formats: Vec<&str> = formats.iter().map(|format| format.value.as_str()).collect();
            if !formats.is_empty() {
                self.fact(&mut facts, key, vec![Cell::text(formats.join(", "))]);
            }
        }
        self.fact(&mut facts, "tool-devices", speaker.texts(&tool.devices));
        self.fact(&mut facts, "tool-limits", speaker.texts(&tool.limits));
        self.fact(&mut facts, "tool-loads", speaker.texts(&tool.also_loads));
        let cleared = tool
            .cleared_when
            .iter()
            .map(|event| Cell::text(speaker.word(event.value)))
            .collect();
        self.fact(&mut facts, "tool-cleared", cleared);
        let controls = tool
            .controls
            .iter()
            .map(|control| Cell::text(self.control(control)))
            .collect();
        self.fact(&mut facts, "tool-controls", controls);
        self.fact(&mut facts, "tool-advice", speaker.texts(&tool.advice));
        self.fact(
            &mut facts,
            "tool-not-covered",
            speaker.texts(&tool.does_not_cover),
        );
        if tool.location.value != ToolLocation::Server {
            self.fact(
                &mut facts,
                "tool-evidence",
                vec![Cell::text(speaker.say("evidence-declared"))],
            );
        }
        let mut section = Section::new("facts", speaker.say("tool-about"));
        section.facts(facts);
        section
    }

    /// An answer that is written from the facts.
    fn answer(&self, question: &Question) -> String {
        let speaker = &self.speaker;
        let activity = &self.policy()[question.about.value];
        if activity.location.value == ActivityLocation::Local {
            return speaker.say("answer-local");
        }
        let mut answer = match &activity.only_when {
            Some(condition) => {
                let mut text =
                    speaker.fill("answer-when", &[("condition", speaker.text(condition))]);
                text.push(' ');
                text
            }
            None => String::new(),
        };
        answer.push_str(&speaker.fill(
            "answer-server",
            &[
                ("where", &self.regions(activity)),
                ("keeps", &self.keeps(activity)),
            ],
        ));
        answer
    }

    fn regions(&self, activity: &Activity) -> String {
        let regions = activity
            .storage
            .as_ref()
            .and_then(|storage| storage.known())
            .and_then(|storage| storage.regions.known());
        regions.map_or_else(String::new, |areas| {
            self.speaker
                .fill("in-places", &[("places", &self.speaker.areas(areas))])
        })
    }

    fn keeps(&self, activity: &Activity) -> String {
        let lines: Vec<String> = activity
            .data_uses()
            .map(|data| {
                let length = self.speaker.keep(&data.keep.value).text;
                self.speaker.fill(
                    "answer-keeps",
                    &[
                        ("data", self.speaker.label(data.data.value)),
                        ("length", &length),
                    ],
                )
            })
            .collect();
        lines.join(" ")
    }

    /// The note for the tool's own page: short, with the facts that matter before a file is chosen.
    pub(crate) fn note(&self, tool: &Tool) -> Note {
        let speaker = &self.speaker;
        let mut lines = Vec::new();
        for activity in self
            .policy()
            .activities_of(tool)
            .filter(|activity| activity.is_server())
        {
            if let Some(condition) = &activity.only_when {
                lines.push(Cell::text(format!(
                    "{} {}.",
                    speaker.say("only-when"),
                    speaker.text(condition)
                )));
            }
            lines.extend(activity.data_uses().map(|data| speaker.data_use(data)));
        }
        lines.extend(tool.also_loads.iter().map(|loads| {
            Cell::text(format!(
                "{}: {}",
                speaker.say("tool-loads"),
                speaker.text(loads)
            ))
        }));
        if !tool.cleared_when.is_empty() {
            lines.push(Cell::text(format!(
                "{}: {}",
                speaker.say("tool-cleared"),
                speaker.words(&tool.cleared_when)
            )));
        }
        Note {
            label: speaker.say("note-label"),
            badge: self.badge(tool),
            sentence: self.boundary_sentence(tool),
            lines,
            href: format!("/{}privacy/tools/{}/", self.prefix, tool.id),
            more: speaker.say("note-more"),
        }
    }
}
