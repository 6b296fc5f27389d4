//! Days that can be read in two ways.

use candor_model::{Date, Located, Stated};
use candor_syntax::{RuleCard, Severity};

use crate::facts::Facts;
use crate::findings::{Findings, Rule};

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "notice/ambiguous-date",
        severity: Severity::Error,
        regimes: &[],
        title: "a day that can be read in two ways",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
A day is kept as the document states it (`{stated: "8/4/2025"}`) because it has no certain reading.

## Why it matters
Nobody can tell whether 8/4/2025 is in April or in August, so nobody can tell which version of a notice holds (GDPR Article 12(1)).

## Fails
```yaml fails policies/changes.yaml
versions:
  - version: "1"
    published: {stated: "8/4/2025"} # <-
    effective: not-stated
```

## Passes
```yaml passes policies/changes.yaml
versions:
  - version: "1"
    published: 2025-04-08
    effective: not-stated
```

## Basis
GDPR Article 12(1).
"#,
    },
    check,
};

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let mut look = |day: &Located<Stated<Date>>| {
        let Stated::Unreadable(text) = &day.value else {
            return;
        };
        findings
            .report(&RULE, &day.origin, format!("`{text}` {}", readings(text)))
            .because("a reader cannot tell which version of the notice holds (GDPR Article 12(1))")
            .help("find out which day is meant and write it as YYYY-MM-DD; pages print the month as a word");
    };
    if let Some(changes) = &facts.policy.changes {
        for version in &changes.versions {
            look(&version.published);
            look(&version.effective);
        }
    }
    for vendor in facts.policy.vendors() {
        [
            &vendor.announced,
            &vendor.effective,
            &vendor.ended,
            &vendor.reviewed,
        ]
        .into_iter()
        .flatten()
        .for_each(&mut look);
    }
    for measure in &facts.policy.security {
        measure.last.iter().for_each(&mut look);
    }
}

/// The days that a text such as `8/4/2025` can mean.
fn readings(text: &str) -> String {
    let numbers: Vec<u32> = text
        .split(['/', '.', '-', ' '])
        .filter_map(|part| part.parse().ok())
        .collect();
    if let [first, second, year] = numbers.as_slice() {
        let year = i32::try_from(*year).unwrap_or(0);
        let year = if year < 100 { year + 2000 } else { year };
        let days = [
            Date::new(year, *second, *first),
            Date::new(year, *first, *second),
        ];
        if let [Some(a), Some(b)] = days
            && a != b
        {
            return format!("can mean {} or {}", a.english(), b.english());
        }
    }
    "has no certain reading as a day".to_owned()
}
