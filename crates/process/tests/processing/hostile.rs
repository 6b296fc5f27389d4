use candor_process::{Fault, operations, sniff};
use proptest::prelude::*;

use crate::pictures::{apply, jpeg, png, product, webp};

#[test]
fn other_files_are_refused_by_name() {
    assert_eq!(
        apply("grayscale", &[], b"%PDF-1.7 ..."),
        Err(Fault::NotAPicture)
    );
    assert_eq!(apply("grayscale", &[], b""), Err(Fault::NotAPicture));
    assert_eq!(
        apply("grayscale", &[], b"GIF89a\x01\0\x01\0\0\0\0;"),
        Err(Fault::UnsupportedFormat { found: "GIF" })
    );
}

#[test]
fn a_file_that_ends_early_is_damaged_wherever_it_ends() {
    for whole in [jpeg(&product(40)), png(&product(40)), webp(&product(40))] {
        for share in [20, 50, 80, 95] {
            let part = &whole[..whole.len() * share / 100];
            let result = apply("grayscale", &[], part);
            assert!(
                matches!(result, Err(Fault::Damaged { .. })),
                "{:?} at {share} %: {:?}",
                sniff(part),
                result.map(|output| output.bytes.len())
            );
        }
    }
}

#[test]
fn an_animation_is_refused_instead_of_losing_its_frames() {
    // An animation control chunk in front of the first data chunk makes a PNG an animated one.
    let plain = png(&product(16));
    let mut animated = plain[..33].to_vec();
    let control: [u8; 12] = [b'a', b'c', b'T', b'L', 0, 0, 0, 2, 0, 0, 0, 0];
    animated.extend_from_slice(&8_u32.to_be_bytes());
    animated.extend_from_slice(&control);
    animated.extend_from_slice(&0xf38d_9370_u32.to_be_bytes());
    animated.extend_from_slice(&plain[33..]);
    assert_eq!(
        apply("grayscale", &[], &animated),
        Err(Fault::UnsupportedFormat {
            found: "animated PNG"
        })
    );
}

fn any_operation() -> impl Strategy<Value = &'static str> {
    prop::sample::select(
        operations()
            .iter()
            .map(|card| card.name)
            .collect::<Vec<_>>(),
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn arbitrary_bytes_never_panic(
        operation in any_operation(),
        start in prop::sample::select(vec![
            &b""[..],
            &[0xff, 0xd8, 0xff],
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
            b"RIFF\0\x01\0\0WEBPVP8 ",
            b"RIFF\0\x01\0\0WEBPVP8L",
        ]),
        rest in prop::collection::vec(any::<u8>(), 0..400),
    ) {
        let input = [start, &rest].concat();
        prop_assert!(apply(operation, &["width=4", "height=4", "format=png"], &input).is_err());
    }

    #[test]
    fn damaged_pictures_give_a_picture_or_a_fault(
        which in 0_usize..3,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
    ) {
        let mut input = [jpeg, png, webp][which](&product(24));
        for (at, value) in changes {
            let at = at.index(input.len());
            input[at] = value;
        }
        if let Ok(output) = apply("grayscale", &[], &input) {
            prop_assert_eq!(sniff(&output.bytes), Some(output.media_type));
        }
    }

    #[test]
    fn arbitrary_parameters_never_panic(
        operation in any_operation(),
        name in "[a-z]{1,8}|width|height|x|y|quality|tolerance|factor|fit",
        value in "\\PC{0,8}|[0-9]{1,11}",
    ) {
        let pair = format!("{name}={value}");
        let _ = apply(operation, &[&pair, "width=3"], &png(&product(6)));
    }
}
