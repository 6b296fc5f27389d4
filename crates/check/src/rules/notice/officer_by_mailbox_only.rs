//! A data protection officer whose only way of contact is the general mailbox.

use candor_model::Representative;
use candor_syntax::{RuleCard, Severity};

use crate::facts::Facts;
use crate::findings::{Findings, Rule};

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "notice/officer-by-mailbox-only",
        severity: Severity::Info,
        regimes: &["gdpr", "uk-gdpr"],
        title: "a data protection officer who is only the general mailbox",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
The contact of the data protection officer is more than the address that everybody else uses, too.

## Why it matters
People may turn to the officer directly and in confidence (GDPR Articles 38(4) and 38(5)); a shared mailbox may be read by others.

## Fails
```yaml fails policies/organisation.yaml
legal_name: Example Pictures GmbH
address: {street: Beispielweg 2, postal_code: "10115", city: Berlin, country: DE}
contact: {email: privacy@pictures.example}
data_protection_officer: {email: privacy@pictures.example} # <-
eu_representative: not-applicable
uk_representative: not-applicable
supervisory_authority: {name: Data protection commissioner, url: https://authority.example}
roles: [{role: controller, for: [visitor, account-holder]}]
data_privacy_framework: not-applicable
```

## Passes
```yaml passes policies/organisation.yaml
legal_name: Example Pictures GmbH
address: {street: Beispielweg 2, postal_code: "10115", city: Berlin, country: DE}
contact: {email: privacy@pictures.example}
data_protection_officer: {email: dpo@pictures.example}
eu_representative: not-applicable
uk_representative: not-applicable
supervisory_authority: {name: Data protection commissioner, url: https://authority.example}
roles: [{role: controller, for: [visitor, account-holder]}]
data_privacy_framework: not-applicable
```

## Basis
GDPR Articles 13(1)(b), 38(4) and 38(5). The name of the officer need not be published.
"#,
    },
    check,
};

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let organisation = &facts.policy.organisation;
    let officer = &organisation.data_protection_officer;
    let Representative::Named {
        contact, address, ..
    } = &officer.value
    else {
        return;
    };
    let other_way = contact.name.is_some()
        || contact.url.is_some()
        || contact.phone.is_some()
        || address.is_some();
    let Some(general) = organisation.contact.known() else {
        return;
    };
    if let (Some(own), Some(shared), false) = (&contact.email, &general.email, other_way)
        && own.value.eq_ignore_ascii_case(&shared.value)
    {
        findings
            .report(
                &RULE,
                &officer.origin,
                format!(
                    "the data protection officer is reached only through {}, the general mailbox",
                    own.value
                ),
            )
            .subject("organisation")
            .related(&shared.origin, "the general contact is the same address")
            .because(
                "people may write to the officer in confidence (GDPR Articles 38(4) and 38(5))",
            )
            .help("give the officer a mailbox of their own, or add `url:`, `phone:` or `name:`");
    }
}
