//! Activities that hand data to a vendor that is not in use on the day of the check.

use candor_model::vocabulary::Stage;
use candor_model::{Date, Located, Origin, Stated, Vendor};
use candor_syntax::{RuleCard, Severity};

use crate::facts::Facts;
use crate::findings::{Findings, Rule};

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "subprocessor/not-effective",
        severity: Severity::Error,
        regimes: &[],
        title: "a recipient that is not in use",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
A vendor that an activity names as a recipient is in use: its stage is `active` or `ending`, its day `effective` is reached, and its day `ended` is not past.

## Why it matters
Notice and list must describe what happens now: a planned company that already gets data was not announced, and a removed one that still does is not listed (GDPR Articles 13(1)(e) and 28(2)).

## Fails
```yaml fails subprocessors/nimbus.yaml
legal_name: Nimbus Hosting SARL
relation: processor
stage: removed # <-
purpose: hosting
established_in: [LU]
contact: {email: privacy@nimbus.example}
receives: [uploaded-image, result-image]
used: {when: always}
```

```yaml fails subprocessors/nimbus.yaml
legal_name: Nimbus Hosting SARL
relation: processor
stage: active
purpose: hosting
established_in: [LU]
contact: {email: privacy@nimbus.example}
receives: [uploaded-image, result-image]
used: {when: always}
effective: 2027-02-01 # <-
```

```yaml fails subprocessors/nimbus.yaml
legal_name: Nimbus Hosting SARL
relation: processor
stage: active
purpose: hosting
established_in: [LU]
contact: {email: privacy@nimbus.example}
receives: [uploaded-image, result-image]
used: {when: always}
ended: 2026-06-30 # <-
```

## Passes
```yaml passes subprocessors/nimbus.yaml
legal_name: Nimbus Hosting SARL
relation: processor
stage: ending
purpose: hosting
established_in: [LU]
contact: {email: privacy@nimbus.example}
receives: [uploaded-image, result-image]
used: {when: always}
effective: 2026-02-01
ended: 2026-12-31
```

## Basis
GDPR Articles 13(1)(e) and 28(2).
"#,
    },
    check,
};

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let policy = facts.policy;
    for reference in policy.references::<Vendor>() {
        let vendor = &policy[reference];
        let Some((at, state)) = out_of_use(vendor, facts.as_of) else {
            continue;
        };
        for activity in policy.activities() {
            let Some(named_at) = activity.recipients.as_ref().and_then(|recipients| {
                recipients
                    .vendors()
                    .find(|(named, _)| *named == reference)
                    .map(|(_, at)| at)
            }) else {
                continue;
            };
            let name = policy.activity_name(activity);
            findings
                .report(&RULE, at, format!("`{name}` hands data to {}, which {state}", vendor.name()))
                .subject(vendor.id.as_str())
                .related(named_at, "it is named as a recipient here")
                .because("the notice must name those who get the data now (GDPR Articles 13(1)(e) and 28(2))")
                .help("take the vendor out of `recipients:`, or correct its stage and its days");
            break;
        }
    }
}

/// Why a vendor is not in use on a day, and where that stands.
fn out_of_use(vendor: &Vendor, today: Date) -> Option<(&Origin, String)> {
    let known = |day: &Located<Stated<Date>>| day.known().copied();
    match vendor.stage.value {
        Stage::Planned => return Some((&vendor.stage.origin, "is only planned".to_owned())),
        Stage::Announced => {
            return Some((
                &vendor.stage.origin,
                "is announced and not yet in use".to_owned(),
            ));
        }
        Stage::Removed => return Some((&vendor.stage.origin, "is removed".to_owned())),
        Stage::Active | Stage::Ending => {}
    }
    if let Some(day) = vendor.effective.as_ref()
        && let Some(begin) = known(day).filter(|begin| *begin > today)
    {
        return Some((&day.origin, format!("is used from {} on", begin.english())));
    }
    if let Some(day) = vendor.ended.as_ref()
        && let Some(end) = known(day).filter(|end| *end < today)
    {
        return Some((&day.origin, format!("was last used on {}", end.english())));
    }
    None
}
