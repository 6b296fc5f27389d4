use image::imageops;

use super::{MAX_SIDE, OperationCard, side};
use crate::budget::Budget;
use crate::fault::Fault;
use crate::parameters::{Arguments, ParameterCard, ParameterKind};
use crate::picture::Picture;

pub(super) const CARD: OperationCard = OperationCard {
    name: "crop",
    summary: "Keeps a rectangle of the picture and drops the rest.",
    parameters: &[
        offset("x", "Distance of the rectangle from the left edge."),
        offset("y", "Distance of the rectangle from the top edge."),
        ParameterCard {
            required: true,
            ..side("width", "Width of the rectangle.")
        },
        ParameterCard {
            required: true,
            ..side("height", "Height of the rectangle.")
        },
    ],
    apply,
};

const fn offset(name: &'static str, summary: &'static str) -> ParameterCard {
    ParameterCard {
        name,
        summary,
        kind: ParameterKind::Number {
            least: 0,
            greatest: MAX_SIDE,
            unit: "pixels",
        },
        default: Some("0"),
        required: false,
    }
}

fn apply(picture: Picture, arguments: &Arguments, budget: &Budget) -> Result<Picture, Fault> {
    let (across, down) = picture.pixels.dimensions();
    let (x, width) = span(arguments, "x", "width", across)?;
    let (y, height) = span(arguments, "y", "height", down)?;
    budget.reserve_pixels(width, height, 4)?;
    Ok(Picture {
        pixels: imageops::crop_imm(&picture.pixels, x, y, width, height).to_image(),
        ..picture
    })
}

/// A rectangle that leaves the picture is refused: a smaller result than asked for would be a surprise.
fn span(
    arguments: &Arguments,
    from: &'static str,
    length: &'static str,
    limit: u32,
) -> Result<(u32, u32), Fault> {
    let start = arguments.number(from)?;
    let extent = arguments.number(length)?;
    if start >= limit {
        return Err(Fault::BadParameter {
            name: from,
            value: start.to_string(),
            expected: format!("a number below {limit}, the size of the picture in that direction"),
        });
    }
    if extent > limit - start {
        return Err(Fault::BadParameter {
            name: length,
            value: extent.to_string(),
            expected: format!("at most {}, because the picture ends there", limit - start),
        });
    }
    Ok((start, extent))
}
