use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::codecs::webp::WebPEncoder;
use image::{ExtendedColorType, ImageEncoder, ImageResult, RgbaImage};

use crate::budget::{Budget, Timed};
use crate::fault::Fault;
use crate::format::Format;
use crate::output::Output;
use crate::picture::{Picture, Target};

/// Writes pixels and nothing else: no metadata segment of any kind is ever passed to an encoder.
pub(crate) fn encode(picture: &Picture, budget: &Budget) -> Result<Output, Fault> {
    let Picture { pixels, target } = picture;
    let (width, height) = pixels.dimensions();
    budget.check_pixels(width, height)?;
    let limit = target.format.max_side();
    if width > limit || height > limit {
        return Err(Fault::DoesNotFitFormat {
            format: target.format.name(),
            limit,
        });
    }
    let mut bytes = Vec::new();
    let writer = Timed {
        stream: &mut bytes,
        budget,
    };
    let opaque = pixels.pixels().all(|pixel| pixel.0[3] == u8::MAX);
    let written = if opaque || target.format == Format::Jpeg {
        budget.reserve_pixels(width, height, 3)?;
        let flat = flatten(pixels, target.background);
        write(
            writer,
            target,
            &flat,
            (width, height),
            ExtendedColorType::Rgb8,
        )
    } else {
        write(
            writer,
            target,
            pixels.as_raw(),
            (width, height),
            ExtendedColorType::Rgba8,
        )
    };
    if let Err(error) = written {
        budget.check_time()?;
        return Err(Fault::NotEncoded {
            detail: error.to_string(),
        });
    }
    budget.check_time()?;
    Ok(Output {
        bytes,
        media_type: target.format.media_type(),
        width,
        height,
    })
}

fn write(
    writer: Timed<'_, &mut Vec<u8>>,
    target: &Target,
    raw: &[u8],
    (width, height): (u32, u32),
    colour: ExtendedColorType,
) -> ImageResult<()> {
    match target.format {
        Format::Jpeg => JpegEncoder::new_with_quality(writer, target.quality)
            .write_image(raw, width, height, colour),
        Format::Png => {
            let effort = if target.smallest {
                CompressionType::Best
            } else {
                CompressionType::Default
            };
            PngEncoder::new_with_quality(writer, effort, FilterType::Adaptive)
                .write_image(raw, width, height, colour)
        }
        Format::WebP => WebPEncoder::new_lossless(writer).write_image(raw, width, height, colour),
    }
}

/// Lays the picture over one colour.
fn flatten(pixels: &RgbaImage, background: [u8; 3]) -> Vec<u8> {
    pixels
        .pixels()
        .flat_map(|pixel| {
            let [red, green, blue, alpha] = pixel.0;
            let over = |front: u8, back: u8| {
                let sum = u32::from(front) * u32::from(alpha)
                    + u32::from(back) * (255 - u32::from(alpha));
                u8::try_from((sum + 127) / 255).unwrap_or(u8::MAX)
            };
            [
                over(red, background[0]),
                over(green, background[1]),
                over(blue, background[2]),
            ]
        })
        .collect()
}
