//! Frames: which classes of words must stand together in a clause to make a claim. They are one text for all languages.
//!
//! A line `hold REASON: kind kind` names kinds of which nothing is claimed for a reason. Any other is
//! `kind [=value] [flags]: term term`; `denies` makes it a disclosure, which says the opposite of its kind. A term is a set
//! of classes, `A|B`, of which a token of the clause must have one; `~A` asks that a negation reaches it, `+A` that none
//! does, `A-B` that it is not of B at the same time, `!A` that no token of the clause has it, `^A` looks through the whole
//! sentence, and `>4:A` asks for a place at most four tokens behind the term before it. `?A` asks that the sentence is
//! about it, wherever it stands; it is not among the words that explain the claim.

use std::ops::Range;

use super::class::{Class, Classes, ones};
use super::hold::Hold;
use super::token::Token;
use crate::{Kind, Polarity};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    Any,
    Negated,
    Plain,
}

struct Term {
    set: Classes,
    /// What a token must not be at the same time.
    but: Classes,
    reach: Reach,
    absent: bool,
    sentence: bool,
    /// It only has to be somewhere in the sentence, and is no part of the claim's words.
    about: bool,
    within: Option<usize>,
}

impl Term {
    /// Whether a token is what the term asks for.
    const fn takes(&self, token: &Token<'_>) -> bool {
        token.classes.meets(self.set) && !token.classes.meets(self.but) && self.reach.allows(token)
    }
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
    /// What holds its claims back, a bit for each.
    held: u16,
    /// It asks for a negation.
    negates: bool,
    /// The sets of classes of which a sentence must have one each, the rarest first.
    needs: Vec<Classes>,
    terms: Vec<Term>,
}

/// All frames, found by a class that each of them needs.
#[derive(Default)]
pub(super) struct Frames {
    pub(super) all: Vec<Frame>,
    /// Those that ask for no negation.
    plain: Finder,
    /// Those that ask for one.
    negating: Finder,
}

/// The most frames that there can be.
const MOST: usize = 512;

/// A bit for each frame.
type Near = [u128; MOST / u128::BITS as usize];

/// Classes of words that any sentence has; a frame is found by others where it has some.
const EVERYDAY: Classes = Classes::of(&[
    Class::IN,
    Class::TPREP,
    Class::TO,
    Class::TOWARD,
    Class::WITH,
    Class::AFTER,
    Class::SUBJ,
    Class::SELF,
    Class::PRON,
    Class::YOU,
    Class::YOURS,
    Class::THING,
    Class::FILE,
    Class::DATA,
    Class::IDENTITY,
    Class::CREATE,
    Class::USE,
    Class::NUM,
    Class::WHEN,
    Class::FOR,
]);

/// Finds frames by their anchors: the set of classes of which a sentence must have one that tells most.
struct Finder {
    anchors: Classes,
    /// The frames of each class.
    by_class: Vec<Near>,
}

impl Default for Finder {
    fn default() -> Finder {
        Finder {
            anchors: Classes::empty(),
            by_class: vec![Near::default(); Classes::MOST],
        }
    }
}

impl Finder {
    fn add(&mut self, anchor: Classes, number: usize) {
        const BITS: usize = u128::BITS as usize;
        self.anchors = self.anchors.or(anchor);
        for class in anchor.members() {
            let row = self.by_class.get_mut(class);
            if let Some(bits) = row.and_then(|row| row.get_mut(number / BITS)) {
                *bits |= 1 << (number % BITS);
            }
        }
    }

    fn find(&self, union: Classes, near: &mut Near) {
        for class in union.and(self.anchors).members() {
            let row = self.by_class.get(class).into_iter().flatten();
            near.iter_mut()
                .zip(row)
                .for_each(|(near, row)| *near |= row);
        }
    }
}

impl Frames {
    /// Reads the text of frames; a line that cannot be read is an error in words, which a test shows.
    pub(super) fn parse(text: &str) -> Result<Frames, String> {
        let mut frames = Frames {
            all: parse(text)?,
            ..Frames::default()
        };
        if frames.all.len() > MOST {
            return Err(format!("there are more than {MOST} frames"));
        }
        let mut uses = vec![0_usize; Classes::MOST];
        let needs = frames.all.iter().flat_map(|frame| &frame.needs);
        for class in needs.copied().flat_map(Classes::members) {
            if let Some(count) = uses.get_mut(class) {
                *count += 1;
            }
        }
        // What few frames use tells most: words of selling before words for data.
        let common = |set: &Classes| -> usize {
            let everyday = if set.meets(EVERYDAY) { MOST } else { 0 };
            let counts = set.members().filter_map(|class| uses.get(class));
            everyday + counts.sum::<usize>()
        };
        for (number, frame) in frames.all.iter_mut().enumerate() {
            frame.needs.sort_by_key(common);
            let anchor = frame.needs.first();
            let anchor = anchor.ok_or_else(|| format!("the frame {number} needs no word"))?;
            let finder = match frame.negates {
                true => &mut frames.negating,
                false => &mut frames.plain,
            };
            finder.add(*anchor, number);
        }
        Ok(frames)
    }

    /// The frames that the classes of a sentence allow, in their order; those that ask for a negation only with one.
    pub(super) fn possible(&self, union: Classes, negated: bool) -> impl Iterator<Item = &Frame> {
        let mut near = Near::default();
        self.plain.find(union, &mut near);
        if negated {
            self.negating.find(union, &mut near);
        }
        ones(near)
            .filter_map(|number| self.all.get(number))
            .filter(move |frame| frame.needs.iter().all(|set| set.meets(union)))
    }
}

fn kind(name: &str) -> Result<Kind, String> {
    let mut all = Kind::ALL.into_iter();
    all.find(|kind| kind.word() == name)
        .ok_or_else(|| format!("no kind is called {name:?}"))
}

fn parse(text: &str) -> Result<Vec<Frame>, String> {
    let mut frames = Vec::new();
    let mut held: Vec<(Kind, Hold)> = Vec::new();
    for line in text.lines() {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        let (head, body) = line
            .split_once(": ")
            .ok_or_else(|| format!("no colon in the frame {line:?}"))?;
        if let Some(name) = head.strip_prefix("hold ") {
            let hold = Hold::named(name).ok_or_else(|| format!("nothing holds by {name:?}"))?;
            for name in body.split_whitespace() {
                held.push((kind(name)?, hold));
            }
            continue;
        }
        let mut words = head.split_whitespace();
        let kind = kind(words.next().unwrap_or_default())?;
        let mut frame = Frame {
            kind,
            value: None,
            user: false,
            others: false,
            open: false,
            denies: false,
            held: 0,
            negates: false,
            needs: Vec::new(),
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
        let needed = frame.terms.iter().filter(|term| !term.absent);
        frame.negates = needed.clone().any(|term| term.reach == Reach::Negated);
        frame.needs = needed.map(|term| term.set).collect();
        let own = held.iter().filter(|(kind, _)| *kind == frame.kind);
        frame.held = own.fold(0, |bits, (_, hold)| bits | hold.bit());
        frames.push(frame);
    }
    Ok(frames)
}

fn term(word: &str) -> Result<Term, String> {
    let mut term = Term {
        set: Classes::default(),
        but: Classes::default(),
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
    let named = |names: &str| {
        names.split('|').try_fold(Classes::empty(), |set, name| {
            let class = Class::named(name);
            let class = class.ok_or_else(|| format!("no class is called {name:?} in {word:?}"))?;
            Ok::<_, String>(set.or(class.set()))
        })
    };
    let (set, but) = rest.split_once('-').unwrap_or((rest, ""));
    term.set = named(set)?;
    if !but.is_empty() {
        term.but = named(but)?;
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
    /// What its claims say of their kind.
    pub(super) const fn polarity(&self) -> Polarity {
        match self.denies {
            true => Polarity::Denies,
            false => Polarity::Asserts,
        }
    }

    /// Whether its claims are held back for a reason.
    pub(super) const fn is_held(&self, hold: Hold) -> bool {
        self.held & hold.bit() != 0
    }

    /// Every way in which the frame fits a clause, as the tokens that made it; one for each different value.
    pub(super) fn fits(&self, site: &Site<'_, '_>) -> Vec<Vec<usize>> {
        let mut found = Vec::new();
        let mut steps = 0;
        self.search(site, &mut Vec::new(), &mut found, &mut steps);
        found
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
            let present = looked.iter().any(|token| term.takes(token));
            if !present {
                taken.push(usize::MAX);
                self.search(site, taken, found, steps);
                taken.pop();
            }
            return;
        }
        let slot = term.set.meets(VALUED);
        for (index, token) in looked.iter().enumerate() {
            if term.takes(token) {
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

const VALUED: Classes = Classes::of(&[Class::DUR, Class::PLACE, Class::AGENUM]);

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
