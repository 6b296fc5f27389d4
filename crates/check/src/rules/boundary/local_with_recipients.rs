//! A local activity that names what only a server has.

use candor_model::{Keep, Recipients};
use candor_syntax::{RuleCard, Severity};

use crate::facts::Facts;
use crate::findings::{Findings, Rule};

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "boundary/local-with-recipients",
        severity: Severity::Error,
        regimes: &[],
        title: "a local activity that keeps data or hands it on",
        structural: false,
        contradiction: true,
        documentation: r#"
## What it checks
A local activity has no recipients, no store of ours, and no window.

## Why it matters
What stays in the browser is held by nobody else. An activity that names a recipient or a period is not local (GDPR Article 5(1)(a)).

## Fails
```yaml fails policies/tools/resize.yaml
name: Resize
location: local
purpose: requested-service
uses:
  - {data: uploaded-image, keep: uploads} # <-
recipients: [nimbus] # <-
```

## Passes
```yaml passes policies/tools/resize.yaml
name: Resize
location: local
purpose: requested-service
uses: [{data: uploaded-image, keep: nothing}]
```

## Basis
GDPR Article 5(1)(a).
"#,
    },
    check,
};

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let policy = facts.policy;
    for activity in policy
        .activities()
        .iter()
        .filter(|activity| !activity.is_server())
    {
        let name = policy.activity_name(activity);
        let mut report = |at, what: String| {
            findings
                .report(&RULE, at, format!("`{name}` is local, and {what}"))
                .subject(name.clone())
                .related(&activity.location.origin, "it says that it is local here")
                .because(
                    "data that stays in the browser is held by nobody else (GDPR Article 5(1)(a))",
                )
                .help("write `location: server` if the data is sent, or remove this");
        };
        if let Some(recipients) = &activity.recipients
            && let Recipients::Listed(list) = &recipients.value
            && !list.is_empty()
        {
            report(&recipients.origin, "it names recipients".to_owned());
        }
        if let Some(storage) = &activity.storage
            && storage.known().is_some()
        {
            report(&storage.origin, "it names a store".to_owned());
        }
        for data in activity.data_uses() {
            if let Keep::Window(window) = data.keep.value {
                report(
                    &data.keep.origin,
                    format!("it keeps data under the window `{}`", policy[window].id),
                );
            }
        }
    }
}
