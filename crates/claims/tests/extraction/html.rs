use candor_claims::Element;
use html5gum::{Token, Tokenizer};
use proptest::prelude::*;

use super::{headings, read, source, texts, unit};

const PAGE: &str = r#"<!doctype html><html lang="de"><head><title>Bilder &amp; mehr</title>
<meta name=description content="Alles bleibt hier.">
<meta property="og:description" content='No upload.'>
<script>var a = "hidden one";</script><style>p { content: "hidden two" }</style>
<script type="application/ld+json">{"@type":"FAQPage","mainEntity":[{"@type":"Question",
"name":"Do you keep files?","acceptedAnswer":{"@type":"Answer","text":"No, <b>never</b> \u2013 not one."}}]}</script></head>
<body><h1>Files never leave<br>your device</h1>
<p>We
   never <b>le</b>ave your&nbsp;device &mdash; ever.<p>Second paragraph.
<div hidden>hidden three</div><div style="color:red; display : none">hidden four</div>
<template>hidden five</template><noscript>Works without scripts.</noscript>
<img src=a.png alt="No upload &gt; here"><button aria-label="Choose a file">Choose</button>
<section lang="fr" data-tool="crop"><p data-claim="window.uploads">Effacé après 24 heures.</p>
<p>Kept <span data-claim="window.uploads">24 hours</span>, then <em data-claim="window.results">7 days</em>.</p>
<p>Kept for <span data-claim="window.logs">2 days</span> only.</p></section>
<p>We never:</p><ul><li>sell<li>share</ul>
<dl><dt>Account?<dd>None needed.</dl>
<details><summary>Cookies</summary><p>None.</p></details>
<!-- candor:note resize --><p>Generated text.</p><!-- /candor:note --><p>Written text.</p>
<a href=/x>Do Not Sell</a></body></html>"#;

#[test]
fn one_sentence_over_inline_elements() {
    let page = read("p.html", PAGE);
    let found = unit(&page, "We never leave your\u{a0}device — ever.");
    assert_eq!(source(found, PAGE, "never leave"), "never <b>le</b>ave");
    assert_eq!(source(found, PAGE, "We never"), "We\n   never");
    assert_eq!(source(found, PAGE, "—"), "&mdash;");
    assert_eq!(headings(found), ["Files never leave your device"]);
    unit(&page, "Second paragraph.");
    unit(&page, "Works without scripts.");
    assert!(!texts(&page).iter().any(|text| text.contains("hidden")));
}

#[test]
fn what_is_heard_or_shown_elsewhere_counts() {
    let page = read("p.html", PAGE);
    assert_eq!(page.language.as_deref(), Some("de"));
    assert_eq!(unit(&page, "Bilder & mehr").element, Element::Title);
    assert_eq!(unit(&page, "Alles bleibt hier.").element, Element::Metadata);
    assert_eq!(unit(&page, "No upload.").element, Element::Metadata);
    assert_eq!(unit(&page, "No upload > here").element, Element::Attribute);
    assert_eq!(unit(&page, "Choose a file").element, Element::Attribute);
    assert_eq!(unit(&page, "Choose").element, Element::Label);
    assert_eq!(unit(&page, "Do Not Sell").element, Element::Label);
    let answer = unit(&page, "No, never – not one.");
    assert_eq!(answer.element, Element::Metadata);
    assert_eq!(answer.question.as_deref(), Some("Do you keep files?"));
    assert_eq!(source(answer, PAGE, "never"), "never");
    assert_eq!(source(answer, PAGE, "–"), "\\u2013");
}

#[test]
fn attributes_are_inherited() {
    let page = read("p.html", PAGE);
    let bound = unit(&page, "Effacé après 24 heures.");
    assert_eq!(bound.language.as_deref(), Some("fr"));
    assert_eq!(bound.tool.as_deref(), Some("crop"));
    assert_eq!(bound.binding.as_deref(), Some("window.uploads"));
    // Of several bound parts each is a unit; a single one binds its whole block.
    assert_eq!(
        unit(&page, "24 hours").binding.as_deref(),
        Some("window.uploads")
    );
    assert_eq!(
        unit(&page, "7 days").binding.as_deref(),
        Some("window.results")
    );
    assert_eq!(unit(&page, "Kept 24 hours, then 7 days.").binding, None);
    let one = unit(&page, "Kept for 2 days only.");
    assert_eq!(one.binding.as_deref(), Some("window.logs"));
    let item = unit(&page, "sell");
    assert_eq!(item.stem.as_deref(), Some("We never:"));
    assert_eq!(item.language.as_deref(), Some("de"));
    assert_eq!(unit(&page, "share").element, Element::ListItem);
    assert_eq!(
        unit(&page, "None needed.").question.as_deref(),
        Some("Account?")
    );
    assert_eq!(unit(&page, "None.").question.as_deref(), Some("Cookies"));
    assert!(unit(&page, "Generated text.").generated);
    assert!(!unit(&page, "Written text.").generated);
    assert_eq!(unit(&page, "Written text.").question, None);
}

#[test]
fn links_in_a_row_are_labels_of_their_own() {
    let page = read(
        "p.html",
        "<nav><a>Privacy</a> <a>Do Not Sell</a></nav><p>See <a>one</a> <a>two</a>.",
    );
    assert_eq!(texts(&page), ["Privacy", "Do Not Sell", "See one two."]);
}

/// What a tokeniser of the whole standard makes of a text: its characters, white space folded.
fn reference(source: &str) -> String {
    let mut text = String::new();
    for token in Tokenizer::new(source) {
        let Ok(token) = token;
        if let Token::String(part) = token {
            text.push_str(&String::from_utf8_lossy(&part.value));
        }
    }
    text.split_ascii_whitespace().collect::<Vec<_>>().join(" ")
}

proptest! {
    /// Inline elements, comments, references and stray marks: the text is what the standard's tokeniser reads.
    #[test]
    fn the_text_is_the_standards(parts in proptest::collection::vec(prop::sample::select(vec![
        "7word", " ", "\n", "<b>", "</b>", "<i class='a>b'>", "</i >", "<!-- c -->", "<!-->", "<!--->", "<!-- -- --!>",
        "&amp;", "&lt", "&notit;", "&#65;", "&#x80;", "&bogus;", "&", "<", "< a", "</", "</>", "<3", "<?x?>", "é",
        "&hearts;", "&eacute;", "<!doctype x>", "=b", "'", "\"", ">", "<span\ntitle=\"&quot;\"\n>", "</span>",
    ]), 0..20)) {
        let source = format!("<em>x</em>{}", parts.concat());
        let extracted = read("p.html", &source);
        let own: Vec<&str> = extracted
            .units
            .iter()
            .filter(|unit| unit.element != Element::Attribute)
            .map(|unit| unit.text.as_str())
            .collect();
        prop_assert_eq!(own.join(" "), reference(&source));
    }
}

#[test]
fn an_element_inside_of_a_stretch_says_what_its_part_is_about() {
    let source = "<p data-about=\"tool.cut\">Some of it runs here. <span data-about=\"activity.cut/crop\" \
                  data-fact=\"tool.cut.level\">The file was not sent.</span></p>";
    let extracted = read("a.html", source);
    let unit = unit(&extracted, "Some of it runs here. The file was not sent.");
    assert_eq!(unit.about.as_deref(), Some("tool.cut"));
    assert_eq!(unit.abouts, [(22..44, "activity.cut/crop".to_owned())]);
    assert_eq!(unit.facts, [(22..44, "tool.cut.level".to_owned())]);
}
