//! Published text promises for all what holds for a part.

use candor_syntax::{RuleCard, Severity};

use super::report;
use crate::facts::Facts;
use crate::findings::{Findings, Rule};

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "claims/narrowed",
        severity: Severity::Warning,
        regimes: &[],
        title: "published text promises for all what holds for a part",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
A sentence whose promise is declared for some of the tools, data or recipients that it speaks of, and not for all of them.

## Why it matters
Readers take the sentence as it stands. What holds for a part must name the part.

## Fails
```markdown fails text/faq.md
When possible, your pictures never leave your device. # <-
```

## Passes
```markdown passes text/faq.md
Uploaded pictures are deleted within 24 hours.
```

## Basis
GDPR Articles 5(1)(a), 12(1).
"#,
    },
    check,
};

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    report(
        &RULE,
        facts,
        findings,
        "readers take the sentence for all of it; name the part for which it holds (GDPR Article 12(1))",
    );
}
