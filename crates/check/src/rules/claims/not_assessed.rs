//! Published text that could not be looked at.

use candor_syntax::{RuleCard, Severity};

use crate::facts::Facts;
use crate::findings::{Findings, Rule};

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "claims/not-assessed",
        severity: Severity::Unchecked,
        regimes: &[],
        title: "published text that could not be looked at",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
Every file that `text` in candor.yaml names can be read: its kind is known, it is UTF-8 and well formed, and it is written in English, German, French or Spanish.

## Why it matters
"Could not check" is never "passed": what such a file promises, nobody has looked at.

## Fails
```markdown fails text/faq.rtf
# <-
I file vengono eliminati.
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
        for left in &text.not_assessed {
            let message = format!("what this says about data was not checked: {}", left.why);
            findings
                .report_place(&RULE, left.place.clone(), message)
                .because("what nobody has looked at may promise anything")
                .help("take the file out of `text` in candor.yaml if it makes no promise, or put it into a form that is read");
        }
    }
}
