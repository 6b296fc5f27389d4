//! Faults of ids and of references between files.

use candor_syntax::{RuleCard, Severity};

use super::cards;

cards! { REFERENCES, structural: true;
    UNKNOWN_ID = "reference/unknown-id", Error, "a reference to something that is not declared", r#"
## What it checks
Every id that a file refers to is declared: data in `policies/data.yaml`, windows in `policies/retention.yaml`, vendors in `subprocessors/ID.yaml`.

## Why it matters
A page cannot say how long data is kept under a window that does not exist.

## Fails
```yaml fails policies/tools/enlarge.yaml
name: Enlarge
location: server
purpose: requested-service
legal_basis: contract
subjects: [visitor]
uses: [{data: uploaded-image, keep: upload}] # <-
storage: {medium: encrypted-disk, regions: [DE]}
recipients: none
```

## Passes
```yaml passes policies/tools/enlarge.yaml
name: Enlarge
location: server
purpose: requested-service
legal_basis: contract
subjects: [visitor]
uses: [{data: uploaded-image, keep: uploads}]
storage: {medium: encrypted-disk, regions: [DE]}
recipients: none
```

## Basis
GDPR Article 12(1): a notice is understandable only if every part of it means something.
"#;
    DUPLICATE_ID = "reference/duplicate-id", Error, "an id that is declared twice", r#"
## What it checks
Ids are unique among the things of one kind. `-`, `_` and case are equal.

## Why it matters
A reference could mean either of the two.

## Fails
```yaml fails policies/promises.yaml
- {id: no-training, says: We do not train models., about: all, never: train}
- {id: no-training, says: We do not sell data., about: all, never: sell} # <-
```

## Passes
```yaml passes policies/promises.yaml
- {id: no-training, says: We do not train models., about: all, never: train}
- {id: no-sale, says: We do not sell data., about: all, never: sell}
```

## Basis
Built-in data categories such as `ip-address` have ids, too.
"#;
    SELF_REFERENCE = "reference/self", Error, "something that refers to itself", r#"
## What it checks
No window is followed by itself, and no data category is made from itself.

## Why it matters
Nothing could be said about when it ends or where it comes from.

## Fails
```yaml fails policies/retention.yaml
uploads: {delete_within: 1 day, counted_from: upload, at_end: trash, then: uploads, enforced_by: manual} # <-
results: {delete_within: 7 days, counted_from: result, at_end: erase, enforced_by: candor}
```

## Passes
```yaml passes policies/retention.yaml
uploads: {delete_within: 1 day, counted_from: upload, at_end: trash, then: results, enforced_by: manual}
results: {delete_within: 7 days, counted_from: result, at_end: erase, enforced_by: candor}
```

## Basis
GDPR Articles 13(2)(a) and 14(2)(f).
"#;
    BAD_ID = "reference/bad-id", Error, "a word that cannot be an id", r#"
## What it checks
Ids are letters a to z, digits and single hyphens.

## Why it matters
Ids become parts of web addresses and of file names.

## Fails
```yaml fails policies/retention.yaml
uploads: {delete_within: 1 day, counted_from: upload, at_end: erase, enforced_by: candor}
results: {delete_within: 7 days, counted_from: result, at_end: erase, enforced_by: candor}
"../usage": {delete_within: 7 days, counted_from: upload, at_end: erase, enforced_by: candor} # <-
```

## Passes
```yaml passes policies/retention.yaml
uploads: {delete_within: 1 day, counted_from: upload, at_end: erase, enforced_by: candor}
results: {delete_within: 7 days, counted_from: result, at_end: erase, enforced_by: candor}
usage-counts: {delete_within: 7 days, counted_from: upload, at_end: erase, enforced_by: candor}
```

## Basis
`_` and capital letters are read as `-` and small letters.
"#;
    NO_ACTIVITY = "reference/no-activity", Error, "a tool that says nothing of what it does", r#"
## What it checks
A hybrid tool lists its activities. Any other tool lists them, or says itself what it uses data for.

## Why it matters
A page could not say which part of the tool sends the file away.

## Fails
```yaml fails policies/tools/resize.yaml
name: Resize
location: hybrid # <-
purpose: requested-service
uses: [{data: uploaded-image, keep: nothing}]
```

## Passes
```yaml passes policies/tools/resize.yaml
name: Resize
location: local
purpose: requested-service
uses: [{data: uploaded-image, keep: nothing}]
```

## Basis
GDPR Articles 5(1)(a) and 30(1).
"#;
}
