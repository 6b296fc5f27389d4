//! Something stays in, or happens in, a place.

use candor_model::{Origin, Territory};

use super::class::Classes;
use super::facts::Facts;
use super::words::list;
use super::{Judgement, Scope, Verdict, object};
use crate::Claim;

/// One declared place.
struct Site<'p> {
    holder: String,
    /// Whether a vendor is there.
    vendor: bool,
    /// Nothing where the place is not stated.
    place: Option<Territory>,
    origin: &'p Origin,
}

pub(super) fn judge(claim: &Claim, scope: &Scope, facts: &Facts<'_>) -> Judgement {
    let Some(value) = &claim.value else {
        return Judgement::new(
            Verdict::Vague,
            "the text speaks of a place and names none that can be checked; write the country",
        );
    };
    let Some(stated) = Territory::parse(value) else {
        return Judgement::new(
            Verdict::NotComparable,
            format!("the text's place, {value}, is no country or area that can be declared"),
        );
    };
    let classes = object(claim, Classes::PERSONAL.or(Classes::WORK));
    let sites = sites(scope, classes, facts);
    let trace: Vec<String> = sites.iter().map(Site::words).collect();
    compare(claim, stated, &sites).tracing(trace)
}

fn sites<'p>(scope: &Scope, classes: Classes, facts: &Facts<'p>) -> Vec<Site<'p>> {
    let mut found = Vec::new();
    for activity in facts.activities(scope, classes) {
        if !activity.is_server() || !facts.touches(activity, classes) {
            continue;
        }
        let Some(storage) = &activity.storage else {
            continue;
        };
        let holder = facts.policy.activity_name(activity);
        let regions = storage.known().and_then(|storage| storage.regions.known());
        match regions {
            Some(regions) => found.extend(regions.iter().map(|region| Site {
                holder: holder.clone(),
                vendor: false,
                place: Some(region.value),
                origin: &region.origin,
            })),
            None => found.push(Site {
                holder,
                vendor: false,
                place: None,
                origin: &storage.origin,
            }),
        }
    }
    if let Some(region) = &facts.policy.settings.store.region {
        found.push(Site {
            holder: "our store".to_owned(),
            vendor: false,
            place: Some(region.value),
            origin: &region.origin,
        });
    }
    for vendor in facts.vendors(scope, classes) {
        let holder = vendor.name().to_owned();
        let site = |place: Option<Territory>, origin: &'p Origin| Site {
            holder: holder.clone(),
            vendor: true,
            place,
            origin,
        };
        if vendor.processes_in.is_empty() {
            found.push(site(None, &vendor.origin));
        }
        for place in &vendor.processes_in {
            if !place.data.is_empty()
                && !place
                    .data
                    .iter()
                    .any(|data| facts.classes(data.value).meets(classes))
            {
                continue;
            }
            match place.countries.known() {
                Some(countries) => found.extend(
                    countries
                        .iter()
                        .map(|country| site(Some(country.value), &country.origin)),
                ),
                None => found.push(site(None, &place.origin)),
            }
        }
        found.extend(
            vendor
                .accessed_from
                .iter()
                .map(|country| site(Some(country.value), &country.origin)),
        );
    }
    found
}

impl Site<'_> {
    fn words(&self) -> String {
        format!(
            "{} in {}",
            self.holder,
            self.place
                .map_or("a place that is not stated", Territory::name)
        )
    }
}

fn compare(claim: &Claim, stated: Territory, sites: &[Site<'_>]) -> Judgement {
    let name = stated.name();
    let Some(first) = sites.first() else {
        return Judgement::new(
            Verdict::Unverified,
            format!(
                "the text says {name}, and no place of storage or processing is declared for this data; state `storage.regions` and the vendors' `processes_in`"
            ),
        );
    };
    // A wider area that holds the stated place may be meant: that is open, and no contradiction.
    let outside: Vec<&Site<'_>> = sites
        .iter()
        .filter(|site| {
            site.place
                .is_some_and(|place| !place.is_within(stated) && !stated.is_within(place))
        })
        .collect();
    let open: Vec<&Site<'_>> = sites
        .iter()
        .filter(|site| {
            site.place
                .is_none_or(|place| !place.is_within(stated) && stated.is_within(place))
        })
        .collect();
    let ours: Vec<&Site<'_>> = sites.iter().filter(|site| !site.vendor).collect();
    let inside = |site: &&Site<'_>| site.place.is_some_and(|place| place.is_within(stated));
    let anywhere = open
        .iter()
        .find(|site| site.place == Some(Territory::Worldwide) && claim.absolute);
    if let Some(away) = outside.first().or(anywhere) {
        let own = !ours.is_empty() && ours.iter().all(inside);
        let narrowed =
            !claim.absolute && (own || (claim.hedged && sites.iter().any(|site| inside(&site))));
        let verdict = if narrowed {
            Verdict::Narrowed
        } else {
            Verdict::Contradicted
        };
        let away_list = list(outside.iter().chain(anywhere).map(|site| site.words()));
        return Judgement::new(
            verdict,
            format!("the text says {name}; declared elsewhere: {away_list}; name those places and what goes there"),
        )
        .at(away.origin);
    }
    if let Some(unstated) = open.first() {
        return Judgement::new(
            Verdict::Unverified,
            format!(
                "the text says {name}, and this is open: {}; state the countries",
                list(open.iter().map(|site| site.words()))
            ),
        )
        .at(unstated.origin);
    }
    Judgement::new(
        Verdict::Backed,
        format!(
            "all declared places lie in {name}: {}",
            list(sites.iter().map(Site::words))
        ),
    )
    .at(first.origin)
}
