//! Formats of a tool as media types.

/// The media type for a format as a policy writes it (`JPG`, `WebP`), or for a media type written out.
/// Returns nothing for a name that has no certain media type.
pub(crate) fn media_type(format: &str) -> Option<&str> {
    if format.contains('/') {
        return Some(format);
    }
    Some(match format.to_ascii_lowercase().as_str() {
        "jpg" | "jpeg" => "image/jpeg",
        "png" => "image/png",
        "webp" => "image/webp",
        "gif" => "image/gif",
        "avif" => "image/avif",
        "heic" => "image/heic",
        "heif" => "image/heif",
        "tif" | "tiff" => "image/tiff",
        "bmp" => "image/bmp",
        "svg" => "image/svg+xml",
        "pdf" => "application/pdf",
        "zip" => "application/zip",
        "json" => "application/json",
        "txt" => "text/plain",
        "csv" => "text/csv",
        _ => return None,
    })
}

/// The type and subtype of a `Content-Type` value, in lower case, without its parameters.
pub(crate) fn essence(content_type: &str) -> String {
    content_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_and_content_types_meet() {
        assert_eq!(media_type("JPG"), Some("image/jpeg"));
        assert_eq!(media_type("image/x-portable"), Some("image/x-portable"));
        assert_eq!(media_type("something"), None);
        assert_eq!(essence("Image/JPEG; q=1"), "image/jpeg");
    }
}
