//! Statements about children that contradict each other.

use candor_model::vocabulary::Subject;
use candor_syntax::{RuleCard, Severity};

use crate::facts::Facts;
use crate::findings::{Findings, Rule};

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "children/age-limit-contradiction",
        severity: Severity::Error,
        regimes: &[],
        title: "children, and an age limit that shuts them out",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
A service that says it is not directed at children covers no children and processes none of their data on purpose; one that is directed at them does not ask for adults.

## Why it matters
Who reads "not for children" must be able to rely on it; and a service for children owes them more (GDPR Articles 5(1)(a), 8 and 12(1)).

## Fails
```yaml fails policies/audience.yaml
covers:
  - visitor
  - child # <-
minimum_age: 16
children: {directed_at: false}
```

```yaml fails policies/audience.yaml
covers: [visitor]
minimum_age: 18 # <-
children: {directed_at: true}
```

## Passes
```yaml passes policies/audience.yaml
covers: [visitor]
minimum_age: 16
children: {directed_at: false}
```

## Basis
GDPR Articles 5(1)(a), 8 and 12(1).
"#,
    },
    check,
};

const REASON: &str =
    "whoever reads the one cannot believe the other (GDPR Articles 5(1)(a) and 12(1))";

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let policy = facts.policy;
    let Some(audience) = &policy.audience else {
        return;
    };
    let Some(children) = &audience.children else {
        return;
    };
    match children.directed_at.known() {
        Some(true) => {
            if let Some(age) = audience.minimum_age.known().filter(|age| **age >= 18) {
                findings
                    .report(
                        &RULE,
                        &audience.minimum_age.origin,
                        format!("the service is directed at children and asks for an age of {age}"),
                    )
                    .subject("audience")
                    .related(&children.directed_at.origin, "it is directed at children")
                    .because(REASON)
                    .help("write `directed_at: false`, or the age that really holds");
            }
        }
        Some(false) => {
            let of_activities = policy
                .activities()
                .iter()
                .filter_map(|activity| activity.subjects.as_ref()?.known())
                .flatten();
            for subject in audience.covers.iter().chain(of_activities) {
                if subject.value != Subject::Child {
                    continue;
                }
                findings
                    .report(
                        &RULE,
                        &subject.origin,
                        "data of children is processed, and the service is said not to be directed at them",
                    )
                    .subject("audience")
                    .related(&children.directed_at.origin, "it says so here")
                    .because(REASON)
                    .help("remove `child`, or write `directed_at: true` and what children and parents must know");
            }
        }
        None => {}
    }
}
