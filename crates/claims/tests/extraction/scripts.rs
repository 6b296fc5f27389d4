use candor_claims::{Element, Reach};

use super::{headings, read, source, texts, unit};

#[test]
fn sentences_of_a_program_and_nothing_else() {
    let text = r#"
import { a } from "./some module path";
"use strict";
const url = "https://darkroom.example/a b", id = "upload-button";
const classes = "flex items-center px-4 text-sm hover:underline";
const regex = /don't "match" this one/g, ratio = a / b / c;
const claim = 'Files never leave your device \u2014 \'ever\'.';
const joined = "We never " +
  "sell your data.";
const kept = `Deleted after ${hours} hours, says ${t("some key")}.`;
const query = sql`select all the things from here`;
const html = `<p>Nothing <b>is</b> stored.</p>`;
const short = cond ? "No sign-up needed" : 'no';
// "a comment in quotes is none"
"#;
    let page = read("app.js", text);
    let claim = unit(&page, "Files never leave your device — 'ever'.");
    assert_eq!(claim.element, Element::SourceString);
    assert_eq!(source(claim, text, "—"), "\\u2014");
    let joined = unit(&page, "We never sell your data.");
    assert_eq!(source(joined, text, "never sell"), "never \" +\n  \"sell");
    unit(&page, "Deleted after ${hours} hours, says ${…}.");
    unit(&page, "Nothing is stored.");
    unit(&page, "No sign-up needed");
    let all = texts(&page);
    for stray in [
        "flex", "select", "strict", "comment", "match", "button", "darkroom",
    ] {
        assert!(
            !all.iter().any(|text| text.contains(stray)),
            "{stray} in {all:#?}"
        );
    }
}

#[test]
fn the_text_of_jsx_reads_like_a_page() {
    let text = r#"export const Hero = ({ name }: Props) => (
  <Section data-tool="resize" className="mx-auto flex gap-2">
    <h2>Your files&apos; home</h2>
    <p>We <strong>never</strong> upload {name}{" "}
      or share it.</p>
    {open && <p lang="fr">Rien n'est gardé.</p>}
    <ul>We never:{items.map((item) => <li key={item}>sell {item}</li>)}</ul>
    <img alt="No upload needed" src="a b.png" /><Button label="Choose a file">Go</Button>
    <Note text={`Kept for ${days} days.`} />
    <style jsx>{`p { color: red; and more words here }`}</style>
  </Section>
);
const later = a < b ? "Nothing is kept." : <></>;
const generic = <T,>(x: T) => "It stays here.";
"#;
    let page = read("hero.tsx", text);
    let claim = unit(&page, "We never upload {name} or share it.");
    assert_eq!(
        source(claim, text, "We never upload"),
        "We <strong>never</strong> upload"
    );
    assert_eq!(claim.tool.as_deref(), Some("resize"));
    assert_eq!(headings(claim), ["Your files' home"]);
    assert_eq!(
        unit(&page, "Rien n'est gardé.").language.as_deref(),
        Some("fr")
    );
    assert_eq!(unit(&page, "sell {item}").element, Element::ListItem);
    assert_eq!(unit(&page, "No upload needed").element, Element::Attribute);
    assert_eq!(unit(&page, "Choose a file").element, Element::Attribute);
    assert_eq!(unit(&page, "Go").element, Element::Label);
    unit(&page, "Kept for ${days} days.");
    unit(&page, "Nothing is kept.");
    unit(&page, "It stays here.");
    assert!(
        !texts(&page)
            .iter()
            .any(|text| text.contains("color") || text.contains("mx-auto"))
    );
}

#[test]
fn components_have_a_template_and_a_program() {
    let vue = "<template>\n  <p data-tool=\"crop\">We never store <em>{{ what }}</em>.</p>\n  <Icon/>\n</template>\n\
        <script setup lang=\"ts\">\nconst note = 'Nothing leaves the browser.';\n</script>\n\
        <style>\np { content: 'not this one'; }\n</style>\n";
    let page = read("Note.vue", vue);
    assert_eq!(
        unit(&page, "We never store {{ what }}.").tool.as_deref(),
        Some("crop")
    );
    let string = unit(&page, "Nothing leaves the browser.");
    assert_eq!(string.element, Element::SourceString);
    assert_eq!(texts(&page).len(), 2);
    let svelte = "<script>\n  let a = \"We keep no copies.\";\n</script>\n{#if a}<p>Deleted {after}.</p>{/if}\n";
    let page = read("Note.svelte", svelte);
    unit(&page, "We keep no copies.");
    assert!(
        texts(&page)
            .iter()
            .any(|text| text.contains("Deleted {after}."))
    );
}

#[test]
fn suppressions_in_programs_cover_a_line() {
    let text = "// policy-claim-ignore no-upload reason=\"a test\"\nconst a = 'We never upload files.';\n\
        const b = 'We never store files.'; // policy-claim-ignore no-storage reason=\"a test\"\n\
        const c = <p>{/* policy-claim-ignore no-sale reason=\"a test\" */}\n  We never sell files.</p>;\n\
        /* policy-claim-ignore no-sale */\n";
    let page = read("a.jsx", text);
    let covered: Vec<_> = page
        .suppressions
        .iter()
        .map(|found| (found.reach, text[found.covers.clone()].trim()))
        .collect();
    assert_eq!(
        covered[0],
        (Reach::NextLine, "const a = 'We never upload files.';")
    );
    assert_eq!(covered[1].0, Reach::Line);
    assert!(
        covered[1]
            .1
            .starts_with("const b = 'We never store files.';")
    );
    assert_eq!(covered[2], (Reach::NextLine, "We never sell files.</p>;"));
    assert_eq!(page.faults.len(), 1);
}
