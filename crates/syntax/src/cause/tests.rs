use proptest::prelude::*;

use super::*;

#[test]
fn brackets_and_quotation_marks_are_followed() {
    let open = Open::before("a: [x, {b: \"]\", c: 'it''s'", 100);
    assert_eq!(open.brackets, [(3, '['), (7, '{')]);
    assert_eq!(open.quote, None);
    // What is no value is text: apostrophes, brackets in words, remarks, texts of several lines.
    for text in [
        "a: it's [so]\n",
        "a: b # [ \"\n",
        "a: |\n  [ \"\nb: c\n",
        "a: \"[\\\"\"\n",
        "a: 'x''['\n",
    ] {
        let open = Open::before(text, text.len());
        assert_eq!((open.brackets.len(), open.quote), (0, None), "{text}");
    }
    let open = Open::before("a: 'x\nb: c\n", 11);
    assert_eq!(open.quote, Some((3, '\'')));
    assert_eq!(Open::before("a: [b}\n", 7).mismatch, Some((5, '}')));
}

#[test]
fn a_line_is_named_by_its_key() {
    let text = "a:\n    b: 1\n\n  # note\n  c: 2\n";
    let line = Line::around(text, text.find('c').unwrap());
    let above = line.above(text).unwrap();
    assert_eq!(above.name(), "`b` in line 2");
    assert_eq!(above.outer(text).unwrap().name(), "`a` in line 1");
    assert_eq!(line.outer(text).unwrap().name(), "`a` in line 1");
}

proptest! {
    #[test]
    fn every_cause_lies_in_the_text(
        text in "[a-c:\\-\\[\\]{}\"'&*!|>%#,\\\\ \\n\\t“ä1]{0,40}",
        at in 0usize..60,
        said in prop::sample::select(vec![
            "unclosed quote", "trailing content after", "while parsing a quoted scalar", "quoted scalar",
            "unknown anchor", "tab", "unexpected character", "bracket", "mismatched bracket", "unclosed bracket",
            "document start", "block scalar", "block sequence entries", "comment intercepting", "mapping values",
            "expected key", "simple key", "",
        ]),
    ) {
        let source = SourceFile::new("a.yaml", text.as_str());
        let at = (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        let cause = of(&source, at, said);
        prop_assert!(!cause.message.is_empty() && !cause.help.is_empty());
        if let Some((range, _)) = cause.replacement {
            prop_assert!(text.get(range).is_some());
        }
    }
}
