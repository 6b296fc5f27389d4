//! A comment that was meant to set a claim aside and does not.

use candor_claims::FaultOf;
use candor_syntax::{RuleCard, Severity};

use crate::facts::Facts;
use crate::findings::{Findings, Rule};

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "claims/broken-suppression",
        severity: Severity::Error,
        regimes: &[],
        title: "a comment that was meant to set a claim aside and does not",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
A comment `policy-claim-ignore KIND reason="…" until=YYYY-MM-DD` names a kind of claim or a rule, and gives a reason.

## Why it matters
A claim that is set aside is a decision of somebody; without a reason nobody can look at it again.

## Fails
```markdown fails text/faq.md
<!-- policy-claim-ignore no-training --> # <-

Your pictures are never used to train models.
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
    for text in &facts.texts.files {
        let own = |about| about == FaultOf::Suppression;
        for (fault, place) in text.faults.iter().filter(|(fault, _)| own(fault.about)) {
            findings
                .report_place(&RULE, place.clone(), fault.message.clone())
                .because("until it is right, it sets nothing aside");
        }
    }
}
