//! Places of a vendor that contradict each other, or the store that it holds.

use candor_model::{HeldBy, Territory};
use candor_syntax::{RuleCard, Severity};

use crate::facts::Facts;
use crate::findings::{Findings, Rule};

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "region/vendor-elsewhere",
        severity: Severity::Warning,
        regimes: &[],
        title: "two places for the same data of a vendor",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
Where a place of processing gives the provider's own name of the region and that name begins with `us-` or `eu-`, one of its countries lies there. Where a vendor holds a store (`held_by`), one of the places in which it processes that data lies in a region of the store.

## Why it matters
Procurement looks at the one, a visitor at the other; both must be the same place (GDPR Articles 5(1)(a) and 13(1)(f)).

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
GDPR Articles 5(1)(a) and 13(1)(f).
"#,
    },
    check,
};

/// European countries outside the Economic Area in which providers run regions that they call `eu-`.
const FURTHER_EUROPE: [&str; 2] = ["GB", "CH"];

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    stores(facts, findings);
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

/// Stores against the places of the vendors that hold them.
fn stores(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let policy = facts.policy;
    for activity in policy.activities() {
        let Some(storage) = activity
            .storage
            .as_ref()
            .and_then(|storage| storage.known())
        else {
            continue;
        };
        let (Some(HeldBy::Vendor(holder)), Some(regions)) = (
            storage.held_by.as_ref().map(|holder| &holder.value),
            storage.regions.known(),
        ) else {
            continue;
        };
        let vendor = &policy[*holder];
        let places: Vec<_> = vendor
            .processes_in
            .iter()
            .filter(|place| {
                place.data.is_empty()
                    || activity
                        .data_uses()
                        .any(|data| place.data.iter().any(|own| own.value == data.data.value))
            })
            .flat_map(|place| place.stated_countries())
            .collect();
        let meets = |a: Territory, b: Territory| a.is_within(b) || b.is_within(a);
        let agree = places.iter().any(|place| {
            regions
                .iter()
                .any(|region| meets(place.value, region.value))
        });
        let (Some(place), Some(region)) = (places.first(), regions.first()) else {
            continue;
        };
        if agree {
            continue;
        }
        let name = policy.activity_name(activity);
        findings
            .report(
                &RULE,
                &region.origin,
                format!(
                    "{} holds the store of `{name}` in {}, and its own entry says {}",
                    vendor.name(),
                    region.value.name(),
                    place.value.name()
                ),
            )
            .subject(name)
            .related(&place.origin, "the vendor's entry names this place")
            .because("people are told where their data lies, and both must be the same place (GDPR Articles 5(1)(a) and 13(1)(f))")
            .help("correct the region of the store, or `processes_in:` of the vendor");
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

#[cfg(test)]
mod tests {
    use crate::rules::sample::found;

    /// How often a store in Germany that a vendor holds contradicts that vendor's places.
    fn contradicted(places: &str) -> usize {
        let vendor = format!(
            "legal_name: Kite AB\nrelation: processor\nstage: active\npurpose: hosting\nestablished_in: [SE]\ncontact: {{email: a@kite.example}}\nprocesses_in: {places}\nused: {{when: always}}\n"
        );
        let files = [
            (
                "policies/data.yaml",
                "picture: {label: A picture, source: [visitor], identifies: maybe}\nother: {label: More, source: [visitor], identifies: maybe}\n",
            ),
            (
                "policies/tools/enlarge.yaml",
                "name: Enlarge\nlocation: server\npurpose: requested-service\nuses: [{data: picture, keep: nothing}]\nstorage: {medium: disk, regions: [DE], held_by: kite}\nrecipients: [kite]\n",
            ),
            ("subprocessors/kite.yaml", vendor.as_str()),
        ];
        found("region/vendor-elsewhere", "gdpr", &files).len()
    }

    #[test]
    fn a_store_lies_where_its_holder_processes() {
        assert_eq!(contradicted("[{countries: [SE]}]"), 1);
        assert_eq!(contradicted("[{countries: [EU]}]"), 0);
        assert_eq!(contradicted("[{countries: [SE]}, {countries: [DE]}]"), 0);
        assert_eq!(contradicted("[{countries: [SE], data: [other]}]"), 0);
    }
}
