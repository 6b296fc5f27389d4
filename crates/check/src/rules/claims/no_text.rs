//! A pattern of text that names nothing.

use candor_syntax::{RuleCard, Severity};

use crate::facts::Facts;
use crate::findings::{Findings, Rule};

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "claims/no-text",
        severity: Severity::Warning,
        regimes: &[],
        title: "a pattern of text that names nothing",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
Every pattern of `text` in candor.yaml is well formed, stays inside of the workspace, and names at least one file.

## Why it matters
A pattern with a slip in it looks like a check and is none.

## Fails
```yaml fails candor.yaml
candor: 1
workspace: example
languages: [en]
regimes: [gdpr, uk-gdpr, eprivacy]
text: [texts/**/*.md] # <-
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
    for (number, why) in &facts.texts.unused_patterns {
        let Some(pattern) = facts.policy.settings.text.get(*number) else {
            continue;
        };
        let message = format!("`{}` names no text to check: {why}", pattern.value);
        findings
            .report(&RULE, &pattern.origin, message)
            .because("a pattern with a slip in it looks like a check and is none")
            .help("correct it, or remove it; `*` stays within one directory, `**` goes through all below");
    }
}
