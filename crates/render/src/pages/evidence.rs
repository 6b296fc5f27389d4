//! What records carry, in words: never more than the level that was reached, and with its day.

use candor_model::vocabulary::{EvidenceLevel, Strength, ToolLocation};
use candor_model::{Activity, Tool, ToolProof, Window};

use super::Site;
use crate::view::Cell;

impl Site<'_> {
    /// The proof of a local claim, where a record carries one.
    fn proof(&self, tool: &Tool) -> Option<&ToolProof> {
        let proof = self.proofs.of_tool(tool);
        proof.filter(|proof| proof.level > EvidenceLevel::Declared)
    }

    /// Where a local or hybrid tool does its work, as surely as it is proved. What a record says of a hybrid tool is
    /// about its local part alone.
    pub(super) fn local_sentences(&self, tool: &Tool, hedge: &str) -> Vec<Cell> {
        let (kind, level) = (tool.location.value, self.proofs.level(tool));
        let mut cells = vec![Cell::text(self.leveled(
            &format!("sentence-{kind}"),
            level,
            tool,
            hedge,
        ))];
        if kind == ToolLocation::Hybrid && self.proof(tool).is_some() {
            let tested = self.leveled("tested-hybrid", level, tool, hedge);
            cells.push(Cell::text(tested).about(self.local_part(tool)));
        }
        cells
    }

    /// What the evidence of a tool is about, where it does not hold for all of it: its first local activity.
    pub(super) fn local_part(&self, tool: &Tool) -> Option<String> {
        if tool.location.value != ToolLocation::Hybrid {
            return None;
        }
        let mut activities = self.policy().activities_of(tool);
        let local = activities.find(|activity| !activity.is_server())?;
        Some(self.about_activity(local))
    }

    /// An activity as markup names it.
    pub(super) fn about_activity(&self, activity: &Activity) -> String {
        format!("activity.{}", self.policy().activity_name(activity))
    }

    /// The path of the fact where an activity stores.
    pub(super) fn places_of(&self, activity: &Activity) -> String {
        let name = self.policy().activity_name(activity).replace('-', "_");
        format!("activity.{name}.places")
    }

    /// The answer to "is my file uploaded?" for local work.
    pub(super) fn local_answer(&self, tool: Option<&Tool>, hedge: &str) -> String {
        match tool {
            Some(tool) => self.leveled("answer-local", self.proofs.level(tool), tool, hedge),
            None => self.speaker.fill("answer-local", &[("hedge", hedge)]),
        }
    }

    /// How a local claim is proved, and what the proof leaves out.
    pub(super) fn evidence(&self, tool: &Tool) -> Vec<Cell> {
        let speaker = &self.speaker;
        let mut cells = vec![Cell::text(self.evidence_sentence(tool))];
        if let Some(proof) = self.proof(tool) {
            let until = speaker.day(proof.valid_until);
            let values = [
                ("browser", proof.browser.as_str()),
                ("build", &proof.build),
                ("until", &until),
            ];
            cells.push(Cell::text(speaker.fill("evidence-how", &values)));
            if !proof.not_covered.is_empty() {
                let list = proof.not_covered.join(", ");
                cells.push(Cell::text(
                    speaker.fill("evidence-not-covered", &[("list", &list)]),
                ));
            }
        }
        if tool.location.value == ToolLocation::Hybrid {
            // A hybrid tool makes the claim for its local activities only.
            let local = self.policy().activities_of(tool);
            let titles = local
                .filter(|activity| !activity.is_server())
                .map(|activity| self.activity_title(activity));
            let what = titles.collect::<Vec<_>>().join(", ");
            cells.push(Cell::text(
                speaker.fill("evidence-only-for", &[("what", &what)]),
            ));
        }
        let part = self.local_part(tool);
        for cell in &mut cells {
            cell.about.clone_from(&part);
        }
        cells
    }

    /// How far a local claim is proved, in one sentence.
    pub(super) fn evidence_sentence(&self, tool: &Tool) -> String {
        self.leveled("evidence", self.proofs.level(tool), tool, "")
    }

    /// The phrase of a level. The one for no record has no suffix where it stood before there were levels.
    fn leveled(&self, key: &str, level: EvidenceLevel, tool: &Tool, hedge: &str) -> String {
        let key = match (key, self.proof(tool)) {
            ("evidence", None) => "evidence-declared".to_owned(),
            (key, None) => key.to_owned(),
            (key, Some(_)) => format!("{key}-{level}"),
        };
        let day = self
            .proof(tool)
            .map(|proof| self.speaker.day(proof.checked_on));
        let values = [
            ("hedge", hedge),
            ("day", day.as_deref().unwrap_or_default()),
        ];
        self.speaker.fill(&key, &values)
    }

    /// How far it is proved that a window is carried out.
    pub(super) fn window_level(&self, window: &Window) -> Cell {
        let speaker = &self.speaker;
        let strength = self.proofs.strength(window);
        let Some(proof) = self.proofs.of_window(window) else {
            return match strength {
                Strength::Nothing | Strength::NotStated => {
                    Cell::open(speaker.say(&format!("level-{strength}")))
                }
                _ => Cell::text(speaker.say(&format!("level-{strength}"))),
            };
        };
        let day = speaker.day(proof.as_of.date());
        let mut text = speaker.fill(&format!("level-{strength}"), &[("day", &day)]);
        if let Some((end, lag)) = proof.last_end {
            let at = speaker.day(end.date());
            let lag = lag.max(0).to_string();
            text.push(' ');
            text.push_str(&speaker.fill("level-last-end", &[("day", &at), ("lag", &lag)]));
        }
        Cell::text(text)
    }
}
