//! Directories that a pattern of text reaches and that are not looked into.

use candor_syntax::{RuleCard, Severity};

use crate::facts::Facts;
use crate::findings::{Findings, Rule};

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "claims/passed-over",
        severity: Severity::Info,
        regimes: &[],
        title: "a directory that a pattern of text reaches and that is not looked into",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
Hidden files, links, and directories of packages or builds (`node_modules`, `vendor`, `target`, `__pycache__`) below a pattern of `text` in candor.yaml are passed over, and each of them is named once.

## Why it matters
What is passed over may promise something all the same, if it is published.

## Fails
```yaml fails candor.yaml
candor: 1
workspace: example
languages: [en]
regimes: [gdpr, uk-gdpr, eprivacy]
text: [site/**] # <-
```

## Passes
```yaml passes candor.yaml
candor: 1
workspace: example
languages: [en]
regimes: [gdpr, uk-gdpr, eprivacy]
text: [site/**, "!site/vendor/**"]
```

## Basis
GDPR Article 5(2).
"#,
    },
    check,
};

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let Some(first) = facts.policy.settings.text.first() else {
        return;
    };
    for (name, why) in &facts.texts.passed_over {
        findings
            .report(&RULE, &first.origin, format!("{name} is not looked into: {why}"))
            .because("what is passed over may promise something all the same, if it is published")
            .help(format!("add `!{name}/**` to `text` if that is right, or name the files in it that are published"));
    }
}
