//! One sentence says that data is erased at once, another that it is kept for a time.

use std::collections::BTreeMap;

use candor_claims::Kind;
use candor_syntax::{RuleCard, Severity};

use super::beside::{claims, is_settled, length, matter};
use crate::facts::Facts;
use crate::findings::{Findings, Rule};
use crate::texts::Sentence;

/// How long "at once" may last at most, in seconds.
const AT_ONCE: u64 = 300;

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "claims/immediacy-beside-window",
        severity: Severity::Warning,
        regimes: &[],
        title: "one sentence says that data is erased at once, another that it is kept",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
No sentence says that data is erased immediately while another one gives the same data of the same tools more than five minutes.

## Why it matters
Only one of the two can be true, and a reader sees the one that is nearer.

## Fails
```markdown fails text/faq.md
Server logs are deleted immediately. # <-

Server logs are deleted after 90 days.
```

## Passes
```markdown passes text/faq.md
Server logs are deleted after 90 days.
```

## Basis
GDPR Articles 5(1)(a), 13(2)(a).
"#,
    },
    check,
};

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let mut longer = BTreeMap::new();
    for window in claims(facts, Kind::RetentionDuration) {
        if length(window).is_some_and(|length| length.shortest_seconds() > AT_ONCE) {
            longer.entry(matter(window)).or_insert(window);
        }
    }
    for at_once in claims(facts, Kind::DeletionImmediacy) {
        let longer = longer.get(&matter(at_once));
        let Some(longer) = longer.filter(|_| !is_settled(at_once)) else {
            continue;
        };
        findings
            .report_sentence(
                &RULE,
                &Sentence::of_claim(at_once),
                "this says that the data is erased at once, and another sentence keeps it for a time",
            )
            .because("only one of the two can be true (GDPR Article 5(1)(a))")
            .help("write the time in both places")
            .related_place(longer.place.clone(), "the other sentence");
    }
}
