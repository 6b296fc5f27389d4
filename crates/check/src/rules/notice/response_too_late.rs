//! Requests that are answered later than within one month.

use candor_model::duration::Comparison;
use candor_model::vocabulary::Regime;
use candor_syntax::{RuleCard, Severity};

use crate::facts::Facts;
use crate::findings::{Findings, Rule};
use crate::tables::{Reading, response_times};

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "notice/response-too-late",
        severity: Severity::Error,
        regimes: &["gdpr", "uk-gdpr"],
        title: "an answer that comes later than the law allows",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
`answer_within` in `policies/rights.yaml` is not longer than the law of each regime allows: one month under the GDPR and the UK GDPR. With several regimes the shortest holds.

## Why it matters
Requests must be answered without undue delay and within one month (GDPR Article 12(3)). Two further months are an exception that has to be told and explained case by case.

## Fails
```yaml fails policies/rights.yaml
answer_within: 45 days # <-
channels: [{email: privacy@pictures.example}]
rights: {access: {how: request}, rectification: {how: request}, erasure: {how: request}, restriction: {how: request}, portability: {how: request}, complaint: {to: supervisory_authority}}
```

## Passes
```yaml passes policies/rights.yaml
answer_within: 1 month
channels: [{email: privacy@pictures.example}]
rights: {access: {how: request}, rectification: {how: request}, erasure: {how: request}, restriction: {how: request}, portability: {how: request}, complaint: {to: supervisory_authority}}
```

## Basis
GDPR Article 12(3), read 2026.
"#,
    },
    check,
};

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let policy = facts.policy;
    let Some(rights) = &policy.rights else { return };
    let Some(stated) = rights.answer_within.known() else {
        return;
    };
    for regime in [Regime::Gdpr, Regime::UkGdpr] {
        let Some(row) = response_times::of(regime)
            .filter(|row| row.reading == Reading::Read && policy.settings.applies(regime))
        else {
            continue;
        };
        let Some(limit) = row.limit() else { continue };
        if stated.compare(&limit) != Comparison::Longer {
            continue;
        }
        findings
            .report(
                &RULE,
                &rights.answer_within.origin,
                format!("requests are answered within {stated}, and the law gives {limit}"),
            )
            .subject("rights")
            .because(format!(
                "the answer is due within {limit} of the request ({})",
                row.source
            ))
            .help(format!(
                "write `answer_within: {limit}`, and answer by then"
            ));
        return;
    }
}
