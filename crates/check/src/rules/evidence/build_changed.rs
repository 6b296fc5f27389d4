//! Code that nobody looked at.

use candor_syntax::{RuleCard, Severity};

use crate::facts::Facts;
use crate::findings::{Findings, Rule};
use crate::records::DoubtKind;

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "evidence/build-changed",
        severity: Severity::Warning,
        regimes: &[],
        title: "the build is not the one that was looked at",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
The files that a record saw are digested again. Where one differs or is missing, the record does not count. The content of regions that Candor itself fills (`candor:note`) is left out, and counts only while it is what `candor build` writes there.

## Why it matters
One line added after the check can send the file away. A record speaks for the code that it saw and for no other.

## Fails
```json fails evidence/resize.json
{ "_type": "https://in-toto.io/Statement/v1", # <-
  "predicateType": "https://candor.example/tool-run/v1",
  "subject": [{"name": "index.html", "digest": {"sha256": "0000000000000000000000000000000000000000000000000000000000000000"}}],
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
in-toto Statement v1: a statement is about the digests of its subjects.
"#,
    },
    check,
};

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for doubt in &facts.records.doubts {
        let about = doubt.about();
        let (message, help) = match &doubt.kind {
            DoubtKind::BuildChanged(files) => (
                format!(
                    "the record about {about} does not count: other code stands in the build now ({})",
                    listed(files)
                ),
                "look at the new build with `candor verify --write`",
            ),
            DoubtKind::Drift(page) => (
                format!(
                    "the record about {about} does not count: in {page}, a marked note is not what a build writes, and nobody looked at what stands there"
                ),
                "run `candor build`, which refreshes every note",
            ),
            _ => continue,
        };
        findings
            .report_file(&RULE, &doubt.file, message)
            .subject(about)
            .because("a record speaks for the code that it saw, and for no other")
            .help(help);
    }
}

/// The first few names, and how many more there are.
fn listed(files: &[String]) -> String {
    const SHOWN: usize = 3;
    let first = files
        .iter()
        .take(SHOWN)
        .map(String::as_str)
        .collect::<Vec<_>>()
        .join(", ");
    match files.len().saturating_sub(SHOWN) {
        0 => first,
        more => format!("{first} and {more} more"),
    }
}
