//! A run without a verdict.

use candor_syntax::{RuleCard, Severity};

use crate::facts::Facts;
use crate::findings::{Findings, Rule};
use crate::records::DoubtKind;

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "evidence/inconclusive",
        severity: Severity::Unchecked,
        regimes: &[],
        title: "a run that could not say anything",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
A run of a local tool, in the same pipeline (`candor check --verify`) or in a record, came to a verdict.

## Why it matters
"Could not check" is never "passed": where the tool could not be driven, nothing is known of it.

## Fails
```json fails evidence/resize.json
{ "_type": "https://in-toto.io/Statement/v1", # <-
  "predicateType": "https://candor.example/tool-run/v1",
  "subject": [{"name": "index.html", "digest": {"sha256": "<sha256 of site/index.html>"}}],
  "predicate": {"tool": "resize", "verdict": "inconclusive", "level": "observed",
    "checked_at": "2026-11-20T10:00:00Z", "valid_until": "2027-01-31", "policy": "<digest of resize>",
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
A run is inconclusive where the tool made nothing from the test file, the browser failed, or a witness is missing. A tool that asks for no more than `scanned` needs no verdict: what its code can do is listed, and nothing is cleared.
"#,
    },
    check,
};

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for doubt in &facts.records.doubts {
        let DoubtKind::Inconclusive(why) = &doubt.kind else {
            continue;
        };
        let about = doubt.about();
        let tool = facts.policy.tool(&about);
        let message = format!("nothing could be said about `{about}`: {why}");
        let reported = match tool.filter(|_| doubt.file.is_empty()) {
            Some(tool) => findings.report(&RULE, &tool.location.origin, message),
            None => findings.report_file(&RULE, &doubt.file, message),
        };
        reported
            .subject(about)
            .because("where the tool could not be driven, nothing is known of it")
            .help("declare the steps in `evidence.scenario`, and look at the picture and the reason in the report of `candor verify`");
    }
}
