//! A record about another policy.

use candor_syntax::{RuleCard, Severity};

use crate::facts::Facts;
use crate::findings::{Findings, Rule};
use crate::records::DoubtKind;

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "evidence/policy-changed",
        severity: Severity::Warning,
        regimes: &[],
        title: "a record made under another policy",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
A record of a running store names the policy that the store enforces, and a record of a tool what the policy said of that tool. Both must be what the workspace says now.

## Why it matters
A store that still keeps the old window does not keep the published one.

## Fails
```json fails evidence/resize.json
{ "_type": "https://in-toto.io/Statement/v1", # <-
  "predicateType": "https://candor.example/tool-run/v1",
  "subject": [{"name": "index.html", "digest": {"sha256": "<sha256 of site/index.html>"}}],
  "predicate": {"tool": "resize", "verdict": "local", "level": "observed",
    "checked_at": "2026-11-20T10:00:00Z", "valid_until": "2027-01-31", "policy": "0000000000000000000000000000000000000000000000000000000000000000",
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
GDPR Article 5(1)(e) and 5(2).
"#,
    },
    check,
};

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for doubt in &facts.records.doubts {
        let DoubtKind::PolicyChanged(windows) = &doubt.kind else {
            continue;
        };
        let about = doubt.about();
        let differ = match windows.as_slice() {
            [] => String::new(),
            windows => format!("; other windows than enforced: {}", windows.join(", ")),
        };
        findings
            .report_file(
                &RULE,
                &doubt.file,
                format!("the record about {about} was made under another policy{differ}"),
            )
            .subject(about)
            .because(
                "what was seen under another policy says nothing of this one (GDPR Article 5(2))",
            )
            .help("bring the policy into force first, then make the record anew");
    }
}
