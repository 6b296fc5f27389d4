//! Words of a text, and lists in messages.

/// How many items a message names before it counts the rest.
const SHOWN: usize = 4;

/// Whether a text in lower case has one of these words or beginnings of words.
pub(super) fn any(lower: &str, words: &[&str]) -> bool {
    words.iter().any(|word| starts(lower, word).is_some())
}

/// Where a word or phrase begins in a text, at the beginning of a word of it.
pub(super) fn starts(lower: &str, word: &str) -> Option<usize> {
    let free = word.starts_with(|letter: char| !letter.is_alphanumeric());
    lower.match_indices(word).map(|(at, _)| at).find(|at| {
        free || !lower
            .get(..*at)
            .and_then(|before| before.chars().next_back())
            .is_some_and(char::is_alphanumeric)
    })
}

/// Where a name stands in a text as whole words.
pub(super) fn whole(lower: &str, name: &str) -> Option<usize> {
    if name.is_empty() {
        return None;
    }
    lower.match_indices(name).map(|(at, _)| at).find(|at| {
        let before = lower.get(..*at).and_then(|text| text.chars().next_back());
        let after = lower
            .get(at + name.len()..)
            .and_then(|text| text.chars().next());
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}

/// `a, b and c`; long lists end in "and 3 more". Equal items count once.
pub(super) fn list<T: AsRef<str>>(items: impl IntoIterator<Item = T>) -> String {
    let mut known: Vec<String> = Vec::new();
    for item in items {
        if known.iter().all(|seen| seen != item.as_ref()) {
            known.push(item.as_ref().to_owned());
        }
    }
    let more = known.len().saturating_sub(SHOWN);
    known.truncate(SHOWN);
    if more > 0 {
        known.push(format!("{more} more"));
    }
    match known.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => known.concat(),
    }
}
