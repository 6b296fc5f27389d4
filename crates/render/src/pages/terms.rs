//! Measures and further documents.

use super::Site;
use crate::view::{Block, Cell, Fact, Row, Section};

impl Site<'_> {
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
                        about: None,
                        cells: vec![
                            vec![Cell::text(measure.measure.value.replace('-', " "))],
                            how,
                        ],
                    }
                })
                .collect();
        self.table("security-caption", &["col-measure", "col-how"], rows)
    }

    pub(crate) fn documents(&self) -> Option<Section> {
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
}
