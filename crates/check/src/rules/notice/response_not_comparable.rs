//! An answer within days where the law counts a month.

use candor_model::duration::Comparison;
use candor_model::vocabulary::Regime;
use candor_syntax::{RuleCard, Severity};

use crate::facts::Facts;
use crate::findings::{Findings, Rule};
use crate::tables::response_times;

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "notice/response-not-comparable",
        severity: Severity::Info,
        regimes: &["gdpr", "uk-gdpr"],
        title: "thirty days instead of a month",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
`answer_within` gives a number of days that is longer than the shortest month.

## Why it matters
The law counts a month from the request (GDPR Article 12(3)). From 31 January that is 28 February: 30 days are then two days too many.

## Fails
```yaml fails policies/rights.yaml
answer_within: 30 days # <-
channels: [{email: privacy@pictures.example}]
rights: {access: {how: request}, rectification: {how: request}, erasure: {how: request}, restriction: {how: request}, portability: {how: request}, complaint: {to: supervisory_authority}}
```

## Passes
```yaml passes policies/rights.yaml
answer_within: 28 days
channels: [{email: privacy@pictures.example}]
rights: {access: {how: request}, rectification: {how: request}, erasure: {how: request}, restriction: {how: request}, portability: {how: request}, complaint: {to: supervisory_authority}}
```

## Basis
GDPR Article 12(3).
"#,
    },
    check,
};

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let Some(rights) = &facts.policy.rights else {
        return;
    };
    let (Some(stated), Some(month)) = (
        rights.answer_within.known(),
        response_times::of(Regime::Gdpr).and_then(|row| row.limit()),
    ) else {
        return;
    };
    let too_long = stated.longest_seconds() > month.shortest_seconds();
    if too_long && stated.compare(&month) == Comparison::NotComparable {
        findings
            .report(
                &RULE,
                &rights.answer_within.origin,
                format!("requests are answered within {stated}, which is longer than some months"),
            )
            .subject("rights")
            .because("the law counts one month, and February has 28 days (GDPR Article 12(3))")
            .help("write `answer_within: 1 month`, or 28 days");
    }
}
