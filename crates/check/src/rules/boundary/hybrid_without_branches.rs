//! A hybrid tool that does not say what runs where.

use candor_model::vocabulary::{ActivityLocation, ToolLocation};
use candor_syntax::{RuleCard, Severity};

use crate::facts::Facts;
use crate::findings::{Findings, Rule};

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "boundary/hybrid-without-branches",
        severity: Severity::Error,
        regimes: &[],
        title: "a hybrid tool that does not say what runs where",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
A hybrid tool has at least one local and one server activity, and each server activity says when it happens (`only_when`).

## Why it matters
"Hybrid" alone tells a visitor nothing: they must know before choosing a file when it leaves the device (GDPR Article 12(1)).

## Fails
```yaml fails policies/tools/enlarge.yaml
name: Enlarge
location: hybrid
activities:
  - {id: preview, location: local, purpose: requested-service, uses: [{data: uploaded-image, keep: nothing}]}
  - id: enlarge # <-
    location: server
    purpose: requested-service
    legal_basis: contract
    subjects: [visitor]
    uses: [{data: uploaded-image, keep: uploads}]
    storage: {medium: encrypted-disk, regions: [DE]}
    recipients: none
```

## Passes
```yaml passes policies/tools/enlarge.yaml
name: Enlarge
location: hybrid
activities:
  - {id: preview, location: local, purpose: requested-service, uses: [{data: uploaded-image, keep: nothing}]}
  - id: enlarge
    location: server
    only_when: the visitor presses Enlarge
    purpose: requested-service
    legal_basis: contract
    subjects: [visitor]
    uses: [{data: uploaded-image, keep: uploads}]
    storage: {medium: encrypted-disk, regions: [DE]}
    recipients: none
```

## Basis
GDPR Article 12(1).
"#,
    },
    check,
};

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let policy = facts.policy;
    for tool in policy
        .tools()
        .iter()
        .filter(|tool| tool.location.value == ToolLocation::Hybrid)
    {
        for (location, words) in [
            (ActivityLocation::Local, "local"),
            (ActivityLocation::Server, "server"),
        ] {
            if !policy
                .activities_of(tool)
                .any(|activity| activity.location.value == location)
            {
                findings
                    .report(
                        &RULE,
                        &tool.location.origin,
                        format!("the hybrid tool `{}` has no {words} activity", tool.id),
                    )
                    .subject(tool.id.as_str())
                    .because(
                        "a hybrid tool does some things here and some there; each must be listed",
                    )
                    .help(format!(
                        "add the {words} activity, or write `location: {}`",
                        if words == "local" { "server" } else { "local" }
                    ));
            }
        }
        for activity in policy
            .activities_of(tool)
            .filter(|activity| activity.is_server() && activity.only_when.is_none())
        {
            let message = format!(
                "`{}` does not say when data is sent to a server",
                policy.activity_name(activity)
            );
            findings
                .report(&RULE, &activity.origin, message)
                .subject(tool.id.as_str())
                .because("a visitor must know, before choosing a file, when it leaves the device (GDPR Article 12(1))")
                .help("add `only_when:` with the act of the visitor, such as: only_when: you press \"Enlarge\"");
        }
    }
}
