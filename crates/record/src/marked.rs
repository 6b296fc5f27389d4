//! Digests of shipped files. What stands between Candor's own markers in a page is written by `candor build` and states
//! the result of the run itself, so it cannot be part of what the run is about.

use crate::sha256_hex;

const OPEN: &str = "<!-- candor:note ";
const MARKER_END: &str = "-->";
const CLOSE: &str = "<!-- /candor:note -->";

/// The SHA-256 of a shipped file in hexadecimal; in a page the content of marked regions is left out.
#[must_use]
pub fn shipped_digest(path: &str, bytes: &[u8]) -> String {
    let is_page = path.ends_with(".html") || path.ends_with(".htm") || path.ends_with('/');
    match std::str::from_utf8(bytes) {
        Ok(text) if is_page && text.contains(OPEN) => sha256_hex(without_regions(text).as_bytes()),
        _ => sha256_hex(bytes),
    }
}

/// The text without what stands between markers. A marker that is not closed before the next one begins marks nothing.
fn without_regions(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find(OPEN) {
        let Some(marker) = rest[open..].find(MARKER_END) else {
            break;
        };
        let content = open + marker + MARKER_END.len();
        let tail = &rest[content..];
        kept.push_str(&rest[..content]);
        rest = match (tail.find(CLOSE), tail.find(OPEN)) {
            (Some(close), next) if next.is_none_or(|next| close < next) => &tail[close..],
            _ => tail,
        };
    }
    kept.push_str(rest);
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_stands_between_markers_is_left_out() {
        let page = |note: &str, text: &str| {
            let page =
                format!("<p>a<!-- candor:note resize -->{note}<!-- /candor:note -->{text}</p>");
            shipped_digest("index.html", page.as_bytes())
        };
        assert_eq!(page("old", "b"), page("new", "b"));
        assert_ne!(page("old", "b"), page("old", "c"));
        let open = |text: &str| {
            let page = format!("<!-- candor:note resize -->{text}<!-- candor:note crop -->x");
            shipped_digest("index.html", page.as_bytes())
        };
        assert_ne!(
            open("a"),
            open("b"),
            "what is never closed is somebody's text"
        );
        assert_ne!(
            shipped_digest("a.js", b"<!-- candor:note x -->1<!-- /candor:note -->"),
            shipped_digest("a.js", b"<!-- candor:note x -->2<!-- /candor:note -->")
        );
    }
}
