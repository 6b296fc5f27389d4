//! A record that is damaged, forged or about nothing.

use candor_syntax::{RuleCard, Severity};

use crate::facts::Facts;
use crate::findings::{Findings, Rule};
use crate::records::DoubtKind;

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "evidence/broken-record",
        severity: Severity::Error,
        regimes: &[],
        title: "an evidence record that cannot be used",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
A file directly below `evidence/` with the ending `.json` is a record in a DSSE envelope, its signature fits what it says, and it speaks of a tool that the policy declares.

## Why it matters
A record that was changed after it was signed is no evidence, and one that nobody can read must not look like one.

## Fails
```json fails evidence/resize.json
{"note": "we looked at it and it was fine"} # <-
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
DSSE v1.0 (secure-systems-lab); in-toto Statement v1.
"#,
    },
    check,
};

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for doubt in &facts.records.doubts {
        let DoubtKind::Broken(why) = &doubt.kind else {
            continue;
        };
        let about = doubt.about();
        let message = format!("this record cannot be used: {why}");
        findings
            .report_file(&RULE, &doubt.file, message)
            .subject(about)
            .because("a record that cannot be read or was changed proves nothing")
            .help("make it anew with `candor verify --write` or `candor status --write`, or take the file away");
    }
}
