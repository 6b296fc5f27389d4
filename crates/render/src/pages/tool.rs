//! The page of a tool, and its note.

use candor_model::vocabulary::{ActivityLocation, Certainty, Source, ToolLocation};
use candor_model::{Activity, Located, Question, Tool};

use super::Site;
use crate::view::{Badge, Block, Cell, Fact, Note, Page, Section};

/// Sources of data that somebody gives to a tool.
const GIVEN: [Source; 5] = [
    Source::Visitor,
    Source::VisitorDevice,
    Source::AccountHolder,
    Source::Customer,
    Source::CustomerEndUser,
];

impl Site<'_> {
    pub(crate) fn badge(&self, tool: &Tool) -> Badge {
        let kind = tool.location.value.to_string();
        Badge {
            text: self.speaker.say(&format!("location-{kind}")),
            kind,
        }
    }

    /// Where the work is done, as surely as it is declared and proved.
    fn boundary(&self, tool: &Tool) -> Vec<Cell> {
        let policy = self.policy();
        if tool.location.value == ToolLocation::Server {
            // Somebody's file is sent only where somebody gives it; else the server fetches or makes it.
            let is_sent = policy
                .activities_of(tool)
                .flat_map(|activity| &activity.uses)
                .any(|used| {
                    let source = &policy[used.data.value].source;
                    source.is_empty() || source.iter().any(|word| GIVEN.contains(&word.value))
                });
            let key = if is_sent {
                "sentence-server"
            } else {
                "sentence-server-other"
            };
            return vec![Cell::text(self.speaker.say(key))];
        }
        let hedge = self.hedge(tool.certainty.as_ref());
        self.local_sentences(tool, &hedge)
    }

    /// What a statement about the location is softened by; nothing where it holds always.
    fn hedge(&self, certainty: Option<&Located<Certainty>>) -> String {
        match certainty.map(|certainty| certainty.value) {
            None | Some(Certainty::Always) => String::new(),
            Some(word) => self
                .speaker
                .fill("hedge", &[("word", &self.speaker.word(word))]),
        }
    }

    pub(crate) fn tool(&self, tool: &Tool) -> Page {
        let speaker = &self.speaker;
        let mut sections = Vec::new();
        let mut first = Section {
            id: "boundary".to_owned(),
            heading: None,
            blocks: Vec::new(),
        };
        first.blocks.push(Block::Answer {
            about: format!("tool.{}", tool.id),
            cells: self.boundary(tool),
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
            let about = self.about_activity(activity);
            section.facts_about(about, self.activity_facts(activity));
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
                let activity = &self.policy()[question.about.value];
                section.blocks.push(Block::Answer {
                    about: self.about_activity(activity),
                    cells: self.answer(question),
                });
            }
            sections.push(section);
        }
        Page {
            title: speaker.text(&tool.name).to_owned(),
            about: Some(format!("tool.{}", tool.id)),
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
            let cells = self.evidence(tool);
            self.fact(&mut facts, "tool-evidence", cells);
        }
        let mut section = Section::new("facts", speaker.say("tool-about"));
        section.facts(facts);
        section
    }

    /// An answer that is written from the facts.
    fn answer(&self, question: &Question) -> Vec<Cell> {
        let speaker = &self.speaker;
        let activity = &self.policy()[question.about.value];
        if activity.location.value == ActivityLocation::Local {
            let tool = activity.tool.map(|tool| &self.policy()[tool]);
            let certainty = activity
                .certainty
                .as_ref()
                .or_else(|| tool.and_then(|tool| tool.certainty.as_ref()));
            return vec![Cell::text(self.local_answer(tool, &self.hedge(certainty)))];
        }
        let when = activity
            .only_when
            .as_ref()
            .map_or_else(String::new, |condition| {
                speaker.fill("answer-when", &[("condition", speaker.text(condition))])
            });
        let place = self.regions(activity);
        let processed = speaker.fill("answer-server", &[("when", &when), ("where", &place)]);
        let mut answer = vec![match place.is_empty() {
            true => Cell::text(processed),
            false => Cell::fact(processed, self.places_of(activity)),
        }];
        answer.extend(self.keeps(activity));
        answer.extend(self.kept_by_recipients(activity).into_iter().map(|kept| {
            let text = format!("{}.", kept.text);
            Cell { text, ..kept }
        }));
        answer.extend(
            activity
                .why_server
                .iter()
                .map(|why| Cell::text(speaker.fill("answer-why", &[("why", speaker.text(why))]))),
        );
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

    fn keeps(&self, activity: &Activity) -> Vec<Cell> {
        let speaker = &self.speaker;
        let uses = activity.data_uses();
        uses.map(|data| {
            let length = speaker.keep(&data.keep.value);
            let values = [
                ("data", speaker.label(data.data.value)),
                ("length", length.text.as_str()),
            ];
            let text = speaker.fill("answer-keeps", &values);
            Cell { text, ..length }
        })
        .collect()
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
                let (name, condition) = (self.activity_title(activity), speaker.text(condition));
                lines.push(Cell::text(format!(
                    "{}.",
                    speaker.fill("branch-when", &[("name", &name), ("condition", condition)])
                )));
            }
            let about = Some(self.about_activity(activity));
            let uses = activity.data_uses().map(|data| speaker.data_use(data));
            lines.extend(uses.map(|cell| cell.about(about.clone())));
            let who: Vec<String> = speaker
                .recipients(activity)
                .into_iter()
                .map(|cell| cell.text)
                .collect();
            let goes_to = speaker.fill("goes-to", &[("who", &who.join(", "))]);
            lines.push(Cell::text(goes_to).about(about));
            lines.extend(self.kept_by_recipients(activity));
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
            about: format!("tool.{}", tool.id),
            label: speaker.say("note-label"),
            badge: self.badge(tool),
            sentences: self.boundary(tool),
            lines,
            href: format!("/{}privacy/tools/{}/", self.prefix, tool.id),
            more: speaker.say("note-more"),
        }
    }
}
