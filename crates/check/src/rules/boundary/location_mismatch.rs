//! A tool whose activities are elsewhere than the tool says.

use candor_model::vocabulary::{ActivityLocation, ToolLocation};
use candor_syntax::{RuleCard, Severity};

use crate::facts::Facts;
use crate::findings::{Findings, Rule};

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "boundary/location-mismatch",
        severity: Severity::Error,
        regimes: &[],
        title: "an activity elsewhere than its tool says",
        structural: false,
        contradiction: true,
        documentation: r#"
## What it checks
A tool that says `local` has only local activities, one that says `server` only server ones.

## Why it matters
The tool's badge is what a visitor sees first; it must hold for everything that the tool does (GDPR Article 5(1)(a)).

## Fails
```yaml fails policies/tools/resize.yaml
name: Resize
location: local
activities:
  - id: resize
    location: server # <-
    purpose: requested-service
    legal_basis: contract
    subjects: [visitor]
    uses: [{data: uploaded-image, keep: uploads}]
    storage: {medium: encrypted-disk, regions: [DE]}
    recipients: none
```

## Passes
```yaml passes policies/tools/resize.yaml
name: Resize
location: local
activities:
  - {id: resize, location: local, purpose: requested-service, uses: [{data: uploaded-image, keep: nothing}]}
```

## Basis
GDPR Article 5(1)(a).
"#,
    },
    check,
};

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let policy = facts.policy;
    for tool in policy.tools() {
        let only = match tool.location.value {
            ToolLocation::Local => ActivityLocation::Local,
            ToolLocation::Server => ActivityLocation::Server,
            ToolLocation::Hybrid => continue,
        };
        for activity in policy
            .activities_of(tool)
            .filter(|activity| activity.location.value != only)
        {
            let message = format!(
                "the tool `{}` says {}, and its activity `{}` says {}",
                tool.id, tool.location.value, activity.id, activity.location.value
            );
            findings
                .report(&RULE, &activity.location.origin, message)
                .subject(tool.id.as_str())
                .related(&tool.location.origin, "the tool says this")
                .because("the badge of a tool must hold for everything that it does (GDPR Article 5(1)(a))")
                .help("write `location: hybrid` at the tool, or correct the activity");
        }
    }
}
