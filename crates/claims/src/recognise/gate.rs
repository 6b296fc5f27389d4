//! What keeps a clause from being a claim of the speaker: questions, advice, other parties, reports, conditions,
//! and the faults that a program tells its user.

use super::class::{Class, Classes};
use super::frame::Frame;
use super::hold::Hold;
use super::token::Token;

/// What was found out about one clause.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Gates {
    advice: bool,
    user: bool,
    other: bool,
    vendor: bool,
    conditional: bool,
    failed: bool,
    /// A failure or a state that a program reports.
    reports: bool,
    /// It starts with a bare verb, as the functions of a tool are listed: "Erase objects instantly".
    imperative: bool,
    /// The visitor's browser is who acts.
    device: bool,
    /// It denies only that something is stored in one place, of which nothing is known: "not stored in the form".
    elsewhere: bool,
    /// It names the case of somebody who has no account.
    guest: bool,
    /// It says what somebody has to do or see to, which need not be done: "must be encrypted".
    asked: bool,
    /// The sentence tells of things in general: "a good manager encrypts its vault".
    general: bool,
    /// The sentence tells those who build programs how something is built.
    crafted: bool,
    /// It names the speaker.
    own: bool,
    /// It goes on with what the clause before it began: "but do not".
    goes_on: bool,
    /// It is joined to the clause before it by "and that".
    hangs: bool,
}

impl Gates {
    /// Looks at the tokens of a clause and at those behind it.
    pub(super) fn of(tokens: &[Token<'_>], behind: &[Token<'_>]) -> Gates {
        let mut words: Vec<&Token<'_>> = Vec::with_capacity(tokens.len());
        words.extend(tokens.iter().filter(|token| !token.is_mark()));
        let mut gates = Gates {
            // "I agree that my data is stored": the visitor speaks.
            other: words.first().is_some_and(|token| token.is(Class::ME)),
            advice: advises(&words) || forbids(&words),
            imperative: imperative(&words),
            goes_on: words
                .first()
                .is_some_and(|token| token.is(Class::BUT) || token.is(Class::AND)),
            hangs: matches!(words.as_slice(), [and, that, ..] if and.is(Class::AND) && that.is(Class::REL)),
            conditional: words.first().is_some_and(|token| {
                token.is(Class::IF) || token.is(Class::UNLIKE) || token.is(Class::WHERE)
            }),
            elsewhere: elsewhere(&words),
            guest: guest(tokens),
            asked: words.iter().any(|token| token.is(Class::OUGHT)),
            own: words.iter().any(|token| token.is(Class::SELF)),
            user: needless(&words),
            failed: fails(&words) || lacks(&words, behind) || disclaims(&words)
                // "Not all files are encrypted" leaves open which are.
                || words.iter().any(|token| token.is(Class::PARTIAL)),
            ..Gates::default()
        };
        let lead = lead(tokens);
        for (at, token) in words.iter().enumerate() {
            let denied =
                token.negated && !token.is(Class::YOU) && !(at == 0 && token.is(Class::OTHER));
            // What visitors do behind "unless" is the exception, and not what is said.
            let named = token.is(Class::SELF) || token.is(Class::FILE);
            if named || token.is(Class::EXCEPT) || denied {
                break;
            }
            if token.is(Class::OTHER) {
                gates.other = true;
                break;
            }
            // "Under the GDPR we have a month": behind a preposition it is not the one who acts.
            let governed = at
                .checked_sub(1)
                .and_then(|before| words.get(before))
                .is_some_and(|before| before.is(Class::ATMOST) || before.is(Class::GOVERN));
            if (at < 3 || (lead..lead + 3).contains(&at)) && token.is(Class::VENDOR) && !governed {
                let end = words.get(at + 1);
                // "Google Analytics is not used": what is done with a tracker is the speaker's doing.
                let lists = |next: &&Token<'_>| {
                    next.is(Class::COPULA) || next.is(Class::TRACKER) || next.is(Class::AND)
                };
                if token.is(Class::TRACKER) && end.is_some_and(lists) {
                    break;
                }
                gates.vendor = end.is_none_or(|next| {
                    !next.is(Class::AND) && !next.is(Class::COOKIE) && !next.is(Class::FREE)
                });
                break;
            }
            if token.is(Class::YOU) {
                // "You cannot be identified" is a promise; "you cannot upload" is a limit.
                let unable = |at: usize| {
                    words.get(at).is_some_and(|next| next.is(Class::UNABLE))
                        && !words
                            .iter()
                            .skip(at + 1)
                            .take(2)
                            .any(|next| next.is(Class::COPULA))
                };
                gates.user |= words
                    .iter()
                    .skip(at + 1)
                    .take(3)
                    .any(|next| next.is(Class::MODAL))
                    || unable(at + 1)
                    || spared(&words, at)
                    || words.get(at + 1).is_some_and(|next| next.is(Class::HAVE))
                        && words.get(at + 2).is_some_and(|next| next.is(Class::NEG));
                break;
            }
        }
        let is = |at: usize, class: Class| words.get(at).is_some_and(|token| token.is(class));
        gates.reports = (0..words.len()).any(|at| {
            let denied = words.get(at + 1).is_some_and(|next| next.is(Class::NEG));
            (is(at, Class::COULD)
                && denied
                && !words.iter().take(at).any(|token| token.is(Class::SELF)))
                // "We have no means of knowing" names a noun.
                || (is(at, Class::MEAN)
                    && words.get(at).is_some_and(|token| token.negated)
                    && !at.checked_sub(1).is_some_and(|before| is(before, Class::NODET)))
        });
        let led = words
            .iter()
            .take(3)
            .position(|token| token.is(Class::DEVICE));
        gates.device = led.is_some_and(|at| {
            at > 0
                && words.get(at + 1).is_some_and(|next| {
                    // "Neither this page nor its frames": the list goes on.
                    (next.is(Class::NEG) && !next.is(Class::NOR)) || next.is(Class::MODAL)
                })
        });
        let steps = words.iter().any(|token| token.is(Class::AVOID));
        // "After editing, delete the draft" is no other advice than "for sensitive pictures, remove ...".
        let opened = [Class::FOR, Class::AFTER, Class::BEFORE]
            .iter()
            .any(|class| is(0, *class));
        gates.advice |= steps || (opened && after_comma(tokens));
        gates.other |= (gates.vendor || words.iter().take(6).any(|token| token.is(Class::OTHER)))
            && words
                .iter()
                .any(|token| token.is(Class::REPORT) || (gates.vendor && token.is(Class::OTHER)));
        gates
    }

    /// Takes over who acts from the clause before it: "we read your files but do not sell them" is no order.
    pub(super) const fn follow(&mut self, spoken: bool) {
        self.advice &= !(spoken && self.goes_on);
    }

    /// Takes over what the whole sentence tells of.
    pub(super) const fn take(&mut self, general: bool, crafted: bool) {
        self.general = general;
        self.crafted = crafted;
    }

    /// Takes over from the clause before it that others speak.
    pub(super) const fn go_on(&mut self, others: bool) {
        self.other |= self.hangs && others;
    }

    /// Whether others speak.
    pub(super) const fn others(&self) -> bool {
        self.other || self.vendor
    }

    /// What holds back claims of some kinds, which the text of the frames lists.
    fn holds(self) -> impl Iterator<Item = Hold> {
        let held = [
            (self.device, Hold::Device),
            // Only what tools do to files themselves is listed so; "process your files in the browser" is a promise.
            (self.imperative, Hold::Imperative),
            (self.asked, Hold::Asked),
            // "You must respond within a month" is a duty of the reader, and "requests must be answered" one of everybody.
            (self.asked && (self.user || !self.own), Hold::AskedOfOthers),
            // "A copy leaves after a month" and "an account is not needed" are as good as with "the"; what things do
            // with data in general is no promise.
            (self.general, Hold::General),
            // "The function does not write the field": whose file would that be?
            (self.crafted, Hold::Crafted),
            (self.guest, Hold::Guest),
            (self.elsewhere, Hold::Elsewhere),
            // "Don't let anyone see your code" is about the visitor, whoever is named.
            (self.advice, Hold::Warned),
        ];
        held.into_iter().filter_map(|(is, hold)| is.then_some(hold))
    }

    /// Whether a frame may make a claim of the clause.
    pub(super) fn allow(self, frame: &Frame) -> bool {
        if self.reports || self.failed || self.holds().any(|hold| frame.is_held(hold)) {
            return false;
        }
        if self.other || (self.vendor && !frame.others) || (self.conditional && !frame.open) {
            return false;
        }
        !((self.advice || self.user) && !frame.user)
    }
}

/// How many words of circumstance lead a clause: "in its leaflet, the maker says".
fn lead(tokens: &[Token<'_>]) -> usize {
    let opened = tokens
        .first()
        .is_some_and(|token| token.is(Class::IN) || token.is(Class::TPREP));
    let comma = tokens
        .iter()
        .take(9)
        .position(|token| token.is(Class::COMMA));
    comma.filter(|_| opened).unwrap_or_default()
}

/// "The file was not sent". Files "that could not be converted" are only told apart: behind a relative pronoun nothing is
/// reported.
fn fails(words: &[&Token<'_>]) -> bool {
    // "Removed as soon as the job has failed" tells when, and that nothing failed.
    let own = words
        .iter()
        .take_while(|token| !token.is(Class::SELF) && !token.is(Class::WHEN));
    let mut before = None;
    for token in own {
        let relative = before.is_some_and(|before: &&Token<'_>| before.is(Class::REL));
        if token.is(Class::FAIL) && !relative {
            return true;
        }
        before = Some(token);
    }
    false
}

/// "Encrypt sensitive attachments": a bare verb that is not denied, before its object.
fn imperative(words: &[&Token<'_>]) -> bool {
    // "Log entries" are a noun.
    let verb = words
        .first()
        .is_some_and(|token| token.is(Class::BARE) && !token.is(Class::LOG));
    // "Chat over our encrypted lines" praises what the speaker has.
    let own = words
        .split_last()
        .is_some_and(|(_, before)| before.iter().any(|token| token.is(Class::SELF)));
    let object =
        |next: &&Token<'_>| !denies(next) && !next.is(Class::NEED) && !next.is(Class::COPULA);
    verb && !own && words.get(1).is_some_and(object)
}

/// "Without an account you cannot save": what follows from a lack is no promise that it is missing.
fn lacks(words: &[&Token<'_>], behind: &[Token<'_>]) -> bool {
    if !words.first().is_some_and(|token| token.is(Class::WITHOUT)) {
        return false;
    }
    let sentence = behind.iter().take_while(|token| !token.is(Class::STOP));
    let rest = words.iter().skip(1).copied().chain(sentence);
    let (mut denied, mut able) = (false, false);
    for token in rest {
        denied |= (token.is(Class::NEG) && !token.is(Class::NOR))
            || token.is(Class::NODET)
            // "You can only convert three files".
            || token.is(Class::UNABLE);
        able |= token.is(Class::MODAL)
            || token.is(Class::DO)
            || token.is(Class::UNABLE)
            || token.is(Class::WILL);
    }
    denied && able
}

/// What tells where something would be stored.
const STORES: Classes = Classes::of(&[
    Class::SERVER,
    Class::DISK,
    Class::SELF,
    Class::COPY,
    Class::LOG,
    Class::PLACE,
    Class::ABSOLUTE,
    Class::MEMORY,
    Class::THING,
]);

/// "The rate is not stored in the data": of the place behind "in" nothing is known.
fn elsewhere(words: &[&Token<'_>]) -> bool {
    words.iter().enumerate().any(|(at, token)| {
        let inside = words.get(at + 1).is_some_and(|next| {
            next.is(Class::IN) && next.is(Class::TPREP) && !next.is(Class::GOVERN)
        });
        token.negated
            && token.is(Class::STORE)
            && inside
            && !words
                .iter()
                .skip(at + 2)
                .take(4)
                .any(|next| next.classes.meets(STORES))
    })
}

/// "Without an account, your lists stay in the browser" tells what happens then; that nobody needs one is another sentence.
fn guest(tokens: &[Token<'_>]) -> bool {
    let led = tokens.first().is_some_and(|token| token.is(Class::WITHOUT));
    let comma = tokens.iter().position(|token| token.is(Class::COMMA));
    let behind = comma.and_then(|comma| tokens.get(comma + 1));
    led && behind.is_some_and(|token| token.is(Class::SUBJ) && !token.is(Class::YOU))
}

/// "No server is fully secure", "we cannot guarantee that": what is denied is the certainty.
fn disclaims(words: &[&Token<'_>]) -> bool {
    let nothing = words.first().is_some_and(|token| token.is(Class::NODET));
    let void = || words.iter().any(|token| token.is(Class::VOID));
    let secure = words.iter().any(|token| token.is(Class::SECURE)) && (nothing || void());
    secure
        || words
            .iter()
            .any(|token| token.is(Class::ASSURE) && token.is(Class::NODET))
        || words.windows(3).any(|near| match near {
            [first, second, third] => {
                denies(first) && (second.is(Class::ASSURE) || third.is(Class::ASSURE))
            }
            _ => false,
        })
}

const fn denies(token: &Token<'_>) -> bool {
    token.is(Class::NEG) || token.is(Class::NODET)
}

/// "You never have to leave your browser": what the visitor need not do is no promise of what the speaker does not do.
fn spared(words: &[&Token<'_>], at: usize) -> bool {
    let is = |at: usize, class: Class| words.get(at).is_some_and(|token| token.is(class));
    let start = (at + 1..at + 3).find(|at| is(*at, Class::NEG));
    start.is_some_and(|at| is(at + 1, Class::NEED))
        && !words.iter().any(|token| token.is(Class::SELF))
}

/// "There is no need to hand over a name": nobody has to, and nothing is said of what the speaker does.
fn needless(words: &[&Token<'_>]) -> bool {
    let own = words.iter().take_while(|token| !token.is(Class::SELF));
    let need = own.take_while(|token| !(token.negated && token.is(Class::NEED)));
    let at = need.count();
    let is = |at: usize, class: Class| words.get(at).is_some_and(|token| token.is(class));
    let passive = at.checked_sub(1).is_some_and(|at| is(at, Class::COPULA));
    is(at, Class::NEED) && is(at + 1, Class::TO) && !is(at + 2, Class::COPULA) && !passive
}

/// "For sensitive pictures, remove what is not needed": advice behind a comma.
fn after_comma(tokens: &[Token<'_>]) -> bool {
    tokens.windows(2).any(|pair| match pair {
        [comma, next] => {
            comma.is(Class::COMMA)
                && (next.is(Class::PLEASE) || next.is(Class::BARE) && !next.is(Class::FILE))
        }
        _ => false,
    })
}

/// "Our pictures must not be shared": a rule for others. What the speaker is not allowed to do is a promise.
fn forbids(words: &[&Token<'_>]) -> bool {
    words
        .iter()
        .take_while(|token| !(token.is(Class::SELF) && token.is(Class::PRON)))
        .any(|token| token.is(Class::PROHIBIT))
}

/// Advice: "please ...", "never upload ...", "do not share ...", "delete your cookies".
fn advises(words: &[&Token<'_>]) -> bool {
    let mut rest = words.iter().peekable();
    if rest
        .next_if(|token| token.is(Class::PLEASE) || token.is(Class::AND) || token.is(Class::BUT))
        .is_some_and(|token| token.is(Class::PLEASE))
    {
        return true;
    }
    rest.next_if(|token| token.is(Class::AND) || token.is(Class::IF) || token.is(Class::ONLY));
    let mut negated = false;
    while rest
        .next_if(|token| token.is(Class::NEG) || token.is(Class::LEADS))
        .inspect(|token| negated |= token.is(Class::NEG))
        .is_some()
    {}
    let Some(verb) = rest.next() else {
        return false;
    };
    // "Löschen Sie" asks the reader; "löschen wir" behind a condition is what the speaker does.
    if verb.is(Class::ORDER) && rest.peek().is_some_and(|next| next.is(Class::POLITE)) {
        return true;
    }
    if verb.is(Class::BARE)
        && verb.is(Class::STAY)
        && rest.peek().is_some_and(|next| next.is(Class::IN))
    {
        return true;
    }
    // "Upload required: no" and "Store nothing" are no advice; "share your files" is.
    verb.is(Class::BARE)
        && (negated
            || rest.peek().is_some_and(|next| {
                // "Give us notice" asks the reader as well.
                next.is(Class::SUBJ)
                    || next.is(Class::ART)
                    || (next.is(Class::SELF) && !next.is(Class::PRON))
            }))
}
