//! Data that we process without saying where it comes from.

use candor_model::DataCategory;
use candor_model::vocabulary::{Identifies, Role, Source};
use candor_syntax::{RuleCard, Severity};

use crate::facts::Facts;
use crate::findings::{Findings, Rule};

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "notice/source-not-stated",
        severity: Severity::Warning,
        regimes: &["gdpr", "uk-gdpr"],
        title: "data whose source is not said",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
A category that a server activity uses says where it comes from: `source:`, or `derived_from:` where it is made from another one. Anonymous data is left alone.

## Why it matters
Whoever did not give the data must be told its source (GDPR Articles 14(1)(d) and 14(2)(f)). Without it nobody can tell whether that article applies at all.

## Fails
```yaml fails policies/data.yaml
uploaded-image: # <-
  label: The picture you choose
  identifies: maybe
result-image: {label: The edited picture, derived_from: uploaded-image, identifies: maybe}
account: {label: Account details, identifies: identified}
page-views: {label: Usage counts, identifies: anonymous}
```

## Passes
```yaml passes policies/data.yaml
uploaded-image: {label: The picture you choose, source: [visitor], identifies: maybe}
result-image: {label: The edited picture, derived_from: uploaded-image, identifies: maybe}
account: {label: Account details, identifies: identified}
page-views: {label: Usage counts, identifies: anonymous}
```

## Basis
GDPR Articles 14(1)(d) and 14(2)(f).
"#,
    },
    check,
};

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let policy = facts.policy;
    for reference in policy.references::<DataCategory>() {
        let category = &policy[reference];
        let open = category
            .source
            .iter()
            .all(|source| source.value == Source::NotStated);
        let judged = !category.built_in
            && category.derived_from.is_none()
            && category.identifies.known() != Some(&Identifies::Anonymous);
        if !open || !judged {
            continue;
        }
        let Some(data) = policy
            .activities()
            .iter()
            .filter(|activity| activity.is_server() && activity.role() != Some(Role::Processor))
            .flat_map(|activity| &activity.uses)
            .find(|data| data.data.value == reference)
        else {
            continue;
        };
        findings
            .report(
                &RULE,
                category.source.first().map_or(&category.origin, |source| &source.origin),
                format!("nothing says where \"{}\" comes from", category.label.first()),
            )
            .subject(category.id.as_str())
            .related(&data.origin, "it is used here")
            .because("whoever did not give the data must be told its source (GDPR Articles 14(1)(d) and 14(2)(f))")
            .help("write `source: [visitor]`, say, or `[third-party]` where somebody else gives it");
    }
}
