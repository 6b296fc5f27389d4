use std::time::Duration;

use candor_process::{Fault, Limits, operations};

use crate::pictures::{apply, apply_within, generous, jpeg, png, product};

/// A PNG header that promises this size, with a few bytes of compressed data behind it.
fn png_header(width: u32, height: u32) -> Vec<u8> {
    let mut file = png(&product(8));
    file[16..20].copy_from_slice(&width.to_be_bytes());
    file[20..24].copy_from_slice(&height.to_be_bytes());
    let mut header = file[12..29].to_vec();
    header.truncate(17);
    file[29..33].copy_from_slice(&crc32(&header).to_be_bytes());
    file
}

/// The checksum of PNG chunks (ISO 3309), bit by bit.
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |mut crc, byte| {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg());
        }
        crc
    })
}

#[test]
fn a_header_that_promises_billions_of_pixels_is_refused_unread() {
    assert_eq!(
        apply("grayscale", &[], &png_header(60_000, 60_000)),
        Err(Fault::TooManyPixels {
            width: 60_000,
            height: 60_000,
            limit: 4_000_000,
        })
    );
}

#[test]
fn a_huge_jpeg_frame_is_refused_unread() {
    let mut file = jpeg(&product(16));
    let frame = file
        .windows(2)
        .position(|pair| matches!(pair, [0xff, 0xc0..=0xc2]))
        .expect("a frame header");
    file[frame + 5..frame + 9].copy_from_slice(&[0xea, 0x60, 0xea, 0x60]);
    assert!(matches!(
        apply("grayscale", &[], &file),
        Err(Fault::TooManyPixels {
            width: 60_000,
            height: 60_000,
            ..
        })
    ));
}

#[test]
fn the_limit_of_pixels_holds_for_the_result_too() {
    let input = png(&product(40));
    let limits = Limits {
        max_pixels: 40 * 40,
        ..generous()
    };
    assert!(apply_within("grayscale", &[], &input, &limits).is_ok());
    assert!(matches!(
        apply_within("enlarge", &["factor=2"], &input, &limits),
        Err(Fault::TooManyPixels {
            width: 80,
            height: 80,
            ..
        })
    ));
    assert!(matches!(
        apply(
            "resize",
            &["width=65535", "height=65535", "fit=stretch"],
            &input
        ),
        Err(Fault::TooManyPixels { .. })
    ));
}

#[test]
fn memory_is_refused_before_it_is_used() {
    let limits = Limits {
        max_memory: 100 * 100 * 4,
        ..generous()
    };
    for input in [png(&product(100)), jpeg(&product(100))] {
        assert_eq!(
            apply_within("grayscale", &[], &input, &limits),
            Err(Fault::TooMuchMemory { limit: 40_000 })
        );
    }
}

#[test]
fn no_time_means_no_work_in_any_operation() {
    let limits = Limits {
        max_time: Duration::ZERO,
        ..generous()
    };
    for card in operations() {
        let parameters: &[&str] = match card.name {
            "convert" => &["format=png"],
            "crop" | "resize" => &["width=8", "height=8"],
            _ => &[],
        };
        assert_eq!(
            apply_within(card.name, parameters, &png(&product(20)), &limits),
            Err(Fault::TooSlow {
                limit: Duration::ZERO
            }),
            "{}",
            card.name
        );
    }
}

#[test]
fn a_webp_that_is_too_wide_for_its_format_is_refused_in_words() {
    let input = png(&product(2));
    let fault = apply(
        "convert",
        &["format=webp"],
        &apply(
            "resize",
            &["width=20000", "height=1", "fit=stretch"],
            &input,
        )
        .expect("a PNG may be that wide")
        .bytes,
    );
    assert_eq!(
        fault,
        Err(Fault::DoesNotFitFormat {
            format: "WebP",
            limit: 16_384,
        })
    );
}
