use super::{BACKGROUND, OperationCard, QUALITY, quality};
use crate::budget::Budget;
use crate::fault::Fault;
use crate::parameters::{Arguments, ParameterCard, ParameterKind};
use crate::picture::Picture;

pub(super) const CARD: OperationCard = OperationCard {
    name: "compress",
    summary: "Writes the picture anew for a smaller file: a JPEG at the chosen quality, a PNG or WebP without loss.",
    parameters: &[
        QUALITY,
        ParameterCard {
            name: "format",
            summary: "The format of the result; “same” keeps the input's.",
            kind: ParameterKind::Word(&["same", "jpeg"]),
            default: Some("same"),
            required: false,
        },
        BACKGROUND,
    ],
    apply,
};

fn apply(mut picture: Picture, arguments: &Arguments, _: &Budget) -> Result<Picture, Fault> {
    picture.target.quality = quality(arguments)?;
    picture.target.background = arguments.colour("background")?;
    picture.target.smallest = true;
    if arguments.word("format")? == "jpeg" {
        picture.target.format = crate::format::Format::Jpeg;
    }
    Ok(picture)
}
