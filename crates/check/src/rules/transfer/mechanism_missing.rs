//! Transfers without a declared mechanism.

use candor_model::vocabulary::{Mechanism, Regime};
use candor_model::{Located, Policy, Stated, Vendor};
use candor_syntax::{RuleCard, Severity};

use super::abroad::{Reach, abroad, is_judged};
use crate::facts::Facts;
use crate::findings::{Findings, Rule};
use crate::tables::stale_since;

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "transfer/mechanism-missing",
        severity: Severity::Warning,
        regimes: &["gdpr", "uk-gdpr"],
        title: "data in another country, and nothing that allows it",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
A vendor in use that is established, processes or has access outside the area of a regime, in a place that no adequacy decision of the table covers, names under `transfer:` what allows it. Who is established elsewhere counts even where the data stays in the area, because its people and its law may reach it.

## Why it matters
Personal data may leave the area only on a ground of Chapter V, and people must be told which (GDPR Articles 13(1)(f), 44 and 46).

## Fails
```yaml fails subprocessors/nimbus.yaml
legal_name: Nimbus Hosting SARL
relation: processor
stage: active
purpose: hosting
established_in: [US] # <-
contact: {email: privacy@nimbus.example}
receives: [uploaded-image, result-image]
used: {when: always}
```

```yaml fails subprocessors/nimbus.yaml
legal_name: Nimbus Hosting SARL
relation: processor
stage: active
purpose: hosting
established_in: [LU]
contact: {email: privacy@nimbus.example}
receives: [uploaded-image, result-image]
used: {when: always}
processes_in:
  - {countries: [LU]}
  - {countries: [SG]} # <-
```

```yaml fails subprocessors/nimbus.yaml
legal_name: Nimbus Hosting SARL
relation: processor
stage: active
purpose: hosting
established_in: [US]
contact: {email: privacy@nimbus.example}
receives: [uploaded-image, result-image]
used: {when: always}
transfer:
  - {regime: gdpr, mechanism: not-stated} # <-
```

## Passes
```yaml passes subprocessors/nimbus.yaml
legal_name: Nimbus Hosting SARL
relation: processor
stage: active
purpose: hosting
established_in: [US]
contact: {email: privacy@nimbus.example}
receives: [uploaded-image, result-image]
used: {when: always}
transfer: [{regime: gdpr, mechanism: scc-c2p, checked: 2026-10-01}, {regime: uk-gdpr, mechanism: uk-addendum, checked: 2026-10-01}]
```

```yaml passes subprocessors/nimbus.yaml
legal_name: Nimbus Hosting SARL
relation: processor
stage: active
purpose: hosting
established_in: [NZ]
contact: {email: privacy@nimbus.example}
receives: [uploaded-image, result-image]
used: {when: always}
```

## Basis
GDPR Articles 13(1)(f), 44, 45 and 46. The table of adequate countries is followed until July 2026; some of its rows rest on secondary texts, so this is a warning. A link to a data processing agreement is no mechanism.
"#,
    },
    check,
};

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let policy = facts.policy;
    for vendor in policy.vendors().iter().filter(|vendor| is_judged(vendor)) {
        let open: Vec<Open<'_>> = [Regime::Gdpr, Regime::UkGdpr]
            .into_iter()
            .filter_map(|regime| open(policy, vendor, regime))
            .collect();
        let Some(first) = open.first() else { continue };
        let regimes: Vec<String> = open.iter().map(|open| open.regime.to_string()).collect();
        let at = first
            .mechanism
            .map_or(&first.place.place.origin, |mechanism| &mechanism.origin);
        let stale = stale_since(facts.as_of).map_or_else(String::new, |day| {
            format!(
                "; the table of adequate countries is stale since {}",
                day.english()
            )
        });
        findings
            .report(
                &RULE,
                at,
                format!("{} {}, and no mechanism for that transfer is declared ({})", vendor.name(),
                    first.place.words(), regimes.join(", ")),
            )
            .subject(vendor.id.as_str())
            .related(&first.place.place.origin, "the place stands here")
            .because(format!("data may leave the area only on a ground of Chapter V, and people must be told which (GDPR Articles 13(1)(f), 44 and 46){stale}"))
            .help("find out what the contract with the vendor rests on, and write `transfer: [{regime: gdpr, mechanism: scc-c2p, checked: YYYY-MM-DD}]`, say");
    }
}

/// A regime under which a vendor needs a mechanism and names none.
struct Open<'p> {
    regime: Regime,
    place: super::abroad::Place<'p>,
    mechanism: Option<&'p Located<Stated<Mechanism>>>,
}

fn open<'p>(policy: &Policy, vendor: &'p Vendor, regime: Regime) -> Option<Open<'p>> {
    if !policy.settings.applies(regime) {
        return None;
    }
    let named = vendor
        .transfer()
        .iter()
        .find(|transfer| transfer.regime.value == regime);
    let place = match named.map(|transfer| transfer.mechanism.known()) {
        // "Not needed" is judged by a rule of its own, where data itself lies outside.
        Some(Some(Mechanism::NotNeeded)) => {
            let places = abroad(vendor, regime);
            let data_is_outside = places.iter().any(|place| place.reach != Reach::Established);
            places.into_iter().next().filter(|_| !data_is_outside)
        }
        Some(Some(_)) => None,
        None | Some(None) => abroad(vendor, regime).into_iter().next(),
    }?;
    Some(Open {
        regime,
        place,
        mechanism: named.map(|transfer| &transfer.mechanism),
    })
}
