//! A local tool without the evidence that the workspace asks for.

use candor_model::vocabulary::{ActivityLocation, EvidenceLevel};
use candor_model::{Origin, Tool};
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
Where the tool (`evidence.level`) or the workspace (`evidence.local_claims`) asks for evidence, a tool with a local activity has a record that counts. One that proves less than is asked for is `evidence/level-too-low`; a run in the same pipeline that could not say anything is `evidence/inconclusive`.

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

/// A tool that is proved less than is asked for.
pub(crate) struct Wanting<'a> {
    pub(crate) tool: &'a Tool,
    pub(crate) wanted: EvidenceLevel,
    pub(crate) proved: EvidenceLevel,
    pub(crate) asked_at: Option<&'a Origin>,
}

/// The tools with a local activity that are proved less than is asked for.
pub(crate) fn wanting<'a>(facts: &Facts<'a>) -> Vec<Wanting<'a>> {
    let policy = facts.policy;
    let settings = &policy.settings.evidence;
    let is_local = |tool: &Tool| {
        policy
            .activities_of(tool)
            .any(|activity| activity.location.value == ActivityLocation::Local)
    };
    let tools = policy.tools().iter().filter(|tool| is_local(tool));
    let judged = tools.map(|tool| {
        let own = tool.evidence.as_ref().and_then(|plan| plan.level.as_ref());
        Wanting {
            tool,
            wanted: policy.asked_level(tool),
            proved: facts.records.proofs.level(tool),
            asked_at: own.map(|level| &level.origin).or(settings.origin.as_ref()),
        }
    });
    judged
        .filter(|wanting| wanting.proved < wanting.wanted)
        .collect()
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for wanting in wanting(facts) {
        let (tool, wanted) = (wanting.tool, wanting.wanted);
        // A run in the same pipeline that could not say anything is `evidence/inconclusive`: not passed, and not failed.
        let is_undecided = facts.records.is_undecided(&tool.id);
        if wanting.proved > EvidenceLevel::Declared || is_undecided {
            continue;
        }
        let message = format!("`{}` is declared local, and {wanted} is asked for", tool.id);
        let reported = findings
            .report(&RULE, &tool.location.origin, message)
            .subject(tool.id.as_str())
            .because("a statement that a file stays on the device needs a look at the code that is shipped (GDPR Article 5(2))")
            .help("gather the evidence with `candor verify --write`, or ask for less; until then the page says \"declared\" only");
        if let Some(asked_at) = wanting.asked_at {
            reported.related(asked_at, "the level is asked for here");
        }
    }
}
