use candor_process::{Fault, operations, sniff};
use image::Rgba;

use crate::pictures::{
    BLUE, GREEN, RED, WHITE, alike, apply, jpeg, png, product, quarters, read, webp,
};

/// The colours near the four corners: top left, top right, bottom left, bottom right.
fn corners(picture: &image::RgbaImage) -> [Rgba<u8>; 4] {
    let (right, bottom) = (picture.width() - 2, picture.height() - 2);
    [(1, 1), (right, 1), (1, bottom), (right, bottom)].map(|(x, y)| *picture.get_pixel(x, y))
}

#[test]
fn every_operation_runs_on_every_format() {
    for card in operations() {
        let parameters: &[&str] = match card.name {
            "convert" => &["format=png"],
            "crop" | "resize" => &["width=8", "height=8"],
            _ => &[],
        };
        for input in [jpeg(&product(48)), png(&product(48)), webp(&product(48))] {
            let output = apply(card.name, parameters, &input).expect(card.name);
            assert_eq!(
                sniff(&output.bytes),
                Some(output.media_type),
                "{}",
                card.name
            );
            read(&output);
        }
    }
}

#[test]
fn the_format_stays_unless_asked_otherwise() {
    for (input, media_type) in [
        (jpeg(&product(32)), "image/jpeg"),
        (png(&product(32)), "image/png"),
        (webp(&product(32)), "image/webp"),
    ] {
        let output = apply("resize", &["width=16"], &input).expect("resizes");
        assert_eq!(output.media_type, media_type);
        assert_eq!((output.width, output.height), (16, 16));
    }
}

#[test]
fn resize_keeps_the_arrangement_of_the_picture() {
    let input = png(&quarters(60, 40));
    for (parameters, size) in [
        (&["width=30"][..], (30, 20)),
        (&["height=80"], (120, 80)),
        (&["width=30", "height=30"], (30, 20)),
        (&["width=30", "height=30", "fit=stretch"], (30, 30)),
        (&["width=30", "height=30", "fit=cover"], (30, 30)),
    ] {
        let output = apply("resize", parameters, &input).expect("resizes");
        assert_eq!((output.width, output.height), size, "{parameters:?}");
        let found = corners(&read(&output));
        for (found, expected) in found.into_iter().zip([RED, GREEN, BLUE, WHITE]) {
            assert!(
                alike(found, expected),
                "{parameters:?}: {found:?} for {expected:?}"
            );
        }
    }
    assert!(matches!(
        apply("resize", &[], &input),
        Err(Fault::MissingParameter { .. })
    ));
}

#[test]
fn cover_crops_and_stretch_does_not() {
    // Stripes that cover would cut off at the sides.
    let input = png(&image::RgbaImage::from_fn(80, 20, |x, _| {
        if (20..60).contains(&x) { BLUE } else { RED }
    }));
    let cover = apply("resize", &["width=20", "height=20", "fit=cover"], &input).expect("resizes");
    let stretch =
        apply("resize", &["width=20", "height=20", "fit=stretch"], &input).expect("resizes");
    assert!(alike(*read(&cover).get_pixel(1, 10), BLUE));
    assert!(alike(*read(&stretch).get_pixel(1, 10), RED));
}

#[test]
fn enlarge_multiplies_the_size_and_keeps_the_content() {
    let output = apply("enlarge", &["factor=3"], &png(&quarters(20, 14))).expect("enlarges");
    assert_eq!((output.width, output.height), (60, 42));
    assert!(
        corners(&read(&output))
            .into_iter()
            .zip([RED, GREEN, BLUE, WHITE])
            .all(|(found, expected)| alike(found, expected))
    );
}

#[test]
fn crop_takes_exactly_the_rectangle() {
    let source = product(40);
    let output = apply(
        "crop",
        &["x=5", "y=7", "width=20", "height=11"],
        &png(&source),
    )
    .expect("crops");
    let cropped = read(&output);
    for (x, y, pixel) in cropped.enumerate_pixels() {
        assert_eq!(pixel, source.get_pixel(x + 5, y + 7));
    }
}

#[test]
fn a_crop_that_leaves_the_picture_is_refused() {
    let input = png(&product(40));
    for parameters in [
        ["x=40", "y=0", "width=1", "height=1"],
        ["x=30", "y=0", "width=11", "height=1"],
        ["x=0", "y=39", "width=1", "height=2"],
    ] {
        assert!(
            matches!(
                apply("crop", &parameters, &input),
                Err(Fault::BadParameter { .. })
            ),
            "{parameters:?}"
        );
    }
}

#[test]
fn rotate_turns_clockwise_and_mirrors() {
    let input = png(&quarters(20, 12));
    for (parameters, expected) in [
        (&["degrees=90"][..], [BLUE, RED, WHITE, GREEN]),
        (&["degrees=180"], [WHITE, BLUE, GREEN, RED]),
        (&["degrees=270"], [GREEN, WHITE, RED, BLUE]),
        (
            &["degrees=0", "mirror=left-right"],
            [GREEN, RED, WHITE, BLUE],
        ),
        (
            &["degrees=0", "mirror=top-bottom"],
            [BLUE, WHITE, RED, GREEN],
        ),
    ] {
        let output = apply("rotate", parameters, &input).expect("rotates");
        assert_eq!(corners(&read(&output)), expected, "{parameters:?}");
    }
}

#[test]
fn convert_writes_the_format_and_lays_transparency_over_the_background() {
    let mut source = product(32);
    source.put_pixel(1, 1, Rgba([0, 0, 0, 0]));
    for x in 0..16 {
        for y in 0..16 {
            source.put_pixel(x, y, Rgba([0, 0, 0, 0]));
        }
    }
    let input = png(&source);
    for (format, media_type) in [
        ("jpeg", "image/jpeg"),
        ("png", "image/png"),
        ("webp", "image/webp"),
    ] {
        let wanted = format!("format={format}");
        let output = apply("convert", &[&wanted, "background=2050c8"], &input).expect("converts");
        assert_eq!(output.media_type, media_type);
        let corner = *read(&output).get_pixel(4, 4);
        if format == "jpeg" {
            assert!(alike(corner, Rgba([0x20, 0x50, 0xc8, 255])), "{corner:?}");
        } else {
            assert_eq!(corner.0[3], 0);
        }
    }
}

#[test]
fn lossless_formats_give_the_same_pixels_back() {
    let source = product(32);
    for format in ["format=png", "format=webp"] {
        let output = apply("convert", &[format], &png(&source)).expect("converts");
        assert_eq!(read(&output), source);
    }
}

#[test]
fn lower_quality_makes_a_smaller_jpeg_of_the_same_picture() {
    let input = jpeg(&product(160));
    let [high, low] = ["quality=90", "quality=30"]
        .map(|quality| apply("compress", &[quality], &input).expect("works"));
    assert!(low.bytes.len() < high.bytes.len());
    assert!(alike(
        *read(&low).get_pixel(2, 2),
        Rgba([232, 230, 226, 255])
    ));
}

#[test]
fn grayscale_leaves_no_colour_and_keeps_transparency() {
    let mut source = quarters(16, 16);
    source.put_pixel(3, 3, Rgba([10, 200, 90, 77]));
    let grey = read(&apply("grayscale", &[], &png(&source)).expect("works"));
    assert!(
        grey.pixels()
            .all(|pixel| pixel.0[0] == pixel.0[1] && pixel.0[1] == pixel.0[2])
    );
    assert_eq!(grey.get_pixel(3, 3).0[3], 77);
    assert!(
        grey.get_pixel(12, 3).0[0] > grey.get_pixel(3, 12).0[0],
        "green is lighter than blue"
    );
}

#[test]
fn cut_out_clears_the_ground_and_keeps_the_subject() {
    for input in [png(&product(80)), jpeg(&product(80))] {
        let output = apply("cut-out", &[], &input).expect("cuts out");
        assert_eq!(output.media_type, "image/png");
        let cut = read(&output);
        for corner in corners(&cut) {
            assert_eq!(corner.0, [0; 4], "the background is gone, colour included");
        }
        assert_eq!(cut.get_pixel(40, 40).0[3], 255);
        let kept = cut.pixels().filter(|pixel| pixel.0[3] > 127).count();
        // The disc has 30 % of the side as radius: 28 % of the area.
        assert!((1600..2000).contains(&kept), "{kept}");
    }
}

#[test]
fn cutting_out_of_an_even_picture_says_that_nothing_would_be_left() {
    let even = image::RgbaImage::from_pixel(20, 20, WHITE);
    assert_eq!(
        apply("cut-out", &["tolerance=10"], &png(&even)),
        Err(Fault::NothingLeft { tolerance: 10 })
    );
}

#[test]
fn unknown_names_and_values_are_refused_with_what_to_write() {
    let input = png(&product(16));
    let fault = apply("rotate", &["degrees=45"], &input).expect_err("no such turn");
    assert_eq!(
        fault.to_string(),
        "The parameter “degrees” cannot be “45”. Write one of: 0, 90, 180, 270."
    );
    let fault = apply("resize", &["widht=4"], &input).expect_err("no such parameter");
    assert!(
        fault.to_string().ends_with("Did you mean “width”?"),
        "{fault}"
    );
}
