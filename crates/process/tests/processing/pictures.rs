//! Pictures made in code, and the call under test with short arguments.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::time::Duration;

use candor_process::{Fault, Limits, Output, run};
use image::{DynamicImage, ImageFormat, Rgba, RgbaImage};

pub(crate) fn generous() -> Limits {
    Limits {
        max_pixels: 4_000_000,
        max_memory: 256 << 20,
        max_time: Duration::from_secs(600),
    }
}

/// Runs an operation with parameters written as `name=value`.
pub(crate) fn apply(operation: &str, parameters: &[&str], input: &[u8]) -> Result<Output, Fault> {
    apply_within(operation, parameters, input, &generous())
}

pub(crate) fn apply_within(
    operation: &str,
    parameters: &[&str],
    input: &[u8],
    limits: &Limits,
) -> Result<Output, Fault> {
    let parameters: BTreeMap<String, String> = parameters
        .iter()
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    run(operation, &parameters, input, limits)
}

/// Four corners of four colours: every turn, mirror and crop can be told from every other.
pub(crate) fn quarters(width: u32, height: u32) -> RgbaImage {
    RgbaImage::from_fn(width, height, |x, y| {
        match (x < width / 2, y < height / 2) {
            (true, true) => RED,
            (false, true) => GREEN,
            (true, false) => BLUE,
            (false, false) => WHITE,
        }
    })
}

pub(crate) const RED: Rgba<u8> = Rgba([220, 30, 20, 255]);
pub(crate) const GREEN: Rgba<u8> = Rgba([20, 180, 40, 255]);
pub(crate) const BLUE: Rgba<u8> = Rgba([20, 40, 200, 255]);
pub(crate) const WHITE: Rgba<u8> = Rgba([250, 250, 250, 255]);

/// A disc of fine detail on an even ground, as a product photograph has it.
pub(crate) fn product(size: u32) -> RgbaImage {
    let middle = f64::from(size) / 2.0;
    RgbaImage::from_fn(size, size, |x, y| {
        let (dx, dy) = (f64::from(x) - middle, f64::from(y) - middle);
        if dx.hypot(dy) < f64::from(size) * 0.3 {
            Rgba([150, (x * 9 % 80) as u8, (y * 7 % 90) as u8, 255])
        } else {
            Rgba([232, 230, 226, 255])
        }
    })
}

pub(crate) fn png(picture: &RgbaImage) -> Vec<u8> {
    written(DynamicImage::ImageRgba8(picture.clone()), ImageFormat::Png)
}

pub(crate) fn jpeg(picture: &RgbaImage) -> Vec<u8> {
    written(
        DynamicImage::ImageRgb8(DynamicImage::ImageRgba8(picture.clone()).into_rgb8()),
        ImageFormat::Jpeg,
    )
}

pub(crate) fn webp(picture: &RgbaImage) -> Vec<u8> {
    written(DynamicImage::ImageRgba8(picture.clone()), ImageFormat::WebP)
}

fn written(picture: DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture
        .write_to(&mut bytes, format)
        .expect("a picture made in code can be written");
    bytes.into_inner()
}

/// The pixels of an output, read by the image crate alone.
pub(crate) fn read(output: &Output) -> RgbaImage {
    let picture = image::load_from_memory(&output.bytes)
        .expect("the output is a picture")
        .into_rgba8();
    assert_eq!(picture.dimensions(), (output.width, output.height));
    picture
}

/// Whether two colours look alike, as JPEG is not exact.
pub(crate) fn alike(left: Rgba<u8>, right: Rgba<u8>) -> bool {
    left.0.iter().zip(right.0).all(|(a, b)| a.abs_diff(b) < 24)
}
