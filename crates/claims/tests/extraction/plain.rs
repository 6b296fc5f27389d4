use candor_claims::{Element, extract, language};

use super::{read, source, unit};

#[test]
fn paragraphs_lists_and_headings_of_plain_text() {
    let text = "Privacy Policy\n\nWhat we keep\nWe keep uploads for as long as the work on them needs, and this line was\n\
        wrapped here. We never:\n- sell your data\n- share it\nAfterwards nothing remains.\n";
    let page = read("policy.txt", text);
    let heading = unit(&page, "What we keep");
    assert_eq!(heading.element, Element::Heading);
    let wrapped = "We keep uploads for as long as the work on them needs, and this line was wrapped here. We never:";
    let running = unit(&page, wrapped);
    assert_eq!(source(running, text, "was wrapped"), "was\nwrapped");
    let item = unit(&page, "sell your data");
    assert_eq!(item.stem.as_deref(), Some("We never:"));
    assert_eq!(item.element, Element::ListItem);
    let after = unit(&page, "Afterwards nothing remains.");
    assert_eq!(
        (after.element, after.stem.as_deref()),
        (Element::Paragraph, None)
    );
}

#[test]
fn a_text_with_long_lines_is_not_wrapped() {
    let long = "We keep nothing of what you upload, and that holds for every tool of this site, \
        whichever way you use it, on every plan and in every country.";
    let text = format!(
        "Immediate Deletion and Secure Ephemeral Processing\n{long}\nWhat we keep\nOther\n- • {long}\n"
    );
    let page = read("policy.txt", &text);
    let heading = unit(&page, "Immediate Deletion and Secure Ephemeral Processing");
    assert_eq!(heading.element, Element::Heading);
    assert_eq!(unit(&page, "What we keep").element, Element::Heading);
    assert_eq!(page.units.last().map(|unit| unit.text.as_str()), Some(long));
}

#[test]
fn a_kind_that_is_not_read_is_not_assessed() {
    for path in ["a.png", "Makefile", "a.pdf", "x.docx"] {
        let extracted = extract(path, "We never store files.");
        assert!(!extracted.assessed && extracted.units.is_empty(), "{path}");
    }
}

#[test]
fn languages_by_their_words() {
    for (text, expected) in [
        (
            "Your files never leave the browser and we do not store them.",
            Some("en"),
        ),
        (
            "Ihre Dateien werden nicht gespeichert und verlassen den Browser nie.",
            Some("de"),
        ),
        (
            "Vos fichiers ne sont pas conservés et restent dans le navigateur.",
            Some("fr"),
        ),
        (
            "Sus archivos no se guardan y nunca salen del navegador por la red.",
            Some("es"),
        ),
        ("JPEG PNG WebP AVIF", None),
        ("", None),
        ("Wir und Sie.", Some("de")),
        // Languages that are not read are told, so that nobody takes them for English.
        (
            "Twoje pliki nie są przechowywane na naszych serwerach.",
            Some("pl"),
        ),
        (
            "I file non sono mai inviati ai nostri server e restano nel browser.",
            Some("it"),
        ),
        (
            "Wij bewaren geen bestanden en uw gegevens worden niet gedeeld.",
            Some("nl"),
        ),
        (
            "Seus arquivos não são enviados para os nossos servidores.",
            Some("pt"),
        ),
        ("Vi sparar inte dina filer och det är gratis.", Some("sv")),
        ("ファイルはアップロードされません。", Some("und")),
        ("Мы не храним ваши файлы.", Some("und")),
        (
            "Mēs nekad neglabājam jūsu failus mūsu serveros, tie paliek ierīcē.",
            Some("und"),
        ),
    ] {
        assert_eq!(language(text), expected, "{text}");
    }
}
