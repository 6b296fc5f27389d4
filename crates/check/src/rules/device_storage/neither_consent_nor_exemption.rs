//! Items of device storage that are stored without asking and name no exemption.

use candor_model::vocabulary::Consent;
use candor_syntax::{RuleCard, Severity};

use super::aim::aim;
use crate::facts::Facts;
use crate::findings::{Findings, Rule};

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "device-storage/neither-consent-nor-exemption",
        severity: Severity::Warning,
        regimes: &["eprivacy"],
        title: "an item that neither asks nor is exempt",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
An item of device storage names the exemption that it rests on, or waits for consent. Items whose content never leaves the device are left alone.

## Why it matters
Everything that is stored on a device needs consent, unless it only carries a transmission or is strictly necessary for what the visitor asked for. The word "essential" alone is neither (ePrivacy Directive Article 5(3)).

## Fails
```yaml fails policies/device-storage.yaml
- name: session
  kind: cookie
  party: first
  purpose: keep you signed in
  lifetime: session
  consent: not-asked # <-
```

## Passes
```yaml passes policies/device-storage.yaml
- {name: session, kind: cookie, party: first, purpose: keep you signed in, lifetime: session, exemption: strictly-necessary}
```

## Basis
Directive 2002/58/EC, Article 5(3).
"#,
    },
    check,
};

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for item in &facts.policy.device_storage {
        let asks = item
            .consent
            .as_ref()
            .is_some_and(|consent| consent.known() == Some(&Consent::Needed));
        let exempt = item
            .exemption
            .as_ref()
            .is_some_and(|exemption| exemption.known().is_some());
        // Statistics and advertising have a stricter rule of their own.
        if asks || exempt || item.never_leaves_device || aim(item).is_some() {
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
                    "\"{}\" is stored without consent, and no exemption is named",
                    item.label.as_ref().unwrap_or(&item.purpose).first()
                ),
            )
            .subject("device-storage")
            .because("whatever is stored on a device needs consent or an exemption (ePrivacy Directive Article 5(3))")
            .help("write `exemption: strictly-necessary`, `transmission` or `asked-for-by-the-visitor` if that is so, else `consent: needed`");
    }
}
