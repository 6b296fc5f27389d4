//! A promise about what a vendor does, without anything of the vendor to show for it.

use candor_model::vocabulary::Stage;
use candor_syntax::{RuleCard, Severity};

use crate::facts::Facts;
use crate::findings::{Findings, Rule};

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "promise/vendor-without-source",
        severity: Severity::Warning,
        regimes: &[],
        title: "a promise for a vendor without a contract or a page of the vendor",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
A promise with `includes_vendors: true` covers no vendor in use whose entry names neither its processing terms (`contract: {dpa: …}`) nor its privacy policy (`policy_url:`).

## Why it matters
Whoever says what somebody else does or leaves must be able to show where that is written.

## Fails
```yaml fails policies/promises.yaml
- id: no-training # <-
  says: Neither we nor our vendors train models with your pictures.
  about: [uploaded-image]
  never: train
  includes_vendors: true
```

## Passes
```yaml passes policies/promises.yaml
- {id: no-training, says: We train no models with your pictures., about: [uploaded-image], never: train}
```

## Basis
GDPR Articles 5(2) and 28(3).
"#,
    },
    check,
};

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for promise in &facts.policy.promises {
        let vendors = facts.policy.vendors().iter();
        for vendor in vendors.filter(|_| promise.includes_vendors) {
            let is_covered = vendor
                .receives()
                .iter()
                .any(|data| promise.covers(data.value));
            let has_source = vendor.policy_url.is_some()
                || vendor
                    .contract
                    .as_ref()
                    .and_then(|contract| contract.dpa.as_ref())
                    .is_some_and(|terms| terms.known().is_some());
            if !is_covered || has_source || vendor.stage.value == Stage::Removed {
                continue;
            }
            findings
                .report(
                    &RULE,
                    &promise.origin,
                    format!(
                        "the promise `{}` speaks for {}, and nothing of {} is named that says so",
                        promise.id,
                        vendor.name(),
                        vendor.name()
                    ),
                )
                .subject(promise.id.as_str())
                .related(&vendor.legal_name.origin, "the vendor is declared here")
                .because("whoever makes a statement must be able to show that it holds (GDPR Article 5(2))")
                .help("add `contract: {dpa: …}` or `policy_url:` to the vendor, or promise for yourselves only");
        }
    }
}
