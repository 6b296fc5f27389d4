//! A local tool without the evidence that the workspace asks for.

use candor_model::vocabulary::ActivityLocation;
use candor_syntax::{RuleCard, Severity};

use crate::facts::Facts;
use crate::findings::{Findings, Rule};

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "boundary/unverified-local",
        severity: Severity::Error,
        regimes: &[],
        title: "a local tool without the evidence that is asked for",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
A tool with a local activity is proved at the level that the tool (`evidence.level`) or the workspace (`evidence.local_claims`) asks for.

## Why it matters
"Stays in your browser" is a statement of fact about code. Without a look at the code it is a hope, and a wrong one misleads (GDPR Article 5(2)).

## Fails
```yaml fails policies/tools/resize.yaml
name: Resize
location: local # <-
purpose: requested-service
uses: [{data: uploaded-image, keep: nothing}]
evidence: {level: observed}
```

## Passes
```yaml passes policies/tools/resize.yaml
name: Resize
location: local
purpose: requested-service
uses: [{data: uploaded-image, keep: nothing}]
evidence: {level: declared}
```

## Basis
GDPR Article 5(2). The levels, weakest first: declared, scanned, observed, isolated, enforced.
"#,
    },
    check,
};

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let policy = facts.policy;
    for tool in policy.tools() {
        if !policy
            .activities_of(tool)
            .any(|activity| activity.location.value == ActivityLocation::Local)
        {
            continue;
        }
        let own = tool.evidence.as_ref().and_then(|plan| plan.level.as_ref());
        let wanted = own.map_or(policy.settings.evidence.local_claims, |level| level.value);
        let proved = facts.evidence.of(tool);
        if proved >= wanted {
            continue;
        }
        let asked_at = own
            .map(|level| &level.origin)
            .or(policy.settings.evidence.origin.as_ref());
        let message = format!("`{}` is {proved} local, and {wanted} is asked for", tool.id);
        let reported = findings
            .report(&RULE, &tool.location.origin, message)
            .subject(tool.id.as_str())
            .because("a statement that a file stays on the device needs a look at the code that is shipped (GDPR Article 5(2))")
            .help(format!("gather the evidence, or ask for less; until then the page says \"{proved}\" only"));
        if let Some(asked_at) = asked_at {
            reported.related(asked_at, "the level is asked for here");
        }
    }
}
