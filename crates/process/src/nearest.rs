/// The candidate that differs from `word` in the fewest single-letter edits, if that is at most a third of its length
/// (and at least one edit is always forgiven).
pub(crate) fn nearest(
    word: &str,
    candidates: impl Iterator<Item = &'static str>,
) -> Option<&'static str> {
    // A long unknown name is no slip of the pen, and the table below grows with the product of both lengths.
    if word.chars().count() > 64 {
        return None;
    }
    candidates
        .map(|candidate| (edits(word, candidate), candidate))
        .filter(|(edits, candidate)| *edits <= (candidate.len() / 3).max(1))
        .min()
        .map(|(_, candidate)| candidate)
}

/// How many letters must be replaced, put in, left out or swapped with their neighbour (optimal string alignment).
fn edits(left: &str, right: &str) -> usize {
    let left: Vec<char> = left.chars().collect();
    let right: Vec<char> = right.chars().collect();
    let mut before_last = Vec::new();
    let mut last: Vec<usize> = (0..=right.len()).collect();
    let mut previous_letter = None;
    for (line, letter) in left.iter().enumerate() {
        let mut row = vec![line + 1];
        for (at, other) in right.iter().enumerate() {
            let cost = |row: &[usize], at: usize| row.get(at).copied().unwrap_or(usize::MAX / 2);
            let mut least = (cost(&last, at) + usize::from(letter != other))
                .min(cost(&last, at + 1) + 1)
                .min(cost(&row, at) + 1);
            let neighbour = at.checked_sub(1).and_then(|at| right.get(at));
            if neighbour == Some(letter) && previous_letter == Some(other) {
                least = least.min(cost(&before_last, at - 1) + 1);
            }
            row.push(least);
        }
        before_last = std::mem::replace(&mut last, row);
        previous_letter = Some(letter);
    }
    last.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distance_counts_single_edits() {
        assert_eq!(edits("kitten", "sitting"), 3);
        assert_eq!(edits("", "abc"), 3);
        assert_eq!(edits("crop", "crop"), 0);
        assert_eq!(edits("widht", "width"), 1);
        assert_eq!(edits("abcd", ""), 4);
    }

    #[test]
    fn only_similar_names_are_offered() {
        let names = || ["resize", "rotate", "crop"].into_iter();
        assert_eq!(nearest("resise", names()), Some("resize"));
        assert_eq!(nearest("corp", names()), Some("crop"));
        assert_eq!(nearest("crp", names()), Some("crop"));
        assert_eq!(nearest("upload-to-moon", names()), None);
    }
}
