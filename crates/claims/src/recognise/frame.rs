//! Frames: which classes of words must stand together in a clause to make a claim. They are one text for all languages.
//!
//! A line is `kind [=value] [flags]: term term`; `denies` makes it a disclosure, which says the opposite of its kind. A
//! term is a set of classes, `A|B`, of which a token of the clause must have one; `~A` asks that a negation reaches it,
//! `+A` that none does, `!A` that no token of the clause has it, `^A` looks through the whole sentence, and `>4:A` asks
//! for a place at most four tokens behind the term before it. `?A` asks that the sentence is about it, wherever it
//! stands; it is not among the words that explain the claim.

use std::ops::Range;

use super::class::{Class, Classes, ones};
use super::token::Token;
use crate::Kind;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    Any,
    Negated,
    Plain,
}

struct Term {
    set: Classes,
    reach: Reach,
    absent: bool,
    sentence: bool,
    /// It only has to be somewhere in the sentence, and is no part of the claim's words.
    about: bool,
    within: Option<usize>,
}

/// One frame.
pub(super) struct Frame {
    pub(super) kind: Kind,
    pub(super) value: Option<String>,
    /// The user may be the subject: "you need no account".
    pub(super) user: bool,
    /// Others may be the subject: "third parties cannot see it".
    pub(super) others: bool,
    /// A condition or possibility does not matter.
    pub(super) open: bool,
    /// It makes the opposite of its kind: a disclosure.
    pub(super) denies: bool,
    /// It asks for a negation.
    negates: bool,
    terms: Vec<Term>,
}

/// All frames, by a class that each of them needs.
#[derive(Default)]
pub(super) struct Frames {
    pub(super) all: Vec<Frame>,
    /// The classes by which frames are found.
    anchors: Classes,
    /// For each class the frames that are found by it, a bit each.
    by_class: Vec<[u128; MOST / 128]>,
}

/// The most frames that there can be.
const MOST: usize = 512;

impl Frames {
    /// Reads the text of frames; a line that cannot be read is an error in words, which a test shows.
    pub(super) fn parse(text: &str) -> Result<Frames, String> {
        let all = parse(text)?;
        if all.len() > MOST {
            return Err(format!("there are more than {MOST} frames"));
        }
        let needed = |frame: &Frame| {
            let terms = frame.terms.iter().filter(|term| !term.absent);
            terms.map(|term| term.set).collect::<Vec<Classes>>()
        };
        let mut uses = vec![0_usize; Classes::MOST];
        for class in all.iter().flat_map(needed).flat_map(Classes::members) {
            if let Some(count) = uses.get_mut(class) {
                *count += 1;
            }
        }
        let mut frames = Frames {
            by_class: vec![[0; MOST / 128]; Classes::MOST],
            ..Frames::default()
        };
        for (number, frame) in all.iter().enumerate() {
            // What few frames use tells most: words of selling before words for data.
            let common = |set: &Classes| -> usize {
                let counts = set.members().filter_map(|class| uses.get(class));
                counts.sum()
            };
            let anchor = needed(frame).into_iter().min_by_key(common);
            let anchor = anchor.ok_or_else(|| format!("the frame {number} needs no word"))?;
            frames.anchors = frames.anchors.or(anchor);
            for class in anchor.members() {
                let row = frames.by_class.get_mut(class);
                if let Some(bits) = row.and_then(|row| row.get_mut(number / 128)) {
                    *bits |= 1 << (number % 128);
                }
            }
        }
        frames.all = all;
        Ok(frames)
    }

    /// The frames that the classes of a sentence allow, in their order; those that ask for a negation only with one.
    pub(super) fn possible(&self, union: Classes, negated: bool) -> Vec<&Frame> {
        let mut near = [0_u128; MOST / 128];
        for class in union.and(self.anchors).members() {
            let row = self.by_class.get(class).into_iter().flatten();
            near.iter_mut()
                .zip(row)
                .for_each(|(near, row)| *near |= row);
        }
        ones(near)
            .filter_map(|number| self.all.get(number))
            .filter(|frame| (negated || !frame.negates) && frame.possible(union))
            .collect()
    }
}

fn parse(text: &str) -> Result<Vec<Frame>, String> {
    let mut frames = Vec::new();
    for line in text.lines() {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        let (head, body) = line
            .split_once(": ")
            .ok_or_else(|| format!("no colon in the frame {line:?}"))?;
        let mut words = head.split_whitespace();
        let name = words.next().unwrap_or_default();
        let kind = Kind::ALL
            .into_iter()
            .find(|kind| kind.word() == name)
            .ok_or_else(|| format!("no kind is called {name:?}"))?;
        let mut frame = Frame {
            kind,
            value: None,
            user: false,
            others: false,
            open: false,
            denies: false,
            negates: false,
            terms: Vec::new(),
        };
        for word in words {
            match word {
                "user" => frame.user = true,
                "others" => frame.others = true,
                "open" => frame.open = true,
                "denies" => frame.denies = true,
                _ => frame.value = word.strip_prefix('=').map(str::to_owned),
            }
        }
        for word in body.split_whitespace() {
            frame.terms.push(term(word)?);
        }
        frame.negates = frame
            .terms
            .iter()
            .any(|term| !term.absent && term.reach == Reach::Negated);
        frames.push(frame);
    }
    Ok(frames)
}

fn term(word: &str) -> Result<Term, String> {
    let mut term = Term {
        set: Classes::default(),
        reach: Reach::Any,
        absent: false,
        sentence: false,
        about: false,
        within: None,
    };
    let mut rest = word;
    if let Some(after) = rest.strip_prefix('>') {
        let (count, after) = after
            .split_once(':')
            .ok_or_else(|| format!("no distance in the term {word:?}"))?;
        term.within = Some(
            count
                .parse()
                .map_err(|_| format!("no number in {word:?}"))?,
        );
        rest = after;
    }
    loop {
        let mut chars = rest.chars();
        match chars.next() {
            Some('~') => term.reach = Reach::Negated,
            Some('+') => term.reach = Reach::Plain,
            Some('!') => term.absent = true,
            Some('^') => term.sentence = true,
            Some('?') => (term.about, term.sentence) = (true, true),
            _ => break,
        }
        rest = chars.as_str();
    }
    for name in rest.split('|') {
        let class =
            Class::named(name).ok_or_else(|| format!("no class is called {name:?} in {word:?}"))?;
        term.set = term.set.or(class.set());
    }
    Ok(term)
}

/// The classes of some tokens: of all, of those that a negation reaches, and of the others.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Unions {
    all: Classes,
    negated: Classes,
    plain: Classes,
}

impl Unions {
    pub(super) fn of(tokens: &[Token<'_>]) -> Unions {
        let mut unions = Unions::default();
        for token in tokens {
            unions.all = unions.all.or(token.classes);
            let side = if token.negated {
                &mut unions.negated
            } else {
                &mut unions.plain
            };
            *side = side.or(token.classes);
        }
        unions
    }

    /// Whether any token is of one of some classes.
    pub(super) const fn has(&self, classes: Classes) -> bool {
        self.all.meets(classes)
    }

    const fn reached(&self, reach: Reach) -> Classes {
        match reach {
            Reach::Any => self.all,
            Reach::Negated => self.negated,
            Reach::Plain => self.plain,
        }
    }
}

/// The tokens of a sentence and the ones of the clause at which a frame is held.
#[derive(Clone)]
pub(super) struct Site<'s, 't> {
    pub(super) tokens: &'s [Token<'t>],
    pub(super) clause: Range<usize>,
}

impl Frame {
    /// Every way in which the frame fits a clause, as the tokens that made it; one for each different value.
    pub(super) fn fits(&self, site: &Site<'_, '_>) -> Vec<Vec<usize>> {
        let mut found = Vec::new();
        let mut steps = 0;
        self.search(site, &mut Vec::new(), &mut found, &mut steps);
        found
    }

    /// Whether the classes of a sentence allow a fit at all.
    fn possible(&self, union: Classes) -> bool {
        self.terms
            .iter()
            .all(|term| term.absent || term.set.meets(union))
    }

    /// Whether the classes of a clause and of its sentence allow a fit.
    pub(super) fn possible_in(&self, clause: &Unions, sentence: &Unions) -> bool {
        self.terms.iter().all(|term| {
            let unions = if term.sentence { sentence } else { clause };
            let meets = term.set.meets(unions.reached(term.reach));
            if term.absent {
                term.within.is_some() || !meets
            } else {
                meets
            }
        })
    }

    fn search(
        &self,
        site: &Site<'_, '_>,
        taken: &mut Vec<usize>,
        found: &mut Vec<Vec<usize>>,
        steps: &mut usize,
    ) {
        *steps += 1;
        if *steps > 4000 {
            return;
        }
        let tokens = site.tokens;
        let Some(term) = self.terms.get(taken.len()) else {
            let slot = |fit: &Vec<usize>| {
                fit.iter()
                    .find_map(|at| tokens.get(*at).filter(|token| valued(token)).map(|_| *at))
            };
            if found.iter().all(|fit| slot(fit) != slot(taken)) {
                found.push(taken.clone());
            }
            return;
        };
        if term.about {
            // The union of the sentence has shown that it is there.
            taken.push(usize::MAX);
            self.search(site, taken, found, steps);
            taken.pop();
            return;
        }
        let (from, to) = window(term, taken, site);
        let looked = tokens.get(from..to).unwrap_or_default();
        if term.absent {
            let present = looked
                .iter()
                .any(|token| token.classes.meets(term.set) && term.reach.allows(token));
            if !present {
                taken.push(usize::MAX);
                self.search(site, taken, found, steps);
                taken.pop();
            }
            return;
        }
        let slot = term.set.meets(VALUED);
        for (index, token) in looked.iter().enumerate() {
            if token.classes.meets(term.set) && term.reach.allows(token) {
                taken.push(from + index);
                let before = found.len();
                self.search(site, taken, found, steps);
                taken.pop();
                if found.len() > before && !slot {
                    let more = self.terms.iter().skip(taken.len() + 1);
                    if more.into_iter().all(|term| !term.set.meets(VALUED)) {
                        return;
                    }
                }
            }
        }
    }
}

/// Where a term looks: behind the term before it, or everywhere in the clause or the sentence.
fn window(term: &Term, taken: &[usize], site: &Site<'_, '_>) -> (usize, usize) {
    let (from, to) = if term.sentence {
        (0, site.tokens.len())
    } else {
        (site.clause.start, site.clause.end)
    };
    match (
        term.within,
        taken.iter().rev().find(|at| **at != usize::MAX),
    ) {
        (Some(count), Some(last)) => ((last + 1).max(from), (last + 1 + count).min(to)),
        _ => (from, to),
    }
}

const VALUED: Classes = Class::DUR
    .set()
    .or(Class::PLACE.set())
    .or(Class::AGENUM.set());

fn valued(token: &Token<'_>) -> bool {
    token.classes.meets(VALUED)
}

impl Reach {
    const fn allows(self, token: &Token<'_>) -> bool {
        match self {
            Reach::Any => true,
            Reach::Negated => token.negated,
            Reach::Plain => !token.negated,
        }
    }
}
