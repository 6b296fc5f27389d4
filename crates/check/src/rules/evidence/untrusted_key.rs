//! A record that nobody vouches for.

use candor_syntax::{RuleCard, Severity};

use crate::facts::Facts;
use crate::findings::{Findings, Rule};
use crate::records::DoubtKind;

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "evidence/untrusted-key",
        severity: Severity::Warning,
        regimes: &[],
        title: "a record that no trusted key has signed",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
Each record is signed by one of the keys that `evidence.trusted_keys` in `candor.yaml` names; otherwise it does not count.

## Why it matters
Whoever can add a file to the repository can write a record by hand. The signature says that the check itself made it.

## Fails
```json fails evidence/resize.json unsigned
{ "_type": "https://in-toto.io/Statement/v1", # <-
  "predicateType": "https://candor.example/tool-run/v1",
  "subject": [{"name": "index.html", "digest": {"sha256": "<sha256 of site/index.html>"}}],
  "predicate": {"tool": "resize", "verdict": "local", "level": "observed",
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
DSSE v1.0; SLSA v1.0, "Verifying artifacts".
"#,
    },
    check,
};

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for doubt in &facts.records.doubts {
        let DoubtKind::Untrusted(why) = &doubt.kind else {
            continue;
        };
        let about = doubt.about();
        let message = format!("the record about {about} does not count: {why}");
        findings
            .report_file(&RULE, &doubt.file, message)
            .subject(about)
            .because("only what a trusted key has signed is known to come from the check")
            .help("make a key with `candor verify --keygen`, sign with it in CI, and name its public half in `evidence.trusted_keys`");
    }
}
