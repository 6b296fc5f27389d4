//! A record that proves less than is asked for.

use candor_model::Activity;
use candor_model::vocabulary::EvidenceLevel;
use candor_syntax::{RuleCard, Severity};

use crate::facts::Facts;
use crate::findings::{Findings, Rule};
use crate::rules::boundary::unverified_local;

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "evidence/level-too-low",
        severity: Severity::Error,
        regimes: &[],
        title: "a record that proves less than is asked for",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
A tool with a local activity has a record that counts, and its level is at least the one that the tool (`evidence.level`) or the workspace (`evidence.local_claims`) asks for. A tool without any record is `boundary/unverified-local`.

## Why it matters
Watching a tool once says less than taking its network away, and that says less than headers that close every way out for every visitor. The words on the page rest on the level.

## Fails
```yaml fails policies/tools/resize.yaml
name: Resize
summary: Change the width and height of a picture.
location: local # <-
purpose: requested-service
uses: [{data: uploaded-image, keep: nothing}]
evidence: {level: isolated, build: {root: site, entry: index.html}}
```

## Passes
```yaml passes policies/tools/resize.yaml
name: Resize
summary: Change the width and height of a picture.
location: local
purpose: requested-service
uses: [{data: uploaded-image, keep: nothing}]
evidence: {level: observed, build: {root: site, entry: index.html}}
```

## Basis
GDPR Article 5(2). The levels, weakest first: declared, scanned, observed, isolated, enforced.
"#,
    },
    check,
};

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for wanting in unverified_local::wanting(facts) {
        if wanting.proved == EvidenceLevel::Declared {
            continue;
        }
        let tool = wanting.tool;
        let message = format!(
            "`{}` is proved as {}, and {} is asked for",
            tool.id, wanting.proved, wanting.wanted
        );
        let mut activities = facts.policy.activities_of(tool);
        // The part that works on a server must reach it, and headers that close every way out close that one, too.
        let help = match activities.any(Activity::is_server) {
            true => format!(
                "gather more with `candor verify {} --write`, or ask for no more than `evidence: {{level: isolated}}`: a part of the tool must reach a server, so that headers cannot close every way out",
                tool.id
            ),
            false => format!(
                "gather more with `candor verify {} --write`, close the ways out with `candor export headers`, or ask for less",
                tool.id
            ),
        };
        let reported = findings
            .report(&RULE, &tool.location.origin, message)
            .subject(tool.id.as_str())
            .because("the words on a page rest on the level of the evidence (GDPR Article 5(2))")
            .help(help);
        if let Some(asked_at) = wanting.asked_at {
            reported.related(asked_at, "the level is asked for here");
        }
    }
}
