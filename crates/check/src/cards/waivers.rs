//! Faults of levels and waivers.

use candor_syntax::{RuleCard, Severity};

use super::cards;

cards! { WAIVERS, structural: false;
    UNKNOWN_RULE = "record/unknown-rule", Error, "the name of a rule that does not exist", r#"
## What it checks
Levels and waivers in `candor.yaml`, and the options of a run, name rules that exist.

## Why it matters
A misspelt name does nothing, and somebody believes that it does.

## Fails
```yaml fails candor.yaml
candor: 1
workspace: example
languages: [en]
regimes: [gdpr]
rules: {retention/unenforced-windows: deny} # <-
```

## Passes
```yaml passes candor.yaml
candor: 1
workspace: example
languages: [en]
regimes: [gdpr]
rules: {retention/unenforced-window: deny}
```

## Basis
`candor rules` lists all rules.
"#;
    EXPIRED_WAIVER = "record/expired-waiver", Error, "a waiver whose last day has passed", r#"
## What it checks
The last day of every waiver is still to come, or is today.

## Why it matters
After its last day a waiver sets nothing aside. It was meant to be looked at again.

## Fails
```yaml fails candor.yaml
candor: 1
workspace: example
languages: [en]
regimes: [gdpr]
waivers:
  - rule: retention/unenforced-window
    at: policies/retention.yaml
    reason: the job is being written
    owner: privacy@example.example
    until: 2026-01-31 # <-
```

## Passes
```yaml passes candor.yaml
candor: 1
workspace: example
languages: [en]
regimes: [gdpr]
```

## Basis
GDPR Article 5(2): whoever answers for the data must be able to show why something was set aside, and for how long.
"#;
    UNUSED_WAIVER = "record/unused-waiver", Warning, "a waiver that sets nothing aside", r#"
## What it checks
Every waiver fits at least one finding of its rule, in its file or at its pointer.

## Why it matters
It is mistyped, or no longer needed and would hide the next finding.

## Fails
```yaml fails candor.yaml
candor: 1
workspace: example
languages: [en]
regimes: [gdpr]
waivers:
  - rule: subprocessor/contact-missing # <-
    at: subprocessors/nobody.yaml
    reason: the vendor was asked
    owner: privacy@example.example
    until: 2099-12-31
```

## Passes
```yaml passes candor.yaml
candor: 1
workspace: example
languages: [en]
regimes: [gdpr]
```

## Basis
GDPR Article 5(2).
"#;
    REFUSED_WAIVER = "record/refused-waiver", Error, "a finding that cannot be set aside", r#"
## What it checks
No waiver and no level leaves out a fault that leaves no policy (`schema`, `reference`), or a contradiction about where data is processed.

## Why it matters
Without a policy there is nothing to publish. And a page that says a file stays on the device, while the facts say otherwise, misleads everybody who reads it.

## Fails
```yaml fails candor.yaml
candor: 1
workspace: example
languages: [en]
regimes: [gdpr]
rules: {reference/unknown-id: allow} # <-
```

## Passes
```yaml passes candor.yaml
candor: 1
workspace: example
languages: [en]
regimes: [gdpr]
rules: {boundary/unverified-local: warn}
```

## Basis
GDPR Article 5(1)(a); Directive 2005/29/EC Article 6.
"#;
}
