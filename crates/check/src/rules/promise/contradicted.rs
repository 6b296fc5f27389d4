//! A promise that the facts break.

use candor_model::vocabulary::{NeverDo, Stage, Training};
use candor_model::{About, DataCategory, Located, Never, Policy, Promise, Ref, Stated, Territory};
use candor_syntax::{RuleCard, Severity};

use super::deeds::{advertising, selling, uploading};
use crate::facts::Facts;
use crate::findings::{Findings, Rule};

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "promise/contradicted",
        severity: Severity::Error,
        regimes: &[],
        title: "a promise that the declared facts break",
        structural: false,
        contradiction: true,
        documentation: r#"
## What it checks
`only_in` against the regions of stores and vendors; `never: train` against what activities and vendors say about training; `never: {vendor: NAME}` against the vendors in use; `never: advertise` and `never: track` against items of device storage whose words speak of advertising. `never: sell` and `never: rent` against vendors in use that decide themselves, work for advertising and receive the data; `never: upload` against activities on a server, for the tools and the location that the promise names. `never: store` has a rule of its own.

## Why it matters
A public promise is a statement that people may rely on (GDPR Article 5(1)(a); Section 5 of the FTC Act).

## Fails
```yaml fails policies/promises.yaml
- id: eu-only
  says: Pictures are processed in France only.
  about: [uploaded-image]
  only_in:
    - FR # <-
```

## Passes
```yaml passes policies/promises.yaml
- {id: eu-only, says: Pictures are processed in the EU only., about: [uploaded-image], only_in: [EU]}
```

## Basis
GDPR Article 5(1)(a); 15 U.S.C. 45.
"#,
    },
    check,
};

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for promise in &facts.policy.promises {
        places(facts.policy, promise, findings);
        for never in &promise.never {
            match &never.value {
                Never::Do(NeverDo::Train) => training(facts.policy, promise, never, findings),
                Never::Use(name) => used(facts.policy, promise, never, name, findings),
                Never::Do(NeverDo::Sell | NeverDo::Rent) => {
                    selling(facts.policy, promise, never, findings);
                }
                Never::Do(NeverDo::Upload) => uploading(facts.policy, promise, never, findings),
                Never::Do(NeverDo::Advertise | NeverDo::Track) => {
                    advertising(facts.policy, promise, never, findings);
                }
                Never::Do(_) => {}
            }
        }
    }
}

/// Whether a promise is about that data.
pub(super) fn covers(promise: &Promise, data: Ref<DataCategory>) -> bool {
    match &promise.about.value {
        About::All => true,
        About::DeviceStorage => false,
        About::Data(list) => list.iter().any(|own| own.value == data),
    }
}

fn places(policy: &Policy, promise: &Promise, findings: &mut Findings<'_>) {
    let Some(first) = promise.only_in.first() else {
        return;
    };
    let allowed: Vec<Territory> = promise.only_in.iter().map(|area| area.value).collect();
    let mut outside = |place: &Located<Territory>, who: String| {
        if !allowed.iter().any(|area| place.value.is_within(*area)) {
            let message = format!(
                "the promise `{}` names {}, and {who} is in {}",
                promise.id,
                list(&allowed),
                place.value
            );
            broken(promise, findings, &first.origin, message, &place.origin);
        }
    };
    for activity in policy.activities().iter().filter(|activity| {
        activity
            .data_uses()
            .any(|data| covers(promise, data.data.value))
    }) {
        let storage = activity
            .storage
            .as_ref()
            .and_then(|storage| storage.known());
        for region in storage
            .and_then(|storage| storage.regions.known())
            .into_iter()
            .flatten()
        {
            outside(
                region,
                format!("the store of `{}`", policy.activity_name(activity)),
            );
        }
    }
    if promise.includes_vendors {
        for vendor in policy.vendors() {
            for place in &vendor.processes_in {
                let meant = if place.data.is_empty() {
                    vendor.receives()
                } else {
                    place.data.as_slice()
                };
                if meant.iter().any(|data| covers(promise, data.value)) {
                    place
                        .stated_countries()
                        .iter()
                        .for_each(|country| outside(country, vendor.name().to_owned()));
                }
            }
        }
    }
}

fn training(
    policy: &Policy,
    promise: &Promise,
    never: &Located<Never>,
    findings: &mut Findings<'_>,
) {
    let trains = |answer: &Option<Located<Stated<Training>>>| {
        answer
            .as_ref()
            .filter(|answer| matches!(answer.known(), Some(Training::Yes | Training::WithConsent)))
            .map(|answer| answer.origin.clone())
    };
    for activity in policy.activities() {
        if let Some(at) = trains(&activity.training).filter(|_| {
            activity
                .data_uses()
                .any(|data| covers(promise, data.data.value))
        }) {
            let message = format!(
                "the promise `{}` says never, and `{}` trains with the data",
                promise.id,
                policy.activity_name(activity)
            );
            broken(promise, findings, &never.origin, message, &at);
        }
    }
    for vendor in policy.vendors().iter().filter(|_| promise.includes_vendors) {
        if let Some(at) = trains(&vendor.training).filter(|_| {
            vendor
                .receives()
                .iter()
                .any(|data| covers(promise, data.value))
        }) {
            let message = format!(
                "the promise `{}` says never, and {} trains with the data",
                promise.id,
                vendor.name()
            );
            broken(promise, findings, &never.origin, message, &at);
        }
    }
}

fn used(
    policy: &Policy,
    promise: &Promise,
    never: &Located<Never>,
    name: &str,
    findings: &mut Findings<'_>,
) {
    let same = |own: &str| own.eq_ignore_ascii_case(name);
    for vendor in policy.vendors() {
        let active = matches!(vendor.stage.value, Stage::Active | Stage::Ending);
        if active
            && (same(&vendor.legal_name.value)
                || vendor
                    .short_name
                    .as_ref()
                    .is_some_and(|own| same(&own.value)))
        {
            let message = format!(
                "the promise `{}` rules out {name}, which is in use",
                promise.id
            );
            broken(promise, findings, &never.origin, message, &vendor.origin);
        }
    }
}

/// Reports a promise that a fact breaks.
pub(super) fn broken(
    promise: &Promise,
    findings: &mut Findings<'_>,
    at: &candor_model::Origin,
    message: String,
    fact: &candor_model::Origin,
) {
    findings
        .report(&RULE, at, message)
        .subject(promise.id.as_str())
        .related(fact, "the fact stands here")
        .because("people may rely on a public promise (GDPR Article 5(1)(a))")
        .help("keep the promise by changing the facts, or withdraw it");
}

fn list(areas: &[Territory]) -> String {
    let names: Vec<&str> = areas.iter().map(|area| area.name()).collect();
    names.join(" and ")
}
