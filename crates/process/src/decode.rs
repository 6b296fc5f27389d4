use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use image::codecs::{jpeg::JpegDecoder, png::PngDecoder, webp::WebPDecoder};
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageError};

use crate::budget::{Budget, Timed};
use crate::fault::Fault;
use crate::format::{Format, known_but_refused};
use crate::jpeg_structure;
use crate::picture::{Picture, Target};

/// Decodes a file into upright 8-bit pixels. Size and memory are checked against the header, before any pixel.
///
/// The codecs are foreign code that reads hostile bytes. Should one of them panic, this run fails and the caller goes
/// on; nothing that it could have left half-changed outlives the call.
pub(crate) fn decode(input: &[u8], budget: &Budget) -> Result<Picture, Fault> {
    catch_unwind(AssertUnwindSafe(|| decode_guarded(input, budget))).unwrap_or_else(|_| {
        Err(Fault::Damaged {
            detail: "the decoder gave up".to_owned(),
        })
    })
}

fn decode_guarded(input: &[u8], budget: &Budget) -> Result<Picture, Fault> {
    let Some(format) = Format::of(input) else {
        return Err(match known_but_refused(input) {
            Some(found) => Fault::UnsupportedFormat { found },
            None => Fault::NotAPicture,
        });
    };
    budget.check_time()?;
    let stream = Timed {
        stream: Cursor::new(input),
        budget,
    };
    let pixels = match format {
        Format::Jpeg => {
            jpeg_structure::check(input)?;
            // This decoder copies the whole file before it looks at it.
            budget.reserve(input.len() as u64)?;
            let decoder = JpegDecoder::new(stream).map_err(|error| fault(error, budget))?;
            // A progressive file is held as coefficients, two bytes for each of three channels, until its last scan.
            let (width, height) = decoder.dimensions();
            budget.reserve_pixels(width, height, 6)?;
            pixels(decoder, budget)?
        }
        Format::Png => {
            let decoder = PngDecoder::with_limits(stream, codec_limits(budget))
                .map_err(|error| fault(error, budget))?;
            // Only one frame would survive, which is not what whoever sent it expects.
            if decoder.is_apng().map_err(|error| fault(error, budget))? {
                return Err(Fault::UnsupportedFormat {
                    found: "animated PNG",
                });
            }
            pixels(decoder, budget)?
        }
        Format::WebP => {
            let decoder = WebPDecoder::new(stream).map_err(|error| fault(error, budget))?;
            if decoder.has_animation() {
                return Err(Fault::UnsupportedFormat {
                    found: "animated WebP",
                });
            }
            pixels(decoder, budget)?
        }
    };
    budget.check_time()?;
    Ok(Picture {
        pixels,
        target: Target::same_as(format),
    })
}

fn pixels(mut decoder: impl ImageDecoder, budget: &Budget) -> Result<image::RgbaImage, Fault> {
    let (width, height) = decoder.dimensions();
    budget.check_pixels(width, height)?;
    budget.reserve(decoder.total_bytes())?;
    // The change of pixel type to 8 bits makes a copy, and so does turning the picture upright.
    let orientation = decoder
        .orientation()
        .map_err(|error| fault(error, budget))?;
    let copies = if orientation == Orientation::NoTransforms {
        1
    } else {
        2
    };
    budget.reserve_pixels(width, height, 4 * copies)?;
    decoder
        .set_limits(codec_limits(budget))
        .map_err(|error| fault(error, budget))?;
    let decoded = DynamicImage::from_decoder(decoder).map_err(|error| fault(error, budget))?;
    let mut upright = DynamicImage::ImageRgba8(decoded.into_rgba8());
    upright.apply_orientation(orientation);
    Ok(upright.into_rgba8())
}

fn codec_limits(budget: &Budget) -> image::Limits {
    let mut limits = image::Limits::no_limits();
    limits.max_alloc = Some(budget.memory_left());
    limits
}

fn fault(error: ImageError, budget: &Budget) -> Fault {
    if let Err(too_slow) = budget.check_time() {
        return too_slow;
    }
    match error {
        ImageError::Limits(_) => Fault::TooMuchMemory {
            limit: budget.memory_limit(),
        },
        other => Fault::Damaged {
            detail: other.to_string(),
        },
    }
}
