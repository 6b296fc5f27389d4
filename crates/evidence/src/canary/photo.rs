//! Pictures like photographs: gradients, shapes and grain, with what a camera writes beside them.

use std::borrow::Cow;

use image::{
    ExtendedColorType, ImageEncoder, codecs::jpeg::JpegEncoder, codecs::webp::WebPEncoder,
};

use super::Canary;
use super::chunk::into_jpeg;
use super::exif::exif;
use super::identity::Identity;
use super::scene::{Scene, size};
use super::stream::Stream;

/// The pixels of a photograph.
pub(super) struct Photo {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) pixels: Vec<u8>,
}

impl Photo {
    pub(super) fn new(
        seed: &[u8; 32],
        role: &str,
        purpose: &str,
        least: (u32, u32),
        grain: i64,
    ) -> Self {
        let (width, height) = size(seed, role, purpose, least);
        let mut stream = Stream::new(seed, &format!("{purpose} {role}"));
        let scene = Scene::new(&mut stream, width, height);
        let pixels = scene.paint(&mut stream, |value, noise| {
            value + noise * grain / 128 - grain
        });
        Self {
            width,
            height,
            pixels,
        }
    }

    /// As a JPEG without any text; writing it into memory has no way to fail.
    pub(super) fn jpeg(&self) -> Vec<u8> {
        let mut jpeg = Vec::new();
        JpegEncoder::new_with_quality(&mut jpeg, 82)
            .write_image(
                &self.pixels,
                self.width,
                self.height,
                ExtendedColorType::Rgb8,
            )
            .ok();
        jpeg
    }

    fn canary(
        &self,
        identity: Identity,
        extension: &str,
        media_type: &'static str,
        bytes: Vec<u8>,
    ) -> Canary {
        Canary {
            name: format!("{}.{extension}", identity.stem),
            media_type,
            bytes,
            width: self.width,
            height: self.height,
            texts: identity.texts(),
            token: identity.token,
        }
    }
}

/// A JPEG with EXIF: camera, person, place.
pub fn photo_jpeg(seed: &[u8; 32], role: &str) -> Canary {
    let identity = Identity::new(seed, &format!("jpeg {role}"));
    let photo = Photo::new(seed, role, "jpeg", (389, 283), 9);
    let bytes = into_jpeg(&photo.jpeg(), &identity.remark, &exif(&identity));
    photo.canary(identity, "jpg", "image/jpeg", bytes)
}

/// A lossless WebP with EXIF.
pub fn photo_webp(seed: &[u8; 32], role: &str) -> Canary {
    let identity = Identity::new(seed, &format!("webp {role}"));
    let photo = Photo::new(seed, role, "webp", (181, 143), 9);
    let mut bytes = Vec::new();
    let mut encoder = WebPEncoder::new_lossless(&mut bytes);
    encoder.set_exif_metadata(exif(&identity)).ok();
    encoder
        .write_image(
            &photo.pixels,
            photo.width,
            photo.height,
            ExtendedColorType::Rgb8,
        )
        .ok();
    photo.canary(identity, "webp", "image/webp", bytes)
}

/// A GIF with a comment.
pub fn photo_gif(seed: &[u8; 32], role: &str) -> Canary {
    let identity = Identity::new(seed, &format!("gif {role}"));
    let photo = Photo::new(seed, role, "gif", (211, 167), 20);
    // Three bits of red and green and two of blue; the palette is the inverse.
    let palette: Vec<u8> = (0..=255_u8)
        .flat_map(|index| [index & 0xe0, (index << 3) & 0xe0, index << 6])
        .collect();
    let indices: Vec<u8> = photo
        .pixels
        .chunks_exact(3)
        .map(|pixel| match pixel {
            [red, green, blue] => (red & 0xe0) | ((green >> 3) & 0x1c) | (blue >> 6),
            _ => 0,
        })
        .collect();
    let width = u16::try_from(photo.width).unwrap_or(u16::MAX);
    let height = u16::try_from(photo.height).unwrap_or(u16::MAX);
    let bytes = gif(width, height, &palette, indices, &identity.remark).unwrap_or_default();
    photo.canary(identity, "gif", "image/gif", bytes)
}

fn gif(
    width: u16,
    height: u16,
    palette: &[u8],
    indices: Vec<u8>,
    comment: &str,
) -> Result<Vec<u8>, gif::EncodingError> {
    let mut encoder = gif::Encoder::new(Vec::new(), width, height, palette)?;
    encoder.write_raw_extension(gif::Extension::Comment.into(), &[comment.as_bytes()])?;
    encoder.write_frame(&gif::Frame {
        width,
        height,
        buffer: Cow::Owned(indices),
        ..gif::Frame::default()
    })?;
    encoder.into_inner()
}
