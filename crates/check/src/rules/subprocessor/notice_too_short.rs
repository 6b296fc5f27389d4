//! Vendors that begin before the promised notice has run.

use candor_syntax::{RuleCard, Severity};

use crate::facts::Facts;
use crate::findings::{Findings, Rule};

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "subprocessor/notice-too-short",
        severity: Severity::Error,
        regimes: &["gdpr", "uk-gdpr"],
        title: "a new vendor, announced too late",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
A processor or subprocessor is used no earlier than it was announced, and a subprocessor no earlier than after the notice that `policies/changes.yaml` promises.

## Why it matters
Customers must be able to object before a further processor begins; the notice is part of the contract with them (GDPR Article 28(2)).

## Fails
```yaml fails subprocessors/nimbus.yaml
legal_name: Nimbus Hosting SARL
relation: subprocessor
stage: active
purpose: hosting
established_in: [LU]
contact: {email: privacy@nimbus.example}
receives: [uploaded-image, result-image]
used: {when: always}
announced: 2026-03-10
effective: 2026-03-01 # <-
```

## Passes
```yaml passes subprocessors/nimbus.yaml
legal_name: Nimbus Hosting SARL
relation: subprocessor
stage: active
purpose: hosting
established_in: [LU]
contact: {email: privacy@nimbus.example}
receives: [uploaded-image, result-image]
used: {when: always}
announced: 2026-03-01
effective: 2026-04-01
```

## Basis
GDPR Article 28(2). How long the notice is, the contract says and not the law.
"#,
    },
    check,
};

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let promised = facts
        .policy
        .changes
        .as_ref()
        .and_then(|changes| changes.subprocessors.as_ref())
        .map(|notice| &notice.at_least);
    for vendor in facts
        .policy
        .vendors()
        .iter()
        .filter(|vendor| vendor.is_subprocessor())
    {
        let (Some(announced), Some(effective)) = (&vendor.announced, &vendor.effective) else {
            continue;
        };
        let (Some(told), Some(begins)) = (announced.known(), effective.known()) else {
            continue;
        };
        let notice = promised.and_then(|length| length.known());
        let due = notice
            .and_then(|length| told.checked_add(length))
            .unwrap_or(*told);
        if *begins >= due {
            continue;
        }
        let wanted = notice.map_or_else(
            || "before its use".to_owned(),
            |length| format!("{length} before its use"),
        );
        let mut finding = findings
            .report(
                &RULE,
                &effective.origin,
                format!("{} is used from {} on; it was announced on {}, and customers are to be told {wanted}", vendor.name(), begins.english(), told.english()),
            )
            .subject(vendor.id.as_str())
            .related(&announced.origin, "it was announced on this day");
        if let Some(length) = promised {
            finding = finding.related(&length.origin, "the notice is promised here");
        }
        finding
            .because("customers must be able to object before a further processor begins (GDPR Article 28(2))")
            .help(format!("begin on {} at the earliest, or correct the day that is wrong", due.english()));
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::sample::found;

    /// How often a vendor that was announced on 1 March and begins on that day is too early for 30 days of notice.
    fn early(effective: &str) -> usize {
        let vendor = format!(
            "legal_name: Kite AB\nrelation: subprocessor\nstage: active\npurpose: hosting\nestablished_in: [SE]\ncontact: {{email: a@kite.example}}\nused: {{when: always}}\nannounced: 2026-03-01\neffective: {effective}\n"
        );
        let changes = "notice: {subprocessors: {at_least: 30 days, by: [email], objection_within: 14 days}}\n";
        let files = [
            ("policies/changes.yaml", changes),
            ("subprocessors/kite.yaml", vendor.as_str()),
        ];
        found("subprocessor/notice-too-short", "gdpr", &files).len()
    }

    #[test]
    fn the_promised_notice_counts_to_the_day() {
        assert_eq!(early("2026-03-30"), 1);
        assert_eq!(early("2026-03-31"), 0);
    }
}
