//! A record whose time is over.

use candor_syntax::{RuleCard, Severity};

use crate::facts::Facts;
use crate::findings::{Findings, Rule};
use crate::records::DoubtKind;

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "evidence/stale",
        severity: Severity::Warning,
        regimes: &[],
        title: "a record that is too old",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
A record counts for `evidence.valid_for` (90 days where nothing is said), and for no longer than it says itself. Two weeks before its end it is announced. A record dated after the day of the check does not count. Headers are obeyed by the browser, so a record that says `enforced` is worth `isolated` once another tool was looked at with a newer major version of the browser.

## Why it matters
Browsers, libraries and builds change. A page that says "verified" must mean a look of our days.

## Fails
```json fails evidence/resize.json
{ "_type": "https://in-toto.io/Statement/v1", # <-
  "predicateType": "https://candor.example/tool-run/v1",
  "subject": [{"name": "index.html", "digest": {"sha256": "<sha256 of site/index.html>"}}],
  "predicate": {"tool": "resize", "verdict": "local", "level": "observed",
    "checked_at": "2026-08-01T10:00:00Z", "valid_until": "2027-01-31", "policy": "<digest of resize>",
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
GDPR Article 5(2); Directive 2005/29/EC Article 12 (evidence of factual claims).
"#,
    },
    check,
};

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for doubt in &facts.records.doubts {
        let about = doubt.about();
        let message = match &doubt.kind {
            DoubtKind::Stale(why) => format!("the record about {about} does not count: {why}"),
            DoubtKind::EndsSoon(last) => {
                format!("the record about {about} counts until {last} only")
            }
            DoubtKind::OlderBrowser(why) => {
                format!("the record about {about} counts as isolated only: {why}")
            }
            _ => continue,
        };
        findings
            .report_file(&RULE, &doubt.file, message)
            .subject(about)
            .because("a page that says \"verified\" must rest on a look that is not too old")
            .help("make it anew with `candor verify --write` or `candor status --write`");
    }
}
