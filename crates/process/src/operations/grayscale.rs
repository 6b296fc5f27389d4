use super::OperationCard;
use crate::budget::Budget;
use crate::fault::Fault;
use crate::parameters::Arguments;
use crate::picture::Picture;

pub(super) const CARD: OperationCard = OperationCard {
    name: "grayscale",
    summary: "Replaces each colour by a grey of the same lightness.",
    parameters: &[],
    apply,
};

fn apply(mut picture: Picture, _: &Arguments, budget: &Budget) -> Result<Picture, Fault> {
    for row in picture.pixels.rows_mut() {
        budget.check_time()?;
        for pixel in row {
            let [red, green, blue, alpha] = pixel.0;
            let grey = luma(red, green, blue);
            pixel.0 = [grey, grey, grey, alpha];
        }
    }
    Ok(picture)
}

/// Luma of ITU-R BT.709 in ten-thousandths, on the stored (gamma-coded) values. The weights add up to one, so the
/// result fits a byte.
fn luma(red: u8, green: u8, blue: u8) -> u8 {
    let sum = 2126 * u32::from(red) + 7152 * u32::from(green) + 722 * u32::from(blue);
    u8::try_from((sum + 5000) / 10_000).unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn greys_stay_and_green_is_lighter_than_blue() {
        for value in 0..=u8::MAX {
            assert_eq!(luma(value, value, value), value);
        }
        assert_eq!(luma(0, 255, 0), 182);
        assert_eq!(luma(0, 0, 255), 18);
    }
}
