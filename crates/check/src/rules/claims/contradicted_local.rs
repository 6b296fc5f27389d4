//! Published text says that files stay on the device, and they do not.

use candor_syntax::{RuleCard, Severity};

use super::report;
use crate::facts::Facts;
use crate::findings::{Findings, Rule};

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "claims/contradicted-local",
        severity: Severity::Error,
        regimes: &[],
        title: "published text says that files stay on the device, and they do not",
        structural: false,
        contradiction: true,
        documentation: r#"
## What it checks
A sentence of the published text (`text` in candor.yaml) that says that work is done on the device or that nothing is uploaded is held against the tools that it speaks of: those that the page, the heading or the sentence names, else all. A tool that works on a server or sends the file contradicts it.

## Why it matters
A visitor decides by this sentence whether to choose a file at all. A false one cannot be set aside: no waiver, no baseline.

## Fails
```markdown fails text/faq.md
# Enlarge

Your pictures never leave your browser. # <-
```

## Passes
```markdown passes text/faq.md
# Enlarge

Your pictures are enlarged on our servers.
```

## Basis
GDPR Articles 5(1)(a) and 13; Directive 2005/29/EC Article 6(1)(b).
"#,
    },
    check,
};

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    report(
        &RULE,
        facts,
        findings,
        "a visitor chooses a file because of this sentence, and the declarations say otherwise (GDPR Article 5(1)(a))",
    );
}
