//! Names of programs within a sentence: options, functions, files. Their words are no words of the sentence.

use std::borrow::Cow;
use std::ops::Range;

/// A sentence without the names in it.
pub(super) struct Plain<'s> {
    /// The sentence with spaces in their place, so that every other byte keeps its own.
    pub(super) text: Cow<'s, str>,
    /// Whether a name was one that only those use who build programs. A file may stand in any text.
    pub(super) crafted: bool,
}

/// Takes the names out of a sentence.
pub(super) fn plain(sentence: &str) -> Plain<'_> {
    let mut plain = Plain {
        text: Cow::Borrowed(sentence),
        crafted: false,
    };
    let mut from = 0;
    while let Some(at) = hint(sentence.as_bytes(), from) {
        let whole = word(sentence, at);
        // Every word is looked at once, however many hints it has.
        from = whole.end;
        let range = bare(sentence, whole);
        let word = sentence.get(range.clone()).unwrap_or_default();
        let crafted = is_option(word) || is_joined(word) || is_humped(word);
        if crafted || is_file(word) || is_slot(word) {
            plain.crafted |= crafted;
            let spaces = " ".repeat(range.len());
            plain.text.to_mut().replace_range(range, &spaces);
        }
    }
    plain
}

/// The first place, from one on, at which something stands that hardly any word but a name has. Most sentences have none,
/// and this is all that is done to them.
fn hint(sentence: &[u8], from: usize) -> Option<usize> {
    let mut before = b' ';
    let rest = sentence.get(from..)?;
    let found = rest.iter().position(|byte| {
        let pair = (std::mem::replace(&mut before, *byte), *byte);
        matches!(
            pair,
            (_, b'_' | b'@' | b'$' | b'/')
                | (b'-', b'-')
                | (b':', b':')
                | (b'(', b')')
                | (b'.', b'a'..=b'z')
                | (b'0'..=b'9', b'D')
                | (b'a'..=b'z', b'A'..=b'Z')
        )
    });
    found.map(|at| from + at)
}

/// The word around a place, with the marks at its ends.
fn word(sentence: &str, at: usize) -> Range<usize> {
    let (before, behind) = sentence.split_at_checked(at).unwrap_or((sentence, ""));
    let start = before.trim_end_matches(|c: char| !c.is_whitespace()).len();
    let end = behind.find(char::is_whitespace).unwrap_or(behind.len());
    start..before.len() + end
}

/// A word without the marks at its ends.
fn bare(sentence: &str, word: Range<usize>) -> Range<usize> {
    let whole = sentence.get(word.clone()).unwrap_or_default();
    let body = whole.trim_start_matches(['(', '[', '"', '\'', '`', '“', '‘', '«', '„', '*', '<']);
    let start = word.end - body.len();
    let bare = body.trim_end_matches(|mark: char| {
        mark != '/' && mark.is_ascii_punctuation() || "”’»“".contains(mark)
    });
    let rest = body.get(bare.len()..).unwrap_or_default();
    let call = if rest.starts_with("()") { 2 } else { 0 };
    start..start + bare.len() + call
}

/// "--no-store".
fn is_option(word: &str) -> bool {
    word.strip_prefix("--")
        .is_some_and(|name| name.starts_with(|first: char| first.is_ascii_alphabetic()))
}

/// "no_store", "store::read", "read()", "@scope/package".
fn is_joined(word: &str) -> bool {
    let between = |mark: &str| {
        word.split_once(mark).is_some_and(|(before, after)| {
            before.ends_with(|last: char| last.is_ascii_alphanumeric())
                && after.starts_with(|first: char| first.is_ascii_alphanumeric())
        })
    };
    between("_")
        || between("::")
        || word.ends_with("()")
        || (word.starts_with('@') && word.contains('/'))
}

/// "localStorage". "iPhone" and "macOS" are names for everybody.
fn is_humped(word: &str) -> bool {
    let low = word.bytes().take_while(u8::is_ascii_lowercase).count();
    match word.as_bytes().get(low..) {
        Some([first, second, ..]) => {
            low > 1 && first.is_ascii_uppercase() && second.is_ascii_lowercase()
        }
        _ => false,
    }
}

/// "%1$S" and "$1", into which a program fills something. No number stands there.
fn is_slot(word: &str) -> bool {
    let digit = |rest: &str| rest.starts_with(|first: char| first.is_ascii_digit());
    let numbered = |rest: &str| {
        let rest = rest.trim_start_matches(|digit: char| digit.is_ascii_digit());
        rest.starts_with('$')
    };
    let mut percent = word.split('%').skip(1);
    let number = word.trim_end_matches('D');
    // "3D" is no length of time.
    let solid = number.len() + 1 == word.len() && number.bytes().all(|byte| byte.is_ascii_digit());
    solid
        || percent.any(|rest| digit(rest) && numbered(rest))
        || word
            .strip_prefix('$')
            .is_some_and(|rest| rest.len() == 1 && digit(rest))
}

/// "docs/privacy.md", ".gitignore", "./build".
fn is_file(word: &str) -> bool {
    const ENDINGS: [&str; 20] = [
        "js", "mjs", "cjs", "jsx", "ts", "tsx", "md", "mdx", "json", "html", "css", "py", "sh",
        "yml", "yaml", "toml", "env", "lock", "php", "rs",
    ];
    let hidden = |name: &str| {
        name.len() > 2
            && name
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte == b'.')
    };
    let ends = word
        .rsplit_once('.')
        .is_some_and(|(name, ending)| !name.is_empty() && ENDINGS.contains(&ending));
    ends || word.starts_with("./")
        || word.starts_with("~/")
        || word
            .strip_prefix('/')
            .is_some_and(|path| path.contains('/'))
        || word.strip_prefix('.').is_some_and(hidden)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_programs_are_taken_out() {
        for word in [
            "--no-store",
            "no_store",
            "store::read",
            "store()",
            "@scope/no-store",
            "neverStored",
        ] {
            let sentence = format!("The {word}, we say");
            let plain = plain(&sentence);
            assert_eq!(
                plain.text.split_whitespace().collect::<Vec<_>>(),
                ["The", ",", "we", "say"],
                "{word}"
            );
            assert!(plain.crafted, "{word}");
        }
        for word in [
            "docs/privacy.md",
            ".gitignore",
            "./build",
            "e2ee.esm.js",
            "/var/log/x",
        ] {
            let sentence = format!("See ({word}).");
            let plain = plain(&sentence);
            assert_eq!(plain.text.len(), sentence.len());
            assert_eq!(
                plain.text.split_whitespace().collect::<Vec<_>>(),
                ["See", "(", ")."],
                "{word}"
            );
            assert!(!plain.crafted, "{word}");
        }
    }

    #[test]
    fn many_marks_cost_no_more_than_other_letters() {
        // Each pair is a hint; a word is looked at once all the same, or this would not end.
        let sentence = format!("We never store files {}", "()".repeat(1 << 20));
        assert!(matches!(plain(&sentence).text, Cow::Borrowed(_)));
        let plain = plain("«\u{a0}neverStored\u{a0}»");
        assert!(plain.crafted);
    }

    #[test]
    fn words_of_a_sentence_stay() {
        for sentence in [
            "We never store files, photos/videos and e-mails; see resizer.example.",
            "Your iPhone, macOS and WebAssembly (in the browser) do it, 24/7, with TLS1.3.",
            "_Nothing_ is **kept**. Grün: nichts wird gespeichert!",
            "Files/uploads are deleted after 24h.No copy.",
        ] {
            assert!(
                matches!(plain(sentence).text, Cow::Borrowed(_)),
                "{sentence}"
            );
        }
    }
}
