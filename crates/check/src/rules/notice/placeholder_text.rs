//! Text that somebody meant to fill in later.

use candor_model::Origin;
use candor_syntax::{RuleCard, Severity};

use super::walk;
use crate::facts::Facts;
use crate::findings::{Findings, Rule};

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "notice/placeholder-text",
        severity: Severity::Error,
        regimes: &[],
        title: "text that was to be filled in later",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
Texts are searched for unfilled templates (`{{ … }}`, `<insert …>`), `TODO`, `TBD`, `lorem ipsum`, and internal remarks such as `[legal review]`.

## Why it matters
A published notice with a gap tells the reader nothing, and an internal remark tells too much (GDPR Article 12(1)).

## Fails
```yaml fails policies/tools/resize.yaml
name: Resize
summary: TODO describe this tool # <-
location: local
purpose: requested-service
uses: [{data: uploaded-image, keep: nothing}]
```

## Passes
```yaml passes policies/tools/resize.yaml
name: Resize
summary: Changes the width and height of a picture.
location: local
purpose: requested-service
uses: [{data: uploaded-image, keep: nothing}]
```

## Basis
GDPR Article 12(1).
"#,
    },
    check,
};

/// What gives a gap away; words in lower case.
const GAPS: [&str; 9] = [
    "{{",
    "lorem ipsum",
    "<insert",
    "[insert",
    "[legal review",
    "[tbd",
    "xxx",
    "[company",
    "[date",
];

/// The gap in a text, if it has one.
fn gap(text: &str) -> Option<&str> {
    let lower = text.to_lowercase();
    if let Some(found) = GAPS.into_iter().find(|gap| lower.contains(gap)) {
        return Some(found);
    }
    // These count only as words in capitals: "todo" is a Spanish word.
    ["TODO", "TBD", "FIXME"].into_iter().find(|word| {
        text.split(|c: char| !c.is_alphanumeric())
            .any(|own| own == *word)
    })
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let mut report = |at: &Origin, found: &str| {
        findings
            .report(&RULE, at, format!("the text still has a gap (`{found}`)"))
            .because("a notice with a gap tells the reader nothing (GDPR Article 12(1))")
            .help("write the text, or `not-stated` where the key allows it");
    };
    walk::texts(facts.policy, |text| {
        for (_, variant) in text.variants() {
            if let Some(found) = gap(variant) {
                report(&text.origin, found);
            }
        }
    });
    for page in &facts.policy.pages {
        for (index, line) in page.body.lines().enumerate() {
            // In prose, {{ … }} is how facts are named; the renderer checks the names.
            let without_facts = line.replace("{{", "");
            let Some(found) = gap(&without_facts) else {
                continue;
            };
            let number = page
                .body_line
                .saturating_add(u32::try_from(index).unwrap_or(u32::MAX));
            let file = page.origin.file.clone();
            report(
                &Origin {
                    file,
                    line: number,
                    column: 1,
                    end_line: number,
                    end_column: 1,
                },
                found,
            );
        }
    }
}
