//! Changing the number of pixels, by a separable Lanczos filter with three lobes on premultiplied colour. It works row
//! by row, so that it needs one row of scratch memory and can stop between rows.

use image::RgbaImage;

use crate::budget::Budget;
use crate::fault::Fault;

const LOBES: f64 = 3.0;

/// The source samples that make one output sample, with weights that add up to one.
struct Taps {
    first: usize,
    weights: Vec<f32>,
}

/// Gives a copy of `source` with the size `width` times `height`; both are at least 1.
pub(crate) fn resample(
    source: &RgbaImage,
    width: u32,
    height: u32,
    budget: &Budget,
) -> Result<RgbaImage, Fault> {
    budget.reserve_pixels(width, height, 4)?;
    let (source_width, source_height) = source.dimensions();
    // The scratch row and both tap tables: at most this many numbers of four bytes.
    let taps_size =
        |from: u32, to: u32| u64::from(from).saturating_mul(7) + u64::from(to).saturating_mul(16);
    budget.reserve(
        4 * (u64::from(source_width) * 4
            + taps_size(source_width, width)
            + taps_size(source_height, height)),
    )?;
    let columns = taps(source_width, width);
    let stride = source_width as usize * 4;
    let mut scratch = vec![0.0_f32; stride];
    let mut target = Vec::with_capacity(width as usize * height as usize * 4);
    for row in taps(source_height, height) {
        budget.check_time()?;
        scratch.fill(0.0);
        let lines = source.as_raw().chunks_exact(stride).skip(row.first);
        for (line, weight) in lines.zip(&row.weights) {
            for (sum, pixel) in scratch.chunks_exact_mut(4).zip(line.chunks_exact(4)) {
                add_premultiplied(sum, pixel, *weight);
            }
        }
        for column in &columns {
            let mut sum = [0.0_f32; 4];
            for (pixel, weight) in scratch
                .chunks_exact(4)
                .skip(column.first)
                .zip(&column.weights)
            {
                for (total, value) in sum.iter_mut().zip(pixel) {
                    *total += value * weight;
                }
            }
            target.extend_from_slice(&straight(sum));
        }
    }
    RgbaImage::from_raw(width, height, target).ok_or(Fault::TooMuchMemory {
        limit: budget.memory_limit(),
    })
}

fn add_premultiplied(sum: &mut [f32], pixel: &[u8], weight: f32) {
    let ([red, green, blue, alpha], [r, g, b, a]) = (pixel, sum) else {
        return;
    };
    let cover = f32::from(*alpha) * weight;
    *r += f32::from(*red) * cover;
    *g += f32::from(*green) * cover;
    *b += f32::from(*blue) * cover;
    *a += cover;
}

/// Divides the colour by its alpha again and rounds to bytes. A cast from float to integer saturates, so what the
/// filter overshoots is clamped.
fn straight([red, green, blue, alpha]: [f32; 4]) -> [u8; 4] {
    if alpha < 0.5 {
        return [0; 4];
    }
    let byte = |colour: f32| (colour / alpha).round() as u8;
    [byte(red), byte(green), byte(blue), alpha.round() as u8]
}

fn taps(from: u32, to: u32) -> Vec<Taps> {
    let scale = f64::from(from) / f64::from(to);
    // Shrinking widens the filter, so that every source sample counts.
    let stretch = scale.max(1.0);
    let reach = LOBES * stretch;
    (0..to)
        .map(|index| {
            let centre = (f64::from(index) + 0.5) * scale - 0.5;
            let first = (centre - reach).ceil().max(0.0);
            let last = (centre + reach).floor().min(f64::from(from) - 1.0);
            let count = (last - first) as usize + 1;
            let raw: Vec<f64> = (0..count)
                .map(|at| lanczos((first + at as f64 - centre) / stretch))
                .collect();
            let sum: f64 = raw.iter().sum();
            Taps {
                first: first as usize,
                weights: raw.iter().map(|weight| (weight / sum) as f32).collect(),
            }
        })
        .collect()
}

fn lanczos(x: f64) -> f64 {
    if x == 0.0 {
        1.0
    } else if x.abs() >= LOBES {
        0.0
    } else {
        let angle = std::f64::consts::PI * x;
        LOBES * angle.sin() * (angle / LOBES).sin() / (angle * angle)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::Limits;
    use image::Rgba;
    use proptest::prelude::*;
    use std::time::Duration;

    fn budget() -> Budget {
        Budget::start(&Limits {
            max_pixels: 1 << 20,
            max_memory: 1 << 26,
            max_time: Duration::from_secs(600),
        })
    }

    proptest! {
        #[test]
        fn one_colour_stays_one_colour(
            colour in any::<[u8; 3]>(),
            from in (1_u32..40, 1_u32..40),
            to in (1_u32..40, 1_u32..40),
        ) {
            let [red, green, blue] = colour;
            let source = RgbaImage::from_pixel(from.0, from.1, Rgba([red, green, blue, 255]));
            let target = resample(&source, to.0, to.1, &budget()).expect("within limits");
            prop_assert_eq!(target.dimensions(), to);
            prop_assert!(target.pixels().all(|pixel| pixel.0 == [red, green, blue, 255]));
        }

        #[test]
        fn weights_add_up_to_one(from in 1_u32..500, to in 1_u32..500) {
            for tap in taps(from, to) {
                let sum: f32 = tap.weights.iter().sum();
                prop_assert!((sum - 1.0).abs() < 1e-4);
                prop_assert!(tap.first + tap.weights.len() <= from as usize);
            }
        }
    }

    #[test]
    fn hidden_colour_of_transparent_pixels_does_not_bleed() {
        let source = RgbaImage::from_fn(8, 1, |x, _| {
            if x < 4 {
                Rgba([0, 0, 255, 255])
            } else {
                Rgba([255, 0, 0, 0])
            }
        });
        let target = resample(&source, 4, 1, &budget()).expect("within limits");
        assert!(target.pixels().all(|pixel| pixel.0[0] == 0));
    }
}
