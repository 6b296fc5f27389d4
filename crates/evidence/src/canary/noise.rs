//! A picture of noise: nothing shortens it, so that every part of it is as good as a signature.

use image::{ExtendedColorType, ImageEncoder, codecs::png::PngEncoder};

use super::Canary;
use super::chunk::into_png;
use super::exif::exif;
use super::identity::Identity;
use super::scene::{Scene, size};
use super::stream::Stream;

/// A PNG of noise with an odd width and height, texts and EXIF.
pub fn noise_png(seed: &[u8; 32], role: &str) -> Canary {
    let purpose = format!("noise {role}");
    let identity = Identity::new(seed, &purpose);
    let (width, height) = size(seed, role, "noise", (121, 113));
    let mut stream = Stream::new(seed, &purpose);
    let scene = Scene::new(&mut stream, width, height);
    // A quarter of the tone is pattern, so that the picture is known again when it is made small.
    let pixels = scene.paint(&mut stream, |value, noise| value / 4 + noise * 3 / 4);
    let mut png = Vec::new();
    // Writing a small picture into memory has no way to fail.
    PngEncoder::new(&mut png)
        .write_image(&pixels, width, height, ExtendedColorType::Rgb8)
        .ok();
    let texts = [
        ("Title", identity.token.as_str()),
        ("Author", &identity.person),
        ("Comment", &identity.remark),
    ];
    Canary {
        name: format!("{}.png", identity.stem),
        media_type: "image/png",
        bytes: into_png(&png, &texts, &exif(&identity)),
        width,
        height,
        texts: identity.texts(),
        token: identity.token,
    }
}
