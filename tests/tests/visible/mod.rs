//! What a reader sees of a page.

/// The visible text of a page: no head, no tags, no comments; entities read, white space folded.
pub(crate) fn visible_text(html: &str) -> String {
    let body = html.split_once("<body").map_or(html, |(_, body)| body);
    let mut text = String::new();
    let mut rest = body;
    if let Some((_, after)) = rest.split_once('>')
        && body.len() < html.len()
    {
        rest = after;
    }
    while let Some(at) = rest.find('<') {
        text.push_str(&rest[..at]);
        let tag = &rest[at..];
        let end = match tag {
            _ if tag.starts_with("<!--") => "-->",
            _ if tag.starts_with("<script") => "</script>",
            _ if tag.starts_with("<style") => "</style>",
            _ => ">",
        };
        if is_block(tag) {
            text.push(' ');
        }
        rest = tag.split_once(end).map_or("", |(_, after)| after);
    }
    text.push_str(rest);
    let text = read_entities(&text);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a tag separates words; tags within a sentence do not.
fn is_block(tag: &str) -> bool {
    const WITHIN: [&str; 9] = [
        "span", "em", "strong", "a", "code", "abbr", "time", "b", "i",
    ];
    let name: String = tag
        .trim_start_matches(['<', '/'])
        .chars()
        .take_while(char::is_ascii_alphanumeric)
        .collect();
    !WITHIN.contains(&name.as_str())
}

fn read_entities(text: &str) -> String {
    [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&#x27;", "'"),
        ("&#x2f;", "/"),
        ("&nbsp;", " "),
        ("\u{a0}", " "),
        ("&amp;", "&"),
    ]
    .iter()
    .fold(text.to_owned(), |text, (entity, character)| {
        text.replace(entity, character)
    })
}
