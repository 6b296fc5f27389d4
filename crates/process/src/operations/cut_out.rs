use image::RgbaImage;

use super::OperationCard;
use super::flood::{background, distance};
use crate::budget::Budget;
use crate::fault::Fault;
use crate::format::Format;
use crate::parameters::{Arguments, ParameterCard, ParameterKind};
use crate::picture::Picture;

pub(super) const CARD: OperationCard = OperationCard {
    name: "cut-out",
    summary: "Makes the background transparent: everything of the border's main colour that touches the border; the result is a PNG.",
    parameters: &[ParameterCard {
        name: "tolerance",
        summary: "How far a colour may differ from the border's and still count as background.",
        kind: ParameterKind::Number {
            least: 0,
            greatest: 200,
            unit: "of 255 per channel",
        },
        default: Some("32"),
        required: false,
    }],
    apply,
};

/// This recognises colours, not things: on an even background it is exact, on a busy one it keeps too much.
fn apply(mut picture: Picture, arguments: &Arguments, budget: &Budget) -> Result<Picture, Fault> {
    let tolerance = arguments.number("tolerance")?;
    let reach = u8::try_from(tolerance).unwrap_or(u8::MAX);
    let found = background(&picture.pixels, reach, budget)?;
    if found.mask.iter().all(|is_background| *is_background) {
        return Err(Fault::NothingLeft { tolerance });
    }
    erase(
        &mut picture.pixels,
        &found.mask,
        found.colour,
        reach,
        budget,
    )?;
    picture.target.format = Format::Png;
    Ok(picture)
}

/// Clears the background, colour included, so that nothing of it can be recovered from the file. What stays and
/// touches it is half background by nature of an edge, so it is faded by how similar it is.
fn erase(
    pixels: &mut RgbaImage,
    mask: &[bool],
    colour: [u8; 3],
    tolerance: u8,
    budget: &Budget,
) -> Result<(), Fault> {
    let width = pixels.width() as usize;
    let is_background =
        |at: Option<usize>| at.and_then(|at| mask.get(at)).copied().unwrap_or(false);
    for (y, row) in pixels.rows_mut().enumerate() {
        budget.check_time()?;
        for (x, pixel) in row.enumerate() {
            let at = y * width + x;
            if is_background(Some(at)) {
                pixel.0 = [0; 4];
                continue;
            }
            let left = (x > 0).then(|| at - 1);
            let right = (x + 1 < width).then_some(at + 1);
            let touches = [left, right, at.checked_sub(width), at.checked_add(width)];
            if touches.into_iter().any(is_background) {
                let cover = cover(distance(pixel, colour), tolerance);
                let [red, green, blue, alpha] = pixel.0;
                let faded = u16::from(alpha) * u16::from(cover) / 255;
                pixel.0 = [red, green, blue, u8::try_from(faded).unwrap_or(alpha)];
            }
        }
    }
    Ok(())
}

/// How opaque an edge pixel is: clear at the tolerance, solid at twice the tolerance.
fn cover(distance: u8, tolerance: u8) -> u8 {
    let beyond = u16::from(distance.saturating_sub(tolerance));
    let share = beyond * 255 / u16::from(tolerance.max(1));
    u8::try_from(share).unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edges_fade_with_their_similarity() {
        assert_eq!(cover(32, 32), 0);
        assert_eq!(cover(48, 32), 127);
        assert_eq!(cover(64, 32), 255);
        assert_eq!(cover(255, 0), 255);
    }
}
