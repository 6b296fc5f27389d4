//! Ways of writing content, made by other code than that which reads them.

use std::io::Write;

use candor_evidence::content::Encoding;
use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};

/// A way of writing bytes into a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Raw,
    Base64,
    Base64Url,
    Base64Lines,
    Base64InJson,
    DataUrl,
    Hex,
    HexUpper,
    HexPairs,
    Base32,
    Percent,
    PercentOfString,
    Base64OfPercent,
    Gzip,
    Zlib,
    Deflate,
    Brotli,
    Zstd,
    Multipart,
    DeflateInMultipart,
    JsonString,
    JavaScriptString,
    EscapedSlashes,
    Chunks,
    GzipInChunks,
    Utf16,
    Utf16BigEndian,
    Utf8,
    Numbers,
    SignedNumbers,
    KeyedNumbers,
    Reversed,
    GzipBase64,
}

const FORMS: [Form; 33] = {
    use Form::*;
    [
        Raw,
        Base64,
        Base64Url,
        Base64Lines,
        Base64InJson,
        DataUrl,
        Hex,
        HexUpper,
        HexPairs,
        Base32,
        Percent,
        PercentOfString,
        Base64OfPercent,
        Gzip,
        Zlib,
        Deflate,
        Brotli,
        Zstd,
        Multipart,
        DeflateInMultipart,
        JsonString,
        JavaScriptString,
        EscapedSlashes,
        Chunks,
        GzipInChunks,
        Utf16,
        Utf16BigEndian,
        Utf8,
        Numbers,
        SignedNumbers,
        KeyedNumbers,
        Reversed,
        GzipBase64,
    ]
};

fn percent(bytes: &[u8]) -> String {
    bytes
        .iter()
        .map(
            |byte| match byte.is_ascii_alphanumeric() || b"-_.~".contains(byte) {
                true => char::from(*byte).to_string(),
                false => format!("%{byte:02X}"),
            },
        )
        .collect()
}

fn list(values: impl Iterator<Item = String>) -> String {
    values.collect::<Vec<_>>().join(",")
}

fn packed(write: impl FnOnce() -> std::io::Result<Vec<u8>>) -> Vec<u8> {
    write().expect("a packed message")
}

impl Form {
    /// All of them.
    pub(crate) fn all() -> Vec<Self> {
        FORMS.to_vec()
    }

    /// Whether content in this form may be called so.
    pub(crate) fn allows(self, encoding: Encoding) -> bool {
        use Encoding as E;
        match self {
            Self::Raw | Self::Multipart => encoding == E::Raw,
            Self::Base64
            | Self::Base64Url
            | Self::Base64Lines
            | Self::Base64InJson
            | Self::DataUrl => encoding == E::Base64,
            Self::EscapedSlashes | Self::Base64OfPercent | Self::GzipBase64 => {
                encoding == E::Base64
            }
            Self::Hex | Self::HexUpper | Self::HexPairs => encoding == E::Hex,
            Self::Percent | Self::PercentOfString => encoding == E::Url,
            // What cannot be compressed is stored as it is, block by block.
            Self::Gzip | Self::GzipInChunks => matches!(encoding, E::Gzip | E::Raw | E::Chunked),
            Self::Zlib | Self::Deflate | Self::DeflateInMultipart => {
                matches!(encoding, E::Deflate | E::Raw)
            }
            Self::Brotli => matches!(encoding, E::Brotli | E::Raw),
            Self::Zstd => matches!(encoding, E::Zstd | E::Raw),
            Self::Chunks => matches!(encoding, E::Chunked | E::Raw),
            Self::Base32
            | Self::JsonString
            | Self::JavaScriptString
            | Self::Utf16
            | Self::Utf16BigEndian => encoding == E::Other,
            Self::Utf8
            | Self::Numbers
            | Self::SignedNumbers
            | Self::KeyedNumbers
            | Self::Reversed => encoding == E::Other,
        }
    }

    /// A message that carries some bytes in this form, behind a text where the form can stand behind one.
    pub(crate) fn write(self, bytes: &[u8], before: &[u8]) -> Vec<u8> {
        let base64 = || data_encoding::BASE64.encode(bytes);
        let behind = |text: String| [before, text.as_bytes()].concat();
        match self {
            Self::Raw => [before, bytes, b"tail"].concat(),
            Self::Base64 => behind(base64()),
            Self::Base64Url => behind(data_encoding::BASE64URL_NOPAD.encode(bytes)),
            Self::Base64Lines => behind(data_encoding::BASE64_MIME.encode(bytes)),
            Self::Base64InJson => {
                format!("{{\"t\":17,\"d\":[\"x\",\"{}\"]}}", base64()).into_bytes()
            }
            Self::DataUrl => format!("img=data:image/png;base64,{}", base64()).into_bytes(),
            Self::Hex => behind(data_encoding::HEXLOWER.encode(bytes)),
            Self::HexUpper => behind(data_encoding::HEXUPPER.encode(bytes)),
            Self::HexPairs => {
                let pairs: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
                pairs.join(" ").into_bytes()
            }
            Self::Base32 => behind(data_encoding::BASE32.encode(bytes)),
            Self::Percent => format!("d={}&v=1", percent(bytes)).into_bytes(),
            Self::PercentOfString => {
                let text: String = bytes.iter().map(|byte| char::from(*byte)).collect();
                format!("d={}", percent(text.as_bytes())).into_bytes()
            }
            Self::Base64OfPercent => format!("d={}", percent(base64().as_bytes())).into_bytes(),
            Self::Gzip => [
                before,
                &packed(|| {
                    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
                    encoder.write_all(bytes)?;
                    encoder.finish()
                }),
            ]
            .concat(),
            Self::Zlib => [
                before,
                &packed(|| {
                    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
                    encoder.write_all(bytes)?;
                    encoder.finish()
                }),
            ]
            .concat(),
            Self::Deflate => packed(|| {
                let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
                encoder.write_all(bytes)?;
                encoder.finish()
            }),
            Self::Brotli => packed(|| {
                let mut encoder = brotli::CompressorWriter::new(Vec::new(), 4096, 5, 22);
                encoder.write_all(bytes)?;
                encoder.flush()?;
                Ok(encoder.into_inner())
            }),
            Self::Zstd => {
                let level = ruzstd::encoding::CompressionLevel::Fastest;
                [before, &ruzstd::encoding::compress_to_vec(bytes, level)].concat()
            }
            Self::Multipart | Self::DeflateInMultipart => {
                let content = match self {
                    Self::Multipart => bytes.to_vec(),
                    _ => Self::Deflate.write(bytes, b""),
                };
                let head =
                    b"--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"blob\"\r\n\r\n";
                [head.as_slice(), &content, b"\r\n--b--\r\n"].concat()
            }
            Self::JsonString => {
                let text: String = bytes.iter().map(|byte| char::from(*byte)).collect();
                serde_json::json!({ "d": text }).to_string().into_bytes()
            }
            Self::JavaScriptString => {
                let text: String = bytes.iter().map(|byte| format!("\\x{byte:02x}")).collect();
                behind(text)
            }
            Self::EscapedSlashes => {
                format!("{{\"d\":\"{}\"}}", base64().replace('/', "\\/")).into_bytes()
            }
            Self::Chunks | Self::GzipInChunks => {
                let content = match self {
                    Self::Chunks => bytes.to_vec(),
                    _ => Self::Gzip.write(bytes, b""),
                };
                let mut message = b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec();
                for chunk in content.chunks(700) {
                    message.extend(format!("{:x}\r\n", chunk.len()).into_bytes());
                    message.extend(chunk);
                    message.extend(b"\r\n");
                }
                message.extend(b"0\r\n\r\n");
                message
            }
            Self::Utf16 => bytes.iter().flat_map(|byte| [*byte, 0]).collect(),
            Self::Utf16BigEndian => bytes.iter().flat_map(|byte| [0, *byte]).collect(),
            Self::Utf8 => {
                let text: String = bytes.iter().map(|byte| char::from(*byte)).collect();
                behind(text)
            }
            Self::Numbers => {
                format!("{{\"d\":[{}]}}", list(bytes.iter().map(u8::to_string))).into_bytes()
            }
            Self::SignedNumbers => format!(
                "[{}]",
                list(bytes.iter().map(|byte| byte.cast_signed().to_string()))
            )
            .into_bytes(),
            Self::KeyedNumbers => {
                let pairs = bytes
                    .iter()
                    .enumerate()
                    .map(|(index, byte)| format!("\"{index}\":{byte}"));
                format!("{{{}}}", list(pairs)).into_bytes()
            }
            Self::Reversed => bytes.iter().rev().copied().collect(),
            Self::GzipBase64 => behind(data_encoding::BASE64.encode(&Self::Gzip.write(bytes, b""))),
        }
    }
}
