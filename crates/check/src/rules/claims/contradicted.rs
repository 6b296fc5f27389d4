//! Published text says something else than is declared.

use candor_syntax::{RuleCard, Severity};

use super::report;
use crate::facts::Facts;
use crate::findings::{Findings, Rule};

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "claims/contradicted",
        severity: Severity::Error,
        regimes: &[],
        title: "published text says something else than is declared",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
Every sentence of the published text (`text` in candor.yaml) that promises something about data (how long it is kept, with whom it is shared, where it lies, whether it is encrypted, trained on, sold) is held against the declarations. A sentence with another value, or of which the declarations say the opposite, is a finding with both places.

## Why it matters
The page is what people rely on, and what a court reads. Two texts of one company that differ are each evidence against the other.

## Fails
```markdown fails text/faq.md
Uploaded pictures are deleted after 2 hours. # <-
```

## Passes
```markdown passes text/faq.md
Uploaded pictures are deleted within 24 hours.
```

## Basis
GDPR Articles 5(1)(a), 13(2)(a); Directive 2005/29/EC Article 6.
"#,
    },
    check,
};

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    report(
        &RULE,
        facts,
        findings,
        "people rely on the sentence, and the declarations say otherwise (GDPR Articles 5(1)(a) and 13)",
    );
}
