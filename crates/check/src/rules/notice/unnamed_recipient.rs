//! Recipients that are described and not named, or not stated at all.

use candor_model::{Recipient, Recipients};
use candor_syntax::{RuleCard, Severity};

use crate::facts::Facts;
use crate::findings::{Findings, Rule};

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "notice/unnamed-recipient",
        severity: Severity::Warning,
        regimes: &["gdpr", "uk-gdpr"],
        title: "a recipient without a name",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
A server activity says who receives data, by name; `none` is an answer, silence is not.

## Why it matters
Recipients must be told, and on request by name (GDPR Articles 13(1)(e) and 15(1)(c); CJEU C-154/21).

## Fails
```yaml fails policies/tools/enlarge.yaml
name: Enlarge
location: server
purpose: requested-service
legal_basis: contract
subjects: [visitor]
uses: [{data: uploaded-image, keep: uploads}]
storage: {medium: encrypted-disk, regions: [DE]}
recipients:
  - {unnamed: CDN services} # <-
```

## Passes
```yaml passes policies/tools/enlarge.yaml
name: Enlarge
location: server
purpose: requested-service
legal_basis: contract
subjects: [visitor]
uses: [{data: uploaded-image, keep: uploads}]
storage: {medium: encrypted-disk, regions: [DE]}
recipients: none
```

## Basis
GDPR Articles 13(1)(e) and 15(1)(c); CJEU C-154/21.
"#,
    },
    check,
};

const REASON: &str =
    "recipients must be told, and on request by name (GDPR Articles 13(1)(e) and 15(1)(c))";

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let policy = facts.policy;
    for activity in policy
        .activities()
        .iter()
        .filter(|activity| activity.is_server())
    {
        let name = policy.activity_name(activity);
        match activity.recipients.as_ref() {
            None => {
                findings
                    .report(
                        &RULE,
                        &activity.origin,
                        format!("`{name}` does not say who receives data"),
                    )
                    .subject(name)
                    .because(REASON)
                    .help("add `recipients:` with the vendors, or `recipients: none`");
            }
            Some(recipients) => match &recipients.value {
                Recipients::Nobody => {}
                Recipients::NotStated => {
                    findings
                        .report(
                            &RULE,
                            &recipients.origin,
                            format!("the recipients of `{name}` are not stated"),
                        )
                        .subject(name)
                        .because(REASON)
                        .help("name the vendors, or write `none`");
                }
                Recipients::Listed(list) => {
                    for recipient in list {
                        let Recipient::Unnamed(words) = &recipient.value else {
                            continue;
                        };
                        findings
                            .report(&RULE, &recipient.origin, format!("`{name}` hands data to \"{}\" without a name", words.first()))
                            .subject(name.clone())
                            .because(REASON)
                            .help("find out which company it is, add subprocessors/ID.yaml, and write its id here");
                    }
                }
            },
        }
    }
}
