//! Published text says that files stay on the device, and no evidence carries it.

use candor_syntax::{RuleCard, Severity};

use super::report;
use crate::facts::Facts;
use crate::findings::{Findings, Rule};

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "claims/unverified-local",
        severity: Severity::Error,
        regimes: &[],
        title: "published text says that files stay on the device, and no evidence carries it",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
Where the workspace asks for evidence of local claims (`evidence.local_claims`), a sentence that says that work is done on the device, or that nothing is uploaded, needs a record of that level for every tool that it speaks of.

## Why it matters
"Never leaves your browser" is a statement of fact about code that is shipped. Nobody should make it who has not looked.

## Fails
```markdown fails text/faq.md
# Resize

Your pictures never leave your browser. # <-
```
```yaml with candor.yaml
candor: 1
workspace: example
languages: [en]
regimes: [gdpr, uk-gdpr, eprivacy]
text: [text/**]
evidence: {local_claims: isolated, trusted_keys: [evidence/examples.pub]}
```

## Passes
```markdown passes text/faq.md
# Resize

Your pictures are processed in your browser.
```
```yaml with candor.yaml
candor: 1
workspace: example
languages: [en]
regimes: [gdpr, uk-gdpr, eprivacy]
text: [text/**]
evidence: {local_claims: observed, trusted_keys: [evidence/examples.pub]}
```

## Basis
GDPR Article 5(2); Directive 2005/29/EC Article 12.
"#,
    },
    check,
};

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    report(
        &RULE,
        facts,
        findings,
        "a statement that a file stays on the device needs a look at the code that is shipped (GDPR Article 5(2))",
    );
}
