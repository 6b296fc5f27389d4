use super::OperationCard;
use crate::budget::Budget;
use crate::fault::Fault;
use crate::parameters::{Arguments, ParameterCard, ParameterKind};
use crate::picture::Picture;
use crate::resample::resample;

pub(super) const CARD: OperationCard = OperationCard {
    name: "enlarge",
    summary: "Makes the picture larger by a whole factor with a Lanczos filter; it invents no detail.",
    parameters: &[ParameterCard {
        name: "factor",
        summary: "How many times as wide and as high the result is.",
        kind: ParameterKind::Number {
            least: 2,
            greatest: 8,
            unit: "times",
        },
        default: Some("2"),
        required: false,
    }],
    apply,
};

fn apply(picture: Picture, arguments: &Arguments, budget: &Budget) -> Result<Picture, Fault> {
    let factor = arguments.number("factor")?;
    let (width, height) = picture.pixels.dimensions();
    let (width, height) = (width.saturating_mul(factor), height.saturating_mul(factor));
    Ok(Picture {
        pixels: resample(&picture.pixels, width, height, budget)?,
        ..picture
    })
}
