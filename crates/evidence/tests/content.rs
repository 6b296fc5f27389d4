//! A canary is found in every form in which a page can send it, at any place, in any part.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test ends at the first fault"
)]

mod forms;

use std::io::Cursor;
use std::sync::LazyLock;

use candor_evidence::canary::{Canary, noise_png, of_role, photo_jpeg};
use candor_evidence::content::{Encoding, Layer, Matcher, Sighting, What};
use forms::Form;
use image::{DynamicImage, ImageFormat};
use proptest::prelude::*;

const SEED: [u8; 32] = [21; 32];

static CANARIES: LazyLock<Vec<Canary>> = LazyLock::new(|| of_role(&SEED, "a"));
static MATCHER: LazyLock<Matcher> = LazyLock::new(|| Matcher::new(&CANARIES));

fn content(sightings: &[Sighting]) -> Option<&Sighting> {
    sightings
        .iter()
        .find(|sighting| sighting.what == What::Content)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_form_of_any_part_is_found(
        file in 0_usize..5,
        start in 0_usize..20_000,
        length in 1_200_usize..9_000,
        before in "[a-zA-Z0-9/=?&:\" ]{0,40}",
    ) {
        let bytes = &CANARIES[file].bytes;
        // Headers are the same in all files; what follows is the canary's own.
        let start = 1_000 + start % (bytes.len() - 4_000);
        let part = &bytes[start..(start + length).min(bytes.len() - 300)];
        for form in Form::all() {
            let message = form.write(part, before.as_bytes());
            let sightings = MATCHER.look(&message);
            let Some(seen) = content(&sightings) else {
                panic!("{form:?} of {} bytes from {start} of {} was not seen", part.len(), CANARIES[file].name);
            };
            prop_assert!(seen.bytes * 10 >= part.len() * 8, "{form:?}: {} of {}", seen.bytes, part.len());
            prop_assert!(form.allows(seen.encoding), "{form:?} was called {}", seen.encoding);
        }
    }

    #[test]
    fn nothing_panics(bytes in prop::collection::vec(any::<u8>(), 0..3000)) {
        MATCHER.look(&bytes);
    }

    #[test]
    fn broken_formats_do_not_panic(place in 0_usize..2000, value in any::<u8>(), form in 0_usize..40) {
        let forms = Form::all();
        let form = forms[form % forms.len()];
        let mut message = form.write(&CANARIES[0].bytes[..3000], b"");
        let place = place % message.len();
        message[place] = value;
        MATCHER.look(&message);
        message.truncate(place);
        MATCHER.look(&message);
    }
}

#[test]
fn short_parts_are_found() {
    let part = &CANARIES[0].bytes[5_000..5_024];
    for form in [
        Form::Raw,
        Form::Hex,
        Form::Base64,
        Form::Base64Url,
        Form::Base32,
        Form::Reversed,
    ] {
        let message = form.write(part, b"https://collector.example/p?d=");
        assert!(content(&MATCHER.look(&message)).is_some(), "{form:?}");
    }
}

#[test]
fn a_host_name_of_labels_is_found() {
    let text = data_encoding::BASE32_NOPAD
        .encode(&CANARIES[0].bytes[3_000..3_100])
        .to_lowercase();
    let labels: Vec<&str> = text
        .as_bytes()
        .chunks(50)
        .map(|label| std::str::from_utf8(label).unwrap())
        .collect();
    let host = format!("{}.collector.example", labels.join("."));
    assert!(content(&MATCHER.look(host.as_bytes())).is_some());
}

#[test]
fn three_layers_are_taken_off_and_told() {
    let whole = &CANARIES[0].bytes;
    let inner = Form::Base64.write(whole, b"");
    let packed = Form::Gzip.write(&inner, b"");
    let message = format!("{{\"d\":\"{}\"}}", data_encoding::BASE64.encode(&packed));
    let sightings = MATCHER.look(message.as_bytes());
    let seen = content(&sightings).expect("content");
    assert_eq!(seen.layers, [Layer::Base64, Layer::Gzip, Layer::Base64]);
    assert_eq!((seen.encoding, seen.bytes), (Encoding::Base64, whole.len()));
    assert!(
        seen.note.contains("100 %") && seen.note.contains("under base64, then gzip, then base64"),
        "{}",
        seen.note
    );
}

#[test]
fn a_form_with_the_file_tells_its_name_too() {
    let canary = &CANARIES[0];
    let mut message = format!(
        "------x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{}\"\r\nContent-Type: image/png\r\n\r\n",
        canary.name
    )
    .into_bytes();
    message.extend(&canary.bytes);
    message.extend(b"\r\n------x--\r\n");
    let sightings = MATCHER.look(&message);
    let whats: Vec<What> = sightings.iter().map(|sighting| sighting.what).collect();
    assert_eq!(whats, [What::Content, What::Name], "{sightings:?}");
    assert_eq!(
        (sightings[0].encoding, sightings[0].bytes),
        (Encoding::Raw, canary.bytes.len())
    );
}

#[test]
fn names_texts_and_measures_are_seen() {
    let canary = &CANARIES[0];
    let stem = canary.name.trim_end_matches(".png");
    let (width, height, size) = (canary.width, canary.height, canary.bytes.len());
    let (latitude, longitude) = (&canary.texts[3], &canary.texts[4]);
    let person = &canary.texts[0];
    let cases = [
        (
            What::Name,
            format!("{{\"event\":\"open\",\"file\":\"{}\"}}", canary.name),
        ),
        (What::Name, format!("?n={}", stem.to_uppercase())),
        (
            What::Name,
            format!("?n={}", canary.name.replace('-', "%2D")),
        ),
        (
            What::Name,
            format!(
                "c={}",
                data_encoding::BASE64URL_NOPAD.encode(canary.name.as_bytes())
            ),
        ),
        (What::Text, format!("t={}", canary.token)),
        (What::Text, format!("by={}", person.replace(' ', "+"))),
        (What::Text, format!("by={}", person.replace(' ', "%20"))),
        (
            What::Text,
            format!("{{\"lat\":{latitude},\"lng\":{longitude}}}"),
        ),
        (
            What::Text,
            format!(
                "at={:.5},{:.5}",
                latitude.parse::<f64>().unwrap(),
                longitude.parse::<f64>().unwrap()
            ),
        ),
        (What::Size, format!("{{\"fileSize\":{size}}}")),
        (What::Size, format!("?size={size}&x=1")),
        (What::Size, format!("{{\"a\": {size}, \"b\": 2}}")),
        (What::Size, format!("read {size} bytes")),
        (
            What::Dimensions,
            format!("{{\"w\":{width},\"h\":{height}}}"),
        ),
        (
            What::Dimensions,
            format!("{{\"height\":{height},\"width\":{width}}}"),
        ),
        (What::Dimensions, format!("?dim={width}x{height}")),
        (What::Dimensions, format!("width={width}&height={height}")),
    ];
    for (what, message) in cases {
        let sightings = MATCHER.look(message.as_bytes());
        let seen: Vec<What> = sightings.iter().map(|sighting| sighting.what).collect();
        assert_eq!(seen, [what], "{message}");
        assert_eq!(sightings[0].encoding, Encoding::Metadata);
        assert_eq!(
            what.is_weak(),
            matches!(what, What::Size | What::Dimensions)
        );
    }
    for message in [
        format!("v=1{size}&x={size}5"),
        format!("x={width}&y=9"),
        format!("[{width},{height}]"),
        format!("{{\"lat\":{latitude}}}"),
    ] {
        assert_eq!(MATCHER.look(message.as_bytes()), [], "{message}");
    }
}

#[test]
fn digests_are_seen_in_every_form() {
    use sha1::Digest;
    let canary = &CANARIES[1];
    let pixels = image::load_from_memory(&canary.bytes)
        .unwrap()
        .into_rgba8()
        .into_raw();
    for subject in [canary.bytes.as_slice(), canary.name.as_bytes(), &pixels] {
        let digests: [(&str, Vec<u8>); 9] = [
            ("MD5", md5::Md5::digest(subject).to_vec()),
            ("SHA-1", sha1::Sha1::digest(subject).to_vec()),
            ("SHA-224", sha2::Sha224::digest(subject).to_vec()),
            ("SHA-256", sha2::Sha256::digest(subject).to_vec()),
            ("SHA-384", sha2::Sha384::digest(subject).to_vec()),
            ("SHA-512", sha2::Sha512::digest(subject).to_vec()),
            ("SHA3-256", sha3::Sha3_256::digest(subject).to_vec()),
            ("BLAKE2b", blake2::Blake2b512::digest(subject).to_vec()),
            (
                "xxHash64",
                twox_hash::XxHash64::oneshot(0, subject)
                    .to_be_bytes()
                    .to_vec(),
            ),
        ];
        for (function, digest) in digests {
            let hex = data_encoding::HEXLOWER.encode(&digest);
            let messages = [
                hex.clone().into_bytes(),
                format!("https://collector.example/?h={}", hex.to_uppercase()).into_bytes(),
                format!("id={}&v=2", &hex[..16]).into_bytes(),
                format!("{{\"h\":\"{}\"}}", data_encoding::BASE64.encode(&digest)).into_bytes(),
                data_encoding::BASE64URL_NOPAD.encode(&digest).into_bytes(),
                [b"\x00\x01".as_slice(), &digest, b"\xff\xff"].concat(),
            ];
            for message in messages {
                let sightings = MATCHER.look(&message);
                assert!(
                    sightings
                        .iter()
                        .any(|sighting| sighting.what == What::Digest(function)
                            && sighting.encoding == Encoding::Digest),
                    "{function} in {}: {sightings:?}",
                    String::from_utf8_lossy(&message)
                );
            }
        }
    }
    let sum = crc32fast::hash(&canary.bytes);
    for message in [
        format!("crc={sum:08x}"),
        format!("crc={sum:08X};"),
        format!("{{\"crc\":{sum}}}"),
    ] {
        let sightings = MATCHER.look(message.as_bytes());
        assert_eq!(
            sightings.first().map(|sighting| sighting.what),
            Some(What::Digest("CRC-32")),
            "{message}"
        );
    }
}

fn encode(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).expect("a picture");
    bytes.into_inner()
}

#[test]
fn pictures_that_were_encoded_anew_are_known_again() {
    for index in [0, 1, 2] {
        let canary = &CANARIES[index];
        let whole = image::load_from_memory(&canary.bytes).unwrap().into_rgb8();
        let whole = DynamicImage::ImageRgb8(whole);
        let small = |side| whole.resize_exact(side, side, image::imageops::FilterType::Triangle);
        let (width, height) = (whole.width(), whole.height());
        let mut inverted = whole.clone();
        inverted.invert();
        let versions = [
            ("png", encode(&whole, ImageFormat::Png)),
            ("jpeg", encode(&whole, ImageFormat::Jpeg)),
            ("jpeg 64", encode(&small(64), ImageFormat::Jpeg)),
            ("webp 48", encode(&small(48), ImageFormat::WebP)),
            ("jpeg 32", encode(&small(32), ImageFormat::Jpeg)),
            (
                "grey",
                encode(
                    &DynamicImage::ImageLuma8(whole.to_luma8()),
                    ImageFormat::Png,
                ),
            ),
            ("turned", encode(&whole.rotate90(), ImageFormat::Png)),
            ("upside down", encode(&whole.rotate180(), ImageFormat::Jpeg)),
            ("mirrored", encode(&whole.fliph(), ImageFormat::Png)),
            (
                "turned and mirrored",
                encode(&whole.rotate270().fliph(), ImageFormat::Png),
            ),
            ("inverted", encode(&inverted, ImageFormat::Png)),
            (
                "middle",
                encode(
                    &whole.crop_imm(width / 8, height / 8, width * 3 / 4, height * 3 / 4),
                    ImageFormat::Png,
                ),
            ),
            (
                "quarter",
                encode(
                    &whole.crop_imm(0, height / 2, width / 2, height / 2),
                    ImageFormat::Png,
                ),
            ),
        ];
        for (version, bytes) in versions {
            let message = [
                b"------x\r\nContent-Type: image/png\r\n\r\n".as_slice(),
                &bytes,
                b"\r\n------x--",
            ]
            .concat();
            let url = format!(
                "data:image/png;base64,{}",
                data_encoding::BASE64.encode(&bytes)
            );
            for message in [message, url.into_bytes()] {
                let sightings = MATCHER.look(&message);
                let seen = sightings
                    .iter()
                    .find(|sighting| sighting.what == What::Picture);
                let seen =
                    seen.unwrap_or_else(|| panic!("{version} of {}: {sightings:?}", canary.name));
                assert_eq!(seen.encoding, Encoding::Reencoded);
                assert!(seen.note.contains(&canary.name), "{}", seen.note);
            }
        }
    }
}

#[test]
fn bare_pixels_are_known() {
    let pixels = image::load_from_memory(&CANARIES[0].bytes)
        .unwrap()
        .into_rgba8()
        .into_raw();
    let sightings = MATCHER.look(&pixels[4_000..9_000]);
    assert_eq!(
        sightings
            .first()
            .map(|sighting| (sighting.what, sighting.encoding)),
        Some((What::Picture, Encoding::Reencoded))
    );
}

#[test]
fn a_repeated_key_hides_nothing() {
    for canary in CANARIES.iter() {
        for (period, header) in [(1, 0), (3, 12), (16, 64), (32, 0), (37, 5), (64, 31)] {
            let key: Vec<u8> = (0..period)
                .map(|index: usize| u8::try_from(index * 73 % 251 + 1).unwrap())
                .collect();
            let mut message = vec![0xa7; header];
            message.extend(
                canary
                    .bytes
                    .iter()
                    .enumerate()
                    .map(|(index, byte)| byte ^ key[index % period]),
            );
            let sightings = MATCHER.look(&message);
            let seen = content(&sightings)
                .unwrap_or_else(|| panic!("{period} behind {header} of {}", canary.name));
            assert_eq!(
                (seen.encoding, seen.layers.as_slice()),
                (Encoding::Opaque, [Layer::Xor].as_slice())
            );
            assert!(seen.bytes + 64 >= canary.bytes.len(), "{}", seen.note);
            assert!(
                seen.note.contains(&format!("key of {period} bytes")),
                "{}",
                seen.note
            );
        }
    }
}

#[test]
fn content_over_many_messages_is_put_together() {
    let bytes = &CANARIES[0].bytes;
    let posts: Vec<(usize, &[u8])> = bytes.chunks(1_000).enumerate().collect();
    let spreads = MATCHER.over_run(&posts);
    assert_eq!(spreads.len(), 1, "{spreads:?}");
    assert_eq!(
        (
            spreads[0].encoding,
            spreads[0].percent,
            spreads[0].messages.len()
        ),
        (Encoding::Chunked, 100, posts.len())
    );

    let queries: Vec<String> = bytes
        .chunks(1_000)
        .map(|part| {
            format!(
                "https://collector.example/p.gif?d={}",
                data_encoding::BASE64URL_NOPAD.encode(part)
            )
        })
        .collect();
    let parts: Vec<(usize, &[u8])> = queries
        .iter()
        .map(|url| url.as_bytes())
        .enumerate()
        .collect();
    let spreads = MATCHER.over_run(&parts);
    assert_eq!(spreads[0].encoding, Encoding::Chunked);
    assert!(spreads[0].note.contains("base64"), "{}", spreads[0].note);
    assert!(spreads[0].percent >= 97, "{}", spreads[0].note);

    // A stream of events that is opened again and again sends the same each time.
    let again = vec![(0, parts[0].1), (1, parts[0].1), (2, parts[0].1)];
    let spreads = MATCHER.over_run(&again);
    assert_eq!(spreads[0].encoding, Encoding::Base64);
    assert_eq!(spreads[0].messages, [0, 1, 2]);

    // Six bytes at a time are too few to be known alone.
    let drops: Vec<String> = bytes[2_000..4_000]
        .chunks(6)
        .map(|part| {
            format!(
                "https://collector.example/p.gif?d={}",
                data_encoding::HEXLOWER.encode(part)
            )
        })
        .collect();
    let parts: Vec<(usize, &[u8])> = drops.iter().map(|url| url.as_bytes()).enumerate().collect();
    assert!(parts.iter().all(|(_, part)| MATCHER.look(part).is_empty()));
    let spreads = MATCHER.over_run(&parts);
    assert_eq!(
        spreads.first().map(|spread| spread.bytes >= 1_900),
        Some(true),
        "{spreads:?}"
    );
    assert!(MATCHER.over_run(&[]).is_empty());
}

#[test]
fn canaries_of_other_roles_are_told_apart() {
    let all = [
        noise_png(&SEED, "a"),
        noise_png(&SEED, "b"),
        photo_jpeg(&SEED, "a"),
        photo_jpeg(&SEED, "b"),
    ];
    let matcher = Matcher::new(&all);
    for canary in &all {
        let sightings = matcher.look(&canary.bytes);
        assert_eq!(sightings.len(), 1, "{sightings:?}");
        assert!(sightings[0].note.contains(&canary.name));
        assert_eq!(sightings[0].bytes, canary.bytes.len());
    }
}

#[test]
fn bombs_are_bounded_and_told() {
    let zeros = vec![0_u8; 65 << 20];
    for form in [Form::Gzip, Form::Brotli, Form::Zstd] {
        let bomb = form.write(&zeros, b"");
        let looked = MATCHER.look_closely(&bomb);
        assert!(looked.sightings.is_empty() && looked.is_cut, "{form:?}");
    }
    let honest = MATCHER.look_closely(&CANARIES[0].bytes);
    assert!(!honest.is_cut);
}
