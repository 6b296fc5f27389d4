//! Faults of a file's place, version and keys.

use candor_syntax::{RuleCard, Severity};

use super::cards;

cards! { KEYS, structural: true;
    UNKNOWN_KEY = "schema/unknown-key", Error, "a key that no file of this kind has", r#"
## What it checks
Every key is part of the schema of its kind of file. `-`, `_` and case are equal.

## Why it matters
A misspelt key would say nothing, and a page would silently leave out what was meant.

## Fails
```yaml fails policies/audience.yaml
covers: [visitor]
minimum_age: 16
childern: {directed_at: false} # <-
```

## Passes
```yaml passes policies/audience.yaml
covers: [visitor]
Minimum-Age: 16
children: {directed_at: false}
```

## Basis
`candor schema KIND` prints all keys of a kind.
"#;
    MISSING_KEY = "schema/missing-key", Error, "a required key that is missing", r#"
## What it checks
Every required key is there, and every required file.

## Why it matters
A reader cannot tell what was forgotten from what a document does not say. The latter is written `not-stated`, so that a page can print it.

## Fails
```yaml fails policies/audience.yaml
covers: [visitor] # <-
```

## Passes
```yaml passes policies/audience.yaml
covers: [visitor]
minimum_age: not-stated
```

## Basis
GDPR Articles 12 to 14: what is not said must not look as if it were.
"#;
    VERSION = "schema/unknown-version", Error, "a version of the file format that this program does not know", r#"
## What it checks
`candor:` in `candor.yaml` names a version of the file format that this program reads.

## Why it matters
Keys of a later version would be misread.

## Fails
```yaml fails candor.yaml
candor: 2 # <-
workspace: example
languages: [en]
regimes: [gdpr]
```

## Passes
```yaml passes candor.yaml
candor: 1
workspace: example
languages: [en]
regimes: [gdpr]
```

## Basis
The file format of this program is version 1.
"#;
    FILE_PLACE = "schema/file-place", Error, "a file in a place where no file is read", r#"
## What it checks
Every file under `policies/` and `subprocessors/` has a name and place that make it one kind of file, and no link leads out of the workspace.

## Why it matters
The kind of a file follows from its place. A file elsewhere would silently say nothing.

## Fails
```yaml fails policies/tools/crop.yml
name: Crop # <-
```

## Passes
```yaml passes policies/tools/crop.yaml
name: Crop
location: local
purpose: requested-service
uses: [{data: uploaded-image, keep: nothing}]
```

## Basis
The places are: `candor.yaml`; `policies/` with one file per kind; `policies/tools/ID.yaml`, `policies/activities/ID.yaml`, `policies/pages/NAME.LANGUAGE.md`; `subprocessors/ID.yaml`.
"#;
    UNREADABLE = "schema/unreadable", Error, "a file that cannot be read", r#"
## What it checks
The system lets every file be read.

## Why it matters
What an unreadable file says could not be checked, and that is not a pass.

## Basis
No file of a workspace is left out without a word.
"#;
    UNCHECKED = "schema/not-checked", Unchecked, "something that could not be checked", r#"
## What it checks
Whether a file has faults, or refers to a file that has, so that the rules could not look at all that it says.

## Why it matters
A rule that could not look has found nothing, and that is not a pass.

## Fails
```yaml fails policies/audience.yaml
covers: [visitor] # <-
minimum_age: 16
childern: {directed_at: false}
```

## Passes
```yaml passes policies/audience.yaml
covers: [visitor]
minimum_age: 16
```

## Basis
What could not be checked never reads as passed.
"#;
}
