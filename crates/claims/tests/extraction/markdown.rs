use candor_claims::Element;

use super::{headings, read, source, texts, unit};

const PAGE: &str = "---\ntool: resize\nlang: en\ntitle: \"Resize images\"\n---\n\
# Resize\n\nYour file *never* leaves\nyour `device` &amp; browser.\n\n\
## What we never do\n\nWe promise a lot. We never:\n\n- sell your **data**\n- share it\n  - with advertisers\n\n\
> They never keep files.\n\n\
| what | how long |\n|---|---|\n| uploads | 24 hours |\n\n\
```js\nlet never = \"code stays out\";\n```\n\n\
## Do you keep my files?\n\nNo. Nothing is kept.\n\n\
**Is it free?**\n\nYes, without an account.\n\n\
[Do not sell my data](/choices)\n\n![No upload needed](a.png \"t\")\n\nA note.[^1]\n\n[^1]: Deleted within 7 days.\n";

#[test]
fn inline_markup_goes_and_places_stay() {
    let page = read("page.md", PAGE);
    let text = "Your file never leaves your device & browser.";
    let found = unit(&page, text);
    assert_eq!(
        source(found, PAGE, "never leaves your"),
        "never* leaves\nyour"
    );
    assert_eq!(source(found, PAGE, "device"), "device");
    assert_eq!(source(found, PAGE, "&"), "&amp;");
    assert_eq!(found.element, Element::Paragraph);
    assert_eq!(headings(found), ["Resize"]);
    assert_eq!(found.tool.as_deref(), Some("resize"));
    assert_eq!(found.language.as_deref(), Some("en"));
    assert!(
        !texts(&page)
            .iter()
            .any(|text| text.contains("code stays out"))
    );
}

#[test]
fn titles_lists_quotations_cells_and_labels_are_told_apart() {
    let page = read("page.md", PAGE);
    assert_eq!(unit(&page, "Resize images").element, Element::Title);
    assert_eq!(unit(&page, "Resize").element, Element::Heading);
    let item = unit(&page, "sell your data");
    assert_eq!(item.element, Element::ListItem);
    assert_eq!(item.stem.as_deref(), Some("We never:"));
    assert_eq!(headings(item), ["Resize", "What we never do"]);
    let nested = unit(&page, "with advertisers");
    assert_eq!(nested.stem.as_deref(), Some("We never:"));
    assert_eq!(
        unit(&page, "They never keep files.").element,
        Element::Quotation
    );
    let cell = unit(&page, "24 hours");
    assert_eq!((cell.element, cell.stem.as_deref()), (Element::Cell, None));
    assert_eq!(unit(&page, "Do not sell my data").element, Element::Label);
    assert_eq!(unit(&page, "No upload needed").element, Element::Attribute);
    assert_eq!(
        unit(&page, "Deleted within 7 days.").element,
        Element::Paragraph
    );
}

#[test]
fn an_answer_knows_its_question() {
    let page = read("page.md", PAGE);
    let answer = unit(&page, "No. Nothing is kept.");
    assert_eq!(answer.question.as_deref(), Some("Do you keep my files?"));
    let bold = unit(&page, "Yes, without an account.");
    assert_eq!(bold.question.as_deref(), Some("Is it free?"));
    assert_eq!(unit(&page, "Is it free?").question, None);
}

#[test]
fn html_in_markdown_is_read_as_html() {
    let text = "Files <b>never</b> leave <!-- aside --> it.<br>Next line.\n\n\
        <details>\n<summary>Do you store <i>files</i>?</summary>\n\nNo, **never**.\n\n</details>\n\n\
        <div data-tool=\"crop\">\n\nCropped *here*.\n\n</div>\n\n\
        > <p>Quoted\n> text.</p>\n\n\
        <script>\nvar a = 'hidden text';\n</script>\n\nAfter.\n";
    let page = read("page.md", text);
    let first = unit(&page, "Files never leave it.\nNext line.");
    assert_eq!(source(first, text, "never leave"), "never</b> leave");
    let answer = unit(&page, "No, never.");
    assert_eq!(answer.question.as_deref(), Some("Do you store files?"));
    assert_eq!(unit(&page, "Cropped here.").tool.as_deref(), Some("crop"));
    assert_eq!(unit(&page, "Quoted text.").element, Element::Quotation);
    let after = unit(&page, "After.");
    assert_eq!(
        (after.tool.as_deref(), after.question.as_deref()),
        (None, None)
    );
    assert!(!texts(&page).iter().any(|text| text.contains("hidden")));
}

#[test]
fn mdx_leaves_out_its_code() {
    let text = "import Note from './note.js'\n\nexport const meta = { title: 'x' }\n\n\
        <Note>\n\nNothing is stored.\n\n</Note>\n\n{props.children}\n";
    let page = read("page.mdx", text);
    assert_eq!(texts(&page), ["Nothing is stored."]);
}

#[test]
fn a_note_of_github_is_no_quotation() {
    let page = read("a.md", "> [!NOTE]\n> We keep nothing.\n");
    assert_eq!(unit(&page, "We keep nothing.").element, Element::Paragraph);
}
