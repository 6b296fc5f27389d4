//! Faults of a baseline.

use candor_syntax::{RuleCard, Severity};

use super::cards;

cards! { BASELINE, structural: false;
    VANISHED_BASELINE = "record/vanished-baseline", Error, "an entry of the baseline that no finding has any more", r#"
## What it checks
Every entry of the baseline (`candor check --baseline FILE`) still fits a finding: the same rule in the same file, about the same sentence or at the same place.

## Why it matters
An entry that stays hides the same fault when it comes back. And a sentence that was changed has to be looked at again.

## Fails
```json fails baseline.json
{"candor_baseline": 1, "entries": [
{"rule": "claims/unverified", "file": "text/faq.md", "sentence": "00", "ordinal": 0, "since": "2026-01-31", "owner": "privacy@example.example"} # <-
]}
```

## Passes
```json passes baseline.json
{"candor_baseline": 1, "entries": []}
```

## Basis
GDPR Article 5(2): whoever answers for the data must be able to show what was known, and since when.
"#;
    REFUSED_BASELINE = "record/refused-baseline", Error, "an entry of the baseline that cannot be set aside", r#"
## What it checks
No entry of the baseline is a fault that leaves no policy, or a contradiction about where data is processed.

## Why it matters
A page that says a file stays on the device, while the facts say otherwise, misleads everybody who reads it, however long it has stood there.

## Fails
```json fails baseline.json
{"candor_baseline": 1, "entries": [
{"rule": "claims/contradicted-local", "file": "text/faq.md", "sentence": "00", "ordinal": 0, "since": "2026-01-31", "owner": "privacy@example.example"} # <-
]}
```

## Passes
```json passes baseline.json
{"candor_baseline": 1, "entries": []}
```

## Basis
GDPR Article 5(1)(a); Directive 2005/29/EC Article 6.
"#;
}
