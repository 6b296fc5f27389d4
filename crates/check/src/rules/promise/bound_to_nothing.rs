//! An absolute promise that is bound to nothing.

use candor_model::Text;
use candor_syntax::{RuleCard, Severity};

use crate::facts::Facts;
use crate::findings::{Findings, Rule};

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "promise/bound-to-nothing",
        severity: Severity::Warning,
        regimes: &[],
        title: "an absolute promise that nothing is held against",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
A promise that says "never", or names what it is checked by, names what is never done (`never:`) or where alone it is done (`only_in:`). Without either no fact can keep it or break it. Words without such a claim are left alone.

## Why it matters
What cannot be checked cannot be kept on purpose; the promise ledger shows such a promise as declared only.

## Fails
```yaml fails policies/promises.yaml
- id: first # <-
  says: Your pictures are never looked at.
  about: all
```

## Passes
```yaml passes policies/promises.yaml
- {id: no-sale, says: We never sell data., about: all, never: sell}
- {id: first, says: Your privacy comes first., about: all}
```

## Basis
GDPR Article 5(2).
"#,
    },
    check,
};

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for promise in &facts.policy.promises {
        let is_bound = !promise.never.is_empty() || !promise.only_in.is_empty();
        if is_bound || (!is_absolute(&promise.says) && promise.checked_by.is_empty()) {
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
            .help("add `never:` or `only_in:` with what is promised, or soften the words to what can be shown");
    }
}

/// Words that leave no exception.
const ABSOLUTE: [&str; 6] = [
    "never",
    "at no time",
    "under no circumstances",
    "niemals",
    "zu keiner zeit",
    "unter keinen umständen",
];

fn is_absolute(says: &Text) -> bool {
    says.variants().any(|(_, words)| {
        let words = words.to_lowercase();
        let bare_nie = words
            .split(|letter: char| !letter.is_alphabetic())
            .any(|word| word == "nie");
        bare_nie || ABSOLUTE.iter().any(|word| words.contains(word))
    })
}
