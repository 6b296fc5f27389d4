//! What is said of the store against what is said of the period.

use candor_model::vocabulary::Medium;
use candor_model::{Activity, DataUse, Extent, Located};
use candor_syntax::{RuleCard, Severity};

use crate::facts::Facts;
use crate::findings::{Findings, Rule};

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "retention/storage-contradiction",
        severity: Severity::Error,
        regimes: &[],
        title: "a store that contradicts its period",
        structural: false,
        contradiction: true,
        documentation: r#"
## What it checks
An activity stores data in memory only, but under a window that outlives a request; or its window is `memory_only`, but the store is a lasting one.

## Why it matters
"Never written to disk" and "kept for 7 days" cannot both be true of the same data (GDPR Article 5(1)(a)).

## Fails
```yaml fails policies/tools/enlarge.yaml
name: Enlarge
location: server
purpose: requested-service
legal_basis: contract
subjects: [visitor]
uses:
  - {data: uploaded-image, keep: uploads} # <-
storage: {medium: memory, regions: [DE]}
recipients: none
```

## Passes
```yaml passes policies/tools/enlarge.yaml
name: Enlarge
location: server
purpose: requested-service
legal_basis: contract
subjects: [visitor]
uses:
  - {data: uploaded-image, keep: uploads}
storage: {medium: [memory, encrypted-disk], regions: [DE]}
recipients: none
```

## Basis
GDPR Article 5(1)(a).
"#,
    },
    check,
};

/// The longest period in seconds that a temporary store can be said to hold: an hour.
const TEMPORARY: u64 = 3600;

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let policy = facts.policy;
    for activity in policy.activities() {
        let Some(storage) = activity
            .storage
            .as_ref()
            .and_then(|storage| storage.known())
        else {
            continue;
        };
        let only_temporary = !storage.medium.is_empty()
            && storage
                .medium
                .iter()
                .all(|medium| matches!(medium.value, Medium::Memory | Medium::EncryptedCache));
        let lasting: Option<&Located<Medium>> = storage
            .medium
            .iter()
            .find(|medium| !matches!(medium.value, Medium::Memory));
        for data in activity.data_uses() {
            let Some(window) = data.keep.window().map(|window| &policy[window]) else {
                continue;
            };
            let message = match (&window.extent, lasting) {
                (Extent::MemoryOnly, Some(medium)) => format!(
                    "the window `{}` never writes to disk, and the store is `{}`",
                    window.id, medium.value
                ),
                (Extent::Fixed { .. }, _) if only_temporary && outlives(window.maximum()) => {
                    format!(
                        "the store is {}, and the window `{}` keeps the data for up to {}",
                        media(&storage.medium),
                        window.id,
                        window
                            .maximum()
                            .map_or_else(String::new, ToString::to_string)
                    )
                }
                _ => continue,
            };
            report(
                findings,
                policy.activity_name(activity),
                activity,
                data,
                storage.medium.first(),
                message,
            );
        }
    }
}

fn outlives(maximum: Option<&candor_model::Duration>) -> bool {
    maximum.is_some_and(|maximum| maximum.longest_seconds() > TEMPORARY)
}

fn media(list: &[Located<Medium>]) -> String {
    let words: Vec<String> = list
        .iter()
        .map(|medium| format!("`{}`", medium.value))
        .collect();
    format!("{} only", words.join(" and "))
}

fn report(
    findings: &mut Findings<'_>,
    name: String,
    activity: &Activity,
    data: &DataUse,
    medium: Option<&Located<Medium>>,
    message: String,
) {
    let at = medium.map_or(&activity.origin, |medium| &medium.origin);
    findings
        .report(&RULE, &data.keep.origin, message)
        .subject(name)
        .related(at, "the store is stated here")
        .because("both cannot be true of the same data (GDPR Article 5(1)(a))")
        .help("name the store that really holds the data for that long, or shorten the window");
}
