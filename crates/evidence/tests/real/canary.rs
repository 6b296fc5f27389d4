//! The picture that the pages are given.

use data_encoding::BASE64;
use image::codecs::png::PngEncoder;
use image::{ExtendedColorType, ImageEncoder as _, RgbImage};

/// Its size in pixels; no other number in the pages is one of these.
pub(crate) const WIDTH: u32 = 97;
pub(crate) const HEIGHT: u32 = 83;
/// Its name.
pub(crate) const NAME: &str = "harbour-at-dusk-7731.png";
/// What its metadata say.
pub(crate) const ARTIST: &str = "Runa Halvorsen of Lindvik";

/// Where the metadata stand: after the signature and the header of a PNG.
const AFTER_HEADER: usize = 33;

/// The picture as a PNG: broad shapes that survive being made smaller, and noise that no compression shrinks.
pub(crate) fn canary() -> Vec<u8> {
    let mut state = 0x9e37_79b9_u32;
    let pixels = RgbImage::from_fn(WIDTH, HEIGHT, |x, y| {
        let mut noise = || {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            u8::try_from(state & 0x3f).unwrap()
        };
        let block = if (x / 24 + y / 20) % 2 == 0 { 40 } else { 150 };
        image::Rgb([block + noise(), block / 2 + noise(), 180 - block + noise()])
    });
    let mut bytes = Vec::new();
    PngEncoder::new(&mut bytes)
        .write_image(&pixels, WIDTH, HEIGHT, ExtendedColorType::Rgb8)
        .unwrap();
    let text = format!("tEXtAuthor\0{ARTIST}");
    let mut chunk = u32::try_from(text.len() - 4)
        .unwrap()
        .to_be_bytes()
        .to_vec();
    chunk.extend(text.as_bytes());
    chunk.extend(crc32fast::hash(text.as_bytes()).to_be_bytes());
    bytes.splice(AFTER_HEADER..AFTER_HEADER, chunk);
    bytes
}

/// Whether these bytes are a picture that has exactly the opposite colours.
pub(crate) fn is_negative(bytes: &[u8]) -> bool {
    let Ok(picture) = image::load_from_memory(bytes) else {
        return false;
    };
    let own = image::load_from_memory(&canary()).unwrap().to_rgb8();
    let opposite = own.as_raw().iter().map(|value| 255 - value);
    picture.to_rgb8().into_raw().into_iter().eq(opposite)
}

/// The picture for a page: name and bytes.
pub(crate) fn script() -> String {
    let canary = serde_json::json!({"name": NAME, "base64": BASE64.encode(&canary())});
    format!("globalThis.CANARY = {canary};\n")
}
