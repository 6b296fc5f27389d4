use candor_claims::Reach;

use super::read;

#[test]
fn a_comment_covers_the_next_block() {
    let text = "Before.\n\n<!-- policy-claim-ignore no-upload reason=\"the old page, kept for links\" until=2027-01-31 -->\n\n\
        Files *never* leave.\n\nAfter.\n";
    let page = read("a.md", text);
    assert_eq!(page.faults, []);
    let [only] = page.suppressions.as_slice() else {
        panic!("one suppression: {:?}", page.suppressions);
    };
    assert_eq!(only.rule, "no-upload");
    assert_eq!(only.reason, "the old page, kept for links");
    assert_eq!(only.until.as_deref(), Some("2027-01-31"));
    assert_eq!(only.reach, Reach::NextBlock);
    assert_eq!(&text[only.covers.clone()], "Files *never* leave.");
    assert!(
        text[only.range.clone()].starts_with("<!--") && text[only.range.clone()].ends_with("-->")
    );
}

#[test]
fn a_comment_behind_text_covers_its_line() {
    for (path, text) in [
        (
            "a.md",
            "First line.\n\nNever stored. <!-- policy-claim-ignore * reason='a quotation' --> More.\n\nNext.",
        ),
        (
            "a.html",
            "<p>First.</p>\n<p>Never stored. <!-- policy-claim-ignore * reason='a quotation' --></p>\n<p>Next.</p>",
        ),
    ] {
        let page = read(path, text);
        let only = &page.suppressions[0];
        assert_eq!((only.reach, only.rule.as_str()), (Reach::Line, "*"));
        let covered = &text[only.covers.clone()];
        assert!(
            covered.contains("Never stored.")
                && !covered.contains("First")
                && !covered.contains("Next")
        );
    }
}

#[test]
fn comments_of_every_kind_of_file() {
    let reason = "policy-claim-ignore no-storage reason=\"tested\"";
    for (path, text, covered) in [
        (
            "a.mdx",
            format!("{{/* {reason} */}}\n\nNothing stays.\n\nEnd."),
            "Nothing stays.",
        ),
        (
            "a.html",
            format!("<!--{reason}--><h2>Nothing stays.</h2><p>End."),
            "Nothing stays.",
        ),
        (
            "a.html",
            format!("<p><!-- {reason} -->Nothing stays.</p><p>End."),
            "Nothing stays.",
        ),
        (
            "a.json",
            format!("{{\n// {reason}\n\"a\": \"Nothing stays.\", \"b\": \"End.\"}}"),
            "Nothing stays.",
        ),
        (
            "a.yaml",
            format!("# {reason}\na: Nothing stays.\nb: End.\n"),
            "Nothing stays.",
        ),
        (
            "a.toml",
            format!("# {reason}\na = \"Nothing stays.\"\nb = \"End.\"\n"),
            "Nothing stays.",
        ),
    ] {
        let page = read(path, &text);
        assert_eq!(page.faults, [], "{path}");
        assert_eq!(page.suppressions.len(), 1, "{path}");
        let covers = page.suppressions[0].covers.clone();
        assert_eq!(&text[covers], covered, "{path}");
    }
}

#[test]
fn a_suppression_without_a_reason_is_a_fault() {
    for (comment, named) in [
        ("policy-claim-ignore no-upload", "no reason"),
        ("policy-claim-ignore no-upload reason=\"\"", "no reason"),
        ("policy-claim-ignore reason=\"x\"", "which kind"),
        (
            "policy-claim-ignore no-upload reason=\"x\" until=soon",
            "no day",
        ),
        (
            "policy-claim-ignore no-upload reason=\"x\" until=2027-02-30",
            "no day",
        ),
        ("policy-claim-ignore no-upload reason=\"x", "not closed"),
        (
            "policy-claim-ignore no-upload no-sale reason=\"x\"",
            "`no-sale`",
        ),
        ("policy-claim-ignore no-upload because=\"x\"", "`because=`"),
        (
            "policy-claim-ignored no-upload reason=\"x\"",
            "another word",
        ),
    ] {
        let page = read("a.md", &format!("<!-- {comment} -->\n\nText.\n"));
        assert_eq!(page.suppressions, [], "{comment}");
        assert_eq!(page.faults.len(), 1, "{comment}");
        assert!(
            page.faults[0].message.contains(named),
            "{comment}: {}",
            page.faults[0].message
        );
    }
    let prose = read(
        "a.md",
        "<!-- about policy-claim-ignore and its use -->\n\nText.\n",
    );
    assert_eq!((prose.suppressions.len(), prose.faults.len()), (0, 0));
}

#[test]
fn a_comment_binds_what_stands_behind_it() {
    for (path, text, bound) in [
        (
            "a.md",
            "<!-- policy-claim window.uploads -->\n\nGone after a day.\n\nNext.\n",
            "Gone after a day.",
        ),
        (
            "a.html",
            "<!-- policy-claim: window.uploads --><p>Gone after a day.</p><p>Next.",
            "Gone after a day.",
        ),
        (
            "a.mdx",
            "{/* policy-claim window.uploads */}\n\nGone after a day.\n\nNext.\n",
            "Gone after a day.",
        ),
        (
            "a.yaml",
            "# policy-claim window.uploads\na: Gone after a day.\nb: Next.\n",
            "Gone after a day.",
        ),
        (
            "a.js",
            "// policy-claim window.uploads\nconst a = \"It is gone after a day.\";\nconst b = \"And this is the next.\";\n",
            "It is gone after a day.",
        ),
    ] {
        let page = read(path, text);
        assert_eq!(page.faults, [], "{path}");
        let found: Vec<&str> = page
            .units
            .iter()
            .filter(|unit| unit.binding.as_deref() == Some("window.uploads"))
            .map(|unit| unit.text.as_str())
            .collect();
        assert_eq!(found, [bound], "{path}");
    }
}

#[test]
fn a_binding_without_text_is_a_fault() {
    use candor_claims::FaultOf;
    for (path, text, about) in [
        (
            "a.md",
            "Text.\n\n<!-- policy-claim window.uploads -->\n",
            FaultOf::Binding,
        ),
        ("a.md", "<!-- policy-claim -->\n\nText.\n", FaultOf::Binding),
        (
            "a.html",
            "<p data-claim=\"window.uploads\"></p><p>Text.",
            FaultOf::Binding,
        ),
        (
            "a.html",
            "<p>Text <b data-claim=\"window.uploads\"></b> here.",
            FaultOf::Binding,
        ),
        (
            "a.html",
            "<img data-claim=\"window.uploads\" src=a.png>",
            FaultOf::Binding,
        ),
        (
            "a.jsx",
            "const a = <p data-claim=\"window.uploads\">{days()}</p>;",
            FaultOf::Reading,
        ),
    ] {
        let page = read(path, text);
        let about_of: Vec<FaultOf> = page.faults.iter().map(|fault| fault.about).collect();
        assert_eq!(about_of, [about], "{path}: {text}");
    }
    let prose = read(
        "a.md",
        "<!-- policy-claims are agreed with counsel -->\n\nText.\n",
    );
    assert_eq!(prose.faults, []);
}

#[test]
fn elements_without_children_are_bound_by_their_attributes() {
    for (path, text) in [
        (
            "a.html",
            "<meta name=description content=\"Gone after a day\" data-claim=window.uploads>",
        ),
        (
            "a.html",
            "<p>See <img alt=\"Gone after a day\" data-claim=window.uploads></p>",
        ),
        (
            "a.html",
            "<input data-claim=window.uploads placeholder=\"Gone after a day\">",
        ),
        (
            "a.md",
            "See <img alt=\"Gone after a day\" data-claim=\"window.uploads\"> there.\n",
        ),
        (
            "a.jsx",
            "const a = <img alt=\"Gone after a day\" data-claim=\"window.uploads\"/>;",
        ),
        (
            "a.jsx",
            "const a = <img data-claim=\"window.uploads\" alt=\"Gone after a day\"/>;",
        ),
        (
            "a.jsx",
            "const a = <p>Then <b data-claim=\"window.uploads\">Gone after a day</b></p>;",
        ),
    ] {
        let page = read(path, text);
        assert_eq!(page.faults, [], "{text}");
        let bound = page
            .units
            .iter()
            .find(|unit| unit.text.contains("Gone after a day"));
        let binding = bound.and_then(|unit| unit.binding.as_deref());
        assert_eq!(binding, Some("window.uploads"), "{text}");
    }
}
