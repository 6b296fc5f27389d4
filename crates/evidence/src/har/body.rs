//! The body of a request. HAR 1.2 has no place for bytes, so that programs write them in ways of their own, or not at all.

use data_encoding::{BASE64_MIME_PERMISSIVE, BASE64URL_NOPAD};
use serde_json::Value;

use super::entry::list;

/// A body, as far as it was recorded.
#[derive(Debug, Default)]
pub(super) struct Body {
    /// The readings of what was recorded; one body may have several.
    pub(super) parts: Vec<Vec<u8>>,
    /// The file beside the recording in which a body stands.
    pub(super) beside: Option<String>,
    /// How many bytes there were, as far as that is told.
    pub(super) bytes: usize,
    /// Whether bytes are missing, or were replaced.
    pub(super) is_missing: bool,
}

impl Body {
    /// The body of a request.
    pub(super) fn of(request: &Value, headers: &[(String, String)]) -> Self {
        let data = &request["postData"];
        let length = headers
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
            .and_then(|(_, value)| value.trim().parse::<u64>().ok());
        let told = request["bodySize"].as_u64().max(length).unwrap_or(0);
        let mut body = Self::default();
        let text = data["text"].as_str().unwrap_or_default();
        if !text.is_empty() {
            body.read(text, is_base64(data));
        }
        for param in list(&data["params"]) {
            let words = ["name", "value", "fileName"];
            for word in words.iter().filter_map(|key| param[*key].as_str()) {
                if !word.is_empty() {
                    body.read(word, false);
                }
            }
            // A file is named, and its content is not written.
            body.is_missing |= param["fileName"]
                .as_str()
                .is_some_and(|name| !name.is_empty());
        }
        body.beside = data["_file"].as_str().map(str::to_owned);
        let recorded = body.parts.iter().map(Vec::len).max().unwrap_or(0);
        body.bytes = usize::try_from(told).unwrap_or(usize::MAX).max(recorded);
        body.is_missing |= recorded < body.bytes && body.beside.is_none();
        body
    }

    /// Adds every reading of a text.
    fn read(&mut self, text: &str, is_base64: bool) {
        // Bytes that are no text were replaced for good.
        self.is_missing |= text.contains('\u{fffd}');
        if let Some(bytes) = is_base64.then(|| base64(text)).flatten() {
            self.parts.push(bytes);
            return;
        }
        let is_wide = text.chars().any(|character| character > '\u{ff}');
        if !is_wide && !text.is_ascii() {
            // Some programs write a character for each byte.
            let bytes = text
                .chars()
                .filter_map(|one| u8::try_from(u32::from(one)).ok());
            self.parts.push(bytes.collect());
        }
        self.parts.push(text.as_bytes().to_vec());
    }

    /// Adds what stands in a file beside the recording.
    pub(super) fn found(&mut self, bytes: Vec<u8>) {
        self.is_missing = bytes.len() < self.bytes;
        self.bytes = self.bytes.max(bytes.len());
        self.parts.push(bytes);
    }
}

/// Whether a body says that it is written in Base64.
fn is_base64(data: &Value) -> bool {
    let named = ["encoding", "_encoding"]
        .iter()
        .find_map(|key| data[*key].as_str());
    named.is_some_and(|name| name.eq_ignore_ascii_case("base64"))
        || data["_base64Encoded"].as_bool() == Some(true)
}

/// Base64 of either alphabet, with line ends and with or without its end.
pub(super) fn base64(text: &str) -> Option<Vec<u8>> {
    if let Ok(bytes) = BASE64_MIME_PERMISSIVE.decode(text.as_bytes()) {
        return Some(bytes);
    }
    let plain: String = text
        .chars()
        .filter(|character| !character.is_whitespace() && *character != '=')
        .map(|character| match character {
            '+' => '-',
            '/' => '_',
            other => other,
        })
        .collect();
    BASE64URL_NOPAD.decode(plain.as_bytes()).ok()
}
