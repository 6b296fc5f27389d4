//! What has nothing of a canary is never said to have: noise, pictures, analytics, pages, programs.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test ends at the first fault"
)]

use std::io::Cursor;
use std::path::Path;
use std::sync::LazyLock;

use candor_evidence::canary::{Canary, of_role};
use candor_evidence::content::Matcher;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};

static CANARIES: LazyLock<Vec<Canary>> = LazyLock::new(|| {
    ["a", "b", "c"]
        .iter()
        .flat_map(|role| of_role(&[3; 32], role))
        .collect()
});
static MATCHER: LazyLock<Matcher> = LazyLock::new(|| Matcher::new(&CANARIES));

/// Pseudo-random numbers that are the same in every run.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }

    fn bytes(&mut self, length: u64) -> Vec<u8> {
        (0..length).map(|_| self.next().to_le_bytes()[3]).collect()
    }
}

fn unseen(message: &[u8], what: &str) {
    let sightings = MATCHER.look(message);
    assert!(sightings.is_empty(), "{what}: {sightings:?}");
}

#[test]
fn noise_is_nothing() {
    let mut dice = Dice(1);
    for index in 0..10_000 {
        let length = 16 + dice.below(700);
        let noise = dice.bytes(length);
        match index % 5 {
            0 => unseen(
                data_encoding::BASE64.encode(&noise).as_bytes(),
                "base64 of noise",
            ),
            1 => unseen(
                data_encoding::HEXLOWER.encode(&noise).as_bytes(),
                "hexadecimal of noise",
            ),
            _ => unseen(&noise, "noise"),
        }
    }
    unseen(&dice.bytes(1 << 20), "a large body of noise");
}

#[test]
fn other_files_made_the_same_way_are_nothing() {
    for seed in 10..14 {
        for other in of_role(&[seed; 32], "a") {
            unseen(&other.bytes, &other.name);
            unseen(
                data_encoding::BASE64.encode(&other.bytes).as_bytes(),
                &other.name,
            );
            unseen(other.name.as_bytes(), &other.name);
            unseen(other.texts.join("\n").as_bytes(), "texts of another file");
            unseen(other.sha256().as_bytes(), "digest of another file");
        }
    }
}

/// Pictures as people have them: skies, faces as blobs, charts, stripes, screens of text.
fn picture(dice: &mut Dice, index: u64) -> DynamicImage {
    let (width, height) = (60 + dice.below(200), 60 + dice.below(200));
    let colour = |dice: &mut Dice| [0; 3].map(|_: u8| dice.next().to_le_bytes()[0]);
    let (one, two) = (colour(dice), colour(dice));
    let blobs: Vec<(u64, u64, u64, [u8; 3])> = (0..dice.below(9) + 1)
        .map(|_| {
            (
                dice.below(width),
                dice.below(height),
                5 + dice.below(60),
                colour(dice),
            )
        })
        .collect();
    let (width, height) = (
        u32::try_from(width).unwrap(),
        u32::try_from(height).unwrap(),
    );
    let kind = index % 4;
    let stripe = 3 + u32::try_from(dice.below(30)).unwrap();
    let picture = RgbImage::from_fn(width, height, |x, y| {
        let share = match kind {
            0 => u64::from(y) * 256 / u64::from(height),
            1 => u64::from(x + y) * 256 / u64::from(width + height),
            2 => u64::from(x / stripe % 2) * 256,
            _ => u64::from((x / stripe * 7 + y / stripe * 13) % 11) * 25,
        };
        let blend = |a: u8, b: u8| {
            (u64::from(a) * (256 - share.min(256)) + u64::from(b) * share.min(256)) / 256
        };
        let mut pixel =
            [0, 1, 2].map(|channel| u8::try_from(blend(one[channel], two[channel])).unwrap());
        for (left, top, radius, tone) in &blobs {
            let (dx, dy) = (u64::from(x).abs_diff(*left), u64::from(y).abs_diff(*top));
            if dx * dx + dy * dy < radius * radius {
                pixel = *tone;
            }
        }
        Rgb(pixel)
    });
    DynamicImage::ImageRgb8(picture)
}

#[test]
fn other_pictures_are_nothing() {
    let mut dice = Dice(2);
    for index in 0..400 {
        let format = [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP]
            [usize::try_from(index % 3).unwrap()];
        let mut bytes = Cursor::new(Vec::new());
        picture(&mut dice, index)
            .write_to(&mut bytes, format)
            .expect("a picture");
        unseen(bytes.get_ref(), &format!("picture {index}"));
    }
}

#[test]
fn analytics_are_nothing() {
    let mut dice = Dice(3);
    for index in 0..2_000 {
        let (width, height) = [(1920, 1080), (1366, 768), (390, 844), (1536, 864)][index % 4];
        let id = data_encoding::HEXLOWER.encode(&dice.bytes(16));
        let event = format!(
            "{{\"event\":\"page_view\",\"ts\":{},\"sid\":\"{id}\",\"sw\":{width},\"sh\":{height},\"vw\":{},\"vh\":{},\
             \"load\":{},\"heap\":{},\"v\":\"1.{}.{}\",\"path\":\"/tools/resize\",\"ua\":\"Mozilla/5.0 (X11; Linux x86_64)\",\
             \"tok\":\"{}\"}}",
            1_700_000_000_000_u64 + dice.below(100_000_000_000),
            dice.below(2000),
            dice.below(1200),
            dice.below(9000),
            1_000_000 + dice.below(90_000_000),
            dice.below(30),
            dice.below(30),
            data_encoding::BASE64URL_NOPAD.encode(&dice.bytes(40)),
        );
        unseen(event.as_bytes(), "an event");
        let url = format!(
            "https://stats.example/collect?v=2&cid={}.{}&sr={width}x{height}&_p={}&dl=https%3A%2F%2Ftool.example%2Fresize&en=scroll",
            dice.below(u64::from(u32::MAX)),
            dice.below(u64::from(u32::MAX)),
            dice.below(1 << 31),
        );
        unseen(url.as_bytes(), "a URL");
    }
}

fn files(directory: &Path, endings: &[&str], found: &mut Vec<std::path::PathBuf>) {
    let entries = std::fs::read_dir(directory).expect("a directory");
    for entry in entries.map(|entry| entry.expect("an entry").path()) {
        if entry.is_dir() {
            files(&entry, endings, found);
        } else if endings
            .iter()
            .any(|ending| entry.to_string_lossy().ends_with(ending))
        {
            found.push(entry);
        }
    }
}

#[test]
fn pages_programs_and_locks_are_nothing() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut found = vec![root.join("Cargo.lock")];
    files(
        &root.join("site"),
        &[".html", ".js", ".css", ".json", ".svg", ".webmanifest"],
        &mut found,
    );
    files(&root.join("docs"), &[".md"], &mut found);
    files(&root.join("crates/evidence/src"), &[".rs"], &mut found);
    assert!(found.len() > 60, "only {} files were found", found.len());
    for file in found {
        let text = std::fs::read(&file).expect("a file");
        unseen(&text, &file.display().to_string());
        // As one line, as minifiers leave it, and inside a string of JSON.
        let line: Vec<u8> = text.iter().copied().filter(|byte| *byte != b'\n').collect();
        unseen(&line, &file.display().to_string());
        let quoted =
            serde_json::Value::from(String::from_utf8_lossy(&text).into_owned()).to_string();
        unseen(quoted.as_bytes(), &file.display().to_string());
    }
}
