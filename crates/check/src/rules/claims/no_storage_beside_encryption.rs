//! One sentence says that data is not stored, another that it is stored encrypted.

use candor_claims::Kind;
use candor_syntax::{RuleCard, Severity};

use super::beside::{claims, is_settled};
use crate::facts::Facts;
use crate::findings::{Findings, Rule};
use crate::texts::Sentence;

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "claims/no-storage-beside-encryption",
        severity: Severity::Warning,
        regimes: &[],
        title: "one sentence says that data is not stored, another that it is stored encrypted",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
No sentence says that data is not stored while another one says that the same class of data of the same tools is encrypted at rest.

## Why it matters
What is encrypted at rest is stored. Only one of the two can be true.

## Fails
```markdown fails text/faq.md
# Resize

We never store your files. # <-

Your files are encrypted at rest.
```

## Passes
```markdown passes text/faq.md
# Resize

We never store your files.
```

## Basis
GDPR Articles 5(1)(a), 13(2)(a).
"#,
    },
    check,
};

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let mut at_rest = claims(facts, Kind::Encryption);
    at_rest.retain(|claim| claim.stated.claim.value.as_deref() == Some("at-rest"));
    for nothing in claims(facts, Kind::NoStorage) {
        let stored = at_rest.iter().find(|stored| {
            stored.scope == nothing.scope
                && stored.stated.claim.object == nothing.stated.claim.object
        });
        let Some(stored) = stored.filter(|_| !is_settled(nothing)) else {
            continue;
        };
        findings
            .report_sentence(
                &RULE,
                &Sentence::of_claim(nothing),
                "this says that the data is not stored, and another sentence says that it is stored encrypted",
            )
            .because("what is encrypted at rest is stored; only one of the two can be true (GDPR Article 5(1)(a))")
            .help("write what is stored and for how long, or take the other sentence away")
            .related_place(stored.place.clone(), "the other sentence");
    }
}
