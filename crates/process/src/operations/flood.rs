//! Finding what belongs to the background: pixels of the border's colour that touch the border.

use image::{Rgba, RgbaImage};

use crate::budget::Budget;
use crate::fault::Fault;

/// One entry per pixel, row by row: whether it is background.
pub(super) struct Background {
    pub(super) mask: Vec<bool>,
    pub(super) colour: [u8; 3],
}

/// Distance of two colours: the greatest difference of one channel, 0 to 255. A transparent pixel has no colour that
/// anyone sees, so it counts as background.
pub(super) fn distance(pixel: &Rgba<u8>, colour: [u8; 3]) -> u8 {
    let [red, green, blue, alpha] = pixel.0;
    if alpha == 0 {
        return 0;
    }
    red.abs_diff(colour[0])
        .max(green.abs_diff(colour[1]))
        .max(blue.abs_diff(colour[2]))
}

/// Fills from every border pixel that is within `tolerance` of the border's main colour, in four directions.
pub(super) fn background(
    picture: &RgbaImage,
    tolerance: u8,
    budget: &Budget,
) -> Result<Background, Fault> {
    let (width, height) = picture.dimensions();
    // One byte per pixel for the mask and, as every pixel is queued at most once, eight for the queue.
    budget.reserve_pixels(width, height, 9)?;
    let colour = main_border_colour(picture);
    let mut mask = vec![false; width as usize * height as usize];
    let mut queue = Vec::new();
    let visit = |x: u32, y: u32, mask: &mut Vec<bool>, queue: &mut Vec<(u32, u32)>| {
        let at = y as usize * width as usize + x as usize;
        if let (Some(seen), Some(pixel)) = (mask.get_mut(at), picture.get_pixel_checked(x, y))
            && !*seen
            && distance(pixel, colour) <= tolerance
        {
            *seen = true;
            queue.push((x, y));
        }
    };
    for (x, y) in border(width, height) {
        visit(x, y, &mut mask, &mut queue);
    }
    let mut steps = 0_u32;
    while let Some((x, y)) = queue.pop() {
        steps = steps.wrapping_add(1);
        // Looking at the clock costs more than looking at a pixel.
        if steps.is_multiple_of(65_536) {
            budget.check_time()?;
        }
        if x > 0 {
            visit(x - 1, y, &mut mask, &mut queue);
        }
        if y > 0 {
            visit(x, y - 1, &mut mask, &mut queue);
        }
        visit(x + 1, y, &mut mask, &mut queue);
        visit(x, y + 1, &mut mask, &mut queue);
    }
    Ok(Background { mask, colour })
}

/// The mean of the most frequent group of similar colours along the border. A subject that touches the border is
/// usually the smaller part of it.
fn main_border_colour(picture: &RgbaImage) -> [u8; 3] {
    let (width, height) = picture.dimensions();
    // Groups of 16 values per channel: sums of red, green and blue, and a count.
    let mut groups = vec![[0_u64; 4]; 4096];
    for (x, y) in border(width, height) {
        let Some(Rgba([red, green, blue, alpha])) = picture.get_pixel_checked(x, y) else {
            continue;
        };
        if *alpha == 0 {
            continue;
        }
        let group =
            usize::from(red >> 4) << 8 | usize::from(green >> 4) << 4 | usize::from(blue >> 4);
        if let Some(sums) = groups.get_mut(group) {
            for (sum, value) in sums.iter_mut().zip([*red, *green, *blue, 1]) {
                *sum += u64::from(value);
            }
        }
    }
    let largest = groups
        .iter()
        .max_by_key(|sums| sums[3])
        .copied()
        .unwrap_or_default();
    let mean = |sum: u64| u8::try_from(sum / largest[3].max(1)).unwrap_or(u8::MAX);
    [mean(largest[0]), mean(largest[1]), mean(largest[2])]
}

/// The pixels of the outermost rows and columns; corners may come twice.
fn border(width: u32, height: u32) -> impl Iterator<Item = (u32, u32)> {
    let (right, bottom) = (width.saturating_sub(1), height.saturating_sub(1));
    let rows = (0..width).flat_map(move |x| [(x, 0), (x, bottom)]);
    let columns = (0..height).flat_map(move |y| [(0, y), (right, y)]);
    rows.chain(columns)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::Limits;
    use std::time::Duration;

    fn fill(picture: &RgbaImage, tolerance: u8) -> Background {
        let limits = Limits {
            max_pixels: 1 << 20,
            max_memory: 1 << 26,
            max_time: Duration::from_secs(600),
        };
        background(picture, tolerance, &Budget::start(&limits)).expect("within limits")
    }

    /// A ring of red on white, with white inside that the border cannot reach.
    fn ring() -> RgbaImage {
        RgbaImage::from_fn(21, 21, |x, y| {
            let far = x.abs_diff(10).max(y.abs_diff(10));
            if (5..=7).contains(&far) {
                Rgba([200, 30, 30, 255])
            } else {
                Rgba([250, 250, 250, 255])
            }
        })
    }

    #[test]
    fn only_what_the_border_reaches_is_background() {
        let found = fill(&ring(), 20);
        let at = |x: usize, y: usize| found.mask[y * 21 + x];
        assert_eq!(found.colour, [250, 250, 250]);
        assert!(at(0, 0) && at(20, 20) && at(10, 2));
        assert!(!at(10, 5), "the ring stays");
        assert!(!at(10, 10), "the white inside the ring stays");
    }

    #[test]
    fn a_subject_at_the_border_is_not_taken_for_background() {
        let picture = RgbaImage::from_fn(20, 20, |x, y| {
            if (6..14).contains(&x) && y > 8 {
                Rgba([20, 40, 160, 255])
            } else {
                Rgba([240, 240, 235, 255])
            }
        });
        let found = fill(&picture, 24);
        assert!(!found.mask[19 * 20 + 10]);
        assert!(found.mask[19 * 20 + 2]);
    }
}
