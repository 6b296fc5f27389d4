//! Passwords that are kept in a form that can be turned back.

use candor_model::Kept;
use candor_syntax::{RuleCard, Severity};

use crate::facts::Facts;
use crate::findings::{Findings, Rule};

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "security/password-not-hashed",
        severity: Severity::Info,
        regimes: &[],
        title: "a password that can be read again",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
A field called `password` is kept as a hash, or not at all.

## Why it matters
Whoever has the key can read an encrypted password; a hash cannot be turned back (GDPR Article 32(1)(a)).

## Fails
```yaml fails policies/data.yaml
uploaded-image: {label: The picture you choose, source: [visitor], identifies: maybe}
result-image: {label: The edited picture, source: [our-processing], identifies: maybe}
page-views: {label: Usage counts, source: [visitor-device], identifies: anonymous, fields: {page: {}}}
account:
  label: Account details
  source: [account-holder]
  identifies: identified
  fields:
    email: {}
    password: {kept: encrypted} # <-
```

## Passes
```yaml passes policies/data.yaml
uploaded-image: {label: The picture you choose, source: [visitor], identifies: maybe}
result-image: {label: The edited picture, source: [our-processing], identifies: maybe}
page-views: {label: Usage counts, source: [visitor-device], identifies: anonymous, fields: {page: {}}}
account: {label: Account details, source: [account-holder], identifies: identified, fields: {email: {}, password: {kept: hashed}}}
```

## Basis
GDPR Article 32(1)(a).
"#,
    },
    check,
};

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for category in facts.policy.data() {
        let Some(field) = category.field("password") else {
            continue;
        };
        let Some(kept) = field
            .kept
            .as_ref()
            .filter(|kept| kept.value == Kept::Encrypted)
        else {
            continue;
        };
        findings
            .report(
                &RULE,
                &kept.origin,
                format!("the password in \"{}\" is kept encrypted, so it can be read again", category.label.first()),
            )
            .subject(category.id.as_str())
            .because("whoever has the key can read it; a hash cannot be turned back (GDPR Article 32(1)(a))")
            .help("keep a salted hash and write `password: {kept: hashed}`");
    }
}
