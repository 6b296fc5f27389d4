//! Items for statistics or advertising that are stored before anybody agreed.

use candor_model::DeviceStorage;
use candor_model::vocabulary::{Consent, Exemption};
use candor_syntax::{RuleCard, Severity};

use super::aim::{Aim, aim};
use crate::facts::Facts;
use crate::findings::{Findings, Rule};

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "device-storage/analytics-without-consent",
        severity: Severity::Error,
        regimes: &["eprivacy"],
        title: "statistics or advertising stored without consent",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
An item of device storage whose purpose or label speaks of statistics or advertising is stored after consent, or names an exemption. An exemption for own statistics is declared as `exemption: national-analytics`; it does not cover advertising.

## Why it matters
Storing or reading something on the device for statistics or advertising needs consent first. An opt-out comes too late, and legitimate interests are no basis for it (ePrivacy Directive Article 5(3)).

## Fails
```yaml fails policies/device-storage.yaml
- name: counts
  label: Analytics cookies
  kind: cookie
  party: first
  purpose: show which tools are used
  lifetime: 1 year
  consent: not-asked # <-
  opt_out: {how: in the settings of the account}
```

```yaml fails policies/device-storage.yaml
- name: ads
  kind: cookie
  party: first
  purpose: choose the advertisements that you see
  lifetime: 1 year
  exemption: national-analytics # <-
```

## Passes
```yaml passes policies/device-storage.yaml
- {name: counts, kind: cookie, party: first, purpose: audience statistics, lifetime: 1 year, consent: needed}
- {name: visits, kind: cookie, party: first, purpose: own visit statistics, lifetime: 13 months, exemption: national-analytics}
- {name: answer, kind: cookie, party: first, purpose: remember your answer about analytics, lifetime: 6 months, exemption: strictly-necessary}
```

## Basis
Directive 2002/58/EC, Article 5(3).
"#,
    },
    check,
};

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for item in &facts.policy.device_storage {
        let Some(aim) = aim(item) else { continue };
        if asks(item) || is_exempt(item, aim) {
            continue;
        }
        let at = match (&item.consent, &item.exemption) {
            (Some(consent), _) => &consent.origin,
            (None, Some(exemption)) => &exemption.origin,
            (None, None) => &item.origin,
        };
        findings
            .report(
                &RULE,
                at,
                format!(
                    "\"{}\" is stored for {aim}, and nobody is asked first",
                    item.label.as_ref().unwrap_or(&item.purpose).first()
                ),
            )
            .subject("device-storage")
            .because("this needs consent before anything is stored; an opt-out comes too late (ePrivacy Directive Article 5(3))")
            .help("ask first and write `consent: needed`, or stop storing it; for own statistics that a national authority exempts, write `exemption: national-analytics`");
    }
}

fn asks(item: &DeviceStorage) -> bool {
    item.consent
        .as_ref()
        .is_some_and(|consent| consent.known() == Some(&Consent::Needed))
}

fn is_exempt(item: &DeviceStorage, aim: Aim) -> bool {
    match item
        .exemption
        .as_ref()
        .and_then(|exemption| exemption.known())
    {
        Some(Exemption::NationalAnalytics) => aim == Aim::Statistics,
        Some(_) => true,
        None => false,
    }
}
