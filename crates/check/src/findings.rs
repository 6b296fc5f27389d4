//! What rules report.

use candor_model::Origin;
use candor_syntax::{Diagnostic, Place, RuleCard, SetAside};

use crate::facts::Facts;
use crate::load::Workspace;
use crate::shape::place;
use crate::texts::{Cause, Sentence, Suppressions};

/// A rule: its card and its function.
#[derive(Debug)]
pub struct Rule {
    /// The card.
    pub card: RuleCard,
    /// Looks at the facts and reports.
    pub check: fn(&Facts<'_>, &mut Findings<'_>),
}

/// The findings of a run so far.
#[derive(Debug)]
pub struct Findings<'w> {
    workspace: &'w Workspace,
    suppressions: Suppressions,
    /// The findings, with what sets each aside.
    list: Vec<(Diagnostic, Option<Cause>)>,
}

impl<'w> Findings<'w> {
    pub(crate) fn new(workspace: &'w Workspace, suppressions: Suppressions) -> Self {
        Self {
            workspace,
            suppressions,
            list: Vec::new(),
        }
    }

    /// Reports a finding of a rule at a place of the model.
    pub fn report(
        &mut self,
        rule: &Rule,
        at: &Origin,
        message: impl Into<String>,
    ) -> Reported<'_, 'w> {
        let mut diagnostic = Diagnostic::new(&rule.card, message);
        if let Some(place) = place(at) {
            diagnostic.pointer = self
                .workspace
                .document(&place.file)
                .and_then(|document| document.pointer_at(place.line, place.column));
            diagnostic.place = Some(place);
        }
        self.list.push((diagnostic, None));
        Reported { findings: self }
    }

    /// Reports a finding at a place that the model does not know, such as one of a published page.
    pub fn report_place(
        &mut self,
        rule: &Rule,
        place: Place,
        message: impl Into<String>,
    ) -> Reported<'_, 'w> {
        let diagnostic = Diagnostic::new(&rule.card, message).at(place);
        self.list.push((diagnostic, None));
        Reported { findings: self }
    }

    /// Reports a finding about a file as a whole.
    pub fn report_file(
        &mut self,
        rule: &Rule,
        file: &str,
        message: impl Into<String>,
    ) -> Reported<'_, 'w> {
        let diagnostic = Diagnostic::new(&rule.card, message).at(Place::start_of(file));
        self.list.push((diagnostic, None));
        Reported { findings: self }
    }

    /// Reports a finding about a sentence of published text, which the text itself may set aside.
    pub(crate) fn report_sentence(
        &mut self,
        rule: &Rule,
        sentence: &Sentence<'_>,
        message: impl Into<String>,
    ) -> Reported<'_, 'w> {
        let cause = self.suppressions.of_finding(&rule.card, sentence);
        let diagnostic = Diagnostic::new(&rule.card, message)
            .at(sentence.place.clone())
            .pointer(sentence.pointer())
            .sentence(sentence.text);
        self.list.push((diagnostic, cause));
        Reported { findings: self }
    }

    /// The findings, those about suppressions among them, and those that the text sets aside.
    pub(crate) fn into_lists(self, cards: &[&RuleCard]) -> (Vec<Diagnostic>, Vec<SetAside>) {
        let (mut findings, mut set_aside) = (Vec::new(), Vec::new());
        for (finding, cause) in self.list {
            match cause {
                None => findings.push(finding),
                Some(Cause { by, why, at }) => set_aside.push(SetAside {
                    finding,
                    by,
                    why,
                    at: Some(at),
                }),
            }
        }
        findings.append(&mut self.suppressions.findings(cards));
        (findings, set_aside)
    }
}

/// The finding that was just reported, to say more of it.
#[derive(Debug)]
pub struct Reported<'f, 'w> {
    findings: &'f mut Findings<'w>,
}

impl Reported<'_, '_> {
    fn change(self, change: impl FnOnce(Diagnostic) -> Diagnostic) -> Self {
        if let Some((last, cause)) = self.findings.list.pop() {
            self.findings.list.push((change(last), cause));
        }
        self
    }

    /// Says why it matters, with the article.
    pub fn because(self, reason: impl Into<String>) -> Self {
        self.change(|finding| finding.because(reason))
    }

    /// Says what to write instead.
    pub fn help(self, help: impl Into<String>) -> Self {
        self.change(|finding| finding.help(help))
    }

    /// Names the noun that it is about.
    pub fn subject(self, subject: impl Into<String>) -> Self {
        self.change(|finding| finding.subject(subject))
    }

    /// Names the place within its file, where the file is none of the workspace's YAML.
    pub fn pointer(self, pointer: impl Into<String>) -> Self {
        self.change(|finding| finding.pointer(pointer))
    }

    /// Says what stands at the place.
    pub fn label(self, label: impl Into<String>) -> Self {
        self.change(|finding| finding.label(label))
    }

    /// Names a further place that the model does not know.
    pub fn related_place(self, place: Place, message: impl Into<String>) -> Self {
        self.change(|finding| finding.related(place, message))
    }

    /// Names a further place.
    pub fn related(self, at: &Origin, message: impl Into<String>) -> Self {
        self.change(|finding| match place(at) {
            Some(place) => finding.related(place, message),
            None => finding,
        })
    }
}
