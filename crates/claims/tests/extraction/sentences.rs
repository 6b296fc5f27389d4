use candor_claims::sentences;
use proptest::prelude::*;

fn split(text: &str) -> Vec<&str> {
    sentences(text)
        .into_iter()
        .map(|range| &text[range])
        .collect()
}

#[test]
fn stops_that_end_nothing() {
    for whole in [
        "We keep files, e.g. Images and results, for 24 hours.",
        "Dr. Meyer and Mr. J. Smith answer within 3.5 days.",
        "Dateien werden z. B. Nach Ablauf der Frist bzw. Am Ende gelöscht.",
        "Gemäß Art. 6 Abs. 1 lit. f DSGVO bis zum 3. Oktober gespeichert.",
        "Visit darkroom.example or call us (i.e. Monday) vs. Tuesday.",
        "We wait ... and then go on.",
        "See No. 5 of the list.",
        "Les fichiers (p. ex. Images) sont conservés env. 24 heures.",
        "1. What we collect",
        "Yahoo! is another company",
        "Files never leave\nyour device",
    ] {
        assert_eq!(split(whole), [whole]);
    }
}

#[test]
fn stops_that_end() {
    assert_eq!(
        split("No. We never store files."),
        ["No.", "We never store files."]
    );
    assert_eq!(
        split("Deleted at once! Is it? \"Yes.\" (Really.) Good"),
        [
            "Deleted at once!",
            "Is it?",
            "\"Yes.\"",
            "(Really.)",
            "Good"
        ]
    );
    assert_eq!(
        split("Kept for 30 days. 7 days for results. ¿Y usted? Sí…  Fin"),
        [
            "Kept for 30 days.",
            "7 days for results.",
            "¿Y usted?",
            "Sí…",
            "Fin"
        ]
    );
    assert_eq!(
        split("No uploads\nNo tracking"),
        ["No uploads", "No tracking"]
    );
    assert_eq!(
        split("No uploads • No tracking | Free"),
        ["No uploads", "No tracking", "Free"]
    );
    assert_eq!(
        split("« Jamais. » Nous effaçons tout."),
        ["« Jamais. »", "Nous effaçons tout."]
    );
    assert_eq!(
        split("保存しません。送信しません。"),
        ["保存しません。", "送信しません。"]
    );
    assert_eq!(split("one\n\ntwo"), ["one", "two"]);
}

proptest! {
    #[test]
    fn sentences_cover_the_text_in_order(text in "\\PC{0,200}|[a-zA-Z .!?\n\"()…•|·»0-9]{0,200}") {
        let mut end = 0;
        for range in sentences(&text) {
            prop_assert!(range.start >= end && range.start < range.end);
            prop_assert!(text[end..range.start].chars().all(|skipped| skipped.is_whitespace() || "|·•".contains(skipped)));
            end = range.end;
        }
        prop_assert!(text[end..].chars().all(|skipped| skipped.is_whitespace() || "|·•".contains(skipped)));
    }
}
