//! What the pictures show: a coarse pattern that survives every shrinking, under noise that survives nothing.

use super::stream::Stream;

const COLUMNS: u32 = 11;
const ROWS: u32 = 9;

/// A pattern of soft patches, different for each seed, so that its perceptual hash is like that of no other picture.
pub(super) struct Scene {
    width: u32,
    height: u32,
    patches: Vec<[u8; 3]>,
    blobs: Vec<Blob>,
}

struct Blob {
    x: i64,
    y: i64,
    radius: i64,
    tone: [i64; 3],
}

impl Scene {
    pub(super) fn new(stream: &mut Stream, width: u32, height: u32) -> Self {
        let patches = (0..(COLUMNS + 1) * (ROWS + 1))
            .map(|_| [stream.byte(), stream.byte(), stream.byte()])
            .collect();
        let blobs = (0..14)
            .map(|_| Blob {
                x: i64::from(stream.below(width)),
                y: i64::from(stream.below(height)),
                radius: i64::from(width / 24 + stream.below(width / 10)),
                tone: [(); 3].map(|()| i64::from(stream.below(140)) - 70),
            })
            .collect();
        Self {
            width,
            height,
            patches,
            blobs,
        }
    }

    fn patch(&self, column: u32, row: u32, channel: usize) -> i64 {
        let index = usize::try_from(row * (COLUMNS + 1) + column).unwrap_or(0);
        let patch = self.patches.get(index).copied().unwrap_or_default();
        i64::from(patch.get(channel).copied().unwrap_or_default())
    }

    /// The colour at a place, before any noise: patches blend into each other, blobs lie on them.
    pub(super) fn colour(&self, x: u32, y: u32) -> [i64; 3] {
        // In 256ths of a patch.
        let across = x * COLUMNS * 256 / self.width.max(1);
        let down = y * ROWS * 256 / self.height.max(1);
        let (column, row) = (across / 256, down / 256);
        let (right, low) = (i64::from(across % 256), i64::from(down % 256));
        let mut colour = [0; 3];
        for (channel, value) in colour.iter_mut().enumerate() {
            let above = self.patch(column, row, channel) * (256 - right)
                + self.patch(column + 1, row, channel) * right;
            let below = self.patch(column, row + 1, channel) * (256 - right)
                + self.patch(column + 1, row + 1, channel) * right;
            *value = (above * (256 - low) + below * low) / 65_536;
        }
        for blob in &self.blobs {
            let (dx, dy) = (i64::from(x) - blob.x, i64::from(y) - blob.y);
            if dx * dx + dy * dy < blob.radius * blob.radius {
                for (value, tone) in colour.iter_mut().zip(blob.tone) {
                    *value += tone;
                }
            }
        }
        colour
    }

    /// All pixels, each channel made by a function of the colour and a random byte.
    pub(super) fn paint(&self, stream: &mut Stream, mix: impl Fn(i64, i64) -> i64) -> Vec<u8> {
        let mut pixels = Vec::new();
        for y in 0..self.height {
            for x in 0..self.width {
                for value in self.colour(x, y) {
                    let mixed = mix(value, i64::from(stream.byte())).clamp(0, 255);
                    pixels.push(u8::try_from(mixed).unwrap_or_default());
                }
            }
        }
        pixels
    }
}

/// An odd width and height. Roles whose letters differ get other sizes, both greater or both smaller, so that the
/// lengths of their files differ by far more than chance; seeds vary the shape.
pub(super) fn size(seed: &[u8; 32], role: &str, purpose: &str, least: (u32, u32)) -> (u32, u32) {
    let mut stream = Stream::new(seed, &format!("size of {purpose}"));
    let shift = stream.below(14);
    let letters: u32 = role.bytes().map(u32::from).sum();
    let step = (shift + letters * 5) % 14 * 2;
    let mut odd = |least: u32| (least | 1) + step + stream.below(5) * 2;
    (odd(least.0), odd(least.1))
}
