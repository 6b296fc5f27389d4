//! A window of Candor's store that ends in a way the store does not carry out.

use candor_model::vocabulary::AtEnd;
use candor_model::{DataCategory, Extent, Policy, Ref, Stated, Window};
use candor_syntax::{RuleCard, Severity};

use crate::facts::Facts;
use crate::findings::{Findings, Rule};

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "retention/end-not-enforced",
        severity: Severity::Error,
        regimes: &[],
        title: "a window of Candor's store that ends in a way the store does not carry out",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
A window with `enforced_by: candor` ends in `erase`. It may end in `anonymise` where it counts from the storing itself and all its data has declared `fields`.

## Why it matters
Candor's store has no trash, keeps counts of a whole day and not of one person, and cannot make a file anonymous. It refuses such data, so nothing carries out what the page says (GDPR Article 5(1)(e)).

## Fails
```yaml fails policies/retention.yaml
uploads: {delete_within: 24 hours, counted_from: upload, at_end: erase, enforced_by: candor}
results: {delete_within: 7 days, counted_from: result, at_end: erase, enforced_by: candor}
bin:
  delete_within: 25 days
  counted_from: upload
  at_end: trash # <-
  then: emptied
  enforced_by: candor
emptied: {delete_within: 30 days, counted_from: window-end, at_end: erase, enforced_by: manual}
```

```yaml fails policies/retention.yaml
uploads:
  delete_within: 24 hours
  counted_from: upload
  at_end: anonymise # <-
  enforced_by: candor
results: {delete_within: 7 days, counted_from: result, at_end: erase, enforced_by: candor}
```

```yaml fails policies/retention.yaml
uploads: {delete_within: 24 hours, counted_from: upload, at_end: erase, enforced_by: candor}
results: {delete_within: 7 days, counted_from: result, at_end: erase, enforced_by: candor}
visits:
  delete_within: 1 year
  counted_from: account-closed
  at_end: anonymise # <-
  enforced_by: candor
```

## Passes
```yaml passes policies/retention.yaml
uploads: {delete_within: 24 hours, counted_from: upload, at_end: erase, enforced_by: candor}
results: {delete_within: 7 days, counted_from: result, at_end: erase, enforced_by: candor}
bin: {delete_within: 25 days, counted_from: upload, at_end: trash, then: emptied, enforced_by: manual}
emptied: {delete_within: 30 days, counted_from: window-end, at_end: erase, enforced_by: manual}
```

## Basis
GDPR Article 5(1)(e).
"#,
    },
    check,
};

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let policy = facts.policy;
    for reference in policy.references::<Window>() {
        let window = &policy[reference];
        if !window.is_enforced_by_candor() || !matches!(window.extent, Extent::Fixed { .. }) {
            continue;
        }
        let (message, help) = match &window.at_end.value {
            Stated::Known(AtEnd::Trash) => (
                format!(
                    "Candor's store has no trash, and the window `{}` ends in one",
                    window.id
                ),
                "write `at_end: erase` and a `delete_within` that is as long as the data is to be recoverable, or name what else keeps the trash under `enforced_by`",
            ),
            Stated::Known(AtEnd::Anonymise) if window.waits() => (
                format!(
                    "the window `{}` counts from an event of each person, and Candor's store keeps counts of a whole day only",
                    window.id
                ),
                "count from `collection`, or write `at_end: erase`",
            ),
            Stated::Known(AtEnd::Anonymise) => match whole(policy, reference) {
                Some(category) => (
                    format!(
                        "`{}` has no fields that could be left out, so Candor's store cannot make it anonymous when the window `{}` ends",
                        category.id, window.id
                    ),
                    "declare the `fields` of the data, or write `at_end: erase`",
                ),
                None => continue,
            },
            Stated::NotStated => (
                format!(
                    "it is not stated what happens at the end of the window `{}`, and Candor's store takes no data without an end",
                    window.id
                ),
                "write `at_end: erase`",
            ),
            Stated::Known(AtEnd::Erase) | Stated::Unreadable(_) => continue,
        };
        findings
            .report(&RULE, &window.at_end.origin, message)
            .subject(window.id.as_str())
            .because("the store takes no data that it could not end as the page says, so nothing carries this window out (GDPR Article 5(1)(e))")
            .help(help);
    }
}

/// Data under a window that comes as a whole and not in fields.
fn whole(policy: &Policy, window: Ref<Window>) -> Option<&DataCategory> {
    policy
        .activities()
        .iter()
        .flat_map(|activity| activity.data_uses())
        .filter(|data| data.keep.window() == Some(window))
        .map(|data| &policy[data.data.value])
        .find(|category| category.fields.is_empty())
}
