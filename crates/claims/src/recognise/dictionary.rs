//! Words and beginnings of phrases, found where a word of the text begins.
//!
//! A literal is a word with a space behind it, several such words, or the beginning of a word. They are sorted, in buckets
//! by their first three letters. Of all literals with which a text begins, the longest is the last one that is not behind
//! the text in that order, or one with which this one begins; so each literal knows the longest of those. Building a
//! dictionary costs one sort.

/// How many letters are compared at once.
const AT_ONCE: usize = 8;

/// As many as three letters of five bits can name.
const BUCKETS: usize = 1 << 15;

/// Literals by their beginnings.
pub(super) struct Dictionary {
    /// Where the literals of each bucket begin; one more than there are buckets.
    starts: Vec<u32>,
    /// The first letters of each literal, as a number that sorts as they do.
    firsts: Vec<u64>,
    /// In the order of the buckets, and of the letters inside of each.
    literals: Vec<Literal>,
}

struct Literal {
    /// Its first letters as a number.
    first: u64,
    /// The bits of `first` that are letters of it.
    mask: u64,
    /// What is behind them.
    rest: String,
    /// The place of the longest other literal with which it begins.
    within: Option<u32>,
    /// Its place among the literals that the dictionary was made of.
    number: usize,
}

impl Dictionary {
    /// Makes a dictionary of literals that differ. One of less than three bytes must be a letter with a space behind it:
    /// nothing else that is so short can be told by its first three letters.
    pub(super) fn new(literals: &[String]) -> Dictionary {
        let mut numbered: Vec<(usize, &str, usize)> = literals
            .iter()
            .enumerate()
            .map(|(number, text)| (bucket(eight(text.as_bytes())), text.as_str(), number))
            .collect();
        numbered.sort_unstable();
        let mut starts = vec![0; BUCKETS + 1];
        for (bucket, _, _) in &numbered {
            if let Some(count) = starts.get_mut(bucket + 1) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        // The literals with which the one before begins, and itself, each with its place.
        let mut open: Vec<(u32, &str)> = Vec::new();
        let mut made = Vec::with_capacity(numbered.len());
        for (place, (_, text, number)) in (0..).zip(numbered) {
            while open
                .pop_if(|(_, begun)| !text.starts_with(*begun))
                .is_some()
            {}
            let known = text.len().min(AT_ONCE);
            let missing = 8 * u32::try_from(AT_ONCE - known).unwrap_or_default();
            made.push(Literal {
                first: eight(text.as_bytes()),
                mask: u64::MAX.checked_shl(missing).unwrap_or_default(),
                rest: text.get(known..).unwrap_or_default().to_owned(),
                within: open.last().map(|(place, _)| *place),
                number,
            });
            open.push((place, text));
        }
        Dictionary {
            starts,
            firsts: made.iter().map(|literal| literal.first).collect(),
            literals: made,
        }
    }

    /// The numbers of the literals with which a text begins, longer ones first.
    pub(super) fn at(&self, text: &[u8]) -> impl Iterator<Item = usize> {
        self.chain(self.longest(text)).map(|literal| literal.number)
    }

    /// A literal and those with which it begins, longer ones first.
    fn chain<'d>(&'d self, literal: Option<&'d Literal>) -> impl Iterator<Item = &'d Literal> {
        std::iter::successors(literal, |literal| {
            self.literals.get(literal.within? as usize)
        })
    }

    fn longest(&self, text: &[u8]) -> Option<&Literal> {
        let first = eight(text);
        let bucket = bucket(first);
        let start = *self.starts.get(bucket)? as usize;
        let end = *self.starts.get(bucket + 1)? as usize;
        let firsts = self.firsts.get(start..end)?;
        let literals = self.literals.get(start..end)?;
        let literals = literals.get(..firsts.partition_point(|own| *own <= first))?;
        let behind = text.get(AT_ONCE..).unwrap_or_default();
        let begins = |literal: &&Literal| {
            let known = first & literal.mask == literal.first;
            known && (literal.rest.is_empty() || behind.starts_with(literal.rest.as_bytes()))
        };
        // What stands behind the first letters tells those apart that share them, and the longest is the last.
        let same = literals.iter().rev();
        let longest = same
            .take_while(|literal| literal.first == first)
            .find(begins);
        longest.or_else(|| self.chain(literals.last()).find(begins))
    }
}

/// The first bytes of a text as a number that sorts as they do; what is missing is zero, which is no letter.
fn eight(text: &[u8]) -> u64 {
    if let Some(first) = text.first_chunk::<AT_ONCE>() {
        return u64::from_be_bytes(*first);
    }
    let mut bytes = [0; AT_ONCE];
    for (place, byte) in bytes.iter_mut().zip(text) {
        *place = *byte;
    }
    u64::from_be_bytes(bytes)
}

/// The bucket of a beginning: five bits of each of its first three bytes. Behind a word of one letter the next does not
/// count. Bytes that share their five bits share a bucket, and are told apart there.
const fn bucket(first: u64) -> usize {
    let [one, two, three, ..] = first.to_be_bytes();
    let (one, two, three) = (one & 31, two & 31, three & 31);
    let three = if two == 0 { 0 } else { three };
    ((one as usize) << 10) | ((two as usize) << 5) | three as usize
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_literal_is_found_where_it_stands_and_no_other(
            literals in prop::collection::hash_set("[ab0é]{1,4} |[ab]{3,9}|[ab]{4} [ab]{3,9}|[ab]{1,2} [ab]{1,9} ", 1..40),
            text in "([ab0é]{1,9} ){1,4}",
        ) {
            let literals: Vec<String> = literals.into_iter().collect();
            let dictionary = Dictionary::new(&literals);
            let mut expected: Vec<usize> = (0..literals.len())
                .filter(|number| text.starts_with(literals.get(*number).map_or("-", String::as_str)))
                .collect();
            expected.sort_by_key(|number| std::cmp::Reverse(literals.get(*number).map(String::len)));
            let found: Vec<usize> = dictionary.at(text.as_bytes()).collect();
            prop_assert_eq!(found, expected);
        }
    }
}
