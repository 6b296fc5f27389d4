use proptest::prelude::*;

use super::*;

fn read(text: &str) -> (Option<Document>, Vec<Diagnostic>) {
    parse(Arc::new(SourceFile::new("a.yaml", text)))
}

fn places(text: &str) -> Vec<(&'static str, u32, u32)> {
    read(text)
        .1
        .iter()
        .map(|fault| {
            (
                fault.rule,
                fault.place.as_ref().map_or(0, |p| p.line),
                fault.place.as_ref().map_or(0, |p| p.column),
            )
        })
        .collect()
}

#[test]
fn nodes_keep_their_places() {
    let (document, faults) =
        read("name: Résumé # note\nuses: [{data: a, keep: nothing}]\nlist:\n  - one\n  - two\n");
    assert_eq!(faults, []);
    let document = document.unwrap();
    let at = |pointer| {
        document
            .place(document.node_at(pointer).unwrap())
            .to_string()
    };
    assert_eq!(at("/name"), "a.yaml:1:7");
    assert_eq!(at("/uses/0/keep"), "a.yaml:2:24");
    assert_eq!(at("/list/1"), "a.yaml:5:5");
    assert_eq!(document.pointer_at(2, 24).as_deref(), Some("/uses/0/keep"));
    assert_eq!(document.pointer_at(5, 6).as_deref(), Some("/list/1"));
    let end = document.place(document.node_at("/name").unwrap());
    assert_eq!((end.end_line, end.end_column), (1, 13));
    let uses = document.place(document.node_at("/uses").unwrap());
    assert_eq!((uses.column, uses.end_column), (7, 33));
}

#[test]
fn faults_have_exact_places() {
    assert_eq!(
        places("a: 1\nb: 2\nA: 3\n"),
        [("schema/duplicate-key", 3, 1)]
    );
    assert_eq!(
        places("a: 1\n---\nb: 2\n"),
        [("schema/several-documents", 2, 1)]
    );
    assert_eq!(places("a:\n  <<: {b: 1}\n"), [("schema/merge-key", 2, 3)]);
    assert_eq!(
        places("a:\u{a0}local\n").first().map(|fault| fault.0),
        Some("schema/no-break-space")
    );
    assert_eq!(
        places("a: \"24\u{a0}h\"\nb: |-\n  24\u{a0}h\n"),
        [],
        "quoted text and block scalars are prose"
    );
    assert_eq!(
        places("a: lo\u{200b}cal\n"),
        [("schema/zero-width-character", 1, 6)]
    );
    assert_eq!(places("a: “local”\n"), [("schema/curly-quote", 1, 4)]);
    assert_eq!(
        places("a: 24\u{a0}hours\n"),
        [("schema/no-break-space", 1, 6)]
    );
    assert_eq!(
        places("a: !thing x\n").first().map(|fault| fault.0),
        Some("schema/tag")
    );
    assert_eq!(places("? [a]\n: b\n"), [("schema/key-not-text", 1, 3)]);
    assert_eq!(places("a: \"Une question\u{a0}: oui, vraiment.\"\n"), []);
    let syntax = places("a: 1\nsummary: Note: this\n");
    assert_eq!(syntax[0].0, "schema/yaml-syntax");
    assert_eq!(syntax[0].1, 2);
}

#[test]
fn bombs_are_refused() {
    let mut bomb = String::from("a: &a [x, x, x, x, x, x, x, x, x]\n");
    for (name, last) in "bcdefghij".chars().zip("abcdefghi".chars()) {
        bomb.push_str(&format!(
            "{name}: &{name} [{}]\n",
            vec![format!("*{last}"); 9].join(", ")
        ));
    }
    assert_eq!(read(&bomb).1[0].rule, "schema/budget");
    let deep = "[".repeat(20_000);
    let rule = read(&deep).1[0].rule;
    assert!(rule == "schema/budget" || rule == "schema/yaml-syntax");
}

#[test]
fn aliases_cannot_multiply_text_or_depth() {
    let long = format!(
        "a: &a {}\nb: [{}]\n",
        "x".repeat(1 << 20),
        "*a, ".repeat(40)
    );
    assert_eq!(read(&long).1[0].rule, "schema/budget");
    let mut deep = format!("a0: &a0 {}x{}\n", "[".repeat(50), "]".repeat(50));
    deep.push_str(&format!(
        "a1: &a1 {}*a0{}\n",
        "[".repeat(50),
        "]".repeat(50)
    ));
    assert_eq!(read(&deep).1[0].rule, "schema/budget");
}

#[test]
fn one_character_is_one_fault() {
    assert_eq!(
        places("a:\n  \u{a0}b: c\n"),
        [("schema/no-break-space", 2, 3)]
    );
}

#[test]
fn block_scalars_and_quoted_text_begin_lines_as_they_like() {
    assert_eq!(
        places("a: |\n  code:\n  \tindented\nb: \"x\n  \u{a0}y\"\n"),
        []
    );
}

#[test]
fn faults_beyond_the_limit_are_announced() {
    let faults = places(&format!("a: \"{}\"\n", "\u{1}".repeat(5_000)));
    let listed = faults
        .iter()
        .filter(|fault| fault.0 == "schema/control-character")
        .count();
    assert_eq!(listed, 1_000);
    assert!(
        faults.contains(&("schema/budget", 1, 1_005)),
        "{:?}",
        &faults[995..]
    );
}

#[test]
fn faults_in_values_beyond_the_limit_are_announced() {
    let faults = places(&"- a\u{a0}b\u{a0}c\n".repeat(2_000));
    assert_eq!(faults.len(), 1_001);
    assert_eq!(faults[1_000], ("schema/budget", 501, 4));
}

#[test]
fn copies_by_aliases_are_one_fault() {
    assert_eq!(
        places("a: &a [x\u{a0}y]\nb: *a\nc: *a\n"),
        [("schema/no-break-space", 1, 9)]
    );
}

#[test]
fn faults_behind_a_fault_are_found() {
    let text = "a: Note: x\nb: 1\nc: [1, 2}\nd:\n  <<: {e: 1}\nB: 2\nf: lo\u{200b}cal\n";
    let document = read(text).0.unwrap();
    let unread: Vec<u32> = document.unread.iter().map(|block| block.start).collect();
    assert_eq!(unread, [0, 16]);
    // What could not be read is known by its key, and what could is there.
    assert_eq!(document.node_at("/a").map(Node::kind), Some("nothing"));
    assert_eq!(
        document.node_at("/d/e").map(Node::kind),
        Some("a whole number")
    );
    let mut found: Vec<_> = places(text)
        .into_iter()
        .map(|(rule, line, _)| (line, rule))
        .collect();
    found.sort_unstable();
    assert_eq!(
        found,
        [
            (1, "schema/yaml-syntax"),
            (3, "schema/yaml-syntax"),
            (5, "schema/merge-key"),
            (6, "schema/duplicate-key"),
            (7, "schema/zero-width-character"),
        ]
    );
}

#[test]
fn an_echo_is_no_fault() {
    for text in [
        "a: \"open\nb: 1\nc: 2\n",
        "a: [1, 2\nb: 3\nc: 4\n",
        "a: {x: 1\nb: 3\n",
    ] {
        let syntax = places(text)
            .into_iter()
            .filter(|fault| fault.0 == "schema/yaml-syntax");
        assert_eq!(syntax.count(), 1, "{text}: {:?}", places(text));
    }
}

#[test]
fn an_empty_file_is_nothing() {
    assert_eq!(
        read("# only a comment\n").0.unwrap().root.value,
        Value::Null
    );
}

proptest! {
    #[test]
    fn nothing_panics(text in "[a-c:\\-\\[\\]{}\"'&*!|># \\n\\t“\u{a0}ä1]{0,60}") {
        let _ = read(&text);
    }

    #[test]
    fn any_text_survives(text in "\\PC{0,40}") {
        let _ = read(&text);
    }
}
