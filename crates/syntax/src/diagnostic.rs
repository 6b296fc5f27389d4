//! Findings.

use crate::{Edit, Place, RuleCard};

/// How serious a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// It must be put right.
    Error,
    /// It should be put right.
    Warning,
    /// It is worth knowing.
    Info,
    /// Something could not be checked. That is never a pass.
    Unchecked,
}

/// A further place that belongs to a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// The place.
    pub place: Place,
    /// What stands there.
    pub message: String,
}

/// One finding: what is wrong, where, why it matters, and what to write instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule, `group/kebab-name`.
    pub rule: &'static str,
    /// How serious it is.
    pub severity: Severity,
    /// What is wrong, in plain words without a full stop.
    pub message: String,
    /// Where.
    pub place: Option<Place>,
    /// What stands there, beside the caret.
    pub label: Option<String>,
    /// Further places.
    pub related: Vec<Related>,
    /// Why it matters, with the article.
    pub reason: Option<String>,
    /// One concrete change.
    pub help: Option<String>,
    /// The noun that it is about, such as the id of a tool.
    pub subject: Option<String>,
    /// JSON pointer of the place in its file.
    pub pointer: Option<String>,
    /// The sentence of published text that it is about, as a reader sees it.
    pub sentence: Option<String>,
    /// The regimes under which it matters.
    pub regimes: Vec<&'static str>,
    /// Changes that put it right.
    pub edits: Vec<Edit>,
}

impl Diagnostic {
    /// A finding of a rule.
    pub fn new(card: &RuleCard, message: impl Into<String>) -> Self {
        Self {
            rule: card.id,
            severity: card.severity,
            message: message.into(),
            place: None,
            label: None,
            related: Vec::new(),
            reason: None,
            help: None,
            subject: None,
            pointer: None,
            sentence: None,
            regimes: card.regimes.to_vec(),
            edits: Vec::new(),
        }
    }

    /// Names the place.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// Says what stands at the place.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// Names a further place.
    #[must_use]
    pub fn related(mut self, place: Place, message: impl Into<String>) -> Self {
        self.related.push(Related {
            place,
            message: message.into(),
        });
        self
    }

    /// Says why it matters.
    #[must_use]
    pub fn because(mut self, reason: impl Into<String>) -> Self {
        self.reason = Some(reason.into());
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Names the noun.
    #[must_use]
    pub fn subject(mut self, subject: impl Into<String>) -> Self {
        self.subject = Some(subject.into());
        self
    }

    /// Names the pointer in the file.
    #[must_use]
    pub fn pointer(mut self, pointer: impl Into<String>) -> Self {
        self.pointer = Some(pointer.into());
        self
    }

    /// Quotes the sentence of published text.
    #[must_use]
    pub fn sentence(mut self, sentence: impl Into<String>) -> Self {
        self.sentence = Some(sentence.into());
        self
    }

    /// Adds a change that puts it right.
    #[must_use]
    pub fn edit(mut self, edit: Edit) -> Self {
        self.edits.push(edit);
        self
    }
}
