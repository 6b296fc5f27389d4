//! Words and beginnings of phrases, found where a word of the text begins.
//!
//! A literal is a word with a space behind it, several such words, or the beginning of a word. Its first three letters say
//! in which bucket it lies, and the first eight are compared at once, so that a word of the text costs a few comparisons
//! whatever the number of literals. Building it costs one pass over them.

/// How many letters are compared at once.
const AT_ONCE: usize = 8;

/// As many as three letters of five bits can name.
const BUCKETS: usize = 1 << 15;

/// Literals by their beginnings.
pub(super) struct Dictionary {
    /// Where the literals of each bucket begin; one more than there are buckets.
    starts: Vec<u32>,
    literals: Vec<Literal>,
}

struct Literal {
    /// Its first letters, in the order of the bytes of a number.
    first: u64,
    /// The bits of `first` that are letters of it.
    mask: u64,
    /// What is behind them.
    rest: String,
    /// Its place among the literals that the dictionary was made of.
    number: usize,
}

impl Dictionary {
    /// Makes a dictionary of literals. One of less than three bytes must be a letter with a space behind it: nothing else
    /// that is so short can be told by its first three letters.
    pub(super) fn new(literals: &[String]) -> Dictionary {
        let mut numbered: Vec<(usize, &str, usize)> = literals
            .iter()
            .enumerate()
            .map(|(number, text)| (bucket(eight(text.as_bytes())), text.as_str(), number))
            .collect();
        // The shorter of two comes first, so that a whole word has its say behind what it begins with.
        numbered.sort_unstable_by_key(|(bucket, text, number)| (*bucket, text.len(), *number));
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
        let literals = numbered.into_iter().map(|(_, text, number)| {
            let known = text.len().min(AT_ONCE);
            Literal {
                first: eight(text.as_bytes()),
                mask: u64::MAX
                    .checked_shr(8 * u32::try_from(AT_ONCE - known).unwrap_or_default())
                    .unwrap_or_default(),
                rest: text.get(known..).unwrap_or_default().to_owned(),
                number,
            }
        });
        Dictionary {
            starts,
            literals: literals.collect(),
        }
    }

    /// The numbers of the literals with which a text begins, shorter ones first.
    pub(super) fn at<'d>(&'d self, text: &'d [u8]) -> impl Iterator<Item = usize> + 'd {
        let first = eight(text);
        let bucket = bucket(first);
        let place = |bucket: usize| self.starts.get(bucket).map_or(0, |start| *start as usize);
        let literals = self.literals.get(place(bucket)..place(bucket + 1));
        literals
            .unwrap_or_default()
            .iter()
            .filter(move |literal| {
                first & literal.mask == literal.first
                    && (literal.rest.is_empty()
                        || text
                            .get(AT_ONCE..)
                            .is_some_and(|rest| rest.starts_with(literal.rest.as_bytes())))
            })
            .map(|literal| literal.number)
    }
}

/// The first bytes of a text as a number; what is missing is zero, which is no letter.
fn eight(text: &[u8]) -> u64 {
    if let Some(first) = text.first_chunk::<AT_ONCE>() {
        return u64::from_le_bytes(*first);
    }
    let mut bytes = [0; AT_ONCE];
    for (place, byte) in bytes.iter_mut().zip(text) {
        *place = *byte;
    }
    u64::from_le_bytes(bytes)
}

/// The bucket of a beginning: five bits of each of its first three bytes. Behind a word of one letter the next does not
/// count. Bytes that share their five bits share a bucket, and are told apart there.
const fn bucket(first: u64) -> usize {
    let [one, two, three, ..] = first.to_le_bytes();
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
            literals in prop::collection::vec("[ab0é]{1,4} |[ab]{3,9}|[ab]{1,2} [ab]{1,9} ", 1..40),
            text in "([ab0é]{1,9} ){1,4}",
        ) {
            let dictionary = Dictionary::new(&literals);
            let mut expected: Vec<usize> = (0..literals.len())
                .filter(|number| text.starts_with(literals.get(*number).map_or("-", String::as_str)))
                .collect();
            expected.sort_by_key(|number| (literals.get(*number).map(String::len), *number));
            let found: Vec<usize> = dictionary.at(text.as_bytes()).collect();
            prop_assert_eq!(found, expected);
        }
    }
}
