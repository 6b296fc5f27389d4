//! A claim that one language makes and another does not.

use candor_syntax::{RuleCard, Severity};

use super::translations::{Version, pairs};
use crate::facts::Facts;
use crate::findings::{Findings, Rule};
use crate::texts::Sentence;

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "claims/translation-missing",
        severity: Severity::Warning,
        regimes: &[],
        title: "a claim that one language makes and another does not",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
A value of a translation file, and a page such as `/x` that also stands at `/de/x`, makes the same kinds of claims in every language. Values belong together by their keys, files and pages by their paths without the language. Text in a language that is not read is not compared.

## Why it matters
What is promised in one language is expected in every other, and a promise that is left out of a translation is one that its readers did not get.

## Fails
```json fails text/en.json
{"training": "Your pictures are never used to train models."} # <-
```
```json with text/de.json
{"training": "Ihre Bilder gehören Ihnen."}
```

## Passes
```json passes text/en.json
{"kept": "Uploaded pictures are deleted within 24 hours."}
```
```json with text/de.json
{"kept": "Hochgeladene Bilder werden innerhalb von 24 Stunden gelöscht."}
```

## Basis
GDPR Articles 5(1)(a), 12(1).
"#,
    },
    check,
};

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for (binding, other) in pairs(facts) {
        missing(&binding, &other, findings);
        missing(&other, &binding, findings);
    }
}

/// Reports the claims that the other version does not make.
fn missing(one: &Version<'_>, other: &Version<'_>, findings: &mut Findings<'_>) {
    let mut told = Vec::new();
    for claim in one.asserted() {
        let kind = claim.stated.claim.kind;
        if told.contains(&kind) || !other.of(kind).is_empty() {
            continue;
        }
        told.push(kind);
        let message = format!(
            "{}: this is claimed in `{}`, and no such claim was found in `{}`",
            kind.word(),
            one.language.code(),
            other.language.code()
        );
        findings
            .report_sentence(&RULE, &Sentence::of_claim(claim), message)
            .because(
                "what is promised in one language is expected in every other (GDPR Article 12(1))",
            )
            .help("say the same in both languages")
            .related_place(other.place.clone(), "the other language stands here");
    }
}
