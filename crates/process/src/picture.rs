use image::RgbaImage;

use crate::format::Format;

/// Decoded pixels and how they are to be written. Pixels are 8 bits per channel in sRGB with straight alpha; deeper
/// inputs are reduced to that on decoding.
#[derive(Clone, Debug)]
pub(crate) struct Picture {
    pub(crate) pixels: RgbaImage,
    pub(crate) target: Target,
}

/// How a picture is written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Target {
    pub(crate) format: Format,
    /// JPEG quality from 1 to 100; the other formats are written without loss.
    pub(crate) quality: u8,
    /// What shows through transparent pixels in a format without transparency.
    pub(crate) background: [u8; 3],
    /// Spend more time for a smaller PNG.
    pub(crate) smallest: bool,
}

impl Target {
    /// Writes in the format that the picture came in.
    pub(crate) fn same_as(format: Format) -> Self {
        Self {
            format,
            quality: 92,
            background: [255, 255, 255],
            smallest: false,
        }
    }
}
