//! Lists in messages.

/// How many items a message names before it counts the rest.
const SHOWN: usize = 4;

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
