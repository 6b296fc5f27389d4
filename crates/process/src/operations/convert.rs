use super::{BACKGROUND, OperationCard, QUALITY, quality};
use crate::budget::Budget;
use crate::fault::Fault;
use crate::format::Format;
use crate::parameters::{Arguments, ParameterCard, ParameterKind};
use crate::picture::Picture;

pub(super) const CARD: OperationCard = OperationCard {
    name: "convert",
    summary: "Writes the picture in another file format.",
    parameters: &[
        ParameterCard {
            name: "format",
            summary: "The format of the result.",
            kind: ParameterKind::Word(&["jpeg", "png", "webp"]),
            default: None,
            required: true,
        },
        QUALITY,
        BACKGROUND,
    ],
    apply,
};

fn apply(mut picture: Picture, arguments: &Arguments, _: &Budget) -> Result<Picture, Fault> {
    picture.target.format =
        Format::from_word(arguments.word("format")?).ok_or(arguments.missing("format"))?;
    picture.target.quality = quality(arguments)?;
    picture.target.background = arguments.colour("background")?;
    Ok(picture)
}
