//! The operations, one per file, and their registry.

mod compress;
mod convert;
mod crop;
mod cut_out;
mod enlarge;
mod flood;
mod grayscale;
mod resize;
mod rotate;
mod strip_metadata;

use crate::budget::Budget;
use crate::fault::Fault;
use crate::nearest::nearest;
use crate::parameters::{Arguments, ParameterCard, ParameterKind};
use crate::picture::Picture;

type Apply = fn(Picture, &Arguments, &Budget) -> Result<Picture, Fault>;

/// What one operation is.
#[derive(Clone, Copy, Debug)]
pub struct OperationCard {
    /// The name to write in a policy's `operations:` and in a job.
    pub name: &'static str,
    /// One sentence on what it does.
    pub summary: &'static str,
    /// Its parameters.
    pub parameters: &'static [ParameterCard],
    pub(crate) apply: Apply,
}

/// Longest side that can be asked for, in pixels. The limit of pixels is a separate one and usually bites first.
const MAX_SIDE: u32 = 65_535;

static OPERATIONS: &[OperationCard] = &[
    compress::CARD,
    convert::CARD,
    crop::CARD,
    cut_out::CARD,
    enlarge::CARD,
    grayscale::CARD,
    resize::CARD,
    rotate::CARD,
    strip_metadata::CARD,
];

/// Every operation, in alphabetical order.
#[must_use]
pub fn operations() -> &'static [OperationCard] {
    OPERATIONS
}

pub(crate) fn find(name: &str) -> Result<&'static OperationCard, Fault> {
    OPERATIONS
        .iter()
        .find(|card| card.name == name)
        .ok_or_else(|| Fault::UnknownOperation {
            name: name.to_owned(),
            nearest: nearest(name, OPERATIONS.iter().map(|card| card.name)),
        })
}

/// A length in pixels that may be left out.
const fn side(name: &'static str, summary: &'static str) -> ParameterCard {
    ParameterCard {
        name,
        summary,
        kind: ParameterKind::Number {
            least: 1,
            greatest: MAX_SIDE,
            unit: "pixels",
        },
        default: None,
        required: false,
    }
}

const QUALITY: ParameterCard = ParameterCard {
    name: "quality",
    summary: "How much of the detail a JPEG keeps; PNG and WebP are written without loss.",
    kind: ParameterKind::Number {
        least: 1,
        greatest: 100,
        unit: "",
    },
    default: Some("85"),
    required: false,
};

const BACKGROUND: ParameterCard = ParameterCard {
    name: "background",
    summary: "The colour that shows through transparent parts in a JPEG.",
    kind: ParameterKind::Colour,
    default: Some("ffffff"),
    required: false,
};

/// Quality was checked to be at most 100.
fn quality(arguments: &Arguments) -> Result<u8, Fault> {
    Ok(u8::try_from(arguments.number("quality")?).unwrap_or(100))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cards_are_ordered_and_speak_in_sentences() {
        assert!(OPERATIONS.is_sorted_by(|left, right| left.name < right.name));
        for card in OPERATIONS {
            assert!(card.summary.ends_with('.'), "{}", card.name);
            for parameter in card.parameters {
                assert!(
                    parameter.summary.ends_with('.'),
                    "{} {}",
                    card.name,
                    parameter.name
                );
            }
        }
    }

    #[test]
    fn a_slip_of_the_pen_is_answered_with_the_right_name() {
        assert_eq!(
            find("enlagre").map(|card| card.name),
            Err(Fault::UnknownOperation {
                name: "enlagre".to_owned(),
                nearest: Some("enlarge"),
            })
        );
    }
}
