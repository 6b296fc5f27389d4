//! Rights of the CCPA that the notice does not offer.

use candor_model::Policy;
use candor_model::vocabulary::{Regime, Relation, RightKind, Stage};
use candor_syntax::{RuleCard, Severity};

use crate::facts::Facts;
use crate::findings::{Findings, Rule};
use crate::rules::device_storage::aim::speaks_of_advertising;

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "ccpa/right-missing",
        severity: Severity::Error,
        regimes: &["ccpa"],
        title: "rights of Californians that the notice leaves out",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
With the regime `ccpa`, the notice offers to know (`access`), to delete (`erasure`), to correct (`rectification`) and not to be treated worse (`non-discrimination`); and to say no to sale or sharing (`opt-out-of-sale`) where a vendor in use works for advertising and decides itself what it does with the data.

## Why it matters
The privacy policy must describe these rights and how to use them (Cal. Civ. Code 1798.106, 1798.130(a)(5)).

## Fails
```yaml fails candor.yaml
candor: 1
workspace: example
languages: [en]
regimes: [gdpr, ccpa] # <-
```

## Passes
```yaml passes candor.yaml
candor: 1
workspace: example
languages: [en]
regimes: [gdpr]
```

## Basis
Cal. Civ. Code 1798.106 and 1798.130(a)(5); 11 CCR 7011(e).
"#,
    },
    check,
};

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let policy = facts.policy;
    if policy.rights.is_none() && !facts.complete {
        return;
    }
    let mut due = vec![
        RightKind::Access,
        RightKind::Erasure,
        RightKind::Rectification,
        RightKind::NonDiscrimination,
    ];
    if has_advertiser(policy) {
        due.push(RightKind::OptOutOfSale);
    }
    let offered = |kind: &RightKind| {
        policy
            .rights
            .iter()
            .flat_map(|rights| &rights.rights)
            .any(|right| right.kind == *kind)
    };
    let missing: Vec<String> = due
        .iter()
        .filter(|kind| !offered(kind))
        .map(|kind| format!("`{kind}`"))
        .collect();
    let Some(regime) = policy
        .settings
        .regimes
        .iter()
        .find(|regime| regime.value == Regime::Ccpa)
    else {
        return;
    };
    if missing.is_empty() {
        return;
    }
    let at = policy
        .rights
        .as_ref()
        .map_or(&regime.origin, |rights| &rights.origin);
    findings
        .report(
            &RULE,
            at,
            format!("the notice does not offer Californians {}", missing.join(", ")),
        )
        .subject("rights")
        .related(&regime.origin, "the CCPA is switched on here")
        .because("the policy must describe these rights (Cal. Civ. Code 1798.106 and 1798.130(a)(5))")
        .help("add each under `rights:` in policies/rights.yaml, such as `non-discrimination: {how: automatic}`");
}

/// Whether somebody who decides itself gets data for advertising.
fn has_advertiser(policy: &Policy) -> bool {
    policy.vendors().iter().any(|vendor| {
        matches!(vendor.stage.value, Stage::Active | Stage::Ending)
            && matches!(
                vendor.relation.value,
                Relation::IndependentController | Relation::JointController
            )
            && speaks_of_advertising(&vendor.purpose)
    })
}

#[cfg(test)]
mod tests {
    use crate::rules::sample::found;

    /// How often the right to say no to a sale is missed, with a vendor of this relation that works for advertising.
    fn misses_opt_out(relation: &str) -> usize {
        let vendor = format!(
            "legal_name: Billboard SL\nrelation: {relation}\nstage: active\npurpose: advertising\nestablished_in: [ES]\ncontact: {{email: a@billboard.example}}\nused: {{when: always}}\n"
        );
        let rights = "answer_within: 1 month\nchannels: [{email: a@w.example}]\nrights: {access: {how: request}, erasure: {how: request}, rectification: {how: request}, non-discrimination: {how: automatic}}\n";
        let files = [
            ("policies/rights.yaml", rights),
            ("subprocessors/billboard.yaml", vendor.as_str()),
        ];
        found("ccpa/right-missing", "ccpa", &files)
            .iter()
            .filter(|found| found.message.contains("opt-out-of-sale"))
            .count()
    }

    #[test]
    fn who_advertises_for_itself_needs_a_way_to_say_no() {
        assert_eq!(misses_opt_out("independent-controller"), 1);
        assert_eq!(misses_opt_out("processor"), 0);
    }
}
