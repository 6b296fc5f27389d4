//! The files that are made for a run are read by independent readers, and no two are alike.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test ends at the first fault"
)]

use std::collections::BTreeSet;
use std::io::Write;
use std::process::{Command, Stdio};

use candor_evidence::canary::{
    Canary, document_pdf, noise_png, of_role, photo_gif, photo_jpeg, photo_webp, pictures_first,
};

const SEED: [u8; 32] = [7; 32];

fn holds(canary: &Canary, text: &str) -> bool {
    memchr::memmem::find(&canary.bytes, text.as_bytes()).is_some()
}

fn size(canary: &Canary, format: image::ImageFormat) -> (u32, u32) {
    let picture = image::load_from_memory_with_format(&canary.bytes, format).expect("a picture");
    (picture.width(), picture.height())
}

#[test]
fn pictures_are_read_by_decoders() {
    for role in ["a", "b", "c"] {
        let png = noise_png(&SEED, role);
        assert_eq!(size(&png, image::ImageFormat::Png), (png.width, png.height));
        let jpeg = photo_jpeg(&SEED, role);
        assert_eq!(
            size(&jpeg, image::ImageFormat::Jpeg),
            (jpeg.width, jpeg.height)
        );
        let webp = photo_webp(&SEED, role);
        assert_eq!(
            size(&webp, image::ImageFormat::WebP),
            (webp.width, webp.height)
        );
        let gif = photo_gif(&SEED, role);
        let mut decoder = gif::DecodeOptions::new()
            .read_info(gif.bytes.as_slice())
            .expect("a GIF");
        let frame = decoder
            .read_next_frame()
            .expect("a frame")
            .expect("one frame");
        assert_eq!(
            (u32::from(frame.width), u32::from(frame.height)),
            (gif.width, gif.height)
        );
        for canary in [png, jpeg, webp, gif] {
            assert_eq!(
                (canary.width % 2, canary.height % 2),
                (1, 1),
                "{}",
                canary.name
            );
            assert!(
                holds(&canary, &canary.token),
                "the token in {}",
                canary.name
            );
        }
    }
}

#[test]
fn exif_is_read_by_a_decoder() {
    use image::ImageDecoder;
    use image::codecs::{jpeg::JpegDecoder, png::PngDecoder, webp::WebPDecoder};
    use std::io::Cursor;
    let png = noise_png(&SEED, "a");
    let jpeg = photo_jpeg(&SEED, "a");
    let webp = photo_webp(&SEED, "a");
    let exif = [
        (
            &png,
            PngDecoder::new(Cursor::new(&png.bytes))
                .unwrap()
                .exif_metadata(),
        ),
        (
            &jpeg,
            JpegDecoder::new(Cursor::new(&jpeg.bytes))
                .unwrap()
                .exif_metadata(),
        ),
        (
            &webp,
            WebPDecoder::new(Cursor::new(&webp.bytes))
                .unwrap()
                .exif_metadata(),
        ),
    ];
    for (canary, exif) in exif {
        let exif = exif.unwrap().expect("EXIF");
        for text in canary.texts.iter().take(3) {
            assert!(
                memchr::memmem::find(&exif, text.as_bytes()).is_some(),
                "{text} in {}",
                canary.name
            );
        }
        // The directory of the place stands where the first directory says.
        let number = |at: usize| u32::from_le_bytes(exif[at..at + 4].try_into().unwrap());
        let fields = usize::from(u16::from_le_bytes(exif[8..10].try_into().unwrap()));
        let place = (0..fields)
            .map(|index| 10 + index * 12)
            .find(|at| exif[*at..at + 2] == [0x25, 0x88])
            .expect("a place");
        let place = usize::try_from(number(place + 8)).unwrap();
        let coordinate = |field: usize| {
            let at = usize::try_from(number(place + 2 + field * 12 + 8)).unwrap();
            let part = |index: usize| {
                f64::from(number(at + index * 8)) / f64::from(number(at + index * 8 + 4))
            };
            part(0) + part(1) / 60.0 + part(2) / 3600.0
        };
        assert_eq!(format!("{:.6}", coordinate(1)), canary.texts[3]);
        assert_eq!(format!("{:.6}", coordinate(3)), canary.texts[4]);
    }
}

#[test]
fn a_document_is_read_by_a_reader_of_documents() {
    let reader = std::env::var("CANDOR_PDFINFO").unwrap_or_else(|_| "pdfinfo".to_owned());
    let found = Command::new(&reader).arg("-v").output();
    assert!(found.is_ok(), "pdfinfo is missing; install poppler-utils");
    let canary = document_pdf(&SEED, "a");
    let run = |tool: &str, arguments: &[&str]| {
        let mut child = Command::new(tool)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("a tool");
        child
            .stdin
            .take()
            .unwrap()
            .write_all(&canary.bytes)
            .unwrap();
        let output = child.wait_with_output().unwrap();
        assert_eq!(
            String::from_utf8_lossy(&output.stderr),
            "",
            "{tool} complains"
        );
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    let told = run(&reader, &["-"]);
    assert!(
        told.contains(&canary.token) && told.contains(&canary.texts[0]),
        "{told}"
    );
    assert!(told.contains("Pages:           1"), "{told}");
    assert!(run("pdftotext", &["-", "-"]).contains(&canary.texts[0]));
    let pictures = run("pdfimages", &["-list", "-"]);
    assert!(pictures.contains(&canary.width.to_string()), "{pictures}");
}

#[test]
fn all_follows_from_the_seed_and_no_two_are_alike() {
    let all: Vec<Canary> = ["a", "b", "c"]
        .iter()
        .flat_map(|role| of_role(&SEED, role))
        .collect();
    let again: Vec<Canary> = ["a", "b", "c"]
        .iter()
        .flat_map(|role| of_role(&SEED, role))
        .collect();
    assert_eq!(all, again);
    let count = |values: BTreeSet<String>| values.len();
    assert_eq!(count(all.iter().map(Canary::sha256).collect()), all.len());
    assert_eq!(
        count(all.iter().map(|canary| canary.token.clone()).collect()),
        all.len()
    );
    assert_eq!(
        count(all.iter().map(|canary| canary.name.clone()).collect()),
        all.len()
    );
    let others = of_role(&[8; 32], "a");
    assert!(
        others
            .iter()
            .zip(&all)
            .all(|(other, one)| other.bytes != one.bytes)
    );
    // Lengths differ enough that a message can be seen to grow with the file.
    for seed in 0..6 {
        let [a, b] = ["a", "b"].map(|role| of_role(&[seed; 32], role));
        for (a, b) in a.iter().zip(&b) {
            assert!(
                a.bytes.len().abs_diff(b.bytes.len()) >= 256,
                "{} and {}",
                a.name,
                b.name
            );
            assert_ne!((a.width, a.height), (b.width, b.height));
        }
    }
    assert_eq!(pictures_first(&SEED, "a")[0].media_type, "image/jpeg");
}

#[test]
fn noise_cannot_be_compressed() {
    let canary = noise_png(&SEED, "a");
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(&canary.bytes).unwrap();
    let packed = encoder.finish().unwrap().len();
    assert!(
        packed * 100 > canary.bytes.len() * 97,
        "{packed} of {}",
        canary.bytes.len()
    );
}
