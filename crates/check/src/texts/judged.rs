//! One file of published text: what it claims, and how that stands to the facts.

use std::path::Path;
use std::sync::Arc;

use candor_claims::{
    Binding, BoundText, Facts, Fault, FaultOf, Judgement, Language, Published, Remark, Stated,
    Suppression, Verdict, judge_binding,
};
use candor_syntax::{Place, SourceFile};

use super::listing::{Content, TextFile};
use super::side::{Side, SideEntry};

/// The largest file that is read, in bytes.
const LARGEST: u64 = 64 << 20;

/// A file of published text.
#[derive(Clone, Debug)]
pub struct JudgedText {
    /// Its name in reports.
    pub file: Arc<str>,
    /// Its text, where a finding shows something of it. Text that is only judged is in memory while it is read.
    pub source: Option<Arc<SourceFile>>,
    /// Where the text is.
    content: Content,
    /// What it claims, in the order of the places.
    pub claims: Vec<JudgedClaim>,
    /// The stretches that name a fact.
    pub bound: Vec<JudgedBinding>,
    /// Sentences that say something beside others.
    pub remarks: Vec<JudgedRemark>,
    /// The keys of a translation file, with the place and the language of each value.
    pub keys: Vec<(String, Place, Option<Language>)>,
    /// The comments that keep claims out of the findings.
    pub suppressions: Vec<(Suppression, Place)>,
    /// The values that the file beside it sets aside.
    pub side: Vec<SideEntry>,
    /// That file, where it may have to be shown.
    pub side_source: Option<Arc<SourceFile>>,
    /// What is wrong with comments and bindings in it, and with the file beside it.
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

/// A stretch that names a fact, held against it.
#[derive(Clone, Debug)]
pub struct JudgedBinding {
    /// The stretch.
    pub bound: BoundText,
    /// Its place.
    pub place: Place,
    /// How it stands to the fact; none without facts.
    pub binding: Option<Binding>,
}

/// A remark where it stands.
#[derive(Clone, Debug)]
pub struct JudgedRemark {
    /// The remark.
    pub remark: Remark,
    /// Its place.
    pub place: Place,
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
            Ok(text) => Self {
                content: file.content.clone(),
                ..Self::of(name, text, forced, facts).with_side(file)
            },
            Err(why) => Self::unread(name, why),
        }
    }

    /// Reads the text once more, so that it can be shown. What has gone since then is shown by its place alone.
    pub(super) fn show(&mut self) {
        if let (None, Ok(text)) = (&self.source, text(&self.content)) {
            self.source = Some(Arc::new(SourceFile::new(self.file.clone(), text)));
        }
    }

    /// What can be shown of it, and of the file beside it.
    pub fn sources(&self) -> impl Iterator<Item = &Arc<SourceFile>> {
        self.source.iter().chain(&self.side_source)
    }

    /// Reads the file beside it, which sets values aside.
    fn with_side(mut self, file: &TextFile) -> Self {
        let Some((name, content)) = &file.side else {
            return self;
        };
        let side = match text(content) {
            Ok(text) => Side::read(name, text),
            Err(why) => Side {
                faults: vec![(why, Place::start_of(name.as_str()))],
                ..Side::default()
            },
        };
        self.faults
            .extend(side.faults.into_iter().map(|(message, place)| {
                let fault = Fault {
                    about: FaultOf::Suppression,
                    range: 0..0,
                    message,
                };
                (fault, place)
            }));
        self.side = side.entries;
        self.side_source = side.source;
        self
    }

    fn unread(file: Arc<str>, why: String) -> Self {
        Self {
            not_assessed: vec![NotAssessed {
                place: Place::start_of(file.clone()),
                why,
            }],
            file,
            source: None,
            content: Content::Fault(String::new()),
            claims: Vec::new(),
            bound: Vec::new(),
            remarks: Vec::new(),
            keys: Vec::new(),
            suppressions: Vec::new(),
            side: Vec::new(),
            side_source: None,
            faults: Vec::new(),
        }
    }

    fn of(
        file: Arc<str>,
        text: String,
        forced: Option<Language>,
        facts: Option<&Facts<'_>>,
    ) -> Self {
        let published = Published::read(&file, &text, forced, facts.is_some());
        if !published.assessed {
            return Self::unread(file, "files of this kind are not read".to_owned());
        }
        let is_silent = published.stated.is_empty()
            && published.bound.is_empty()
            && published.remarks.is_empty()
            && published.keys.is_empty()
            && published.suppressions.is_empty()
            && published.faults.is_empty()
            && published.unread.is_empty();
        let source = SourceFile::new(file.clone(), if is_silent { String::new() } else { text });
        let claims: Vec<JudgedClaim> = published
            .stated
            .into_iter()
            .map(|stated| JudgedClaim::of(stated, &source, facts))
            .filter(JudgedClaim::is_of_note)
            .collect();
        let place = |range: &std::ops::Range<usize>| source.place(range.clone());
        let (unread, faults): (Vec<Fault>, Vec<Fault>) = published
            .faults
            .into_iter()
            .partition(|fault| fault.about == FaultOf::Reading);
        Self {
            bound: published
                .bound
                .into_iter()
                .map(|bound| JudgedBinding {
                    place: place(&bound.source),
                    binding: facts.map(|facts| {
                        judge_binding(&bound.path, &bound.unit.text, bound.language, facts)
                    }),
                    bound,
                })
                .collect(),
            remarks: published
                .remarks
                .into_iter()
                .map(|remark| JudgedRemark {
                    place: place(&remark.source),
                    remark,
                })
                .collect(),
            keys: published
                .keys
                .into_iter()
                .map(|(key, bytes, language)| (key, place(&bytes), language))
                .collect(),
            suppressions: placed(published.suppressions, |one| place(&one.range)),
            side: Vec::new(),
            side_source: None,
            faults: placed(faults, |one| place(&one.range)),
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
                .chain(unread.into_iter().map(|one| NotAssessed {
                    place: place(&one.range),
                    why: one.message,
                }))
                .collect(),
            file,
            source: None,
            content: Content::Fault(String::new()),
            claims,
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

    /// Whether it is one of the kinds of promises, or the facts object to it.
    fn is_of_note(&self) -> bool {
        !self.stated.is_beside || self.judgement.verdict != Verdict::NotComparable
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
