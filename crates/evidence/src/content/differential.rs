//! What follows the file without being readable: runs with the same file, with another and with none are compared.

use std::collections::BTreeMap;

use super::{slope, values};

/// One message of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    /// Channel, method and URL without its query: what the same message has in every run.
    pub key: String,
    /// What can vary: the query and the body.
    pub bytes: Vec<u8>,
}

/// The runs, each in the order of sending.
#[derive(Clone, Debug, Default)]
pub struct Differential {
    /// With the first file.
    pub first: Vec<Sent>,
    /// With the first file again.
    pub again: Vec<Sent>,
    /// With another file.
    pub other: Vec<Sent>,
    /// Without a file.
    pub none: Vec<Sent>,
    /// The length of the first file.
    pub first_length: usize,
    /// The length of the other file.
    pub other_length: usize,
}

/// Why a message is bound to the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The same for the same file, different for another: it carries something of the file.
    FollowsFile,
    /// It grows as the file does: it carries the file, hidden by a key.
    FollowsLength,
    /// It is sent with a file and not without one.
    OnlyWithFile,
}

/// A message that is bound to the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Its key.
    pub key: String,
    /// Which of the messages with that key, from 0.
    pub ordinal: usize,
    /// In what way.
    pub kind: Kind,
    /// The length of what varies, in the first run.
    pub bytes: usize,
    /// In words.
    pub note: String,
}

/// The messages that are bound to the file. What also differs between the two runs with the same file is noise of the
/// visit, and so is a value that the run without a file had.
pub fn differ(runs: &Differential) -> Vec<Difference> {
    let first = by_key(&runs.first);
    let again = by_key(&runs.again);
    let other = by_key(&runs.other);
    let none = by_key(&runs.none);
    let at = |run: &BTreeMap<&str, Vec<usize>>, key: &str, ordinal: usize| {
        run.get(key).and_then(|places| places.get(ordinal).copied())
    };
    let mut found = Vec::new();
    for (key, places) in &first {
        for (ordinal, place) in places.iter().copied().enumerate() {
            let message = |run: &'_ [Sent], place: Option<usize>| {
                place
                    .and_then(|place| run.get(place))
                    .map(|sent| sent.bytes.clone())
            };
            let Some(a) = message(&runs.first, Some(place)) else {
                continue;
            };
            // What only one of the two runs with the same file sent may be an accident; see below.
            let Some(a2) = message(&runs.again, at(&again, key, ordinal)) else {
                continue;
            };
            let b = message(&runs.other, at(&other, key, ordinal));
            let n = message(&runs.none, at(&none, key, ordinal));
            let is_slope = |b: &[u8]| {
                [&a, &a2]
                    .iter()
                    .all(|a| slope((runs.first_length, a.len()), (runs.other_length, b.len())))
            };
            let told = match (&b, &n) {
                (Some(b), _) if values::follow(&a, &a2, b, n.as_deref().unwrap_or_default()) => {
                    Some((
                        Kind::FollowsFile,
                        "it is the same for the same file and another for another file",
                    ))
                }
                (Some(b), _) if is_slope(b) => Some((Kind::FollowsLength, LENGTH)),
                (_, None) => Some((
                    Kind::OnlyWithFile,
                    "it is sent when there is a file, and not without one",
                )),
                _ => None,
            };
            if let Some((kind, note)) = told {
                found.push(Difference {
                    key: (*key).to_owned(),
                    ordinal,
                    kind,
                    bytes: a.len(),
                    note: note.to_owned(),
                });
            }
        }
    }
    for (run, counterpart) in [(&runs.first, &again), (&runs.again, &first)] {
        lone(runs, run, counterpart, &other, &mut found);
    }
    found
}

/// What only one of the two runs with the same file sent is no accident where it grows by as much as the file does: a page
/// that ends may not be heard every time.
fn lone(
    runs: &Differential,
    run: &[Sent],
    counterpart: &BTreeMap<&str, Vec<usize>>,
    other: &BTreeMap<&str, Vec<usize>>,
    found: &mut Vec<Difference>,
) {
    for (key, places) in by_key(run) {
        let others = other.get(key).map(Vec::as_slice).unwrap_or_default();
        let known = counterpart.get(key).map_or(0, Vec::len);
        for (ordinal, place) in places.into_iter().enumerate().skip(known) {
            let Some(bytes) = run.get(place).map(|sent| sent.bytes.len()) else {
                continue;
            };
            let is_slope = others.iter().any(|place| {
                let other = runs.other.get(*place).map_or(0, |sent| sent.bytes.len());
                slope((runs.first_length, bytes), (runs.other_length, other))
            });
            if is_slope {
                found.push(Difference {
                    key: key.to_owned(),
                    ordinal,
                    kind: Kind::FollowsLength,
                    bytes,
                    note: LENGTH.to_owned(),
                });
            }
        }
    }
}

/// What is said of a message that grows as the file does.
const LENGTH: &str = "it grows by as much as the file does";

/// Where the messages with each key stand, in their order.
fn by_key(run: &[Sent]) -> BTreeMap<&str, Vec<usize>> {
    let mut places: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (place, sent) in run.iter().enumerate() {
        places.entry(&sent.key).or_default().push(place);
    }
    places
}
