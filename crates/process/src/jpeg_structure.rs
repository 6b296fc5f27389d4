//! A look at a JPEG file's segments before the decoder gets it. The decoder reads the whole file at once, so a clock
//! cannot interrupt it between reads; and it fills missing rows with grey instead of saying that they are missing.

use crate::fault::Fault;

/// Ordinary progressive files have about ten scans. Every scan costs a pass over all pixels, so a small file with
/// very many of them is an attack on the processor.
const MAX_SCANS: usize = 64;

/// Checks that the file ends with its end marker and has a bearable number of scans.
pub(crate) fn check(input: &[u8]) -> Result<(), Fault> {
    let mut rest = input.get(2..).unwrap_or_default();
    let mut scans = 0;
    loop {
        rest = skip_to_marker(rest);
        let [0xff, marker, after @ ..] = rest else {
            return Err(incomplete());
        };
        match marker {
            // End of image.
            0xd9 => return Ok(()),
            // Markers without a length: TEM, restart markers, a repeated start.
            0x01 | 0xd0..=0xd8 => {
                rest = after;
                continue;
            }
            // Start of scan.
            0xda => {
                scans += 1;
                if scans > MAX_SCANS {
                    return Err(Fault::Damaged {
                        detail: format!("more than {MAX_SCANS} scans"),
                    });
                }
            }
            _ => {}
        }
        let [high, low, ..] = after else {
            return Err(incomplete());
        };
        let length = usize::from(u16::from_be_bytes([*high, *low]));
        rest = after.get(length.max(2)..).ok_or_else(incomplete)?;
    }
}

/// Drops everything before the next marker: in scan data a 0xff byte is followed by a zero, and fill bytes are 0xff.
fn skip_to_marker(bytes: &[u8]) -> &[u8] {
    bytes
        .windows(2)
        .position(|pair| matches!(pair, [0xff, second] if !matches!(second, 0x00 | 0xff)))
        .and_then(|at| bytes.get(at..))
        .unwrap_or_default()
}

fn incomplete() -> Fault {
    Fault::Damaged {
        detail: "the file ends too early".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCAN: &[u8] = &[0xff, 0xda, 0, 3, 9, 0x12, 0xff, 0x00, 0x34];

    fn file(scans: usize, end: &[u8]) -> Vec<u8> {
        let mut bytes = vec![0xff, 0xd8];
        for _ in 0..scans {
            bytes.extend_from_slice(SCAN);
        }
        bytes.extend_from_slice(end);
        bytes
    }

    #[test]
    fn the_end_marker_is_needed() {
        assert_eq!(check(&file(1, &[0xff, 0xd9])), Ok(()));
        assert!(matches!(check(&file(1, &[])), Err(Fault::Damaged { .. })));
    }

    #[test]
    fn an_end_marker_inside_a_segment_does_not_count() {
        let thumbnail_segment = [0xff, 0xe1, 0, 4, 0xff, 0xd9];
        assert!(matches!(
            check(&file(1, &thumbnail_segment)),
            Err(Fault::Damaged { .. })
        ));
    }

    #[test]
    fn too_many_scans_are_refused() {
        assert_eq!(check(&file(MAX_SCANS, &[0xff, 0xd9])), Ok(()));
        assert!(matches!(
            check(&file(MAX_SCANS + 1, &[0xff, 0xd9])),
            Err(Fault::Damaged { .. })
        ));
    }
}
