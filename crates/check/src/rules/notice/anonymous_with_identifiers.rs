//! "Anonymous" data that identifies.

use candor_model::vocabulary::Identifies;
use candor_model::{DataCategory, Kept};
use candor_syntax::{RuleCard, Severity};

use crate::facts::Facts;
use crate::findings::{Findings, Rule};

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "notice/anonymous-with-identifiers",
        severity: Severity::Error,
        regimes: &["gdpr", "uk-gdpr", "ccpa"],
        title: "data called anonymous that identifies people",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
A category that is called anonymous keeps a field that leads to a person or a device, such as an IP address, even as a hash.

## Why it matters
Anonymous data is outside the law, and people read the word that way. An IP address or a hash of it is personal data (GDPR Article 4(1) and recital 26; CJEU C-582/14).

## Fails
```yaml fails policies/data.yaml
uploaded-image: {label: The picture you choose, identifies: maybe}
result-image: {label: The edited picture, identifies: maybe}
account: {label: Account details, identifies: identified}
page-views:
  label: Usage counts
  identifies: anonymous
  fields:
    page: {}
    ip-address: {} # <-
```

## Passes
```yaml passes policies/data.yaml
uploaded-image: {label: The picture you choose, identifies: maybe}
result-image: {label: The edited picture, identifies: maybe}
account: {label: Account details, identifies: identified}
page-views:
  label: Usage counts
  identifies: anonymous
  fields:
    page: {}
    ip-address: {kept: never}
```

## Basis
GDPR Article 4(1), recital 26; CJEU C-582/14 (Breyer).
"#,
    },
    check,
};

/// Fields that lead to a person or a device.
const IDENTIFIERS: [&str; 13] = [
    "ip-address",
    "ip",
    "device-id",
    "user-id",
    "account-id",
    "cookie-id",
    "session-id",
    "email",
    "name",
    "phone",
    "fingerprint",
    "advertising-id",
    "customer-id",
];

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let anonymous =
        |category: &&DataCategory| category.identifies.known() == Some(&Identifies::Anonymous);
    for category in facts.policy.data().iter().filter(anonymous) {
        for field in &category.fields {
            let kept = field.kept.as_ref().map(|kept| &kept.value);
            let gone = matches!(
                kept,
                Some(Kept::NotReceived | Kept::Never | Kept::Truncated)
            );
            if gone || !IDENTIFIERS.contains(&field.name.as_str()) {
                continue;
            }
            let how = match kept {
                Some(Kept::Hashed) => " as a hash",
                Some(Kept::Encrypted) => " encrypted",
                _ => "",
            };
            let message = format!(
                "\"{}\" is called anonymous and keeps `{}`{how}",
                category.label.first(),
                field.name
            );
            findings
                .report(&RULE, &field.origin, message)
                .subject(category.id.as_str())
                .related(&category.identifies.origin, "it is called anonymous here")
                .because("such a field leads to a person or a device, even as a hash (GDPR Article 4(1) and recital 26)")
                .help(format!("write `{}: {{kept: never}}` or `{{kept: truncated}}` if that is so, or `identifies: pseudonymous`", field.name));
        }
    }
}
