//! What units inherit is held once, however many there are, and what is kept of it is bounded.

use std::collections::BTreeMap;
use std::sync::Arc;

use candor_claims::Extracted;

use super::{read, unit};

/// The bytes that all units hold together, each shared text counted once.
fn held(extracted: &Extracted) -> usize {
    let mut shared: BTreeMap<*const u8, usize> = BTreeMap::new();
    let mut own = 0;
    for unit in &extracted.units {
        own += unit.text.len() + unit.key_path.as_ref().map_or(0, String::len);
        let inherited = [
            &unit.stem,
            &unit.question,
            &unit.tool,
            &unit.about,
            &unit.binding,
            &unit.language,
        ];
        for text in inherited
            .into_iter()
            .flatten()
            .chain(unit.headings.iter())
            .chain(&unit.row)
        {
            shared.insert(text.as_ptr(), text.len());
        }
    }
    own + shared.values().sum::<usize>()
}

/// A file whose units inherit a long text: `lead` is long, `part` stands behind it many times.
fn grows(path: &str, lead: impl Fn(usize) -> String, part: &str) {
    let held_by = |times: usize| {
        let text = format!("{}{}", lead(times), part.repeat(times));
        (text.len(), held(&read(path, &text)))
    };
    for times in [500, 1000, 2000] {
        let (length, bytes) = held_by(times);
        assert!(
            bytes <= 2 * length + 4096,
            "{path}, {times} times: {bytes} bytes held of {length}"
        );
    }
}

#[test]
fn a_long_text_is_not_held_by_each_unit_that_inherits_it() {
    grows(
        "a.md",
        |n| format!("# {}?\n\n", "why ".repeat(n)),
        "Because.\n\n",
    );
    grows(
        "a.md",
        |n| format!("**{}?**\n\n", "why ".repeat(n)),
        "Because.\n\n",
    );
    grows(
        "a.md",
        |n| format!("# {}\n\n", "long ".repeat(n)),
        "## Short\n\nText.\n\n",
    );
    grows(
        "a.html",
        |n| format!("<details><summary>{}?</summary>", "why ".repeat(n)),
        "<p>Because.</p>",
    );
    grows(
        "a.html",
        |n| format!("<div data-about=\"{0}\" data-tool=\"{0}\">", "x".repeat(n)),
        "<p>Text.</p>",
    );
    grows(
        "a.html",
        |n| format!("<p>{}:</p><ul>", "we never ".repeat(n)),
        "<li>Item.</li>",
    );
    grows(
        "a.html",
        |n| format!("<table><tr><td>{}</td>", "row ".repeat(n)),
        "<td>Cell.</td>",
    );
}

#[test]
fn units_share_the_question_that_they_answer() {
    let page = read("a.md", "## Do you keep files?\n\nNo.\n\nNever.\n");
    let question = |text: &str| unit(&page, text).question.clone().expect("it answers");
    assert_eq!(&*question("No."), "Do you keep files?");
    assert!(Arc::ptr_eq(&question("No."), &question("Never.")));
}

#[test]
fn a_question_of_a_page_is_no_question_that_is_answered() {
    let long = format!("## {}?\n\nNo.\n", "Do you keep files and ".repeat(200));
    let page = read("a.md", &long);
    assert_eq!(unit(&page, "No.").question, None);
    // The heading itself is whole.
    assert!(
        page.units
            .first()
            .is_some_and(|unit| unit.text.len() > 4000)
    );
}
