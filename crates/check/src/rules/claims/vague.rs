//! Published text names a matter that can be checked, and no value for it.

use candor_syntax::{RuleCard, Severity};

use super::report;
use crate::facts::Facts;
use crate::findings::{Findings, Rule};

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "claims/vague",
        severity: Severity::Warning,
        regimes: &[],
        title: "published text names a matter that can be checked, and no value for it",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
A sentence that hands a length of time to somebody else ("as long as your provider keeps it"), leaves it open ("as long as necessary"), announces changes without saying how long before, or is a part of a template that nobody filled in ("[Specify period]").

## Why it matters
People are to be told the period, or what decides it. A sentence without a value can be neither kept nor broken.

## Fails
```markdown fails text/faq.md
Uploaded pictures are stored for as long as necessary. # <-
```

## Passes
```markdown passes text/faq.md
Uploaded pictures are deleted within 24 hours.
```

## Basis
GDPR Articles 12(1), 13(2)(a).
"#,
    },
    check,
};

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    report(
        &RULE,
        facts,
        findings,
        "people are to be told the value, or what decides it (GDPR Articles 12(1) and 13(2)(a))",
    );
}
