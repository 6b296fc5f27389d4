//! EXIF as cameras write it: a small TIFF with a directory of the picture, one of the exposure and one of the place.

use super::identity::{Coordinate, Identity};

const ASCII: u16 = 2;
const LONG: u16 = 4;
const RATIONAL: u16 = 5;

struct Field {
    tag: u16,
    kind: u16,
    count: u32,
    value: Vec<u8>,
}

fn text(tag: u16, text: &str) -> Field {
    let mut value = text.as_bytes().to_vec();
    value.push(0);
    Field {
        tag,
        kind: ASCII,
        count: length(&value),
        value,
    }
}

fn pointer(tag: u16, offset: u32) -> Field {
    Field {
        tag,
        kind: LONG,
        count: 1,
        value: offset.to_le_bytes().to_vec(),
    }
}

fn place(tag: u16, coordinate: &Coordinate) -> Field {
    let parts = [
        coordinate.degrees,
        1,
        coordinate.minutes,
        1,
        coordinate.seconds,
        10_000,
    ];
    Field {
        tag,
        kind: RATIONAL,
        count: 3,
        value: parts.iter().flat_map(|part| part.to_le_bytes()).collect(),
    }
}

fn length(bytes: &[u8]) -> u32 {
    u32::try_from(bytes.len()).unwrap_or(u32::MAX)
}

/// A directory that begins at an offset: its fields, and behind them the values that do not fit into four bytes.
fn directory(offset: u32, fields: &[Field]) -> Vec<u8> {
    let count = u16::try_from(fields.len()).unwrap_or(u16::MAX);
    let mut table = count.to_le_bytes().to_vec();
    let mut values = Vec::new();
    let behind = offset + 2 + 12 * u32::from(count) + 4;
    for field in fields {
        table.extend(field.tag.to_le_bytes());
        table.extend(field.kind.to_le_bytes());
        table.extend(field.count.to_le_bytes());
        if field.value.len() <= 4 {
            let mut value = field.value.clone();
            value.resize(4, 0);
            table.extend(value);
        } else {
            table.extend((behind + length(&values)).to_le_bytes());
            values.extend(&field.value);
            if values.len() % 2 == 1 {
                values.push(0);
            }
        }
    }
    table.extend([0; 4]);
    table.extend(values);
    table
}

/// The TIFF that PNG's eXIf, WebP's EXIF and JPEG's APP1 hold.
pub(super) fn exif(identity: &Identity) -> Vec<u8> {
    let first = |exposure: u32, place: u32| {
        vec![
            text(0x010e, &identity.remark),
            text(0x010f, "Obscura"),
            text(0x0110, &identity.camera),
            text(0x013b, &identity.person),
            text(0x8298, &format!("(c) {}", identity.person)),
            pointer(0x8769, exposure),
            pointer(0x8825, place),
        ]
    };
    // The length of a directory does not depend on where its pointers lead.
    let exposure_at = 8 + length(&directory(8, &first(0, 0)));
    let exposure = directory(
        exposure_at,
        &[
            text(0x9003, "2024:05:17 14:03:22"),
            text(0xa431, &identity.token),
        ],
    );
    let place_at = exposure_at + length(&exposure);
    let place = directory(
        place_at,
        &[
            text(1, "N"),
            place(2, &identity.latitude),
            text(3, "E"),
            place(4, &identity.longitude),
        ],
    );
    let mut tiff = b"II\x2a\x00\x08\x00\x00\x00".to_vec();
    tiff.extend(directory(8, &first(exposure_at, place_at)));
    tiff.extend(exposure);
    tiff.extend(place);
    tiff
}
