//! Cookies that are said to stay until somebody clears them.

use candor_model::Lifetime;
use candor_model::vocabulary::StorageKind;
use candor_syntax::{RuleCard, Severity};

use crate::facts::Facts;
use crate::findings::{Findings, Rule};

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "device-storage/lifetime-missing",
        severity: Severity::Warning,
        regimes: &["gdpr", "uk-gdpr", "eprivacy"],
        title: "a cookie without an end",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
A cookie has a lifetime, a day on which it ends, or ends with the session. `until-cleared` is possible for other kinds of storage and not for a cookie.

## Why it matters
A cookie either ends with the session or carries a date at which the browser removes it, so `until-cleared` leaves out what a visitor asks: how long (GDPR Article 13(2)(a)).

## Fails
```yaml fails policies/device-storage.yaml
- name: theme
  kind: cookie
  party: first
  purpose: keep the colours that you chose
  lifetime: until-cleared # <-
  exemption: asked-for-by-the-visitor
```

## Passes
```yaml passes policies/device-storage.yaml
- {name: theme, kind: cookie, party: first, purpose: keep the colours that you chose, lifetime: 1 year, exemption: asked-for-by-the-visitor}
- {name: draft, kind: local-storage, party: first, purpose: keep your draft, lifetime: until-cleared, exemption: asked-for-by-the-visitor}
```

## Basis
GDPR Article 13(2)(a); Directive 2002/58/EC, Article 5(3). A lifetime that is `not-stated` is reported by `notice/not-stated`.
"#,
    },
    check,
};

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for item in &facts.policy.device_storage {
        let endless = item.lifetime.known() == Some(&Lifetime::UntilCleared);
        if !endless || item.kind.value != StorageKind::Cookie {
            continue;
        }
        findings
            .report(
                &RULE,
                &item.lifetime.origin,
                format!(
                    "the cookie \"{}\" is said to stay until it is cleared",
                    item.label.as_ref().unwrap_or(&item.purpose).first()
                ),
            )
            .subject("device-storage")
            .related(&item.kind.origin, "it is a cookie")
            .because("a browser removes every cookie at its date or with the session, and visitors must be told when (GDPR Article 13(2)(a))")
            .help("write the `Max-Age` that the site sets, such as `lifetime: 1 year`, or `lifetime: session`");
    }
}
