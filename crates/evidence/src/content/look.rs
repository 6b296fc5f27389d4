//! One look at one part of a message: layer by layer, as deep as the budget allows.

use std::collections::BTreeMap;

use super::corpus::{Extent, Stock};
use super::encoding::encoding;
use super::layers::{self, Budget};
use super::{Encoding, Layer, Looked, Matcher, Sighting, What, picture};

/// So many layers are taken off.
const DEEPEST: usize = 4;

/// A stretch of a canary that was seen.
#[derive(Clone, Debug)]
pub(super) struct Stretch {
    pub(super) canary: usize,
    pub(super) what: What,
    pub(super) layers: Vec<Layer>,
    pub(super) from: usize,
    pub(super) to: usize,
    /// How long the whole is of which this is a stretch.
    pub(super) whole: usize,
    /// What is to be added in words.
    pub(super) note: String,
}

/// A look at one part of a message.
pub(super) struct Look<'m> {
    matcher: &'m Matcher,
    budget: Budget,
    pub(super) stretches: Vec<Stretch>,
}

/// The matches of one piece, in their order.
struct Known(Vec<Extent>);

impl Known {
    fn at(&self, place: usize) -> Option<&Extent> {
        let index = self.0.partition_point(|extent| extent.at <= place);
        let extent = self.0.get(index.checked_sub(1)?)?;
        (place < extent.at + extent.length).then_some(extent)
    }
}

impl<'m> Look<'m> {
    pub(super) fn at(matcher: &'m Matcher, message: &[u8]) -> Self {
        let mut look = Self {
            matcher,
            budget: Budget::new(message.len()),
            stretches: Vec::new(),
        };
        look.piece(message, &[], false);
        look
    }

    fn piece(&mut self, bytes: &[u8], layers: &[Layer], is_row: bool) {
        // A part of a message was looked at with the message; only its beginning is new.
        let is_part = layers.last() == Some(&Layer::Part);
        let mut known = Known(Vec::new());
        if !is_part {
            self.matcher.corpus.scan(bytes, &mut known.0);
            self.extents(&known.0, layers);
            self.words(bytes, layers, &known);
        }
        if layers.iter().filter(|layer| **layer != Layer::Part).count() >= DEEPEST {
            return;
        }
        let mut pieces = Vec::new();
        if !is_row && known.at(0).is_none() {
            self.hidden(bytes, layers);
            pieces = layers::from_start(bytes, &mut self.budget);
        }
        if !is_part {
            let is_known = |at| known.at(at).is_some();
            pieces.extend(layers::peel(bytes, &is_known, &mut self.budget));
        }
        for piece in pieces {
            let mut deeper = layers.to_vec();
            deeper.push(piece.layer);
            self.piece(&piece.bytes, &deeper, piece.is_row);
        }
    }

    fn see(
        &mut self,
        canary: usize,
        what: What,
        layers: &[Layer],
        range: (usize, usize),
        whole: usize,
        note: &str,
    ) {
        self.stretches.push(Stretch {
            canary,
            what,
            layers: layers.to_vec(),
            from: range.0,
            to: range.1,
            whole,
            note: note.to_owned(),
        });
    }

    fn extents(&mut self, extents: &[Extent], layers: &[Layer]) {
        let matcher = self.matcher;
        for extent in extents {
            let Some(source) = matcher.corpus.sources.get(extent.source) else {
                continue;
            };
            let (from, to) = (extent.from, extent.from + extent.length);
            let whole = source.len();
            match source.stock {
                Stock::File => {
                    self.see(source.canary, What::Content, layers, (from, to), whole, "")
                }
                Stock::Reversed => {
                    let layers = [layers, &[Layer::Reversed]].concat();
                    let range = (whole - to, whole - from);
                    self.see(source.canary, What::Content, &layers, range, whole, "");
                }
                Stock::Pixels => {
                    self.see(
                        source.canary,
                        What::Picture,
                        layers,
                        (from, to),
                        whole,
                        "its bare pixels",
                    );
                }
                Stock::Digest(function, part) => {
                    let note = format!("{function} of {part}");
                    self.see(
                        source.canary,
                        What::Digest(function),
                        layers,
                        (from, to),
                        whole,
                        &note,
                    );
                }
            }
        }
    }

    fn words(&mut self, bytes: &[u8], layers: &[Layer], known: &Known) {
        let matcher = self.matcher;
        let found = matcher.words.scan(bytes);
        for word in found.words {
            // What stands inside the content was sent with the content.
            if known.at(word.at).is_some() {
                continue;
            }
            let note = match word.what {
                What::Digest(function) => format!("{function} of {}", word.note),
                _ => word.note,
            };
            self.see(
                word.canary,
                word.what,
                layers,
                (0, word.length),
                word.length,
                &note,
            );
        }
        for at in found.pictures {
            let is_content = known.at(at).is_some_and(|extent| {
                let source = matcher.corpus.sources.get(extent.source);
                source.is_some_and(|source| extent.length * 2 >= source.len())
            });
            if !is_content {
                self.picture(bytes.get(at..).unwrap_or_default(), layers);
            }
        }
    }

    fn picture(&mut self, bytes: &[u8], layers: &[Layer]) {
        if self.budget.pictures == 0 {
            self.budget.is_cut = true;
            return;
        }
        self.budget.pictures -= 1;
        let Some(picture) = picture::decode(bytes, self.budget.pixels) else {
            return;
        };
        let pixels = u64::try_from(picture.width * picture.height).unwrap_or(u64::MAX);
        self.budget.pixels = self.budget.pixels.saturating_sub(pixels);
        let matcher = self.matcher;
        for (canary, likeness) in matcher.likenesses.iter().enumerate() {
            if let Some(distance) = likeness.distance(&picture) {
                let note = format!(
                    "a picture of {} x {} pixels that differs from it in {distance} of 64 marks",
                    picture.width, picture.height
                );
                let bytes = picture.rgba.len();
                self.see(canary, What::Picture, layers, (0, bytes), bytes, &note);
            }
        }
    }

    fn hidden(&mut self, bytes: &[u8], layers: &[Layer]) {
        let Some(hidden) = self.matcher.xor.look(bytes) else {
            return;
        };
        let whole = self
            .matcher
            .canaries
            .get(hidden.canary)
            .map_or(0, |canary| canary.bytes.len());
        let layers = [layers, &[Layer::Xor]].concat();
        let note = format!(
            "hidden by a key of {} bytes that is repeated",
            hidden.period
        );
        let range = (hidden.from, hidden.to);
        self.see(hidden.canary, What::Content, &layers, range, whole, &note);
    }

    /// One sighting for each thing that was seen of each canary: the way that shows most of it.
    pub(super) fn finish(self) -> Looked {
        let mut groups: BTreeMap<(What, usize), BTreeMap<Vec<Layer>, Vec<Stretch>>> =
            BTreeMap::new();
        for stretch in self.stretches {
            groups
                .entry((stretch.what, stretch.canary))
                .or_default()
                .entry(stretch.layers.clone())
                .or_default()
                .push(stretch);
        }
        let mut sightings = Vec::new();
        for ((what, canary), ways) in groups {
            let best = ways
                .into_iter()
                .map(|(layers, stretches)| (covered(&stretches), layers, stretches))
                .max_by_key(|(bytes, layers, _)| (*bytes, std::cmp::Reverse(layers.len())));
            let (Some((bytes, layers, stretches)), Some(canary)) =
                (best, self.matcher.canaries.get(canary))
            else {
                continue;
            };
            let whole = stretches.first().map_or(0, |stretch| stretch.whole);
            let note = stretches
                .first()
                .map_or("", |stretch| stretch.note.as_str());
            sightings.push(Sighting {
                what,
                encoding: form(what, &layers),
                note: told(what, &canary.name, bytes, whole, &layers, note),
                layers,
                bytes,
            });
        }
        Looked {
            sightings,
            is_cut: self.budget.is_cut,
        }
    }
}

/// How many different bytes some stretches cover together.
pub(super) fn covered(stretches: &[Stretch]) -> usize {
    let mut ranges: Vec<(usize, usize)> = stretches
        .iter()
        .map(|stretch| (stretch.from, stretch.to))
        .collect();
    ranges.sort_unstable();
    let mut end = 0;
    let mut bytes = 0;
    for (from, to) in ranges {
        bytes += to.saturating_sub(from.max(end));
        end = end.max(to);
    }
    bytes
}

/// The form of a sighting, in the word of the contract.
pub(super) fn form(what: What, layers: &[Layer]) -> Encoding {
    match what {
        What::Content => encoding(layers),
        What::Picture => Encoding::Reencoded,
        What::Digest(_) => Encoding::Digest,
        What::Name | What::Text | What::Size | What::Dimensions => Encoding::Metadata,
    }
}

/// How much of a whole, in percent; all only where it is all.
pub(super) fn percent(bytes: usize, whole: usize) -> u8 {
    u8::try_from(bytes.saturating_mul(100) / whole.max(1))
        .unwrap_or(100)
        .min(100)
}

fn told(
    what: What,
    name: &str,
    bytes: usize,
    whole: usize,
    layers: &[Layer],
    note: &str,
) -> String {
    let mut told = match what {
        What::Content => format!(
            "{bytes} of {whole} bytes ({} %) of {name}",
            percent(bytes, whole)
        ),
        What::Picture => format!("the picture of {name}"),
        _ => format!("of {name}"),
    };
    for part in [note, &chain(layers)] {
        if !part.is_empty() {
            told.push_str(", ");
            told.push_str(part);
        }
    }
    told
}

/// The layers in words: "under base64, then gzip".
pub(super) fn chain(layers: &[Layer]) -> String {
    let words: Vec<&str> = layers
        .iter()
        .filter(|layer| **layer != Layer::Part)
        .map(|layer| layer.word())
        .collect();
    match words.is_empty() {
        true => String::new(),
        false => format!("under {}", words.join(", then ")),
    }
}
