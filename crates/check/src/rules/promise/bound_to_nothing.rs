//! A promise that is bound to nothing.

use candor_syntax::{RuleCard, Severity};

use crate::facts::Facts;
use crate::findings::{Findings, Rule};

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "promise/bound-to-nothing",
        severity: Severity::Info,
        regimes: &[],
        title: "a promise that nothing is held against",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
A promise names what is never done (`never:`) or where alone it is done (`only_in:`). Without either it is words: no fact can keep it or break it.

## Why it matters
What cannot be checked cannot be kept on purpose; the promise ledger shows such a promise as declared only.

## Fails
```yaml fails policies/promises.yaml
- id: first # <-
  says: Your privacy comes first.
  about: all
```

## Passes
```yaml passes policies/promises.yaml
- {id: no-sale, says: We sell no data., about: all, never: sell}
```

## Basis
GDPR Article 5(2).
"#,
    },
    check,
};

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for promise in &facts.policy.promises {
        if !promise.never.is_empty() || !promise.only_in.is_empty() {
            continue;
        }
        findings
            .report(
                &RULE,
                &promise.origin,
                format!("nothing is held against the promise `{}`", promise.id),
            )
            .subject(promise.id.as_str())
            .because(
                "whoever makes a statement must be able to show that it holds (GDPR Article 5(2))",
            )
            .help("add `never:` or `only_in:` if it says such a thing; else leave it as words");
    }
}
