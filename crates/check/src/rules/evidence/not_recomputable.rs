//! A record about code that is somewhere else.

use candor_syntax::{RuleCard, Severity};

use crate::facts::Facts;
use crate::findings::{Findings, Rule};
use crate::records::DoubtKind;

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "evidence/not-recomputable",
        severity: Severity::Warning,
        regimes: &[],
        title: "a record whose build is not here",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
The files that a record saw stand in the workspace, so that their digests can be computed again.

## Why it matters
"Could not check" is never "passed": where the build is not here, nobody can say whether it is still the one that was looked at.

## Fails
```json fails evidence/enlarge.json
{ "_type": "https://in-toto.io/Statement/v1", # <-
  "predicateType": "https://candor.example/tool-run/v1",
  "subject": [{"name": "index.html", "digest": {"sha256": "<sha256 of site/index.html>"}}],
  "predicate": {"tool": "enlarge", "verdict": "local", "level": "observed",
    "checked_at": "2026-11-20T10:00:00Z", "valid_until": "2027-01-31", "policy": "<digest of enlarge>",
    "browser": "Chrome/156.0", "flags": [], "witnesses": ["devtools-protocol"], "scenario": [], "canaries": [],
    "requests": 0, "output_produced": true, "not_covered": []} }
```

## Passes
```json passes evidence/resize.json
{ "_type": "https://in-toto.io/Statement/v1",
  "predicateType": "https://candor.example/tool-run/v1",
  "subject": [{"name": "index.html", "digest": {"sha256": "<sha256 of site/index.html>"}}],
  "predicate": {"tool": "resize", "verdict": "local", "level": "observed",
    "checked_at": "2026-11-20T10:00:00Z", "valid_until": "2027-01-31", "policy": "<digest of resize>",
    "browser": "Chrome/156.0", "flags": [], "witnesses": ["devtools-protocol"], "scenario": [], "canaries": [],
    "requests": 0, "output_produced": true, "not_covered": []} }
```

## Basis
in-toto Statement v1: a statement is about the digests of its subjects.
"#,
    },
    check,
};

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for doubt in &facts.records.doubts {
        let DoubtKind::NotRecomputable(why) = &doubt.kind else {
            continue;
        };
        let about = doubt.about();
        let message =
            format!("whether the record about {about} still fits could not be checked: {why}");
        findings
            .report_file(&RULE, &doubt.file, message)
            .subject(about)
            .because("where the build is not here, nobody can say whether it is the one that was looked at")
            .help("name the directory of the shipped files as `evidence: {build: {root, entry}}` of the tool, and build before the check");
    }
}
