//! A server store without a region.

use candor_model::{Keep, Stated};
use candor_syntax::{RuleCard, Severity};

use crate::facts::Facts;
use crate::findings::{Findings, Rule};

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "region/missing-region",
        severity: Severity::Error,
        regimes: &["gdpr", "uk-gdpr", "fadp"],
        title: "a store without a region",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
A server activity that keeps data says where: `storage` with `regions`.

## Why it matters
Whether data leaves the area of a law depends on where it lies (GDPR Articles 13(1)(f) and 44).

## Fails
```yaml fails policies/tools/enlarge.yaml
name: Enlarge # <-
location: server
purpose: requested-service
legal_basis: contract
subjects: [visitor]
uses: [{data: uploaded-image, keep: uploads}]
recipients: none
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
GDPR Articles 13(1)(f) and 44.
"#,
    },
    check,
};

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let policy = facts.policy;
    for activity in policy
        .activities()
        .iter()
        .filter(|activity| activity.is_server())
    {
        let keeps = activity
            .data_uses()
            .any(|data| matches!(data.keep.value, Keep::Window(_) | Keep::NotStated));
        let at = match &activity.storage {
            None if keeps => &activity.origin,
            None => continue,
            Some(storage) => match &storage.value {
                Stated::Known(known) if matches!(known.regions.value, Stated::Known(_)) => continue,
                // Where somebody else chooses the place, the page says who.
                Stated::Known(known) if known.chosen_by.is_some() => continue,
                Stated::Known(known) => &known.regions.origin,
                Stated::NotStated | Stated::Unreadable(_) => &storage.origin,
            },
        };
        let name = policy.activity_name(activity);
        findings
            .report(&RULE, at, format!("`{name}` does not say in which countries its data lies"))
            .subject(name)
            .because("whether data leaves the area of a law depends on where it lies (GDPR Articles 13(1)(f) and 44)")
            .help("add `storage: {medium: …, regions: [DE]}`");
    }
}
