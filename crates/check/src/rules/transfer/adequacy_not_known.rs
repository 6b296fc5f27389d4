//! Transfers that rest on adequacy, for countries that the table of decisions does not have.

use candor_model::vocabulary::{Mechanism, Regime};
use candor_syntax::{RuleCard, Severity};

use super::abroad::{abroad, is_judged, reliance};
use crate::facts::Facts;
use crate::findings::{Findings, Rule};
use crate::tables::stale_since;

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "transfer/adequacy-not-known",
        severity: Severity::Warning,
        regimes: &["gdpr"],
        title: "adequacy of a country that the table does not have",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
A vendor whose mechanism under the GDPR is `adequacy` is established, processes and has access only in the European Economic Area and in countries of the table of adequacy decisions.

## Why it matters
Adequacy exists only where the European Commission has decided it (GDPR Article 45(3)); for the United States it covers those alone who take part in the Data Privacy Framework: `adequacy-dpf`.

## Fails
```yaml fails subprocessors/nimbus.yaml
legal_name: Nimbus Hosting SARL
relation: processor
stage: active
purpose: hosting
established_in: [US]
contact: {email: privacy@nimbus.example}
receives: [uploaded-image, result-image]
used: {when: always}
transfer:
  - {regime: gdpr, mechanism: adequacy} # <-
  - {regime: uk-gdpr, mechanism: uk-addendum}
```

## Passes
```yaml passes subprocessors/nimbus.yaml
legal_name: Nimbus Hosting SARL
relation: processor
stage: active
purpose: hosting
established_in: [BR]
contact: {email: privacy@nimbus.example}
receives: [uploaded-image, result-image]
used: {when: always}
transfer: [{regime: gdpr, mechanism: adequacy}, {regime: uk-gdpr, mechanism: uk-addendum}]
```

## Basis
GDPR Article 45. Rows of the table: Andorra, Argentina, Brazil (2026), Canada (commercial organisations), the Faroe Islands, Guernsey, the Isle of Man, Israel, Japan, Jersey, Korea, New Zealand, Switzerland, the United Kingdom (renewed 2025) and Uruguay; followed until July 2026, some from secondary texts.
"#,
    },
    check,
};

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for vendor in facts
        .policy
        .vendors()
        .iter()
        .filter(|vendor| is_judged(vendor))
    {
        for transfer in vendor.transfer() {
            let adequacy = transfer.mechanism.known() == Some(&Mechanism::Adequacy);
            if !adequacy
                || transfer.regime.value != Regime::Gdpr
                || !transfer.in_addition.is_empty()
            {
                continue;
            }
            let unknown = abroad(vendor, Regime::Gdpr).into_iter().next();
            let stale = stale_since(facts.as_of);
            let (message, place) = match (unknown, stale) {
                (Some(place), _) => (
                    format!(
                        "the transfer to {} rests on adequacy, and no decision about {} is known",
                        vendor.name(),
                        place.place.value.name()
                    ),
                    place.place,
                ),
                (None, Some(day)) => match reliance(vendor) {
                    Some((place, row)) => (
                        format!(
                            "the adequacy of {} ({}) has not been looked up since before {}",
                            place.value.name(),
                            row.source,
                            day.english()
                        ),
                        place,
                    ),
                    None => continue,
                },
                (None, None) => continue,
            };
            findings
                .report(&RULE, &transfer.mechanism.origin, message)
                .subject(vendor.id.as_str())
                .related(&place.origin, "the place stands here")
                .because("adequacy exists only where the European Commission has decided it (GDPR Article 45(3))")
                .help("look the decision up; without one write `adequacy-dpf` for a participant in the United States, or the clauses that were signed, such as `scc-c2p`");
        }
    }
}
