//! One file of published text: what it claims, and how that stands to the facts.

use std::path::Path;
use std::sync::Arc;

use candor_claims::{
    Facts, Fault, Judgement, Language, Published, Stated, Suppression, Unit, Verdict,
};
use candor_syntax::{Place, SourceFile};

use super::listing::{Content, TextFile};

/// The largest file that is read, in bytes.
const LARGEST: u64 = 64 << 20;

/// A file of published text.
#[derive(Clone, Debug)]
pub struct JudgedText {
    /// Its name in reports.
    pub file: Arc<str>,
    /// Its text, where something in it may have to be shown.
    pub source: Option<Arc<SourceFile>>,
    /// What it claims, in the order of the places.
    pub claims: Vec<JudgedClaim>,
    /// The stretches that the markup binds to a fact.
    pub bound: Vec<(Arc<Unit>, Language, Place)>,
    /// The comments that keep claims out of the findings.
    pub suppressions: Vec<(Suppression, Place)>,
    /// Comments that were meant to be suppressions and are none.
    pub faults: Vec<(Fault, Place)>,
    /// What was not looked at.
    pub not_assessed: Vec<NotAssessed>,
}

/// One claim, held against the facts.
#[derive(Clone, Debug)]
pub struct JudgedClaim {
    /// The claim where it stands.
    pub stated: Stated,
    /// The sentence's place.
    pub place: Place,
    /// The tools that it is about, or `product`.
    pub scope: String,
    /// How it stands to the facts.
    pub judgement: Judgement,
}

/// A file, or the text of one language in it, of which nothing is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotAssessed {
    /// Where it begins.
    pub place: Place,
    /// Why it was not looked at.
    pub why: String,
}

impl JudgedText {
    /// Reads a file and judges its claims; without facts they are listed.
    pub(super) fn read(
        file: &TextFile,
        forced: Option<Language>,
        facts: Option<&Facts<'_>>,
    ) -> Self {
        let name: Arc<str> = file.name.as_str().into();
        match text(&file.content) {
            Ok(text) => Self::of(name, text, forced, facts),
            Err(why) => Self::unread(name, why),
        }
    }

    fn unread(file: Arc<str>, why: String) -> Self {
        Self {
            not_assessed: vec![NotAssessed {
                place: Place::start_of(file.clone()),
                why,
            }],
            file,
            source: None,
            claims: Vec::new(),
            bound: Vec::new(),
            suppressions: Vec::new(),
            faults: Vec::new(),
        }
    }

    fn of(
        file: Arc<str>,
        text: String,
        forced: Option<Language>,
        facts: Option<&Facts<'_>>,
    ) -> Self {
        let published = Published::read(&file, &text, forced);
        if !published.assessed {
            return Self::unread(file, "files of this kind are not read".to_owned());
        }
        let is_silent = published.stated.is_empty()
            && published.bound.is_empty()
            && published.suppressions.is_empty()
            && published.faults.is_empty()
            && published.unread.is_empty();
        let source = SourceFile::new(file.clone(), if is_silent { String::new() } else { text });
        let claims: Vec<JudgedClaim> = published
            .stated
            .into_iter()
            .map(|stated| JudgedClaim::of(stated, &source, facts))
            .collect();
        let place = |range: &std::ops::Range<usize>| source.place(range.clone());
        let judged = Self {
            bound: published
                .bound
                .into_iter()
                .map(|(unit, language)| {
                    let at = place(&unit.source(0..unit.text.len()));
                    (unit, language, at)
                })
                .collect(),
            suppressions: placed(published.suppressions, |one| place(&one.range)),
            faults: placed(published.faults, |one| place(&one.range)),
            not_assessed: published
                .unread
                .into_iter()
                .map(|one| NotAssessed {
                    place: place(&one.source),
                    why: format!(
                        "text in the language `{}` is not read; English, German, French and Spanish are",
                        one.language
                    ),
                })
                .collect(),
            file,
            source: None,
            claims,
        };
        let shown = !judged.bound.is_empty()
            || !judged.suppressions.is_empty()
            || !judged.faults.is_empty()
            || !judged.not_assessed.is_empty()
            || judged.claims.iter().any(JudgedClaim::is_shown);
        Self {
            source: shown.then(|| Arc::new(source)),
            ..judged
        }
    }
}

impl JudgedClaim {
    fn of(stated: Stated, source: &SourceFile, facts: Option<&Facts<'_>>) -> Self {
        let (scope, judgement) = match facts {
            Some(facts) => {
                let (scope, judgement) = stated.judge(source.path(), facts);
                (scope.words(facts), judgement)
            }
            None => (
                stated.unit.tool.as_deref().unwrap_or("product").to_owned(),
                Judgement::listed(),
            ),
        };
        Self {
            place: source.place(stated.source.clone()),
            stated,
            scope,
            judgement,
        }
    }

    /// Whether the sentence may have to be shown in a finding.
    fn is_shown(&self) -> bool {
        !matches!(
            self.judgement.verdict,
            Verdict::Backed | Verdict::Declared | Verdict::Listed
        )
    }
}

/// Things with their places.
fn placed<T>(things: Vec<T>, place: impl Fn(&T) -> Place) -> Vec<(T, Place)> {
    let with_place = |one: T| {
        let at = place(&one);
        (one, at)
    };
    things.into_iter().map(with_place).collect()
}

/// The text of a file, or why there is none.
fn text(content: &Content) -> Result<String, String> {
    let bytes = match content {
        Content::Memory(bytes) => bytes.clone(),
        Content::Disk(path) => bytes(path)?,
        Content::Fault(why) => return Err(why.clone()),
    };
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        format!("it is no UTF-8 text: the byte at {at} belongs to no character")
    })
}

fn bytes(path: &Path) -> Result<Vec<u8>, String> {
    let length = path.metadata().map_err(|error| error.to_string())?;
    if !length.is_file() {
        return Err("it is no file".to_owned());
    }
    if length.len() > LARGEST {
        return Err(format!(
            "it has {} bytes, and at most {LARGEST} are read at once",
            length.len()
        ));
    }
    std::fs::read(path).map_err(|error| error.to_string())
}
