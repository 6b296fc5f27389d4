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
