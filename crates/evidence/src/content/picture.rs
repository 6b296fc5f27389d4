//! Pictures, known again after they were encoded anew: by the tones of their parts, not by their bytes.

use std::io::Cursor;

use image::{ImageDecoder, ImageReader, Limits};

/// The largest picture that is decoded.
const MOST_PIXELS: u64 = 24 << 20;
/// The cells of the hash: 64 comparisons of neighbours.
const COLUMNS: usize = 9;
const ROWS: usize = 8;

/// The mean tones of the cells of a picture.
type Tones = [[i32; COLUMNS]; COLUMNS];

/// Four bytes for each pixel.
pub(super) struct Picture {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) rgba: Vec<u8>,
}

/// Reads a picture from the beginning of some bytes, where it has no more pixels than allowed.
pub(super) fn decode(bytes: &[u8], allowed: u64) -> Option<Picture> {
    let allowed = allowed.min(MOST_PIXELS);
    match bytes.starts_with(b"GIF8") {
        true => decode_gif(bytes, allowed),
        false => decode_other(bytes, allowed),
    }
}

fn decode_other(bytes: &[u8], allowed: u64) -> Option<Picture> {
    let mut limits = Limits::default();
    limits.max_alloc = Some(256 << 20);
    let mut reader = ImageReader::new(Cursor::new(bytes))
        .with_guessed_format()
        .ok()?;
    reader.limits(limits);
    let decoder = reader.into_decoder().ok()?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > allowed {
        return None;
    }
    let rgba = image::DynamicImage::from_decoder(decoder)
        .ok()?
        .into_rgba8()
        .into_raw();
    Some(Picture {
        width: usize::try_from(width).ok()?,
        height: usize::try_from(height).ok()?,
        rgba,
    })
}

fn decode_gif(bytes: &[u8], allowed: u64) -> Option<Picture> {
    let mut options = gif::DecodeOptions::new();
    options.set_color_output(gif::ColorOutput::RGBA);
    let mut decoder = options.read_info(bytes).ok()?;
    let frame = decoder.next_frame_info().ok()??;
    let (width, height) = (frame.width, frame.height);
    if u64::from(width) * u64::from(height) > allowed {
        return None;
    }
    let mut rgba = vec![0; decoder.buffer_size()];
    decoder.read_into_buffer(&mut rgba).ok()?;
    Some(Picture {
        width: usize::from(width),
        height: usize::from(height),
        rgba,
    })
}

/// A part of a picture, in 64ths of its width and height.
#[derive(Clone, Copy)]
struct Part {
    left: usize,
    top: usize,
    right: usize,
    bottom: usize,
}

const WHOLE: Part = Part {
    left: 0,
    top: 0,
    right: 64,
    bottom: 64,
};

/// The mean tones of the cells of a part; nothing where the part is too small or too flat to be known again.
fn tones(picture: &Picture, part: Part) -> Option<Tones> {
    let (left, right) = (
        picture.width * part.left / 64,
        picture.width * part.right / 64,
    );
    let (top, bottom) = (
        picture.height * part.top / 64,
        picture.height * part.bottom / 64,
    );
    let (width, height) = (right.checked_sub(left)?, bottom.checked_sub(top)?);
    if width < COLUMNS || height < COLUMNS {
        return None;
    }
    let mut sums = [[(0_u64, 0_u64); COLUMNS]; COLUMNS];
    let stride = picture.width * 4;
    for y in 0..height {
        let line = picture
            .rgba
            .get((top + y) * stride..)?
            .get(left * 4..right * 4)?;
        let row = sums.get_mut(y * COLUMNS / height)?;
        for (column, cell) in row.iter_mut().enumerate() {
            // A cell takes all pixels whose place falls into it, as the rows do.
            let (from, to) = (
                (column * width).div_ceil(COLUMNS),
                ((column + 1) * width).div_ceil(COLUMNS),
            );
            for pixel in line.get(from * 4..to * 4)?.as_chunks::<4>().0 {
                let [red, green, blue, alpha] = pixel.map(u64::from);
                // What is transparent is seen on white.
                let tone = (red * 299 + green * 587 + blue * 114) / 100;
                cell.0 += (tone * alpha + 2550 * (255 - alpha)) / 255;
                cell.1 += 1;
            }
        }
    }
    let mut means = [[0; COLUMNS]; COLUMNS];
    for (row, sums) in means.iter_mut().zip(sums) {
        for (mean, (sum, count)) in row.iter_mut().zip(sums) {
            *mean = i32::try_from(sum / count.max(1)).unwrap_or(0);
        }
    }
    let all = means.iter().flatten();
    let range = all.clone().max()? - all.min()?;
    (range >= 60).then_some(means)
}

/// 64 comparisons of a cell with its right neighbour. The nine rows are blended into eight.
fn hash(tones: &Tones) -> u64 {
    let mut hash = 0;
    for row in 0..ROWS {
        let blended: Vec<i32> = (0..COLUMNS)
            .map(|column| {
                let tone = |row: usize| {
                    tones
                        .get(row)
                        .and_then(|line| line.get(column))
                        .copied()
                        .unwrap_or(0)
                };
                let share = i32::try_from(row).unwrap_or(0);
                tone(row) * (8 - share) + tone(row + 1) * (share + 1)
            })
            .collect();
        for pair in blended.windows(2) {
            hash = hash << 1 | u64::from(pair.first() < pair.last());
        }
    }
    hash
}

/// The four turns of a picture and of its mirror image.
fn orientations(tones: Tones) -> Vec<Tones> {
    let mut all = Vec::new();
    let mut turned = tones;
    for _ in 0..4 {
        let mut mirrored = turned;
        for row in &mut mirrored {
            row.reverse();
        }
        all.extend([turned, mirrored]);
        // A quarter turn: the columns from the bottom up become the rows.
        let mut next = [[0; COLUMNS]; COLUMNS];
        for (row, line) in next.iter_mut().enumerate() {
            for (column, cell) in line.iter_mut().enumerate() {
                let from = turned.get(COLUMNS - 1 - column);
                *cell = from.and_then(|line| line.get(row)).copied().unwrap_or(0);
            }
        }
        turned = next;
    }
    all
}

/// A hash that is likely in smooth pictures of any kind says nothing.
fn is_telling(hash: u64) -> bool {
    (10..=54).contains(&hash.count_ones())
}

/// How alike two pictures are, from -1 for the inverse to 1: the correlation of their tones.
fn likeness(a: &Tones, b: &Tones) -> f64 {
    let cells = f64::from(u32::try_from(COLUMNS * COLUMNS).unwrap_or(1));
    let mean = |tones: &Tones| tones.iter().flatten().copied().map(f64::from).sum::<f64>() / cells;
    let (mean_a, mean_b) = (mean(a), mean(b));
    let (mut both, mut only_a, mut only_b) = (0.0, 0.0, 0.0);
    for (a, b) in a.iter().flatten().zip(b.iter().flatten()) {
        let (a, b) = (f64::from(*a) - mean_a, f64::from(*b) - mean_b);
        both += a * b;
        only_a += a * a;
        only_b += b * b;
    }
    both / (only_a * only_b).sqrt().max(1.0)
}

/// One way in which a canary's picture may be met again.
struct View {
    tones: Tones,
    hash: u64,
    /// The most marks in which a picture may differ.
    most: u32,
}

/// The ways in which a canary's picture may be met again.
pub(super) struct Likeness {
    views: Vec<View>,
}

impl Likeness {
    /// The likeness of a picture; of none, where a canary has no picture that can be read.
    pub(super) fn of(picture: Option<&Picture>) -> Self {
        let mut views = Vec::new();
        let Some(picture) = picture else {
            return Self { views };
        };
        let view = |tones: Tones, most| View {
            hash: hash(&tones),
            tones,
            most,
        };
        if let Some(tones) = tones(picture, WHOLE) {
            for turned in orientations(tones) {
                let inverse = turned.map(|row| row.map(|tone| 2550 - tone));
                views.extend([view(turned, 10), view(inverse, 10)]);
            }
        }
        // Middles, then tiles of a grid.
        let middles = [2, 3, 5, 8, 11, 16].map(|edge| Part {
            left: edge,
            top: edge,
            right: 64 - edge,
            bottom: 64 - edge,
        });
        let tiles = [2, 3, 4].into_iter().flat_map(|grid| {
            (0..grid * grid).map(move |tile| Part {
                left: tile % grid * 64 / grid,
                top: tile / grid * 64 / grid,
                right: (tile % grid + 1) * 64 / grid,
                bottom: (tile / grid + 1) * 64 / grid,
            })
        });
        for part in middles.into_iter().chain(tiles) {
            views.extend(tones(picture, part).map(|tones| view(tones, 8)));
        }
        views.retain(|view| is_telling(view.hash));
        Self { views }
    }

    /// In how many marks a picture differs from the likeness, where that is few enough and the tones agree too: smooth
    /// pictures may share their marks by chance, but not their tones.
    pub(super) fn distance(&self, picture: &Picture) -> Option<u32> {
        let tones = tones(picture, WHOLE)?;
        let seen = hash(&tones);
        let distances = self.views.iter().filter_map(|view| {
            let distance = (view.hash ^ seen).count_ones();
            (distance <= view.most && likeness(&view.tones, &tones) > 0.92).then_some(distance)
        });
        distances.min()
    }
}
