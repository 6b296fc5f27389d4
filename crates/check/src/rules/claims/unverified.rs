//! Published text promises what nothing declared carries.

use candor_syntax::{RuleCard, Severity};

use super::report;
use crate::facts::Facts;
use crate::findings::{Findings, Rule};

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "claims/unverified",
        severity: Severity::Warning,
        regimes: &[],
        title: "published text promises what nothing declared carries",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
A sentence that makes a promise of a known kind (encryption, no training, a region, an age, …) for which the declarations hold no fact.

## Why it matters
A promise that no declaration carries is checked by nobody, and nobody notices when it stops being true.

## Fails
```markdown fails text/faq.md
Your pictures are never used to train models. # <-
```

## Passes
```markdown passes text/faq.md
Uploaded pictures are deleted within 24 hours.
```

## Basis
GDPR Article 5(2).
"#,
    },
    check,
};

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    report(
        &RULE,
        facts,
        findings,
        "a promise that no declaration carries is checked by nobody (GDPR Article 5(2))",
    );
}
