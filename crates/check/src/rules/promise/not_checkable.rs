//! A promise about places or recipients that nobody can check, because a fact is missing.

use candor_model::Never;
use candor_model::vocabulary::NeverDo;
use candor_syntax::{RuleCard, Severity};

use super::gaps::{places, recipients};
use crate::facts::Facts;
use crate::findings::{Findings, Rule};

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "promise/not-checkable",
        severity: Severity::Warning,
        regimes: &[],
        title: "a promise that cannot be checked, because a fact is missing",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
A promise with `only_in` covers no data whose store has no stated region, and none that goes to a processor or subprocessor in use whose `processes_in` is empty. A promise with `never: share` (nobody beyond the named recipients) covers no data whose recipients are unnamed or not stated, and none that a vendor in use receives although no activity names that vendor.

## Why it matters
"In the European Union only" can be relied on only where every place is known, and "only these companies" only where the list is complete (GDPR Articles 5(1)(a) and 5(2)).

## Fails
```yaml fails policies/promises.yaml
- id: eu-only
  says: Pictures are processed in the European Union only.
  about: [uploaded-image]
  only_in:
    - EU # <-
```

## Passes
```yaml passes policies/promises.yaml
- {id: eu-only, says: Accounts lie in the European Union only., about: [account], only_in: [EU]}
```

## Basis
GDPR Articles 5(1)(a), 5(2) and 13(1)(f).
"#,
    },
    check,
};

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let policy = facts.policy;
    for promise in &policy.promises {
        let mut report = |at, message: String, fact, help: &str| {
            findings
                .report(&RULE, at, message)
                .subject(promise.id.as_str())
                .related(fact, "this leaves it open")
                .because("nobody can show that the promise holds (GDPR Articles 5(1)(a) and 5(2))")
                .help(help);
        };
        if let Some(first) = promise.only_in.first() {
            for (what, fact) in places(policy, promise) {
                let message = format!("the promise `{}` names a place, and {what}", promise.id);
                report(
                    &first.origin,
                    message,
                    fact,
                    "find out the place and write it: `regions:` of the store, `processes_in:` of the vendor",
                );
            }
        }
        let share = promise
            .never
            .iter()
            .find(|never| never.value == Never::Do(NeverDo::Share));
        for (what, fact) in share.iter().flat_map(|_| recipients(policy, promise)) {
            let message = format!(
                "the promise `{}` names all who get the data, and {what}",
                promise.id
            );
            if let Some(share) = share {
                report(
                    &share.origin,
                    message,
                    fact,
                    "name the company under `recipients:` of the activity, or withdraw the promise",
                );
            }
        }
    }
}
