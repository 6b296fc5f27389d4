//! Every place that is reported cuts the thing that it names out of the source.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may stop at a fault of its own"
)]

use std::sync::Arc;

use candor_syntax::{Diagnostic, Document, Node, Place, SourceFile, Value, parse};
use proptest::prelude::*;

fn read(text: &str) -> (Arc<SourceFile>, Option<Document>, Vec<Diagnostic>) {
    let source = Arc::new(SourceFile::new("a.yaml", text));
    let (document, faults) = parse(source.clone());
    (source, document, faults)
}

fn cut<'s>(source: &'s SourceFile, place: &Place) -> &'s str {
    let range = source.range(place).expect("a place within the text");
    &source.text()[range]
}

/// The text between the places of a finding's edits is what they replace, and the finding names it.
fn edits_fit(source: &SourceFile, fault: &Diagnostic) {
    for edit in &fault.edits {
        assert!(
            source.text().get(edit.start..edit.end).is_some(),
            "{fault:?} in {:?}",
            source.text()
        );
    }
}

/// What a plain or quoted node says, read from its bytes alone.
fn says_what_it_is(document: &Document, node: &Node) -> Result<(), TestCaseError> {
    let raw = document.raw(node);
    match &node.value {
        // A text of several lines ends with its last word.
        Value::String(text) if text.ends_with('\n') => prop_assert_eq!(raw, text.trim_end()),
        Value::String(text) if raw.starts_with('"') || raw.starts_with('\'') => {
            let inner = &raw[1..raw.len() - 1];
            prop_assert_eq!(inner, text);
        }
        Value::String(text) => prop_assert_eq!(raw, text),
        Value::Integer(number) => prop_assert_eq!(raw, number.to_string()),
        Value::Sequence(items) => {
            for item in items {
                prop_assert!(node.span.start <= item.span.start && item.span.end <= node.span.end);
                says_what_it_is(document, item)?;
            }
        }
        Value::Mapping(entries) => {
            for entry in entries {
                prop_assert!(node.span.start <= entry.key.span.start);
                prop_assert!(entry.key.span.end <= entry.value.span.start);
                prop_assert!(entry.value.span.end <= node.span.end);
                says_what_it_is(document, &entry.key)?;
                says_what_it_is(document, &entry.value)?;
            }
        }
        _ => {}
    }
    Ok(())
}

fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        "w[a-zäß€😀]{0,6}",
        "[1-9][0-9]{0,3}",
        "\"w[a-zé ]{0,6}w\"",
        "'w[a-zé ]{0,6}w'",
    ]
}

/// A file with a block of each form, its values being any words.
fn file() -> impl Strategy<Value = String> {
    (
        prop::collection::vec(word(), 1..4),
        prop::collection::vec(word(), 1..4),
        word(),
        "[ä ]{0,5}",
        prop_oneof![Just("\n"), Just("\r\n")],
    )
        .prop_map(|(flow, block, own, remark, end)| {
            let mut text = format!("# {remark}{end}a: {own} # {remark}{end}");
            text += &format!(
                "b: [{}]{end}c: {{x: {own}, yé: {own}}}{end}d:{end}",
                flow.join(", ")
            );
            for item in block {
                text += &format!("  - {item}   # {remark}{end}");
            }
            text + "e:\n" + &format!("  f: {own}{end}  g: |{end}    {own}{end}{end}h: z{end}")
        })
}

proptest! {
    #[test]
    fn every_node_is_cut_out_by_its_place(text in file()) {
        let (source, document, faults) = read(&text);
        prop_assert_eq!(faults, []);
        let document = document.unwrap();
        says_what_it_is(&document, &document.root)?;
        for pointer in ["/a", "/b/0", "/c/x", "/d/0", "/e/f"] {
            let node = document.node_at(pointer).unwrap();
            let place = document.place(node);
            prop_assert_eq!(cut(&source, &place), document.raw(node));
            // The first character of a value leads back to it.
            let found = document.pointer_at(place.line, place.column);
            prop_assert_eq!(found.as_deref(), Some(pointer));
        }
    }

    /// A fault that is put into a file is reported where it was put, and its place cuts it out.
    #[test]
    fn a_fault_is_cut_out_by_its_place(text in file(), at in 0usize..4, sign in 0usize..3) {
        let (rule, odd) = [
            ("schema/zero-width-character", "\u{200b}"),
            ("schema/no-break-space", "\u{a0}"),
            ("schema/control-character", "\u{7}"),
        ][sign];
        let key = ["a", "b", "c", "d"][at];
        let line_start = format!("\n{key}:");
        let faulty = text.replacen(&line_start, &format!("\n{key}{odd}k:"), 1);
        let (source, _, faults) = read(&faulty);
        let fault = faults.iter().find(|fault| fault.rule == rule);
        prop_assert!(fault.is_some(), "{:?}: {:?}", faulty, faults);
        let place = fault.and_then(|fault| fault.place.clone()).unwrap();
        prop_assert_eq!(cut(&source, &place), odd);
        faults.iter().for_each(|fault| edits_fit(&source, fault));
    }

    #[test]
    fn a_duplicate_key_is_cut_out_with_the_first_one(text in file(), at in 0usize..4) {
        let key = ["a", "b", "c", "d"][at];
        let (source, _, faults) = read(&format!("{text}{}: x\n", key.to_uppercase()));
        prop_assert_eq!(faults.len(), 1);
        prop_assert_eq!(faults[0].rule, "schema/duplicate-key");
        prop_assert_eq!(cut(&source, faults[0].place.as_ref().unwrap()), key.to_uppercase());
        prop_assert_eq!(cut(&source, &faults[0].related[0].place), key);
    }

    /// A mistake in one block is reported there and nowhere else, and the other blocks are read.
    #[test]
    fn a_mistake_stays_in_its_block(
        before in 0usize..4,
        behind in 0usize..4,
        deep in any::<bool>(),
        mistake in prop::sample::select(vec![
            "@x", "\"open", "'open", "[a, b", "{a: b", "[a}", "x: y: z", "*none", "'it's'", "\"a\" b", "\"\\q\"", "& x",
            "> x", "|x", "- x", "[a]]", "%x", "`x`", "{a: b c: d}",
        ]),
    ) {
        let block = |name: &str, at: usize| format!("{name}{at}:\n  x: [1, {{y: 2}}]\n  z: \"w\"\n");
        let first: String = (0..before).map(|at| block("a", at)).collect();
        let last: String = (0..behind).map(|at| block("b", at)).collect();
        let own = if deep { format!("m:\n  x: 1\n  y: {mistake}\n") } else { format!("m: {mistake}\n") };
        let (_, document, faults) = read(&format!("{first}{own}{last}"));
        let lines = |text: &str| u32::try_from(text.lines().count()).unwrap();
        let begin = lines(&first) + 1;
        prop_assert!(!faults.is_empty());
        for fault in &faults {
            let line = fault.place.as_ref().unwrap().line;
            prop_assert!((begin..begin + lines(&own)).contains(&line), "line {}: {:?}", line, faults);
        }
        // An open quotation mark or bracket may swallow what follows; anything else does not.
        if let Some(document) = document {
            for at in 0..before {
                let pointer = format!("/a{at}/x/1/y");
                prop_assert!(document.node_at(&pointer).is_some(), "{}", pointer);
            }
        } else {
            prop_assert!(mistake.starts_with(['"', '\'', '[', '{']), "{}", mistake);
        }
    }

    /// Whatever a text is, all places lie in it and all edits can be made.
    #[test]
    fn places_of_any_text_lie_in_it(text in "[a-c:\\-\\[\\]{}\"'&*!|>#%@,\\\\ \\n\\r\\t“”\u{a0}\u{200b}ä1]{0,80}") {
        let (source, document, faults) = read(&text);
        for fault in &faults {
            prop_assert!(!fault.message.is_empty() && fault.help.is_some(), "{:?}", fault);
            let place = fault.place.as_ref().unwrap();
            prop_assert!(source.range(place).is_some(), "{:?} in {:?}", place, text);
            edits_fit(&source, fault);
        }
        if let Some(document) = document {
            prop_assert!(document.root.span.start as usize <= text.len());
            prop_assert!(document.root.span.end as usize <= text.len());
        } else {
            prop_assert!(!faults.is_empty());
        }
    }
}
