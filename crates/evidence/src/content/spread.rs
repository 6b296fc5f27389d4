//! Content that leaves in small pieces, over many messages.

use std::collections::{BTreeMap, BTreeSet};

use super::encoding::encoding;
use super::look::{Look, Stretch, chain, covered, percent};
use super::{Encoding, Layer, Matcher, Spread, What};

/// Parts up to this length may be pieces too small to be known alone.
const SHORT: usize = 512;
/// So many short parts that begin alike are read as one.
const FEW: usize = 8;
/// Messages that carry so many times what the fullest of them carries are pieces; the same content sent again is none.
const MORE: usize = 2;

/// What was seen of one canary.
#[derive(Default)]
struct Group {
    stretches: Vec<Stretch>,
    messages: BTreeSet<usize>,
    /// So many different bytes are in the part of a message that has most of them.
    most_alone: usize,
}

/// One spread for each canary of which content was seen.
pub(super) fn over_run(matcher: &Matcher, parts: &[(usize, &[u8])]) -> Vec<Spread> {
    let mut groups: BTreeMap<(usize, What), Group> = BTreeMap::new();
    let mut add = |part: &[u8], messages: &[usize]| {
        let mut seen: BTreeMap<(usize, What), Vec<Stretch>> = BTreeMap::new();
        for stretch in Look::at(matcher, part).stretches {
            if matches!(stretch.what, What::Content | What::Picture) {
                seen.entry((stretch.canary, stretch.what))
                    .or_default()
                    .push(stretch);
            }
        }
        for (of, stretches) in seen {
            let group = groups.entry(of).or_default();
            if messages.len() == 1 {
                group.most_alone = group.most_alone.max(covered(&stretches));
            }
            group.stretches.extend(stretches);
            group.messages.extend(messages);
        }
    };
    for (message, part) in parts {
        add(part, &[*message]);
    }
    for (messages, joined) in joined(parts) {
        add(&joined, &messages);
    }
    groups
        .into_iter()
        .filter_map(|((canary, what), group)| {
            let Group {
                stretches,
                messages,
                most_alone,
            } = group;
            let name = matcher.canaries.get(canary)?.name.clone();
            let largest = stretches
                .iter()
                .max_by_key(|stretch| stretch.to - stretch.from)?;
            let layers = largest.layers.clone();
            let whole = largest.whole;
            let (bytes, percent) = {
                let bytes = covered(&stretches);
                (bytes, percent(bytes, whole))
            };
            let mut note = format!(
                "{bytes} of {whole} bytes ({percent} %) of {name} over {} messages",
                messages.len()
            );
            let under = chain(&layers);
            if !under.is_empty() {
                note.push_str(", ");
                note.push_str(&under);
            }
            Some(Spread {
                encoding: form(what, &layers, bytes >= MORE * most_alone),
                name,
                what,
                layers,
                messages: messages.into_iter().collect(),
                bytes,
                percent,
                note,
            })
        })
        .collect()
}

fn form(what: What, layers: &[Layer], is_in_pieces: bool) -> Encoding {
    match what {
        What::Picture => Encoding::Reencoded,
        _ if is_in_pieces => Encoding::Chunked,
        _ => encoding(layers),
    }
}

/// Short parts that begin alike, joined in their order: once without what all begin with, once only their last values.
fn joined(parts: &[(usize, &[u8])]) -> Vec<(Vec<usize>, Vec<u8>)> {
    let mut groups: BTreeMap<&[u8], Vec<(usize, &[u8])>> = BTreeMap::new();
    for (message, part) in parts.iter().filter(|(_, part)| part.len() <= SHORT) {
        let start = part.get(..part.len().min(8)).unwrap_or_default();
        groups.entry(start).or_default().push((*message, part));
    }
    // Bodies of a few bytes begin with their content, each in another way.
    let all: Vec<(usize, &[u8])> = parts
        .iter()
        .filter(|(_, part)| part.len() <= 64)
        .copied()
        .collect();
    groups.entry(b"").or_default().extend(all);
    let mut joined = Vec::new();
    for group in groups.into_values().filter(|group| group.len() >= FEW) {
        let messages: Vec<usize> = group.iter().map(|(message, _)| *message).collect();
        let first = group.first().map_or(&[][..], |(_, part)| part);
        let common = group.iter().fold(first.len(), |common, (_, part)| {
            let same = first.iter().zip(*part).take_while(|(a, b)| a == b).count();
            common.min(same)
        });
        // A value may begin like another: what all have in common ends at the last sign.
        let common = first
            .get(..common)
            .and_then(|common| {
                common
                    .iter()
                    .rposition(|byte| !byte.is_ascii_alphanumeric())
            })
            .map_or(0, |place| place + 1);
        let rests = group
            .iter()
            .flat_map(|(_, part)| part.get(common..).unwrap_or_default());
        joined.push((messages.clone(), rests.copied().collect()));
        let values = group.iter().flat_map(|(_, part)| {
            part.rsplit(|byte| *byte == b'=' || *byte == b'/')
                .next()
                .unwrap_or_default()
        });
        joined.push((messages, values.copied().collect()));
    }
    joined
}
