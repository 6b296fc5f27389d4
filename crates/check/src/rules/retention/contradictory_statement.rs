//! Two statements of one document about the same data.

use candor_model::duration::Comparison;
use candor_model::{AlsoStated, Window};
use candor_syntax::{RuleCard, Severity};

use super::total::is_a_total;
use crate::facts::Facts;
use crate::findings::{Findings, Rule};

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "retention/contradictory-statement",
        severity: Severity::Error,
        regimes: &[],
        title: "two different statements about how long the same data is kept",
        structural: false,
        contradiction: true,
        documentation: r#"
## What it checks
A window has `also_stated`, and what is stated there is not the same as the window.

## Why it matters
A reader can rely on the statement that suits them, and one of the two is untrue (GDPR Articles 5(1)(a) and 13(2)(a)).

## Fails
```yaml fails policies/retention.yaml
uploads:
  delete_within: 24 hours
  counted_from: upload
  at_end: erase
  enforced_by: candor
  also_stated:
    - {window: 7 days, where: section 3} # <-
    - {window: removed when processing ends, where: section 1} # <-
results: {delete_within: 7 days, counted_from: result, at_end: erase, enforced_by: candor}
```

## Passes
```yaml passes policies/retention.yaml
uploads:
  delete_within: 24 hours
  counted_from: upload
  at_end: erase
  enforced_by: candor
  also_stated:
    - {window: 1 day, where: section 3}
results: {delete_within: 7 days, counted_from: result, at_end: erase, enforced_by: candor}
```

## Basis
GDPR Articles 5(1)(a) and 13(2)(a). Lengths compare as ranges: 24 hours and 1 day are equal; 30 days and 1 month are not comparable, which is a finding too.
"#,
    },
    check,
};

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for window in facts.policy.windows() {
        for statement in &window.also_stated {
            // A total over several stages has a rule of its own.
            if is_a_total(facts.policy, window, statement) {
                continue;
            }
            let Some(message) = conflict(window, statement) else {
                continue;
            };
            findings
                .report(&RULE, &statement.origin, message)
                .subject(window.id.as_str())
                .related(&window.origin, "this is the window that is enforced")
                .because("a reader cannot tell which of the two holds, and one of them is untrue (GDPR Articles 5(1)(a) and 13(2)(a))")
                .help("decide which one holds, correct the other text, and remove the entry from `also_stated`");
        }
    }
}

fn conflict(window: &Window, statement: &AlsoStated) -> Option<String> {
    let said = statement.window.first();
    let place = statement.at.first();
    let Some(own) = window.maximum() else {
        return Some(format!(
            "`{}` states no period here, and the document says \"{said}\" in {place}",
            window.id
        ));
    };
    let Some(other) = &statement.duration else {
        return Some(format!(
            "`{}` is kept for up to {own}, and the document says \"{said}\" in {place}",
            window.id
        ));
    };
    match own.compare(other) {
        Comparison::Equal => None,
        Comparison::NotComparable => Some(format!(
            "`{}` is kept for up to {own}, and the document says {other} in {place}; the two cannot be compared, because they depend on the calendar",
            window.id
        )),
        Comparison::Shorter | Comparison::Longer => Some(format!(
            "`{}` is kept for up to {own}, and the document says {other} in {place}",
            window.id
        )),
    }
}
