use image::ImageFormat;

/// A file format that is read and written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    Jpeg,
    Png,
    WebP,
}

impl Format {
    pub(crate) fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::WebP => "image/webp",
        }
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Jpeg => "JPEG",
            Self::Png => "PNG",
            Self::WebP => "WebP",
        }
    }

    /// Greatest width and height of a file, in pixels: 16 bits in JPEG's frame header, 14 bits plus one in WebP's
    /// lossless header, 31 bits in PNG's header.
    pub(crate) fn max_side(self) -> u32 {
        match self {
            Self::Jpeg => 65_535,
            Self::Png => 0x7fff_ffff,
            Self::WebP => 16_384,
        }
    }

    pub(crate) fn from_word(word: &str) -> Option<Self> {
        match word {
            "jpeg" => Some(Self::Jpeg),
            "png" => Some(Self::Png),
            "webp" => Some(Self::WebP),
            _ => None,
        }
    }

    pub(crate) fn of(input: &[u8]) -> Option<Self> {
        if input.starts_with(&[0xff, 0xd8, 0xff]) {
            Some(Self::Jpeg)
        } else if input.starts_with(b"\x89PNG\r\n\x1a\n") {
            Some(Self::Png)
        } else if input.starts_with(b"RIFF") && input.get(8..12) == Some(b"WEBP") {
            Some(Self::WebP)
        } else {
            None
        }
    }
}

/// The media type of a JPEG, PNG or WebP file from its first bytes; `None` for everything else. Whether the rest of
/// the file is sound is not looked at.
#[must_use]
pub fn sniff(input: &[u8]) -> Option<&'static str> {
    Format::of(input).map(Format::media_type)
}

/// The name of a picture format that is recognised but not accepted, so that the refusal can name it.
pub(crate) fn known_but_refused(input: &[u8]) -> Option<&'static str> {
    if input.get(4..8) == Some(b"ftyp") {
        return match input.get(8..12) {
            Some(b"avif" | b"avis") => Some("AVIF"),
            Some(b"heic" | b"heix" | b"hevc" | b"mif1" | b"msf1") => Some("HEIC"),
            _ => None,
        };
    }
    match image::guess_format(input).ok()? {
        ImageFormat::Gif => Some("GIF"),
        ImageFormat::Tiff => Some("TIFF"),
        ImageFormat::Bmp => Some("BMP"),
        ImageFormat::Ico => Some("ICO"),
        ImageFormat::Avif => Some("AVIF"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn magic_bytes_decide() {
        assert_eq!(sniff(&[0xff, 0xd8, 0xff, 0xe0]), Some("image/jpeg"));
        assert_eq!(sniff(b"\x89PNG\r\n\x1a\n...."), Some("image/png"));
        assert_eq!(sniff(b"RIFF\x10\0\0\0WEBPVP8L"), Some("image/webp"));
        assert_eq!(sniff(b"RIFF\x10\0\0\0WAVEfmt "), None);
        assert_eq!(sniff(b"<svg xmlns="), None);
        assert_eq!(sniff(b""), None);
    }

    #[test]
    fn refused_formats_are_named() {
        assert_eq!(known_but_refused(b"GIF89a\x01\0\x01\0"), Some("GIF"));
        assert_eq!(known_but_refused(b"\0\0\0\x18ftypheic\0\0"), Some("HEIC"));
        assert_eq!(known_but_refused(b"%PDF-1.7"), None);
    }
}
