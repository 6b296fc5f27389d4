//! A claim with one value in one language and another value in another.

use candor_syntax::{RuleCard, Severity};

use super::translations::{agree, pairs};
use crate::facts::Facts;
use crate::findings::{Findings, Rule};
use crate::texts::Sentence;

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "claims/translation-value",
        severity: Severity::Warning,
        regimes: &[],
        title: "a claim with another value in another language",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
A value of a translation file, and a page such as `/x` that also stands at `/de/x`, gives the same lengths of time, places and ages in every language.

## Why it matters
Two values for one thing cannot both be true, and every reader relies on the one in their own language.

## Fails
```json fails text/de.json
{"logs": "Server-Protokolle werden nach 90 Tagen gelöscht."} # <-
```
```json with text/en.json
{"logs": "Server logs are deleted after 30 days."}
```

## Passes
```json passes text/de.json
{"kept": "Hochgeladene Bilder werden innerhalb eines Tages gelöscht."}
```
```json with text/en.json
{"kept": "Uploaded pictures are deleted within 24 hours."}
```

## Basis
GDPR Articles 5(1)(a), 12(1).
"#,
    },
    check,
};

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for (binding, other) in pairs(facts) {
        for claim in other.asserted() {
            let same = binding.of(claim.stated.claim.kind);
            let Some(first) = same.first() else { continue };
            if same.iter().any(|one| agree(one, claim)) {
                continue;
            }
            let said =
                |value: &Option<String>| value.clone().unwrap_or_else(|| "no value".to_owned());
            let message = format!(
                "{}: this says {} in `{}`, and `{}` says {}",
                claim.stated.claim.kind.word(),
                said(&claim.stated.claim.value),
                other.language.code(),
                binding.language.code(),
                said(&first.stated.claim.value)
            );
            findings
                .report_sentence(&RULE, &Sentence::of_claim(claim), message)
                .because("two values for one thing cannot both be true (GDPR Article 5(1)(a))")
                .help("write the same value in every language")
                .related_place(first.place.clone(), "the language that binds");
        }
    }
}
