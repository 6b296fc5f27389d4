//! Two sentences give one sort of data two lengths of time.

use candor_claims::{Bound, Kind};
use candor_syntax::{RuleCard, Severity};

use super::beside::{claims, is_same_matter, is_settled, length};
use crate::facts::Facts;
use crate::findings::{Findings, Rule};
use crate::texts::{JudgedClaim, Sentence};

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "claims/two-values",
        severity: Severity::Warning,
        regimes: &[],
        title: "two sentences give one sort of data two lengths of time",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
No two sentences of the published text say different lengths of time about the same data of the same tools. Sentences that the declarations already contradict have a finding of their own.

## Why it matters
Two texts of one company that differ are each evidence against the other.

## Fails
```markdown fails text/faq.md
Server logs are deleted after 30 days.

Server logs are deleted after 90 days. # <-
```

## Passes
```markdown passes text/faq.md
Server logs are deleted after 30 days.

Server logs are deleted after one month.
```

## Basis
GDPR Articles 5(1)(a), 13(2)(a).
"#,
    },
    check,
};

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let all = claims(facts, Kind::RetentionDuration);
    let all: Vec<&JudgedClaim> = all.into_iter().filter(|claim| !is_settled(claim)).collect();
    for (number, later) in all.iter().enumerate() {
        let earlier = all
            .iter()
            .take(number)
            .find(|earlier| differ(earlier, later));
        let Some(earlier) = earlier else { continue };
        let said = |claim: &JudgedClaim| claim.stated.claim.value.clone().unwrap_or_default();
        let message = format!(
            "this says {} and another sentence says {} of the same data",
            said(later),
            said(earlier)
        );
        findings
            .report_sentence(&RULE, &Sentence::of_claim(later), message)
            .because(
                "two texts that differ are each evidence against the other (GDPR Article 5(1)(a))",
            )
            .help("write one length in both places, or name what differs")
            .related_place(earlier.place.clone(), "the other sentence");
    }
}

/// Whether two claims about the same data cannot both be the whole truth.
fn differ(a: &JudgedClaim, b: &JudgedClaim) -> bool {
    let (Some(first), Some(second)) = (length(a), length(b)) else {
        return false;
    };
    let bound = |claim: &JudgedClaim| claim.stated.claim.bound == Some(Bound::AtLeast);
    let anchors = (&a.stated.claim.anchor, &b.stated.claim.anchor);
    let same_start = !matches!(anchors, (Some(a), Some(b)) if a != b);
    let meets = first.shortest_seconds() <= second.longest_seconds()
        && second.shortest_seconds() <= first.longest_seconds();
    same_start && is_same_matter(a, b) && !meets && bound(a) == bound(b)
}
