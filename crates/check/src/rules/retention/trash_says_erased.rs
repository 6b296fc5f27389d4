//! Words that say "gone for good" of data that lies in a trash.

use candor_model::vocabulary::{AtEnd, RightKind};
use candor_model::{About, DataCategory, Policy, Ref, Text};
use candor_syntax::{RuleCard, Severity};

use crate::facts::Facts;
use crate::findings::{Findings, Rule};

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "retention/trash-says-erased",
        severity: Severity::Error,
        regimes: &[],
        title: "\"permanently\" where there is a trash",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
Where a window ends in a trash, neither the words of that window, nor a promise about its data, nor the right to erasure of its data say that it is gone for good.

## Why it matters
In a trash data can be recovered; saying that it is gone is untrue (GDPR Article 5(1)(a)).

## Fails
```yaml fails policies/retention.yaml
uploads: {delete_within: 24 hours, counted_from: upload, at_end: erase, enforced_by: candor}
results: {delete_within: 7 days, counted_from: result, at_end: erase, enforced_by: candor}
closed:
  delete_within: 25 days
  counted_from: account-closed
  at_end: trash
  then: emptied
  enforced_by: manual
  why: after that it is permanently deleted # <-
emptied: {delete_within: 30 days, counted_from: window-end, at_end: erase, enforced_by: manual}
```

## Passes
```yaml passes policies/retention.yaml
uploads: {delete_within: 24 hours, counted_from: upload, at_end: erase, enforced_by: candor}
results: {delete_within: 7 days, counted_from: result, at_end: erase, enforced_by: candor}
closed:
  delete_within: 25 days
  counted_from: account-closed
  at_end: trash
  then: emptied
  enforced_by: manual
  why: until then you can have it back
emptied: {delete_within: 30 days, counted_from: window-end, at_end: erase, enforced_by: manual, why: then it is permanently deleted}
```

## Basis
GDPR Article 5(1)(a).
"#,
    },
    check,
};

const FOR_GOOD: [&str; 6] = [
    "permanent",
    "for good",
    "irrevocabl",
    "irreversibl",
    "endgültig",
    "unwiderruflich",
];

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let policy = facts.policy;
    for reference in policy.references::<candor_model::Window>() {
        let window = &policy[reference];
        if window.at_end.known() != Some(&AtEnd::Trash) {
            continue;
        }
        let data: Vec<Ref<DataCategory>> = policy
            .activities()
            .iter()
            .flat_map(|activity| activity.data_uses())
            .filter(|data| data.keep.window() == Some(reference))
            .map(|data| data.data.value)
            .collect();
        for text in window.why.iter().chain(texts_about(policy, &data)) {
            if !says_for_good(text) {
                continue;
            }
            findings
                .report(
                    &RULE,
                    &text.origin,
                    format!("this says that the data is gone for good, and the window `{}` ends in a trash", window.id),
                )
                .subject(window.id.as_str())
                .related(&window.at_end.origin, "from the trash it can be recovered")
                .because("what can be recovered is not erased (GDPR Article 5(1)(a))")
                .help("say when the trash is emptied, or write `at_end: erase` if there is no trash");
        }
    }
}

/// What promises and the right to erasure say of these data.
fn texts_about<'p>(policy: &'p Policy, data: &[Ref<DataCategory>]) -> Vec<&'p Text> {
    let mut texts = Vec::new();
    for promise in &policy.promises {
        if let About::Data(list) = &promise.about.value
            && list.iter().any(|own| data.contains(&own.value))
        {
            texts.push(&promise.says);
        }
    }
    for right in policy.rights.iter().flat_map(|rights| &rights.rights) {
        let meant = right.scope.iter().any(|own| data.contains(&own.value));
        if right.kind == RightKind::Erasure && meant {
            texts.extend(&right.by);
        }
    }
    texts
}

fn says_for_good(text: &Text) -> bool {
    text.variants().any(|(_, words)| {
        let words = words.to_lowercase();
        let denied = words.contains("not permanent") || words.contains("nicht endgültig");
        !denied && FOR_GOOD.iter().any(|word| words.contains(word))
    })
}
