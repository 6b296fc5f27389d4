//! Vendors in use that no fact mentions.

use candor_model::vocabulary::{Relation, Stage};
use candor_model::{Extent, HeldBy, Policy, Ref, Vendor};
use candor_syntax::{RuleCard, Severity};

use crate::facts::Facts;
use crate::findings::{Findings, Rule};

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "subprocessor/unused",
        severity: Severity::Info,
        regimes: &[],
        title: "a vendor in use that nothing names",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
A vendor whose stage is `active` is named by an activity, a store, a window or an item of device storage. Self-hosted software and vendors that get only the request are left alone.

## Why it matters
Either the vendor gets no data, and the list is too long, or an activity that hands it data is missing from the notice (GDPR Article 13(1)(e)).

## Fails
```yaml fails subprocessors/kite.yaml
legal_name: Kite Edge AB # <-
relation: processor
stage: active
purpose: delivery of pages
established_in: [SE]
contact: {email: privacy@kite.example}
used: {when: always}
```

## Passes
```yaml passes subprocessors/nimbus.yaml
legal_name: Nimbus Hosting SARL
relation: processor
stage: active
purpose: hosting
established_in: [LU]
contact: {email: privacy@nimbus.example}
receives: [uploaded-image, result-image]
used: {when: always}
```

## Basis
GDPR Articles 13(1)(e) and 30(1)(d).
"#,
    },
    check,
};

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let policy = facts.policy;
    // Where a file has a structural fault, the activity that names the vendor may stand in it.
    if !facts.complete {
        return;
    }
    for reference in policy.references::<Vendor>() {
        let vendor = &policy[reference];
        let gets_data = !matches!(
            vendor.relation.value,
            Relation::SelfHosted | Relation::RequestOnly
        );
        if vendor.stage.value != Stage::Active || !gets_data || is_named(policy, reference) {
            continue;
        }
        findings
            .report(
                &RULE,
                &vendor.legal_name.origin,
                format!("{} is in use, and no activity names it", vendor.name()),
            )
            .subject(vendor.id.as_str())
            .because("the list of vendors and the activities must tell the same story (GDPR Articles 13(1)(e) and 30(1)(d))")
            .help(format!("add `{}` to `recipients:` of the activity that uses it, or correct its stage", vendor.id));
    }
}

fn is_named(policy: &Policy, vendor: Ref<Vendor>) -> bool {
    let by_activity = policy.activities().iter().any(|activity| {
        let receives = activity
            .recipients
            .as_ref()
            .is_some_and(|to| to.vendors().any(|(named, _)| named == vendor));
        let holds = activity
            .storage
            .as_ref()
            .and_then(|storage| storage.known())
            .and_then(|storage| storage.held_by.as_ref())
            .is_some_and(|holder| holder.value == HeldBy::Vendor(vendor));
        receives || holds
    });
    let by_window = policy.windows().iter().any(|window| {
        matches!(&window.extent, Extent::SetBy { vendor: setter, .. } if setter.value == vendor)
    });
    let by_item = policy.device_storage.iter().any(|item| {
        item.vendor
            .as_ref()
            .is_some_and(|setter| setter.value == vendor)
    });
    by_activity || by_window || by_item
}
