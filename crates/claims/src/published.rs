//! The claims of one published file, each with its place in the file.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::ops::Range;
use std::sync::Arc;

use crate::extract::{Extracted, Fault, Suppression, extract, language, sentences};
use crate::judge::{Facts, Judgement, Said, Scope, bound_scope, judge, judge_bound, matters};
use crate::recognise::{Context, Language, Scratch, recognise_in};
use crate::remark::{self, Remark};
use crate::variable::variables;
use crate::{Claim, Element, Kind, Polarity, Unit};

/// One claim where it stands.
#[derive(Debug, Clone)]
pub struct Stated {
    /// What is claimed.
    pub claim: Claim,
    /// The sentence as a reader sees it.
    pub text: String,
    /// The sentence as bytes of its unit's text.
    pub sentence: Range<usize>,
    /// The sentence as bytes of the source.
    pub source: Range<usize>,
    /// The language in which it was read.
    pub language: Language,
    /// The stretch of text in which it stands.
    pub unit: Arc<Unit>,
    /// Whether it was found beside the kinds of promises.
    pub is_beside: bool,
    /// The list that it opens, where it says that a list is complete.
    pub(crate) list: String,
}

impl Stated {
    /// Holds the claim against the facts.
    pub fn judge(&self, path: &str, facts: &Facts<'_>) -> (Scope, Judgement) {
        let binding = self.unit.binding.as_deref();
        let scope = binding
            .and_then(|binding| bound_scope(binding, facts))
            .unwrap_or_else(|| Scope::of(&self.unit, self.about(), &self.text, path, facts));
        let binding = binding.map(|path| (path, self.unit.text.as_str(), self.language));
        let said = Said::of(self);
        let filled = variables(&self.text);
        let named = self
            .paths()
            .chain(filled.iter().map(|one| one.path.as_str()));
        let judgement = judge_bound(&self.claim, &self.text, binding, named, facts)
            .unwrap_or_else(|| judge(&said, &scope, facts));
        (scope, judgement)
    }

    /// The paths of the facts that are named in the sentence.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.within(&self.unit.facts).chain(self.about())
    }

    /// What the markup says that the sentence is about: the innermost element inside of the stretch, else what is around.
    fn about(&self) -> Option<&str> {
        let inner = self.within(&self.unit.abouts).last();
        inner.or(self.unit.about.as_deref())
    }

    /// What the markup says of parts of the stretch that meet the sentence.
    fn within<'u>(&'u self, parts: &'u [(Range<usize>, String)]) -> impl Iterator<Item = &'u str> {
        let sentence = &self.sentence;
        let parts = parts.iter();
        parts
            .filter(|(range, _)| range.start < sentence.end && sentence.start < range.end)
            .map(|(_, says)| says.as_str())
    }
}

/// Text that names the fact whose value it carries.
#[derive(Debug, Clone)]
pub struct BoundText {
    /// The path of the fact.
    pub path: String,
    /// The stretch of text.
    pub unit: Arc<Unit>,
    /// The text, or the template variable in it, as bytes of the source.
    pub source: Range<usize>,
    /// The language; none where that is not read.
    pub language: Option<Language>,
    /// How it names the fact.
    pub by: BoundBy,
}

/// How text names a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BoundBy {
    /// The markup or a comment binds it: the text must carry the value.
    Markup,
    /// A template variable, into which the value is filled.
    Variable,
    /// What may be a variable of the program around it.
    PerhapsVariable,
}

/// A stretch of text in a language that is not read. Nothing is known of what it claims.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// The stretch, as bytes of the source.
    pub source: Range<usize>,
    /// The language that the file states for it.
    pub language: String,
}

/// What one published file says.
#[derive(Debug, Clone, Default)]
pub struct Published {
    /// Its claims, in the order of their places.
    pub stated: Vec<Stated>,
    /// The stretches that name a fact, claims or not.
    pub bound: Vec<BoundText>,
    /// Sentences that say something beside others.
    pub remarks: Vec<Remark>,
    /// The keys of a translation file, with the bytes and the language of each value.
    pub keys: Vec<(String, Range<usize>, Option<Language>)>,
    /// The comments that keep claims out of the findings.
    pub suppressions: Vec<Suppression>,
    /// What is wrong with comments, bindings and the form of the file.
    pub faults: Vec<Fault>,
    /// The first stretch of each language that is not read.
    pub unread: Vec<Unread>,
    /// Whether the file is of a kind that is read.
    pub assessed: bool,
}

impl Published {
    /// Reads a file. Its kind follows from the ending of its path. `forced` is the language of everything in it; where
    /// it is not given, the markup, the words and the path say the language of each stretch.
    /// `beside` asks for matters and remarks beside the kinds of promises, too, which are of use where there are facts.
    pub fn read(path: &str, source: &str, forced: Option<Language>, beside: bool) -> Self {
        let Extracted {
            units,
            suppressions,
            language: of_file,
            faults,
            assessed,
        } = extract(path, source);
        let mut published = Self {
            suppressions,
            faults,
            assessed,
            ..Self::default()
        };
        let is_program = is_program(path);
        let mut units: VecDeque<Unit> = units.into();
        let mut scratch = Scratch::default();
        while let Some(unit) = units.pop_front() {
            let spoken = match forced {
                Some(language) => Ok(language),
                None => spoken(&unit, of_file.as_deref()),
            };
            if let Some(key) = unit.key_path.clone() {
                let bytes = unit.source(0..unit.text.len());
                published.keys.push((key, bytes, spoken.clone().ok()));
            }
            match spoken {
                Ok(language) => {
                    published.take(
                        &mut scratch,
                        unit,
                        language,
                        is_program,
                        beside.then_some(&units),
                    );
                }
                Err(language) => published.leave(unit, language, is_program),
            }
        }
        published
    }

    /// Takes the claims of a stretch; with what follows it, what is of use beside facts, too.
    fn take(
        &mut self,
        scratch: &mut Scratch,
        unit: Unit,
        language: Language,
        is_program: bool,
        after: Option<&VecDeque<Unit>>,
    ) {
        let text = without_addresses(&unit.text);
        let mut found = Vec::new();
        let mut remarks = Vec::new();
        let may_remark = after.is_some() && !unit.generated && remark::possible(&text);
        let mut question: Option<Range<usize>> = None;
        let quotation = unit.element == Element::Quotation;
        for (number, sentence) in parts(&text, unit.element).into_iter().enumerate() {
            let part = text.get(sentence.clone()).unwrap_or_default();
            let asked = question.take().and_then(|range| text.get(range));
            let context = Context {
                language: Some(language),
                stem: unit.stem.as_deref().filter(|_| number == 0),
                question: asked.or(unit.question.as_deref().filter(|_| number == 0)),
                heading: unit.headings.last().map(|heading| &**heading),
                quotation,
                label: unit.element == Element::Label,
            };
            for mut claim in recognise_in(scratch, part, &context) {
                let from = sentence.start;
                claim.sentence = claim.sentence.start + from..claim.sentence.end + from;
                // The opposite of a promise is reported only where facts object.
                let beside = (claim.polarity == Polarity::Denies).then(String::new);
                found.push((claim, sentence.clone(), beside));
            }
            if let Some(after) = after.filter(|_| !quotation) {
                for mut claim in matters(part) {
                    let known = |(known, at, _): &(Claim, Range<usize>, Option<String>)| {
                        let same = known.kind == claim.kind
                            || claim.kind == Kind::OtherParty
                            || (known.kind == Kind::NoStorage
                                && claim.kind == Kind::RetentionDuration);
                        same && *at == sentence
                    };
                    if found.iter().any(known) {
                        continue;
                    }
                    claim.sentence = sentence.clone();
                    let list = match claim.kind {
                        Kind::Exhaustive => listed(after),
                        _ => String::new(),
                    };
                    found.push((claim, sentence.clone(), Some(list)));
                }
            }
            if may_remark && let Some(about) = remark::of(part, unit.element) {
                remarks.push((about, sentence.clone()));
            }
            if part.ends_with('?') {
                question = Some(sentence);
            }
        }
        let names_facts = unit.binding.is_some() || unit.text.contains('{');
        if found.is_empty() && remarks.is_empty() && !names_facts {
            return;
        }
        drop(text);
        let unit = Arc::new(unit);
        if names_facts {
            self.bind(&unit, Some(language), is_program);
        }
        for (about, sentence) in remarks {
            self.remarks.push(Remark {
                about,
                text: unit
                    .text
                    .get(sentence.clone())
                    .unwrap_or_default()
                    .to_owned(),
                source: unit.source(sentence),
                language,
                unit: unit.clone(),
            });
        }
        for (claim, sentence, list) in found {
            self.stated.push(Stated {
                claim,
                text: unit
                    .text
                    .get(sentence.clone())
                    .unwrap_or_default()
                    .to_owned(),
                source: unit.source(sentence.clone()),
                sentence,
                language,
                unit: unit.clone(),
                is_beside: list.is_some(),
                list: list.unwrap_or_default(),
            });
        }
    }

    /// Notes the facts that a stretch names.
    fn bind(&mut self, unit: &Arc<Unit>, language: Option<Language>, is_program: bool) {
        let mut add = |path: String, range: Range<usize>, by: BoundBy| {
            self.bound.push(BoundText {
                path,
                source: unit.source(range),
                unit: unit.clone(),
                language,
                by,
            });
        };
        if let Some(path) = &unit.binding {
            add(path.to_string(), 0..unit.text.len(), BoundBy::Markup);
        }
        for variable in variables(&unit.text) {
            // `data.` and, in a browser, `window.` are names of many programs.
            let by = match is_program || variable.path.starts_with("data.") {
                true => BoundBy::PerhapsVariable,
                false => BoundBy::Variable,
            };
            add(variable.path, variable.range, by);
        }
    }

    fn leave(&mut self, unit: Unit, language: String, is_program: bool) {
        let unit = Arc::new(unit);
        self.bind(&unit, None, is_program);
        if self.unread.iter().all(|known| known.language != language) {
            self.unread.push(Unread {
                source: unit.source(0..unit.text.len()),
                language,
            });
        }
    }
}

/// The sentences of a stretch; in a cell of a table, each line is one.
fn parts(text: &str, element: Element) -> Vec<Range<usize>> {
    let found = sentences(text);
    if element != Element::Cell || !text.contains('\n') {
        return found;
    }
    let mut lines = Vec::new();
    for sentence in found {
        let mut at = sentence.start;
        for line in text.get(sentence).unwrap_or_default().split_inclusive('\n') {
            let start = at + (line.len() - line.trim_start().len());
            let end = at + line.trim_end().len();
            at += line.len();
            if start < end {
                lines.push(start..end);
            }
        }
    }
    lines
}

/// The list that a sentence opens: the items that follow, or the next stretches where none are items.
fn listed(after: &VecDeque<Unit>) -> String {
    const STRETCHES: usize = 8;
    let items = after
        .iter()
        .take_while(|unit| unit.element == Element::ListItem);
    let mut texts: Vec<&str> = items.map(|unit| unit.text.as_str()).collect();
    if texts.is_empty() {
        texts = after
            .iter()
            .take(STRETCHES)
            .map(|unit| unit.text.as_str())
            .collect();
    }
    texts.join("\n")
}

/// Whether braces in a file's text belong to a program.
fn is_program(path: &str) -> bool {
    const ENDINGS: [&str; 11] = [
        ".js", ".mjs", ".cjs", ".jsx", ".ts", ".mts", ".cts", ".tsx", ".vue", ".svelte", ".mdx",
    ];
    ENDINGS.iter().any(|ending| path.ends_with(ending))
}

/// The language of a stretch: what the markup states, what its words say, that of the file, English. A stated language
/// that is not read is the error.
fn spoken(unit: &Unit, of_file: Option<&str>) -> Result<Language, String> {
    if let Some(stated) = &unit.language {
        return Language::of(stated).ok_or_else(|| stated.to_string());
    }
    if let Some(voted) = language(&unit.text) {
        return Language::of(voted).ok_or_else(|| voted.to_owned());
    }
    match of_file {
        Some(code) => Language::of(code).ok_or_else(|| code.to_owned()),
        None => Ok(Language::En),
    }
}

/// The text with spaces in place of addresses of the web and of files of declarations, whose words are no sentence's. Its
/// bytes keep their places.
fn without_addresses(text: &str) -> Cow<'_, str> {
    without_files(without_links(text))
}

/// Blanks paths such as `policies/retention.yaml:9`.
fn without_files(text: Cow<'_, str>) -> Cow<'_, str> {
    const ENDING: &str = ".yaml";
    if !text.contains(ENDING) {
        return text;
    }
    let mut blanked = text.into_owned();
    let mut at = 0;
    while let Some(found) = blanked.get(at..).and_then(|rest| rest.find(ENDING)) {
        let outside = |letter: char| letter.is_whitespace() || "<>\"'()`".contains(letter);
        let found = at + found;
        let before = blanked.get(..found).unwrap_or_default();
        let start = before.rfind(outside).map_or(0, |last| {
            last + before
                .get(last..)
                .and_then(|rest| rest.chars().next())
                .map_or(1, char::len_utf8)
        });
        let after = blanked.get(found..).unwrap_or_default();
        let path = after.find(outside).unwrap_or(after.len());
        let path = after.get(..path).unwrap_or_default();
        let end = found + path.trim_end_matches(['.', ',', ';', ':', '!', '?']).len();
        blanked.replace_range(start..end, &" ".repeat(end - start));
        at = end;
    }
    Cow::Owned(blanked)
}

fn without_links(text: &str) -> Cow<'_, str> {
    // Most text has none, which is known sooner than a place.
    if !text.contains("://") {
        return Cow::Borrowed(text);
    }
    let mut found = text;
    let mut at = 0;
    let mut blanked: Option<String> = None;
    while let Some(start) = found.find("://") {
        let scheme = found.get(..start).map_or(0, |before| {
            before
                .trim_end_matches(|letter: char| letter.is_ascii_alphanumeric())
                .len()
        });
        let length = found
            .get(start..)
            .and_then(|rest| {
                rest.find(|letter: char| letter.is_whitespace() || "<>\"'()".contains(letter))
            })
            .unwrap_or(found.len() - start);
        // A full stop at its end belongs to the sentence.
        let whole = found.get(scheme..start + length).unwrap_or_default();
        let address = whole.trim_end_matches(['.', ',', ';', ':', '!', '?']).len();
        let range = at + scheme..at + scheme + address;
        blanked
            .get_or_insert_with(|| text.to_owned())
            .replace_range(range.clone(), &" ".repeat(range.len()));
        let next = (scheme + address).max(start + 3);
        at += next;
        found = found.get(next..).unwrap_or_default();
    }
    blanked.map_or(Cow::Borrowed(text), Cow::Owned)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop at a fault of its own")]

    use super::*;
    #[test]
    fn addresses_are_blanked_in_place() {
        let text = "See https://files.example/we-never-store-files. Grün: ftp://x y://";
        let blanked = without_addresses(text);
        assert_eq!(blanked.len(), text.len());
        assert_eq!(blanked.trim_end(), format!("See {}. Grün:", " ".repeat(42)));
        assert!(matches!(
            without_addresses("no address: a//b"),
            Cow::Borrowed(_)
        ));
    }

    #[test]
    fn files_of_declarations_are_blanked_in_place() {
        let text = "Nothing – “nothing” (policies/retention.yaml:9). Grün: a.yaml.";
        let blanked = without_addresses(text);
        assert_eq!(blanked.len(), text.len());
        let rest: Vec<&str> = blanked.split_whitespace().collect();
        assert_eq!(rest.join(" "), "Nothing – “nothing” ( ). Grün: .");
    }

    #[test]
    fn claims_are_sliced_from_the_source() {
        let source = "# Files\n\nWe like pictures. Uploads are *deleted* after 24&nbsp;hours.\n";
        let published = Published::read("faq.md", source, None, false);
        let stated = published.stated.first().unwrap();
        assert_eq!(stated.claim.kind, Kind::RetentionDuration);
        assert_eq!(stated.claim.value.as_deref(), Some("PT24H"));
        assert_eq!(stated.text, "Uploads are deleted after 24\u{a0}hours.");
        assert_eq!(
            &source[stated.source.clone()],
            "Uploads are *deleted* after 24&nbsp;hours."
        );
    }

    #[test]
    fn the_answer_to_a_question_in_the_paragraph_is_its_claim() {
        let published = Published::read("faq.md", "Do you store my files? No.\n", None, false);
        assert_eq!(
            published.stated.first().unwrap().claim.kind,
            Kind::NoStorage
        );
    }

    #[test]
    fn a_language_that_is_not_read_is_named_once() {
        let source = "<html lang=it><p>I file vengono cancellati dopo 24 ore.<p>Nessun dato.";
        let published = Published::read("a.html", source, None, false);
        assert!(published.stated.is_empty());
        assert_eq!(published.unread.len(), 1);
        assert_eq!(published.unread.first().unwrap().language, "it");
        assert!(published.assessed);
    }
}
