use image::codecs::png::PngEncoder;
use image::codecs::webp::WebPEncoder;
use image::{ExtendedColorType, ImageEncoder};

use crate::pictures::{GREEN, RED, alike, apply, jpeg, png, quarters, read};
use candor_process::operations;

const CAMERA: &[u8] = b"Obscura 9 serial 00412";

/// A TIFF block with the orientation and the camera's name, as cameras write it.
fn exif(orientation: u8) -> Vec<u8> {
    let mut block = b"II*\0\x08\0\0\0\x02\0".to_vec();
    // 0x010f Make: text, its length, its place behind the directory.
    block.extend_from_slice(&[0x0f, 0x01, 2, 0]);
    block.extend_from_slice(&(CAMERA.len() as u32).to_le_bytes());
    block.extend_from_slice(&38_u32.to_le_bytes());
    // 0x0112 Orientation: one short.
    block.extend_from_slice(&[0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0]);
    block.extend_from_slice(&[0; 4]);
    assert_eq!(block.len(), 38);
    block.extend_from_slice(CAMERA);
    block
}

/// Inserts segments behind the start marker: EXIF, XMP and a comment.
fn jpeg_with_metadata(orientation: u8) -> Vec<u8> {
    let plain = jpeg(&quarters(64, 32));
    let mut file = plain[..2].to_vec();
    let mut segment = |marker: u8, head: &[u8], body: &[u8]| {
        file.extend_from_slice(&[0xff, marker]);
        file.extend_from_slice(&((2 + head.len() + body.len()) as u16).to_be_bytes());
        file.extend_from_slice(head);
        file.extend_from_slice(body);
    };
    segment(0xe1, b"Exif\0\0", &exif(orientation));
    segment(
        0xe1,
        b"http://ns.adobe.com/xap/1.0/\0",
        b"<x>Obscura 9 serial 00412</x>",
    );
    segment(0xfe, b"", b"taken by Obscura 9 serial 00412");
    file.extend_from_slice(&plain[2..]);
    file
}

fn contains(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}

#[test]
fn no_operation_lets_metadata_through() {
    let picture = quarters(64, 32);
    let (width, height) = picture.dimensions();
    let mut in_png = Vec::new();
    let mut encoder = PngEncoder::new(&mut in_png);
    encoder.set_exif_metadata(exif(1)).expect("supported");
    encoder
        .write_image(&picture, width, height, ExtendedColorType::Rgba8)
        .expect("written");
    let mut in_webp = Vec::new();
    let mut encoder = WebPEncoder::new_lossless(&mut in_webp);
    encoder.set_exif_metadata(exif(1)).expect("supported");
    encoder
        .write_image(&picture, width, height, ExtendedColorType::Rgba8)
        .expect("written");

    for input in [jpeg_with_metadata(1), in_png, in_webp] {
        assert!(
            contains(&input, CAMERA),
            "the input must carry what is to be dropped"
        );
        for card in operations() {
            for format in ["jpeg", "png", "webp"] {
                let format = format!("format={format}");
                let parameters: &[&str] = match card.name {
                    "convert" => &[&format],
                    "crop" | "resize" => &["width=8", "height=8"],
                    _ => &[],
                };
                let output = apply(card.name, parameters, &input).expect(card.name);
                assert!(!contains(&output.bytes, b"Obscura"), "{}", card.name);
                assert!(!contains(&output.bytes, b"Exif\0\0"), "{}", card.name);
                assert!(!contains(&output.bytes, b"eXIf"), "{}", card.name);
            }
        }
    }
}

#[test]
fn the_orientation_is_applied_before_it_is_dropped() {
    // Orientation 6 means: turn by 90 degrees clockwise to see it upright.
    let output = apply("strip-metadata", &[], &jpeg_with_metadata(6)).expect("works");
    assert_eq!((output.width, output.height), (32, 64));
    let upright = read(&output);
    assert!(
        alike(*upright.get_pixel(28, 4), RED),
        "top left went to the top right"
    );
    assert!(alike(*upright.get_pixel(28, 60), GREEN));
}

#[test]
fn stripping_a_png_leaves_the_pixels_alone() {
    let source = quarters(30, 20);
    let output = apply("strip-metadata", &[], &png(&source)).expect("works");
    assert_eq!(read(&output), source);
}
