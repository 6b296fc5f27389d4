//! Putting texts into pictures that an encoder has written: chunks of PNG, segments of JPEG.

/// A chunk of PNG.
fn chunk(kind: [u8; 4], content: &[u8]) -> Vec<u8> {
    let mut chunk = u32::try_from(content.len())
        .unwrap_or(u32::MAX)
        .to_be_bytes()
        .to_vec();
    chunk.extend(kind);
    chunk.extend(content);
    let mut sum = crc32fast::Hasher::new();
    sum.update(&kind);
    sum.update(content);
    chunk.extend(sum.finalize().to_be_bytes());
    chunk
}

/// A PNG with texts and EXIF behind its header, which always ends at byte 33.
pub(super) fn into_png(png: &[u8], texts: &[(&str, &str)], exif: &[u8]) -> Vec<u8> {
    let (header, rest) = png.split_at_checked(33).unwrap_or((png, &[]));
    let mut with = header.to_vec();
    for (key, text) in texts {
        let content = [key.as_bytes(), &[0], text.as_bytes()].concat();
        with.extend(chunk(*b"tEXt", &content));
    }
    with.extend(chunk(*b"eXIf", exif));
    with.extend(rest);
    with
}

/// A JPEG with EXIF and a comment behind its first marker.
pub(super) fn into_jpeg(jpeg: &[u8], comment: &str, exif: &[u8]) -> Vec<u8> {
    let (start, rest) = jpeg.split_at_checked(2).unwrap_or((jpeg, &[]));
    let mut with = start.to_vec();
    for (marker, content) in [
        (0xe1, [b"Exif\0\0".as_slice(), exif].concat()),
        (0xfe, comment.as_bytes().to_vec()),
    ] {
        // The length counts itself; our texts are far below what 16 bits hold.
        let length = u16::try_from(content.len() + 2).unwrap_or(u16::MAX);
        with.extend([0xff, marker]);
        with.extend(length.to_be_bytes());
        with.extend(content);
    }
    with.extend(rest);
    with
}
