//! Faults of single values.

use candor_syntax::{RuleCard, Severity};

use super::cards;

cards! { FORMS, structural: true;
    WRONG_TYPE = "schema/wrong-type", Error, "a value of the wrong form", r#"
## What it checks
A text, list, number or block of keys stands where the schema wants one.

## Why it matters
A value of another form has no certain reading.

## Fails
```yaml fails policies/audience.yaml
covers: [visitor]
minimum_age: [16] # <-
```

## Passes
```yaml passes policies/audience.yaml
covers: visitor
minimum_age: 16
```

## Basis
Where one value or a list may stand, one value is read as a list of one.
"#;
    UNKNOWN_WORD = "schema/unknown-word", Error, "a word that is not in the closed list", r#"
## What it checks
A value from a closed list is one of its words. `-`, `_` and case are equal.

## Why it matters
Rules and pages depend on the word, so a new one would mean nothing to them.

## Fails
```yaml fails policies/tools/resize.yaml
name: Resize
location: locl # <-
purpose: requested-service
uses: [{data: uploaded-image, keep: nothing}]
```

## Passes
```yaml passes policies/tools/resize.yaml
name: Resize
location: Local
purpose: requested_service
uses: [{data: uploaded-image, keep: nothing}]
```

## Basis
The schemas explain every word of every list.
"#;
    BAD_DURATION = "schema/bad-duration", Error, "a length of time that cannot be read", r#"
## What it checks
Lengths of time are written `24 hours`, `7 days 2 hours`, `2 years`, `10 business days` or `PT24H`.

## Why it matters
A window that can be read in two ways cannot be enforced. A bare `m` is refused, because it can mean minutes or months.

## Fails
```yaml fails policies/retention.yaml
uploads: {delete_within: 30m, counted_from: upload, at_end: erase, enforced_by: candor} # <-
results: {delete_within: a week, counted_from: result, at_end: erase, enforced_by: candor} # <-
```

## Passes
```yaml passes policies/retention.yaml
uploads: {delete_within: 30 min, counted_from: upload, at_end: erase, enforced_by: candor}
results: {delete_within: P7D, counted_from: result, at_end: erase, enforced_by: candor}
```

## Basis
ISO 8601 durations, and plain English words.
"#;
    BAD_DATE = "schema/bad-date", Error, "a day that cannot be read", r#"
## What it checks
Days are written YYYY-MM-DD and exist.

## Why it matters
`8/4/2025` is the eighth of April or the fourth of August. A day that a document states like that is kept as `{stated: "8/4/2025"}` where the key allows it.

## Fails
```yaml fails policies/changes.yaml
versions:
  - {version: "1", published: 8/4/2025, effective: 2025-04-31} # <-
```

## Passes
```yaml passes policies/changes.yaml
versions:
  - {version: "1", published: {stated: "8/4/2025"}, effective: 2025-04-30}
```

## Basis
ISO 8601 calendar dates.
"#;
    BAD_SIZE = "schema/bad-size", Error, "a size that cannot be read", r#"
## What it checks
Sizes are written as a whole number with its unit: `20 MB` (20,000,000 bytes) or `20 MiB` (20,971,520 bytes).

## Why it matters
The size is a limit that a running service enforces.

## Fails
```yaml fails policies/tools/resize.yaml
name: Resize
location: local
purpose: requested-service
max_size: twenty MB # <-
uses: [{data: uploaded-image, keep: nothing}]
```

## Passes
```yaml passes policies/tools/resize.yaml
name: Resize
location: local
purpose: requested-service
max_size: 20 MB
uses: [{data: uploaded-image, keep: nothing}]
```

## Basis
IEC 80000-13: k and M are powers of 1000, Ki and Mi of 1024.
"#;
    BAD_TERRITORY = "schema/unknown-territory", Error, "a country or area that does not exist", r#"
## What it checks
Countries are written with their two letters, areas as `EU`, `EEA` or `worldwide`.

## Why it matters
Where data is decides which law asks for what, and a name can mean several places.

## Fails
```yaml fails subprocessors/nimbus.yaml
legal_name: Nimbus Hosting SARL
relation: processor
stage: active
purpose: hosting
established_in: [Luxemburg] # <-
contact: {email: privacy@nimbus.example}
receives: [uploaded-image, result-image]
used: {when: always}
```

## Passes
```yaml passes subprocessors/nimbus.yaml
legal_name: Nimbus Hosting SARL
relation: processor
stage: active
purpose: hosting
established_in: [LU]
contact: {email: privacy@nimbus.example}
receives: [uploaded-image, result-image]
used: {when: always}
```

## Basis
ISO 3166-1 alpha-2.
"#;
    BAD_TEXT = "schema/bad-text", Error, "a text that is empty", r#"
## What it checks
No text is empty.

## Why it matters
A page would print nothing where a reader expects a fact.

## Fails
```yaml fails policies/audience.yaml
covers: [visitor]
minimum_age: 16
does_not_cover: [{who: customer, because: ""}] # <-
```

## Passes
```yaml passes policies/audience.yaml
covers: [visitor]
minimum_age: 16
does_not_cover: [{who: customer, because: their contract says more}]
```

## Basis
An absence has a word of its own: `not-stated`, `none` or `not-applicable`, or the key is left out.
"#;
    BAD_VALUE = "schema/bad-value", Error, "a value that does not fit", r#"
## What it checks
A value fits the bounds of its key and the keys beside it.

## Why it matters
Two keys that exclude each other leave open which one holds.

## Fails
```yaml fails policies/retention.yaml
uploads: # <-
  delete_within: 24 hours
  memory_only: true
  at_end: erase
  enforced_by: candor
results: {delete_within: 7 days, counted_from: result, at_end: erase, enforced_by: candor}
```

## Passes
```yaml passes policies/retention.yaml
uploads: {memory_only: true, at_end: erase, enforced_by: candor}
results: {delete_within: 7 days, counted_from: result, at_end: erase, enforced_by: candor}
```

## Basis
`candor schema KIND` prints what is allowed.
"#;
}
