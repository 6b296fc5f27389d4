//! Full stops that end no sentence.

/// Words before a full stop with which a sentence never ends, in lower case.
const NEVER: &[&str] = &[
    // English
    "e.g", "i.e", "mr", "mrs", "dr", "prof", "vs", "viz", "cf", "approx", "st", "gen", "rev",
    "incl", "esp", "resp", // German
    "z.b", "d.h", "u.a", "i.d.r", "z.t", "u.u", "s.o", "s.u", "i.s.d", "i.v.m", "bzw", "ca",
    "evtl", "ggf", "inkl", "vgl", "zzgl", "bspw", "sog", "gem", "mind", "insb", "insbes",
    "einschl", "z", "d", "bsp", "u", // French
    "p.ex", "ex", "mme", "mlle", "env", "c.-à-d", "c-à-d", // Spanish
    "p.ej", "sr", "sra", "srta", "ud", "uds", "aprox", "dra",
];

/// Words before a full stop that a number follows: `No. 5`, and yet `No. We never do.`
const COUNTED: &[&str] = &[
    "no", "nos", "nr", "núm", "num", "art", "arts", "abs", "sec", "sect", "fig", "para", "vol",
    "ch", "pp", "p", "s", "c", "n", "ziff", "lit", "pág", "págs", "tel", "max", "min", "rec",
    "réf",
];

/// Words behind a German ordinal number (`am 3. Oktober`, `bis zum 14. Tag`).
const ORDINAL: &[&str] = &[
    "januar",
    "februar",
    "märz",
    "april",
    "mai",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "dezember",
    "jahrhundert",
    "tag",
    "monat",
    "kalendertag",
    "werktag",
    "arbeitstag",
    "jahr",
    "lebensjahr",
];

/// Whether a sentence goes on behind a full stop: `before` is what was read of it, `letter` what begins next, and
/// `after` all that follows.
pub(super) fn goes_on(before: &str, letter: char, after: &str) -> bool {
    let word = last_word(before);
    if word.is_empty() {
        return false;
    }
    if word.bytes().all(|byte| byte.is_ascii_digit()) {
        // `1. Scope` opens a sentence; `3. Oktober` and `5. 10.` are days.
        return before.trim().len() == word.len()
            || letter.is_ascii_digit() && word.len() <= 2
            || one_of(first_word(after), ORDINAL);
    }
    // A name's initial, or the letter of a list.
    let mut letters = word.chars();
    if let (Some(only), None) = (letters.next(), letters.next())
        && only.is_uppercase()
    {
        // A sentence may end with `I`, as in `you and I.`
        return only != 'I';
    }
    letter.is_ascii_digit() && one_of(word, COUNTED) || one_of(word, NEVER)
}

/// What stands before the full stop without a space, brackets and quotation marks left out.
fn last_word(before: &str) -> &str {
    // Nearly every word is of plain letters behind a space.
    let letters = before.bytes().rev().take_while(u8::is_ascii_alphabetic);
    let plain = before.len() - letters.count();
    if before
        .as_bytes()
        .get(..plain)
        .is_some_and(|rest| rest.ends_with(b" "))
    {
        return before.get(plain..).unwrap_or_default();
    }
    let start = before
        .rfind(|letter: char| letter.is_whitespace() || "([\"'“„«’/".contains(letter))
        .map_or(0, |at| at + before.get(at..).map_or(1, first_length));
    before.get(start..).unwrap_or_default()
}

fn first_length(text: &str) -> usize {
    text.chars().next().map_or(1, char::len_utf8)
}

fn first_word(text: &str) -> &str {
    let end = text.find(|letter: char| !letter.is_alphabetic());
    text.get(..end.unwrap_or(text.len())).unwrap_or_default()
}

/// Whether a word is in a list of words in lower case.
fn one_of(word: &str, list: &[&str]) -> bool {
    // All are short, and no letter among them changes its length in lower case.
    if word.len() > 24 {
        return false;
    }
    let same = |own: &str| match word.is_ascii() {
        true => own.eq_ignore_ascii_case(word),
        false => own.chars().eq(word.chars().flat_map(char::to_lowercase)),
    };
    list.iter().any(|own| own.len() == word.len() && same(own))
}
