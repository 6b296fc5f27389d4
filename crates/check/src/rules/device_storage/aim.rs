//! What an item of device storage, or a vendor, is for, as far as its words say so.

use std::fmt;

use candor_model::{DeviceStorage, Text};

/// A purpose that needs consent, unless the law of a country exempts it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Aim {
    /// Counting and measuring how something is used.
    Statistics,
    /// Choosing, showing or counting advertisements.
    Advertising,
}

impl fmt::Display for Aim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Statistics => "statistics",
            Self::Advertising => "advertising",
        })
    }
}

const STATISTICS: [&str; 11] = [
    "analytic",
    "statistic",
    "statistik",
    "audience measurement",
    "measure visits",
    "count visits",
    "heatmap",
    "session replay",
    "a/b test",
    "reichweitenmessung",
    "besuche zählen",
];

const ADVERTISING: [&str; 6] = [
    "advertis",
    "retarget",
    "remarket",
    "marketing",
    "werbung",
    "werbezweck",
];

/// Words of an item that keeps an answer, or that says what it is not for; such words name a purpose without having it.
const OTHERWISE: [&str; 18] = [
    "your answer",
    "your choice",
    "consent",
    "refus",
    "declin",
    "said no",
    "opt-out",
    "opt out",
    "closed",
    " no ",
    "not for",
    "without",
    "never",
    "antwort",
    "einwilligung",
    "abgelehnt",
    "ohne",
    "keine",
];

/// The purpose that the label and the purpose of an item name; none where they keep an answer or deny it.
pub(crate) fn aim(item: &DeviceStorage) -> Option<Aim> {
    of_texts(item.label.iter().chain([&item.purpose]))
}

/// Whether a text names advertising as a purpose.
pub(crate) fn speaks_of_advertising(text: &Text) -> bool {
    of_texts(std::iter::once(text)) == Some(Aim::Advertising)
}

fn of_texts<'t>(texts: impl Iterator<Item = &'t Text>) -> Option<Aim> {
    let words: Vec<String> = texts
        .flat_map(Text::variants)
        .map(|(_, words)| words.to_lowercase())
        .collect();
    let has = |list: &[&str]| {
        words
            .iter()
            .any(|text| list.iter().any(|word| text.contains(word)))
    };
    if has(&OTHERWISE) {
        None
    } else if has(&ADVERTISING) {
        Some(Aim::Advertising)
    } else {
        has(&STATISTICS).then_some(Aim::Statistics)
    }
}
