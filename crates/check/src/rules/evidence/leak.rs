//! A local tool that sends.

use candor_syntax::{RuleCard, Severity};

use crate::facts::Facts;
use crate::findings::{Findings, Rule};
use crate::records::DoubtKind;

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "evidence/leak",
        severity: Severity::Error,
        regimes: &[],
        title: "a local tool whose file left the browser",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
A run of a local tool in a real browser, in the same pipeline (`candor check --verify`) or in a record, saw nothing leave that is not explained.

## Why it matters
The page says that the file stays on the device, and it does not. That is the statement that regulators and users forgive least (GDPR Article 5(1)(a)).

## Fails
```json fails evidence/resize.json
{ "_type": "https://in-toto.io/Statement/v1", # <-
  "predicateType": "https://candor.example/tool-run/v1",
  "subject": [{"name": "index.html", "digest": {"sha256": "<sha256 of site/index.html>"}}],
  "predicate": {"tool": "resize", "verdict": "leak", "level": "observed",
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
GDPR Article 5(1)(a); Directive 2005/29/EC Article 6.
"#,
    },
    check,
};

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for doubt in &facts.records.doubts {
        let DoubtKind::Leak(why) = &doubt.kind else {
            continue;
        };
        let about = doubt.about();
        let tool = facts.policy.tool(&about);
        let message =
            format!("`{about}` is said to be local, and something left the browser: {why}");
        let reported = match tool.filter(|_| doubt.file.is_empty()) {
            Some(tool) => findings.report(&RULE, &tool.location.origin, message),
            None => findings.report_file(&RULE, &doubt.file, message),
        };
        reported
            .subject(about)
            .because("a statement that a file stays on the device must be true of the code that is shipped (GDPR Article 5(1)(a))")
            .help("`candor verify` shows each message with the place in the script; remove it, explain it in `evidence.explains`, or declare the tool as `hybrid` or `server`");
    }
}
