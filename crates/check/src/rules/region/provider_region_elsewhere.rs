//! Names of provider regions against the countries beside them.

use candor_model::Territory;
use candor_syntax::{RuleCard, Severity};

use crate::facts::Facts;
use crate::findings::{Findings, Rule};

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "region/provider-region-elsewhere",
        severity: Severity::Warning,
        regimes: &[],
        title: "a provider's region that lies in another part of the world",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
Where a place of processing gives the provider's own name of the region and that name begins with `us-` or `eu-`, one of its countries lies there.

## Why it matters
Procurement looks at the one, the notice prints the other; both must be the same place (GDPR Article 13(1)(f)).

## Fails
```yaml fails subprocessors/nimbus.yaml
legal_name: Nimbus Hosting SARL
relation: processor
stage: active
purpose: hosting
established_in: [LU]
contact: {email: privacy@nimbus.example}
receives: [uploaded-image, result-image]
used: {when: always}
processes_in:
  - {countries: [DE], provider_region: us-east-1} # <-
```

## Passes
```yaml passes subprocessors/nimbus.yaml
legal_name: Nimbus Hosting SARL
relation: processor
stage: active
purpose: hosting
established_in: [LU]
contact: {email: privacy@nimbus.example}
receives: [uploaded-image, result-image]
used: {when: always}
processes_in:
  - {countries: [DE], provider_region: eu-central-1}
  - {countries: [US], provider_region: us-east-1, on_request: true}
```

## Basis
GDPR Article 13(1)(f).
"#,
    },
    check,
};

/// European countries outside the Economic Area in which providers run regions that they call `eu-`.
const FURTHER_EUROPE: [&str; 2] = ["GB", "CH"];

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for vendor in facts.policy.vendors() {
        for place in &vendor.processes_in {
            let (Some(region), countries) = (&place.provider_region, place.stated_countries())
            else {
                continue;
            };
            let name = region.value.to_lowercase();
            let fits: fn(Territory) -> bool = match name.split_once('-') {
                Some(("us", _)) => in_the_united_states,
                Some(("eu", _)) => in_europe,
                _ => continue,
            };
            let Some(first) = countries.first() else {
                continue;
            };
            if countries.iter().any(|country| fits(country.value)) {
                continue;
            }
            findings
                .report(
                    &RULE,
                    &region.origin,
                    format!("{} calls the region `{}`, and the country beside it is {}", vendor.name(), region.value, first.value.name()),
                )
                .subject(vendor.id.as_str())
                .related(&first.origin, "the country stands here")
                .because("the notice prints the country, and both must be the same place (GDPR Article 13(1)(f))")
                .help("look the region up with the provider and correct the country or the region");
        }
    }
}

fn in_the_united_states(place: Territory) -> bool {
    place == Territory::Worldwide || Some(place) == Territory::parse("US")
}

fn in_europe(place: Territory) -> bool {
    place == Territory::Worldwide
        || place.is_within(Territory::Eea)
        || FURTHER_EUROPE
            .iter()
            .any(|code| Territory::parse(code) == Some(place))
}
