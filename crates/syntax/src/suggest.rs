//! "Did you mean".

/// A word in its canonical form: lower case, `-` for `_`.
pub fn canonical(word: &str) -> String {
    word.to_lowercase().replace('_', "-")
}

/// Whether two words are equal up to `-`, `_` and ASCII case.
pub fn same_word(a: &str, b: &str) -> bool {
    let fold = |byte: u8| {
        if byte == b'_' {
            b'-'
        } else {
            byte.to_ascii_lowercase()
        }
    };
    a.len() == b.len() && a.bytes().zip(b.bytes()).all(|(a, b)| fold(a) == fold(b))
}

/// The word that was probably meant: the nearest by edits, if it is near enough for its length; otherwise the only one
/// of which a whole part was written.
pub fn closest<'a>(wanted: &str, among: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let among: Vec<&str> = among.into_iter().collect();
    nearest(wanted, &among).or_else(|| whole_of(&canonical(wanted), &among))
}

/// `enforced_by` for `enforced`.
fn whole_of<'a>(part: &str, among: &[&'a str]) -> Option<&'a str> {
    let mut wholes = among.iter().copied().filter(|word| {
        let word = canonical(word);
        let rest = word.strip_prefix(part).map(|rest| rest.starts_with('-'));
        let front = word.strip_suffix(part).map(|front| front.ends_with('-'));
        part.len() > 2 && (rest == Some(true) || front == Some(true))
    });
    let only = wholes.next();
    only.filter(|_| wholes.next().is_none())
}

fn nearest<'a>(wanted: &str, among: &[&'a str]) -> Option<&'a str> {
    let wanted: Vec<char> = canonical(wanted).chars().collect();
    let limit = (wanted.len() / 3).max(1);
    among
        .iter()
        .copied()
        // As many edits as the lengths differ are needed at least; a word of a megabyte costs nothing.
        .filter(|word| word.chars().count().abs_diff(wanted.len()) <= limit)
        .map(|word| {
            (
                distance(&wanted, &canonical(word).chars().collect::<Vec<_>>()),
                word,
            )
        })
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, word)| word)
}

/// Edits between two words: insertion, deletion, replacement, and swapped neighbours (optimal string alignment).
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let replace = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = replace.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(before[j - 2] + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_words_are_found_and_far_ones_are_not() {
        assert_eq!(
            closest("locl", ["local", "server", "hybrid"]),
            Some("local")
        );
        assert_eq!(
            closest("legal-bais", ["legal_basis", "location"]),
            Some("legal_basis")
        );
        assert_eq!(
            closest("sevrer", ["local", "server", "hybrid"]),
            Some("server")
        );
        assert_eq!(closest("cloud", ["local", "server", "hybrid"]), None);
        assert_eq!(
            closest("enforced", ["enforced_by", "at_end"]),
            Some("enforced_by")
        );
        assert_eq!(closest("end", ["at-end", "week-end"]), None);
        assert!(same_word("Not_Needed", "not-needed"));
        assert!(!same_word("not", "not-needed"));
    }
}
