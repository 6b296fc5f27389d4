//! Any bytes: nothing panics, places hold, and time grows with the length; any sentence is recognised and judged.

use proptest::prelude::*;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

use candor_check::{Options, Workspace, check};
use candor_claims::{Context, Facts, Language, Said, Scope, judge, recognise};
use candor_model::vocabulary::EvidenceLevel;
use candor_model::{Date, Duration, Policy};

use super::read;

/// The kinds of files, and what their readers look for.
const FILES: &[(&str, &str)] = &[
    (
        "a.md",
        "---\ntitle: t\n---\n# A\n\n- b **c** `d`\n\n> <p>e</p>\n\n|f|g|\n|-|-|\n|h|i|\n\n![j](k)\n\n<!-- policy-claim-ignore x reason=\"y\" -->\n\nl&amp;\\*",
    ),
    (
        "a.mdx",
        "import a from 'b'\n\n{/* policy-claim-ignore x reason=\"y\" */}\n\n<A b={c}>\n\nd\n\n</A>",
    ),
    (
        "a.html",
        "<p title=a>b&nbsp;<i>c</i><br><ul><li>d<script>e</script><!-- f --><title>g</title><span data-claim=h>i</span><pre><code>j",
    ),
    (
        "a.json",
        "{\"a\": [\"b\\u00e9\\ud83d\\ude00\", {\"c?\": \"d <b>e</b><br>f\"}], // g\n \"h\": \"i\\\"",
    ),
    (
        "a.yaml",
        "a: b\nc: 'd''e'\nf: \"g\\n\\u00e9 \\\n  h\"\ni: >\n  j\n  k\nl: |-\n  m\n# n\no: [p, q]",
    ),
    (
        "a.toml",
        "a = \"b\\u00e9\"\n[c.d]\ne = '''f'''\ng = \"\"\"\nh\\\n i\"\"\"\nj = [\"k\", 'l']\nm = { n = \"o\" } # p",
    ),
    (
        "a.tsx",
        "import a from 'b c'; /* d */ const e = cond ? <p title=\"f\">g {h} {\"i\"}<b>j</b>{k.map(l => <li>m</li>)}</p> : `n ${o + `p`} q`; // r\nif (s) /t'[/]/u.test(v); w = \"x\\u00e9\" + 'y z';",
    ),
    (
        "a.js",
        "const a = b / c; d = /e\"/g; f = css`g h i`; j = 'we never k' + \"l\\\nm\"; <></>",
    ),
    (
        "a.vue",
        "<template><p :title=\"a\">b {{ c }}</p></template><script>const d = 'we never e';</script><style>f</style>",
    ),
    ("a.txt", "A heading\n\nb\n- c\n• d\n1. e\n\u{feff}f"),
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 20000, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read(file in prop::sample::select(FILES.to_vec()), text in "\\PC{0,80}|[ -~\n\t\r]{0,120}|[<>&;\"'`\\[\\]{}()\\\\!/=\\-#*|:\n a-cé]{0,120}") {
        read(file.0, &text);
    }

    #[test]
    fn broken_files_are_read(
        file in prop::sample::select(FILES.to_vec()),
        cuts in proptest::collection::vec((any::<prop::sample::Index>(), prop::sample::select(vec![
            "", "\n", "<", ">", "\"", "'", "`", "{", "}", "[", "]", "\\", "&", "*/", "/*", "-->", "<!--", "é", "\u{0}", "\r", "  ",
        ])), 1..6),
    ) {
        let mut text: Vec<char> = file.1.chars().collect();
        for (at, with) in cuts {
            let at = at.index(text.len().max(1)).min(text.len());
            let end = (at + 1).min(text.len());
            text.splice(at..end, with.chars());
        }
        read(file.0, &text.into_iter().collect::<String>());
    }
}

/// What random text found once.
#[test]
fn what_was_once_misread_is_read() {
    for (file, text) in [
        ("a.yaml", "|\n|é"),
        ("a.yaml", "&/\n|\n'é"),
        ("a.tsx", "`n ${\n +}`"),
        ("a.tsx", "x = `n ${o + `p`\n +}`;"),
    ] {
        read(file, text);
    }
}

/// Work that grew with the square of the length would take hours here, and the test would never end.
#[test]
fn hostile_files_take_linear_time() {
    let deep = 30_000;
    for part in [
        "<",
        "<a",
        "<div>",
        "<b>",
        "</b>",
        "<p>",
        "<li>",
        "<ul><li>",
        "<!--",
        "<!-- ",
        "<title>",
        "<a title='",
        "&",
        "&amp",
        "`",
        "``` ",
        "[",
        "![",
        "](",
        "*",
        "**a",
        "> ",
        "- ",
        "{",
        "[{",
        "{\"a\":",
        "[\"a\",",
        "\"",
        "\\",
        "\"\\u",
        "/*",
        "{/*",
        "//",
        "a: ",
        "- a\n",
        "'",
        "'''",
        "\"\"\"",
        "#",
        ".",
        ". ",
        "a.b.",
        "….",
        "\n \n",
        "? ",
        "a\n",
        "(",
        "\u{b}\n",
        "<span data-claim=a>",
        "<b></b>x",
        "<!-- policy-claim-ignore a reason=b -->",
        "x<br>",
        "<x-y>",
        "é",
        "• ",
    ] {
        let text = part.repeat(deep);
        for (path, _) in FILES {
            // The tree of YAML is another crate's, with bounds of its own.
            if !path.ends_with("yaml") {
                read(path, &text);
            }
        }
    }
}

/// Words that frames and gates look for, in every language.
const WORDS: &[&str] = &[
    "we",
    "never",
    "not",
    "no",
    "nothing",
    "without",
    "your",
    "files",
    "photos",
    "data",
    "upload",
    "send",
    "leave",
    "device",
    "browser",
    "server",
    "store",
    "deleted",
    "after",
    "24",
    "hours",
    "thirty",
    "(30)",
    "days",
    "1.5",
    "0",
    "99999999999999999999",
    "1,000",
    "18+",
    "under",
    "16",
    "share",
    "third",
    "parties",
    "sell",
    "train",
    "models",
    "cookies",
    "tracking",
    "anonymous",
    "encrypted",
    "TLS",
    "Frankfurt",
    "EU",
    "only",
    "account",
    "required",
    "within",
    "a",
    "month",
    "and",
    "to",
    "between",
    "notice",
    "before",
    "request",
    "if",
    "when",
    "but",
    ",",
    ".",
    ";",
    ":",
    "?",
    "!",
    "\"",
    "“",
    "”",
    "(",
    ")",
    "—",
    "-",
    "'t",
    "’",
    "é",
    "nicht",
    "keine",
    "löschen",
    "fünfundzwanzig",
    "Tage",
    "ne",
    "pas",
    "jamais",
    "dix-sept",
    "jours",
    "ninguna",
    "treinta",
    "y",
    "cinco",
    "días",
    "\u{200b}",
    "\u{301}",
    "🙂",
    "例",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, ..ProptestConfig::default() })]

    #[test]
    fn any_sentence_is_recognised_and_judged(
        words in proptest::collection::vec(prop::sample::select(WORDS.to_vec()), 0..40),
        any in "\\PC{0,60}",
        language in prop::sample::select(Language::ALL.to_vec()),
        quotation in any::<bool>(),
        label in any::<bool>(),
    ) {
        let facts = Facts::of(policy(), BTreeMap::new(), EvidenceLevel::Declared);
        let known = words.join(" ");
        for (text, other) in [(&known, &any), (&any, &known)] {
            for (stem, question) in [(None, None), (Some(other.as_str()), None), (None, Some(other.as_str()))] {
                let context = Context { language: Some(language), stem, question, quotation, label, ..Context::default() };
                for claim in recognise(text, &context) {
                    prop_assert_eq!(&claim.sentence, &(0..text.len()));
                    if claim.bound.is_some() {
                        let value = claim.value.as_deref().unwrap_or_default();
                        prop_assert!(Duration::parse(value).is_ok(), "{} in {:?}", value, text);
                    }
                    let judged = judge(&Said::alone(&claim, text), &Scope::Product, &facts);
                    prop_assert!(!judged.why.is_empty());
                }
            }
        }
    }
}

/// A policy to judge by: that of this repository.
fn policy() -> &'static Policy {
    static POLICY: LazyLock<Policy> = LazyLock::new(|| {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let workspace = Workspace::load(&root).expect("the workspace is read");
        let day = Date::parse("2026-11-23").expect("a day");
        check(&workspace, &Options::on(day))
            .policy
            .expect("no structural fault")
    });
    &POLICY
}

/// Of a sentence without an end the work grows with its length; with its square this would never end.
#[test]
fn endless_sentences_are_recognised() {
    for part in [
        "we never store files ",
        "no ",
        "files, ",
        "24 hours ",
        "if not ",
        "( ",
        "\" ",
        "a",
        "nicht ",
        "it's ",
        "one to ",
        "30 days and ",
    ] {
        let text = part.repeat(30_000);
        for language in Language::ALL {
            let context = Context {
                language: Some(language),
                ..Context::default()
            };
            recognise(&text, &context);
        }
    }
}

/// A value whose bytes cannot be followed has the place of all of it, and that ends between two characters.
#[test]
fn a_place_never_ends_inside_a_character() {
    read(
        "a.yaml",
        "a: b\nc: 'd''e'\nf: \"g\\n\\u00e9 \\\n  h\"\ni: >\n  j\n  k\nl: |-\n >é\n# n\no:/*[p{ q]",
    );
}
