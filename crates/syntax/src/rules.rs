//! The rules that this crate itself reports: faults of files and of YAML.

use crate::{RuleCard, Severity};

macro_rules! structural {
    ($($name:ident = $id:literal, $title:literal, $documentation:literal;)+) => {
        $(pub(crate) const $name: RuleCard = RuleCard {
            id: $id,
            severity: Severity::Error,
            regimes: &[],
            title: $title,
            structural: true,
            contradiction: false,
            documentation: $documentation,
        };)+
        /// Every card of this crate.
        pub fn cards() -> &'static [&'static RuleCard] {
            const CARDS: &[&RuleCard] = &[$(&$name),+];
            CARDS
        }
    };
}

structural! {
    SYNTAX = "schema/yaml-syntax", "text that is not YAML", r#"
## What it checks
The file can be read as YAML 1.2.

## Why it matters
Nothing in a file can be checked or published until it can be read. What depends on it is reported as not checked.

## Fails
```yaml fails policies/retention.yaml
uploads:
  note: Deleted early: see below # <-
```

## Passes
```yaml passes policies/retention.yaml
uploads:
  note: "Deleted early: see below"
```

## Basis
YAML 1.2.2.
"#;
    DUPLICATE_KEY = "schema/duplicate-key", "a key that stands twice", r#"
## What it checks
A key stands once in a block. Keys are equal up to `-`, `_` and case.

## Why it matters
Only one of two could count, and no reader can tell which.

## Fails
```yaml fails policies/retention.yaml
uploads:
  delete_within: 24h
  Delete-Within: 48h # <-
```

## Passes
```yaml passes policies/retention.yaml
uploads:
  delete_within: 24h
results:
  delete_within: 48h
```

## Basis
YAML 1.2.2, section 3.2.1.3.
"#;
    ENCODING = "schema/encoding", "a file that is not UTF-8", r#"
## What it checks
Files are UTF-8, with or without a byte order mark.

## Why it matters
Other encodings turn names and addresses into other characters without anybody noticing.

## Fails
A file that an older editor saved as Windows-1252 or as UTF-16.

## Passes
The same file, saved as UTF-8.

## Basis
YAML 1.2.2, section 5.2, of which Candor reads UTF-8 alone.
"#;
    BUDGET = "schema/budget", "a file beyond the limits", r#"
## What it checks
A file has at most 4 MiB and 200,000 values, nests at most 64 levels deep, and holds at most 16 MiB of text, counting what aliases copy. At most 1,000 characters that do not belong in it are listed.

## Why it matters
Without limits one small file could stop every check.

## Fails
```yaml fails policies/retention.yaml
uploads: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[24h]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]] # <-
```

## Passes
```yaml passes policies/retention.yaml
uploads: [[24h]]
```

## Basis
No law: it is a limit of Candor.
"#;
    NO_BREAK_SPACE = "schema/no-break-space", "a no-break space where YAML needs a plain one", "
## What it checks
Keys, indentation and short plain values contain no no-break space. In prose, in quotation marks and in block scalars it is left alone.

## Why it matters
It looks like a space and is not one: YAML reads it as part of the word. It comes with text that is pasted from a word processor.

## Fails
```yaml fails policies/retention.yaml
# The space after 24 is a no-break space.
uploads: {delete_within: 24\u{a0}hours} # <-
```

## Passes
```yaml passes policies/retention.yaml
# Both spaces are plain ones.
uploads: {delete_within: 24 hours}
```

## Basis
YAML 1.2.2, section 5.5: white space is the space and the tab.
";
    ZERO_WIDTH = "schema/zero-width-character", "an invisible character", "
## What it checks
Keys and short values contain no character without width.

## Why it matters
Two words that look the same differ. It comes with pasted text.

## Fails
```yaml fails policies/retention.yaml
# An invisible character stands between \"up\" and \"loads\".
up\u{200b}loads: {delete_within: 24h} # <-
```

## Passes
```yaml passes policies/retention.yaml
uploads: {delete_within: 24h}
```

## Basis
Unicode Technical Standard 39, section 3: such characters have no place in identifiers.
";
    CURLY_QUOTE = "schema/curly-quote", "a curly quotation mark around a value", r#"
## What it checks
Values stand in straight quotation marks or in none.

## Why it matters
YAML knows straight ones only; curly ones become part of the text.

## Fails
```yaml fails policies/retention.yaml
uploads: {delete_within: “24h”} # <-
```

## Passes
```yaml passes policies/retention.yaml
uploads: {delete_within: "24h"}
```

## Basis
YAML 1.2.2, section 7.3.
"#;
    TAB = "schema/tab-indentation", "a tab that indents", r#"
## What it checks
Lines are indented with spaces.

## Why it matters
A tab looks as deep as the editor likes.

## Fails
```yaml fails policies/retention.yaml
uploads:
	delete_within: 24h # <-
```

## Passes
```yaml passes policies/retention.yaml
uploads:
  delete_within: 24h
```

## Basis
YAML 1.2.2, section 6.1.
"#;
    CONTROL = "schema/control-character", "a control character", r#"
## What it checks
Files contain no control characters but tabs and line breaks.

## Why it matters
Nobody can see one, and programs treat it as they like.

## Fails
A bell or escape character in a value, usually left by a copied terminal.

## Passes
The same value without it.

## Basis
YAML 1.2.2, section 5.1.
"#;
    SEVERAL_DOCUMENTS = "schema/several-documents", "more than one document in a file", r#"
## What it checks
A file holds one document.

## Why it matters
A second one, after `---`, would be left out without a word.

## Fails
```yaml fails policies/retention.yaml
uploads: {delete_within: 24h}
--- # <-
results: {delete_within: 48h}
```

## Passes
```yaml passes policies/retention.yaml
---
uploads: {delete_within: 24h}
results: {delete_within: 48h}
```

## Basis
YAML 1.2.2, section 9.2.
"#;
    MERGE_KEY = "schema/merge-key", "a merge key", r#"
## What it checks
Blocks do not take over the keys of others with `<<`.

## Why it matters
A reader cannot see what such a block finally says, and YAML 1.2 does not know merge keys.

## Fails
```yaml fails policies/retention.yaml
uploads: &uploads {delete_within: 24h}
results:
  <<: *uploads # <-
```

## Passes
```yaml passes policies/retention.yaml
uploads: {delete_within: 24h}
results: {delete_within: 24h}
```

## Basis
YAML 1.2.2, section 10.3: the core schema has no merge type.
"#;
    KEY = "schema/key-not-text", "a key that is not text", r#"
## What it checks
Every key is a word.

## Why it matters
A list, a block or nothing cannot name anything.

## Fails
```yaml fails policies/retention.yaml
? [uploads, results] # <-
: {delete_within: 24h}
```

## Passes
```yaml passes policies/retention.yaml
uploads: {delete_within: 24h}
results: {delete_within: 24h}
```

## Basis
No law: YAML allows any key, and all keys of a policy are words.
"#;
    LOST_TEXT = "schema/lost-text", "words that are no part of the text in which they stand", r#"
## What it checks
No value loses its end to a remark whose `#` is written close to a word (`Studio #1`), and none its beginning to a name that nothing refers to (`&Sons Pictures`).

## Why it matters
The page would print `Studio` or `Pictures`, and nobody would notice.

## Fails
```yaml fails policies/retention.yaml
uploads: {delete_within: 24h}
results:
  delete_within: 48h #two days # <-
  why: &customers ask for it # <-
```

## Passes
```yaml passes policies/retention.yaml
uploads: {delete_within: 24h}
results:
  delete_within: 48h # two days
  why: "&customers ask for it"
```

## Basis
YAML 1.2.2, sections 6.6 and 6.9.2.
"#;
    TAG = "schema/tag", "a YAML tag", r#"
## What it checks
Values carry no tags (`!name`).

## Why it matters
A tag changes how a value is read, and programs differ in how.

## Fails
```yaml fails policies/retention.yaml
uploads: {delete_within: !hours 24} # <-
```

## Passes
```yaml passes policies/retention.yaml
uploads: {delete_within: 24h}
```

## Basis
YAML 1.2.2, section 10.3: the core schema needs none.
"#;
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::sync::Arc;

    use super::*;
    use crate::{SourceFile, parse};

    /// The fenced examples of a card that follow a head of this kind.
    fn example(card: &RuleCard, kind: &str) -> Option<String> {
        let (_, after) = card.documentation.split_once(&format!("```yaml {kind} "))?;
        let (_, text) = after.split_once('\n')?;
        text.split_once("```").map(|(text, _)| text.to_owned())
    }

    /// The lines on which a rule finds something.
    fn lines(card: &RuleCard, text: &str) -> BTreeSet<u32> {
        let (_, faults) = parse(Arc::new(SourceFile::new("a.yaml", text)));
        let own = faults.into_iter().filter(|fault| fault.rule == card.id);
        own.filter_map(|fault| fault.place.map(|place| place.line))
            .collect()
    }

    #[test]
    fn every_example_does_what_it_says() {
        for card in cards() {
            let (Some(fails), Some(passes)) = (example(card, "fails"), example(card, "passes"))
            else {
                // Neither can be shown in a text that is UTF-8 and free of control characters.
                let unshown = ["schema/encoding", "schema/control-character"];
                assert!(unshown.contains(&card.id), "{} has no examples", card.id);
                continue;
            };
            let marked: BTreeSet<u32> = (1..)
                .zip(fails.lines())
                .filter(|(_, line)| line.ends_with("# <-"))
                .map(|(number, _)| number)
                .collect();
            assert!(!marked.is_empty(), "{} marks no line", card.id);
            assert_eq!(lines(card, &fails), marked, "{}\n{fails}", card.id);
            let (document, faults) = parse(Arc::new(SourceFile::new("a.yaml", passes.as_str())));
            assert!(document.is_some(), "{}", card.id);
            assert_eq!(faults, [], "{}", card.id);
        }
    }
}
