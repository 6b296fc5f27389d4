use image::imageops;

use super::{OperationCard, side};
use crate::budget::Budget;
use crate::fault::Fault;
use crate::parameters::{Arguments, ParameterCard, ParameterKind};
use crate::picture::Picture;
use crate::resample::resample;

pub(super) const CARD: OperationCard = OperationCard {
    name: "resize",
    summary: "Changes the picture's width and height; with one of them, the other follows the proportions.",
    parameters: &[
        side("width", "Width of the result."),
        side("height", "Height of the result."),
        ParameterCard {
            name: "fit",
            summary: "With both: “contain” stays within them, “cover” fills them and crops, “stretch” distorts.",
            kind: ParameterKind::Word(&["contain", "cover", "stretch"]),
            default: Some("contain"),
            required: false,
        },
    ],
    apply,
};

fn apply(picture: Picture, arguments: &Arguments, budget: &Budget) -> Result<Picture, Fault> {
    let size = picture.pixels.dimensions();
    let (width, height) = match (
        arguments.number_if_given("width"),
        arguments.number_if_given("height"),
    ) {
        (Some(width), Some(height)) => (width, height),
        (Some(width), None) => (width, proportional(size.1, width, size.0)),
        (None, Some(height)) => (proportional(size.0, height, size.1), height),
        (None, None) => return Err(arguments.missing("width or height")),
    };
    let pixels = match arguments.word("fit")? {
        "contain" => {
            let (width, height) = contain(size, (width, height));
            resample(&picture.pixels, width, height, budget)?
        }
        "cover" => {
            let (x, y, across, down) = middle(size, (width, height));
            budget.reserve_pixels(across, down, 4)?;
            let part = imageops::crop_imm(&picture.pixels, x, y, across, down).to_image();
            resample(&part, width, height, budget)?
        }
        _ => resample(&picture.pixels, width, height, budget)?,
    };
    Ok(Picture { pixels, ..picture })
}

/// `length * numerator / denominator`, rounded to the nearest, at least 1. A `denominator` of 0 cannot come from a
/// decoded picture and counts as 1.
fn proportional(length: u32, numerator: u32, denominator: u32) -> u32 {
    let denominator = u64::from(denominator.max(1));
    let scaled = (u64::from(length) * u64::from(numerator) + denominator / 2) / denominator;
    u32::try_from(scaled).unwrap_or(u32::MAX).max(1)
}

/// The largest size with the proportions of `size` inside `within`.
fn contain(size: (u32, u32), within: (u32, u32)) -> (u32, u32) {
    let by_width = proportional(size.1, within.0, size.0);
    if by_width <= within.1 {
        (within.0, by_width)
    } else {
        (
            proportional(size.0, within.1, size.1).min(within.0),
            within.1,
        )
    }
}

/// The largest centred rectangle of a picture of `size` with the proportions of `shape`: x, y, width, height.
fn middle(size: (u32, u32), shape: (u32, u32)) -> (u32, u32, u32, u32) {
    let (width, height) = contain(shape, size);
    ((size.0 - width) / 2, (size.1 - height) / 2, width, height)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn contained_sizes_fit_and_touch_one_side(
            size in (1_u32..20_000, 1_u32..20_000),
            within in (1_u32..20_000, 1_u32..20_000),
        ) {
            let (width, height) = contain(size, within);
            prop_assert!(width >= 1 && height >= 1);
            prop_assert!(width <= within.0 && height <= within.1);
            prop_assert!(width == within.0 || height == within.1);
        }

        #[test]
        fn the_middle_lies_inside(
            size in (1_u32..20_000, 1_u32..20_000),
            shape in (1_u32..20_000, 1_u32..20_000),
        ) {
            let (x, y, width, height) = middle(size, shape);
            prop_assert!(x + width <= size.0 && y + height <= size.1);
        }
    }
}
