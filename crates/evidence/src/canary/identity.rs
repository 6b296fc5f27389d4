//! What a file says of itself: its token, its name, an invented person, a camera and a place.

use super::stream::Stream;

const THINGS: [&str; 12] = [
    "harbour", "lantern", "orchard", "viaduct", "meadow", "quarry", "regatta", "saddle", "thicket",
    "windmill", "gable", "juniper",
];
const SYLLABLES: [&str; 24] = [
    "tor", "vel", "mas", "kin", "dur", "osk", "bra", "lun", "fen", "hil", "gra", "wim", "sto",
    "pel", "quo", "zan", "ryn", "eb", "jor", "uth", "cam", "nib", "dal", "yst",
];
/// Letters and digits that are hardly mistaken for each other.
const LETTERS: &[u8] = b"abcdefghjkmnpqrstvwxyz23456789";

/// A coordinate, exact in EXIF's degrees, minutes and seconds, and as a decimal number.
pub(super) struct Coordinate {
    pub(super) degrees: u32,
    pub(super) minutes: u32,
    /// In ten-thousandths of a second.
    pub(super) seconds: u32,
    /// With six decimals.
    pub(super) decimal: String,
}

/// All that names a file.
pub(super) struct Identity {
    pub(super) token: String,
    pub(super) stem: String,
    pub(super) person: String,
    pub(super) camera: String,
    pub(super) remark: String,
    pub(super) latitude: Coordinate,
    pub(super) longitude: Coordinate,
}

impl Identity {
    pub(super) fn new(seed: &[u8; 32], purpose: &str) -> Self {
        let mut stream = Stream::new(seed, &format!("identity of {purpose}"));
        let token = format!("{}-{}", word(&mut stream), word(&mut stream));
        let person = format!("{} {}", name(&mut stream, 3), name(&mut stream, 4));
        let camera = format!("{} Obscura {}", name(&mut stream, 3), word(&mut stream));
        Self {
            stem: format!("{}-{token}", stream.pick(&THINGS)),
            remark: format!("taken by {person}, {token}"),
            latitude: coordinate(&mut stream, 60),
            longitude: coordinate(&mut stream, 150),
            token,
            person,
            camera,
        }
    }

    /// The texts that a reader of the file finds in it.
    pub(super) fn texts(&self) -> Vec<String> {
        vec![
            self.person.clone(),
            self.camera.clone(),
            self.remark.clone(),
            self.latitude.decimal.clone(),
            self.longitude.decimal.clone(),
        ]
    }
}

fn word(stream: &mut Stream) -> String {
    (0..4)
        .map(|_| {
            let index = usize::from(stream.byte()) % LETTERS.len();
            LETTERS.get(index).map_or('x', |letter| char::from(*letter))
        })
        .collect()
}

fn name(stream: &mut Stream, syllables: usize) -> String {
    let name: String = (0..syllables).map(|_| stream.pick(&SYLLABLES)).collect();
    let mut letters = name.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

/// The sixth decimal lies between 2 and 4, so that rounding to five decimals and cutting there give the same digits.
fn coordinate(stream: &mut Stream, most: u32) -> Coordinate {
    let degrees = 10 + stream.below(most - 10);
    let fraction = stream.below(90_000) + 5_000;
    let millionths = fraction * 10 + 2 + stream.below(3);
    // In ten-thousandths of a second: a degree has 36,000,000 of them, a millionth of a degree 36.
    let parts = millionths * 36;
    Coordinate {
        degrees,
        minutes: parts / 600_000,
        seconds: parts % 600_000,
        decimal: format!("{degrees}.{millionths:06}"),
    }
}
