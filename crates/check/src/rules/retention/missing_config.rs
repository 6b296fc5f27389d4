//! A window that a configuration file enforces, where there is no such file.

use candor_model::EnforcedBy;
use candor_syntax::{RuleCard, Severity};

use crate::facts::Facts;
use crate::findings::{Findings, Rule};

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "retention/missing-config",
        severity: Severity::Error,
        regimes: &[],
        title: "a window enforced by a file that is not there",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
A window that says `enforced_by: {config: FILE}` names a file of the workspace.

## Why it matters
The page says that the period is configured. Where the configuration is not in the repository, nothing says that anything deletes the data (GDPR Article 5(2)).

## Fails
```yaml fails policies/retention.yaml
uploads:
  delete_within: 24 hours
  counted_from: upload
  at_end: erase
  enforced_by: {config: deploy/lifecycle.json} # <-
results: {delete_within: 7 days, counted_from: result, at_end: erase, enforced_by: candor}
```

## Passes
```yaml passes policies/retention.yaml
uploads:
  delete_within: 24 hours
  counted_from: upload
  at_end: erase
  enforced_by: {config: site/index.html}
results: {delete_within: 7 days, counted_from: result, at_end: erase, enforced_by: candor}
```

## Basis
GDPR Articles 5(1)(e) and 5(2).
"#,
    },
    check,
};

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for window in facts.policy.windows() {
        let EnforcedBy::Config(file) = &window.enforced_by.value else {
            continue;
        };
        let message = match facts.files.exists(file) {
            Ok(true) => continue,
            Ok(false) => format!(
                "`{file}` is to enforce the window `{}`, and there is no such file",
                window.id
            ),
            Err(why) => format!(
                "`{file}` is to enforce the window `{}`, and it cannot be looked at: {why}",
                window.id
            ),
        };
        findings
            .report(&RULE, &window.enforced_by.origin, message)
            .subject(window.id.as_str())
            .because("without the configuration nothing says that anything deletes the data (GDPR Article 5(2))")
            .help("put the file into the workspace and write its path from there, or say what really deletes the data");
    }
}
