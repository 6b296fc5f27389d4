//! What a file is, and which language its path states.

/// The kinds of files that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Markdown,
    Mdx,
    Html,
    /// A component of Vue or Svelte.
    Component,
    Json,
    Yaml,
    Toml,
    /// JavaScript and TypeScript; with JSX, where `<` may open an element.
    Script {
        jsx: bool,
    },
    Text,
}

/// The kind of a file by the ending of its name.
pub(super) fn kind(path: &str) -> Option<Kind> {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    let (_, ending) = name.rsplit_once('.')?;
    Some(match ending.to_ascii_lowercase().as_str() {
        "md" | "markdown" => Kind::Markdown,
        "mdx" => Kind::Mdx,
        "html" | "htm" | "xhtml" => Kind::Html,
        "vue" | "svelte" => Kind::Component,
        "json" | "jsonc" | "json5" | "jsonl" | "ndjson" | "arb" => Kind::Json,
        "yaml" | "yml" => Kind::Yaml,
        "toml" => Kind::Toml,
        "js" | "mjs" | "cjs" | "jsx" | "tsx" => Kind::Script { jsx: true },
        "ts" | "mts" | "cts" => Kind::Script { jsx: false },
        "txt" => Kind::Text,
        _ => return None,
    })
}

/// The languages that a path may state by their codes. Codes that are common words of paths are left out.
const CODES: &[&str] = &[
    "ar", "bg", "bn", "ca", "cs", "cy", "da", "de", "el", "en", "es", "et", "eu", "fa", "fi",
    "fil", "fr", "ga", "gl", "he", "hi", "hr", "hu", "hy", "id", "is", "it", "ja", "ka", "kk",
    "ko", "lt", "lv", "mk", "ms", "mt", "nb", "nl", "nn", "no", "pl", "pt", "ro", "ru", "sk", "sl",
    "sq", "sr", "sv", "sw", "ta", "th", "tr", "uk", "ur", "uz", "vi", "zh",
];

/// The language that a path states: `locales/de/common.json`, `de-AT.json`, `messages.fr.yaml`, `/es/privacy.html`.
pub(super) fn language(path: &str, kind: Kind) -> Option<String> {
    let (folders, name) = path.rsplit_once(['/', '\\']).unwrap_or(("", path));
    let (stem, _) = name.rsplit_once('.').unwrap_or((name, ""));
    let translations = matches!(kind, Kind::Json | Kind::Yaml | Kind::Toml);
    let last = stem.rsplit(['.', '_']).find_map(code);
    // `no.md` and `is.js` are words; a whole stem counts for translations only.
    let named = code(stem)
        .filter(|_| translations)
        .or(last.filter(|_| stem.contains('.') || translations));
    named.or_else(|| {
        // The folder `es` of a package holds modules, not Spanish.
        let script = matches!(kind, Kind::Script { .. });
        folders
            .rsplit(['/', '\\'])
            .filter(|_| !script)
            .find_map(code)
    })
}

/// The language of a code such as `de`, `de-AT` or `pt_BR`.
pub(super) fn code(part: &str) -> Option<String> {
    let (language, region) = match part.split_once(['-', '_']) {
        Some((language, region)) => (language, Some(region)),
        None => (part, None),
    };
    let fits = region.is_none_or(|region| {
        (2..=4).contains(&region.len()) && region.bytes().all(|byte| byte.is_ascii_alphanumeric())
    });
    let language = language.to_ascii_lowercase();
    (fits && CODES.contains(&language.as_str())).then_some(language)
}
