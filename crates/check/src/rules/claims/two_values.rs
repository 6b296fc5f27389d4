//! Two sentences give one sort of data two lengths of time.

use std::collections::BTreeMap;

use candor_claims::{Bound, Kind};
use candor_syntax::{RuleCard, Severity};

use super::beside::{claims, is_settled, length, matter};
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
    // Of sentences that say the same of the same matter, one stands for all, so that many pages cost no more each.
    let mut known: BTreeMap<_, Vec<&JudgedClaim>> = BTreeMap::new();
    for later in all {
        let known = known.entry(matter(later)).or_default();
        let earlier = known.iter().copied().find(|earlier| differ(earlier, later));
        if known
            .iter()
            .all(|earlier| said_of(earlier) != said_of(later))
        {
            known.push(later);
        }
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

/// What two claims are told apart by.
fn said_of(claim: &JudgedClaim) -> (Option<&str>, Option<&str>, bool) {
    let own = &claim.stated.claim;
    let least = own.bound == Some(Bound::AtLeast);
    (own.value.as_deref(), own.anchor.as_deref(), least)
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
    same_start && !meets && bound(a) == bound(b)
}
