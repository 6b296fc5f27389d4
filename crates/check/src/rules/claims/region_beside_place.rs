//! One sentence says that everything stays in a region, another names a place outside.

use candor_claims::Kind;
use candor_model::Territory;
use candor_syntax::{RuleCard, Severity};

use super::beside::{claims, is_settled};
use crate::facts::Facts;
use crate::findings::{Findings, Rule};
use crate::texts::{JudgedClaim, Sentence};

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "claims/region-beside-place",
        severity: Severity::Warning,
        regimes: &[],
        title: "one sentence says that everything stays in a region, another names a place outside",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
No sentence says without exception ("all", "only", "never") that data stays in a place while another sentence names a place outside of it.

## Why it matters
Where data lies decides which law holds for it, and who can demand it.

## Fails
```markdown fails text/faq.md
All server logs are stored in Norway. # <-

Server logs are stored in Canada.
```

## Passes
```markdown passes text/faq.md
Server logs are stored in Norway.

Server logs are stored in Canada.
```

## Basis
GDPR Articles 13(1)(f), 44.
"#,
    },
    check,
};

fn place(claim: &JudgedClaim) -> Option<Territory> {
    Territory::parse(claim.stated.claim.value.as_deref()?)
}

/// Whether a sentence about everything speaks of the other's data, too.
fn covers(all: &JudgedClaim, other: &JudgedClaim) -> bool {
    let object = |claim: &JudgedClaim| claim.stated.claim.object.clone();
    let wide = matches!(object(all).as_deref(), None | Some("personal"));
    wide || object(all) == object(other)
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let all = claims(facts, Kind::Region);
    let absolute = all
        .iter()
        .filter(|claim| claim.stated.claim.absolute && !is_settled(claim));
    for inside in absolute {
        let Some(region) = place(inside) else {
            continue;
        };
        let outside = all.iter().find(|other| {
            let elsewhere = |place: Territory| !place.is_within(region) && !region.is_within(place);
            covers(inside, other) && place(other).is_some_and(elsewhere)
        });
        let Some(outside) = outside else { continue };
        let elsewhere = place(outside).map_or("elsewhere", Territory::name);
        let message = format!(
            "this says that everything stays in {}, and another sentence names {elsewhere}",
            region.name()
        );
        findings
            .report_sentence(&RULE, &Sentence::of_claim(inside), message)
            .because(
                "where data lies decides which law holds for it (GDPR Articles 13(1)(f) and 44)",
            )
            .help("name both places, and what lies where")
            .related_place(outside.place.clone(), "the other sentence");
    }
}
