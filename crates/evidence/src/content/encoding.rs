//! The forms in which content leaves, and the layers that have to be taken off.

use std::fmt;

/// The form of what was seen, in the words of the contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Encoding {
    /// As it is.
    Raw,
    /// Base64 of either alphabet.
    Base64,
    /// Hexadecimal digits.
    Hex,
    /// Percent-encoding.
    Url,
    /// gzip.
    Gzip,
    /// Deflate, with or without the frame of zlib.
    Deflate,
    /// Brotli.
    Brotli,
    /// Zstandard.
    Zstd,
    /// In pieces, over chunks or over messages.
    Chunked,
    /// As a picture that was encoded anew.
    Reencoded,
    /// As a digest.
    Digest,
    /// As a name, a text or a measure.
    Metadata,
    /// Hidden by a key.
    Opaque,
    /// In another way.
    Other,
}

impl Encoding {
    /// The word of the contract.
    pub fn word(self) -> &'static str {
        match self {
            Self::Raw => "raw",
            Self::Base64 => "base64",
            Self::Hex => "hex",
            Self::Url => "url",
            Self::Gzip => "gzip",
            Self::Deflate => "deflate",
            Self::Brotli => "brotli",
            Self::Zstd => "zstd",
            Self::Chunked => "chunked",
            Self::Reencoded => "reencoded",
            Self::Digest => "digest",
            Self::Metadata => "metadata",
            Self::Opaque => "opaque",
            Self::Other => "other",
        }
    }
}

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// One layer that was taken off, the outermost first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Layer {
    /// Base64 of either alphabet, also broken into lines.
    Base64,
    /// Base32.
    Base32,
    /// Hexadecimal digits.
    Hex,
    /// Percent-encoding.
    Percent,
    /// The escapes of a string in JSON or JavaScript.
    Escapes,
    /// A list of numbers, one for each byte.
    Numbers,
    /// Two bytes for each character.
    Utf16,
    /// Bytes above 127 written as two of UTF-8.
    Utf8,
    /// A host name whose labels are parts of one text.
    Labels,
    /// gzip.
    Gzip,
    /// zlib.
    Zlib,
    /// Deflate without a frame.
    Deflate,
    /// Brotli.
    Brotli,
    /// Zstandard.
    Zstd,
    /// The chunks of HTTP.
    Chunks,
    /// A part of a form or of a stream, behind its header.
    Part,
    /// The last byte first.
    Reversed,
    /// Exclusive or with a repeated key.
    Xor,
}

impl Layer {
    /// The layer in words.
    pub fn word(self) -> &'static str {
        match self {
            Self::Base64 => "base64",
            Self::Base32 => "base32",
            Self::Hex => "hex",
            Self::Percent => "percent-encoding",
            Self::Escapes => "string escapes",
            Self::Numbers => "a list of numbers",
            Self::Utf16 => "UTF-16",
            Self::Utf8 => "UTF-8",
            Self::Labels => "labels of a host name",
            Self::Gzip => "gzip",
            Self::Zlib => "zlib",
            Self::Deflate => "deflate",
            Self::Brotli => "brotli",
            Self::Zstd => "zstd",
            Self::Chunks => "chunks",
            Self::Part => "a part",
            Self::Reversed => "reversed",
            Self::Xor => "a repeated key",
        }
    }

    /// The word of the contract; a part is only a place, not a form.
    fn encoding(self) -> Option<Encoding> {
        match self {
            Self::Base64 => Some(Encoding::Base64),
            Self::Hex => Some(Encoding::Hex),
            Self::Percent => Some(Encoding::Url),
            Self::Gzip => Some(Encoding::Gzip),
            Self::Zlib | Self::Deflate => Some(Encoding::Deflate),
            Self::Brotli => Some(Encoding::Brotli),
            Self::Zstd => Some(Encoding::Zstd),
            Self::Chunks => Some(Encoding::Chunked),
            Self::Xor => Some(Encoding::Opaque),
            Self::Part => None,
            _ => Some(Encoding::Other),
        }
    }
}

/// The form of content under some layers. What carries it counts for more than how the carrier was escaped, so that
/// base64 in a query is base64.
pub(super) fn encoding(layers: &[Layer]) -> Encoding {
    let mut forms = layers.iter().filter_map(|layer| layer.encoding());
    let strong = forms
        .clone()
        .find(|form| !matches!(form, Encoding::Url | Encoding::Other));
    strong.or_else(|| forms.next()).unwrap_or(Encoding::Raw)
}
