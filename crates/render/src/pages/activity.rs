//! All facts of one activity.

use candor_model::{Activity, Keep, Stated};

use super::Site;
use crate::view::{Cell, Fact};

impl Site<'_> {
    /// The facts of an activity, in the order of GDPR Article 30(1).
    pub(crate) fn activity_facts(&self, activity: &Activity) -> Vec<Fact> {
        let speaker = &self.speaker;
        let mut facts = Vec::new();
        self.fact(&mut facts, "col-where", speaker.place(activity));
        let text = |text: &Option<candor_model::Text>| {
            text.iter()
                .map(|text| Cell::text(speaker.text(text)))
                .collect::<Vec<_>>()
        };
        self.fact(&mut facts, "only-when", text(&activity.only_when));
        self.fact(&mut facts, "why-server", text(&activity.why_server));
        self.fact(
            &mut facts,
            "purpose",
            vec![speaker.stated(&activity.purpose.value, |purpose| speaker.word(*purpose))],
        );
        self.fact(&mut facts, "description", text(&activity.description));
        if let Some(role) = &activity.role {
            self.fact(
                &mut facts,
                "role",
                vec![speaker.stated(&role.value, |role| speaker.word(*role))],
            );
        }
        match &activity.legal_basis {
            Some(basis) => {
                self.fact(
                    &mut facts,
                    "legal-basis",
                    vec![speaker.stated(&basis.value, |basis| speaker.word(*basis))],
                );
            }
            None if activity.is_server() => {
                self.fact(
                    &mut facts,
                    "legal-basis",
                    vec![Cell::open(speaker.say("not-stated"))],
                );
            }
            None => {}
        }
        self.fact(&mut facts, "interest", text(&activity.interest));
        if let Some(subjects) = &activity.subjects {
            self.fact(
                &mut facts,
                "people",
                vec![speaker.stated(&subjects.value, |subjects| speaker.words(subjects))],
            );
        }
        self.fact(
            &mut facts,
            "uses",
            activity
                .uses
                .iter()
                .map(|data| speaker.data_use(data))
                .collect(),
        );
        self.fact(
            &mut facts,
            "creates",
            activity
                .creates
                .iter()
                .map(|data| speaker.data_use(data))
                .collect(),
        );
        self.contradictions(activity, &mut facts);
        let operations = activity
            .operations
            .iter()
            .map(|operation| Cell::text(operation.value.as_str()))
            .collect();
        self.fact(&mut facts, "operations", operations);
        if let Some(size) = &activity.max_size {
            self.fact(
                &mut facts,
                "max-size",
                vec![Cell::text(speaker.size(size.value))],
            );
        }
        let mut recipients = speaker.recipients(activity);
        recipients.extend(self.kept_by_recipients(activity));
        self.fact(&mut facts, "recipients", recipients);
        if let Some(training) = &activity.training {
            let cell = match &training.value {
                Stated::Known(answer) => Cell::text(speaker.word(*answer)),
                open => speaker.stated(open, |_| String::new()),
            };
            self.fact(&mut facts, "training", vec![cell]);
        }
        facts
    }

    /// What the recipients of an activity keep of its data, where we say that we keep none of it: `not kept by us` alone
    /// would hide that somebody else does.
    pub(crate) fn kept_by_recipients(&self, activity: &Activity) -> Vec<Cell> {
        let speaker = &self.speaker;
        let policy = self.policy();
        let Some(recipients) = &activity.recipients else {
            return Vec::new();
        };
        let mut cells = Vec::new();
        for (vendor, _) in recipients.value.vendors() {
            let vendor = &policy[vendor];
            for keeps in &vendor.keeps {
                let none_of_ours = |keep: &Keep| {
                    let window = keep.window();
                    *keep == Keep::Nothing
                        || window.is_some_and(|window| policy[window].is_memory_only())
                };
                let meant = activity.data_uses().any(|used| {
                    used.data.value == keeps.data.value && none_of_ours(&used.keep.value)
                });
                if meant && keeps.keep.value != Keep::Nothing {
                    let length = speaker.keep(&keeps.keep.value);
                    let text = speaker.fill(
                        "vendor-keeps-data",
                        &[
                            ("vendor", vendor.name()),
                            ("data", speaker.label(keeps.data.value)),
                            ("length", &length.text),
                        ],
                    );
                    cells.push(Cell { text, ..length });
                }
            }
        }
        cells
    }

    /// What the same document says otherwise of the windows of an activity.
    fn contradictions(&self, activity: &Activity, facts: &mut Vec<Fact>) {
        let mut cells: Vec<Cell> = Vec::new();
        for window in activity
            .data_uses()
            .filter_map(|data| data.keep.value.window())
        {
            for cell in self.also_stated(&self.policy()[window]) {
                if !cells.contains(&cell) {
                    cells.push(cell);
                }
            }
        }
        if !cells.is_empty() {
            facts.push(Fact {
                term: self.speaker.say("col-how-long"),
                cells,
            });
        }
    }

    pub(crate) fn also_stated(&self, window: &candor_model::Window) -> Vec<Cell> {
        window
            .also_stated
            .iter()
            .map(|statement| {
                let words = self.speaker.text(&statement.window);
                let place = self.speaker.text(&statement.at);
                Cell::open(
                    self.speaker
                        .fill("also-stated", &[("words", words), ("place", place)]),
                )
            })
            .collect()
    }
}
