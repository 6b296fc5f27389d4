use super::OperationCard;
use crate::budget::Budget;
use crate::fault::Fault;
use crate::parameters::Arguments;
use crate::picture::Picture;

pub(super) const CARD: OperationCard = OperationCard {
    name: "strip-metadata",
    summary: "Drops place, time, camera and everything else but the pixels; a JPEG is written anew at quality 95.",
    parameters: &[],
    apply,
};

/// Every output is free of metadata. What is left to do is to write a JPEG well enough that the loss is not seen.
fn apply(mut picture: Picture, _: &Arguments, _: &Budget) -> Result<Picture, Fault> {
    picture.target.quality = 95;
    Ok(picture)
}
