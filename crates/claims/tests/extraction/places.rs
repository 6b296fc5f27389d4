//! Sentences that are known, put into documents of chance: each is found, and its place gives it back.

use proptest::prelude::*;

use super::read;

const SENTENCES: &[&str] = &[
    "Your files never leave the browser.",
    "We delete uploads after 24 hours.",
    "Is an account needed?",
    "Ihre Daten werden nicht verkauft!",
    "Nous ne conservons aucun fichier.",
    "Los archivos no se guardan.",
];

/// Reads a document and finds every sentence where it stands.
fn find(path: &str, document: &str, wanted: &[&str]) -> Result<(), TestCaseError> {
    let extracted = read(path, document);
    for (sentence, count) in counted(wanted) {
        let mut found = 0;
        for unit in &extracted.units {
            for (at, _) in unit.text.match_indices(sentence) {
                prop_assert_eq!(&document[unit.source(at..at + sentence.len())], sentence);
                found += 1;
            }
        }
        prop_assert_eq!(
            found,
            count,
            "{} in {:?}: {:#?}",
            sentence,
            document,
            extracted.units
        );
    }
    Ok(())
}

fn counted<'s>(wanted: &[&'s str]) -> Vec<(&'s str, usize)> {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for sentence in wanted {
        match counts.iter_mut().find(|(own, _)| own == sentence) {
            Some((_, count)) => *count += 1,
            None => counts.push((sentence, 1)),
        }
    }
    counts
}

/// Sentences, each with the frame in which it stands; a frame's `@` is the sentence.
fn framed(
    frames: &'static [&'static str],
) -> impl Strategy<Value = Vec<(&'static str, &'static str)>> {
    let one = (
        prop::sample::select(SENTENCES.to_vec()),
        prop::sample::select(frames.to_vec()),
    );
    proptest::collection::vec(one, 1..12)
}

fn join(parts: &[(&str, &str)], between: &str) -> (String, Vec<&'static str>) {
    let documents: Vec<String> = parts
        .iter()
        .map(|(sentence, frame)| frame.replace('@', sentence))
        .collect();
    let wanted = parts
        .iter()
        .map(|(sentence, _)| {
            *SENTENCES
                .iter()
                .find(|own| own == &sentence)
                .expect("it is one of them")
        })
        .collect();
    (documents.join(between), wanted)
}

proptest! {
    #[test]
    fn in_markdown(parts in framed(&[
        "@", "# @", "- @", "  @ More.", "> @", "> - @", "1. one\n2. @", "*Bold.* @ `code`", "[link](u) @", "| a | b |\n|---|---|\n| é | @ |",
        "<p>@</p>", "<div title=\"x\">\n\n@\n\n</div>", "![@](i.png)", "Before &eacute;&#x20;@", "a\\*b\\_ @", "x[^1]\n\n[^1]: @", "@\n===",
        "<!-- aside --> @", "**@**", "- [ ] @", "```\ncode\n```\n\n@", "<b>\u{e9}</b> @",
    ])) {
        let (document, wanted) = join(&parts, "\n\n");
        find("a.md", &document, &wanted)?;
    }

    #[test]
    fn in_html(parts in framed(&[
        "<p>@</p>", "<div>\n  @\n</div>", "<p>&eacute;<b>x</b>&nbsp;@", "<li>@", "<td>@</td>", "<img alt=\"@\">", "<img alt='&amp; @'>",
        "<input placeholder = '@' hidden=until-found>", "<h1>@</h1>", "text<br>@<br/>", "<a href='#'>@</a><hr>", "<meta name=description content='@'>",
        "<script>var x = '<p>';</script><p>@", "<style>p>a{}</style>@<p>", "<!-- <p> -->@<p>", "<title>@</title>", "<textarea>@</textarea>",
        "<script type=\"application/ld+json\">{\"description\": \"\\u00e9 @\"}</script>", "<custom-thing>@</custom-thing>", "a < b @<p>",
        "<dl><dt>x<dd>@</dl>", "<p hidden>gone</p><p>@", "<noscript>@</noscript>", "<button>@</button>",
    ])) {
        let (document, wanted) = join(&parts, "\n");
        find("a.html", &document, &wanted)?;
    }

    #[test]
    fn in_json(parts in framed(&[
        "\"k\": \"@\"", "\"k\": {\"l\": [\"@\", 1, null]}", "\"\\u00e9\": \"\\u00e9\\n @\"", "\"k\" : \"<b>x</b> @ \\\"q\\\"\"", "\"k\": [[\"@\"]], \"n\": -1.5e3",
        "\"k\": \"{{n}} @\"",
    ])) {
        let (inner, wanted) = join(&parts, ",\n  ");
        find("en.json", &format!("{{\n  {inner}\n}}"), &wanted)?;
    }

    #[test]
    fn in_programs(parts in framed(&[
        "const a = \"@\";", "f('x y', `@`);", "const b = `@ ${c} and ${`d ${e}`}`;", "const r = /[\"'`/]/.test(s) ? '@' : 1 / 2;",
        "return <p className=\"x-1 y-2\">{g}<b>h</b> @</p>;", "const i = () => <><img alt=\"@\" /></>;", "if (j) /\"/.test(k); l = '\\u00e9 @';",
        "// it's a comment\nm = '@'", "/* \" */ n = [1 < 2, 'o' + '@'];", "<li>{p.map(q => <i key={q}>{'@'}</i>)}</li>;",
        "const t = <T,>(u: T) => u < 3; v = '@';", "<A b={{c: d ? '@' : ''}}>{/* ' */}</A>;",
    ])) {
        let (document, wanted) = join(&parts, "\n");
        find("a.tsx", &document, &wanted)?;
    }

    #[test]
    fn in_components(parts in framed(&[
        "<p>@</p>", "<p v-if=\"a > b\">{{ c }} @</p>", "<Trans>@</Trans>", "<img :src=\"d\" alt=\"@\" />", "<Card/><p>@</p>",
    ])) {
        let (document, wanted) = join(&parts, "\n");
        let whole = format!("<template>\n{document}\n</template>\n<script setup lang=\"ts\">\nconst e = 'We keep nothing here.';\n</script>");
        find("a.vue", &whole, &wanted)?;
    }

    #[test]
    fn in_yaml(parts in framed(&[
        "@", "'@'", "\"@\"", "\"\\u00e9 @ \\n\"", ">\n    é\n    @\n    more", "|-\n    é\n\n    @", "[x, '@']", "\n    l: \"@\"\n    m: é # no",
        "- @\n  - é", "{l: '@', m: n}", "&anchor \"@\"", "!!str '@'", "'it''s @'", ">-\n    <b>é</b> @",
    ])) {
        // A plain value cannot begin with a mark or go on behind a colon; each stands under a key of its own.
        let mut document = String::from("# @\n");
        let mut wanted = Vec::new();
        for (index, (sentence, frame)) in parts.iter().enumerate() {
            let value = frame.replace('@', sentence);
            let value = if value.starts_with("- ") { format!("\n  {value}") } else { value };
            document.push_str(&format!("k{index}: {value}\n"));
            wanted.push(*sentence);
        }
        find("en.yaml", &document, &wanted)?;
    }

    #[test]
    fn in_toml(parts in framed(&[
        "= \"@\"", "= '@'", "= \"\\u00e9 @\"", "= \"\"\"\n@ é\n\"\"\"", "= [\"x\", '@']", "= { l = \"@\", m = 1 }", "= \"\"\"x \\\"@\"\"\"",
        "= \"@\" # 'no'",
    ])) {
        let mut document = String::from("# top\n[a.b]\n");
        let mut wanted = Vec::new();
        for (index, (sentence, frame)) in parts.iter().enumerate() {
            document.push_str(&format!("k{index} {}\n", frame.replace('@', sentence)));
            wanted.push(*sentence);
        }
        find("en.toml", &document, &wanted)?;
    }

    #[test]
    fn in_mdx(parts in framed(&[
        "@", "# @", "- @", "<Note>\n\n@\n\n</Note>", "import a from 'b'\n\n@", "export const meta = {a: 'b'}\n\n@", "{/* aside */}\n\n@", "{props.name}\n\n@",
        "> @", "<Card title=\"x\">\n\n@\n\n</Card>", "**@**", "![@](i.png)",
    ])) {
        let (document, wanted) = join(&parts, "\n\n");
        find("a.mdx", &document, &wanted)?;
    }

    #[test]
    fn in_plain_text(parts in framed(&["@", "- @", "  • @", "A heading\n@", "\u{e9} @"])) {
        let (document, wanted) = join(&parts, "\n\n");
        find("a.txt", &document, &wanted)?;
    }
}
