use image::imageops;

use super::OperationCard;
use crate::budget::Budget;
use crate::fault::Fault;
use crate::parameters::{Arguments, ParameterCard, ParameterKind};
use crate::picture::Picture;

pub(super) const CARD: OperationCard = OperationCard {
    name: "rotate",
    summary: "Turns the picture clockwise by quarter turns and mirrors it if asked to.",
    parameters: &[
        ParameterCard {
            name: "degrees",
            summary: "How far to turn clockwise.",
            kind: ParameterKind::Word(&["0", "90", "180", "270"]),
            default: Some("90"),
            required: false,
        },
        ParameterCard {
            name: "mirror",
            summary: "After turning, swaps left and right, or top and bottom.",
            kind: ParameterKind::Word(&["none", "left-right", "top-bottom"]),
            default: Some("none"),
            required: false,
        },
    ],
    apply,
};

fn apply(mut picture: Picture, arguments: &Arguments, budget: &Budget) -> Result<Picture, Fault> {
    let (width, height) = picture.pixels.dimensions();
    match arguments.word("degrees")? {
        "90" => {
            budget.reserve_pixels(width, height, 4)?;
            picture.pixels = imageops::rotate90(&picture.pixels);
        }
        "180" => imageops::rotate180_in_place(&mut picture.pixels),
        "270" => {
            budget.reserve_pixels(width, height, 4)?;
            picture.pixels = imageops::rotate270(&picture.pixels);
        }
        _ => {}
    }
    budget.check_time()?;
    match arguments.word("mirror")? {
        "left-right" => imageops::flip_horizontal_in_place(&mut picture.pixels),
        "top-bottom" => imageops::flip_vertical_in_place(&mut picture.pixels),
        _ => {}
    }
    Ok(picture)
}
