//! Which strings of a program are words for people.

/// Short words that stand in sentences of the four languages and hardly in lists of classes.
const SMALL: &[&str] = &[
    "no", "not", "never", "we", "you", "your", "the", "is", "are", "to", "and", "of", "with",
    "without", "for", "our", "it", "nie", "kein", "keine", "nicht", "wir", "und", "ohne", "der",
    "die", "das", "jamais", "pas", "sans", "nous", "vos", "le", "la", "les", "de", "nunca", "sin",
    "sus", "el", "los", "las",
];

/// Whether a string is a sentence or part of one: two words at least, most of them of letters, and no list of classes.
pub(super) fn is_prose(text: &str) -> bool {
    let trimmed = text.trim();
    if !trimmed.contains([' ', '\n', '\u{a0}']) {
        return is_unspaced(trimmed);
    }
    if trimmed.starts_with("use ") && trimmed.len() <= 12 {
        return false;
    }
    let mut words = 0_u32;
    let mut plain = 0_u32;
    let mut styled = 0_u32;
    let mut small = false;
    let mut raised = false;
    // The beginning tells; a long text is not read to its end for this.
    for word in trimmed.split_whitespace().take(64) {
        words += 1;
        let core = word.trim_matches(|letter: char| !letter.is_alphanumeric());
        plain += u32::from(is_word(core));
        styled += u32::from(is_class(word));
        small |= SMALL.contains(&core);
        raised |= core.starts_with(char::is_uppercase) || word.ends_with(['.', '!', '?', ',']);
    }
    let listed = styled == words && !small && !raised && trimmed.contains(['-', ':', '[', '/']);
    plain >= 1 && words >= 2 && 2 * plain >= words && !listed
}

/// Text of a script that needs no spaces.
fn is_unspaced(text: &str) -> bool {
    let mut letters = text.chars().take(64);
    letters.any(|letter| matches!(letter, '\u{3040}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}' | '\u{e00}'..='\u{e7f}'))
}

/// Whether a word consists of letters, with apostrophes and hyphens inside.
fn is_word(word: &str) -> bool {
    !word.is_empty()
        && word
            .chars()
            .all(|letter| letter.is_alphabetic() || matches!(letter, '\'' | '’' | '-'))
}

/// Whether a word could be a class of a style sheet.
fn is_class(word: &str) -> bool {
    word.bytes().all(|byte| {
        byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_:/[].%!#()".contains(&byte)
    })
}
