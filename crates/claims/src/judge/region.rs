//! Something stays in, or happens in, a place.

use candor_model::vocabulary::Stage;
use candor_model::{Origin, Recipients, Territory};

use super::class::Classes;
use super::facts::Facts;
use super::said::Said;
use super::subject::{Data, Subject, subject};
use super::words::{list, whole};
use super::{Judgement, Scope, Verdict};

/// One declared place.
struct Site<'p> {
    holder: String,
    /// Whether a vendor is there.
    vendor: bool,
    /// Nothing where the place is not stated.
    place: Option<Territory>,
    origin: &'p Origin,
}

pub(super) fn judge(said: &Said<'_>, scope: &Scope, facts: &Facts<'_>) -> Judgement {
    let claim = said.claim;
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
    let data = match subject(said, facts) {
        Subject::Data(data) => data,
        Subject::Field(category, _) => Data::one(category, facts),
        _ => Classes::PERSONAL.or(Classes::WORK).into(),
    };
    let mut sites = sites(scope, &data, facts);
    // A sentence that names several places says each of them.
    let own = sites.len();
    sites.retain(|site| {
        site.place
            .is_none_or(|place| place.is_within(stated) || !names(said, scope, place))
    });
    if sites.is_empty() && own > 0 {
        return Judgement::new(
            Verdict::Declared,
            "every declared place stands in the sentence",
        );
    }
    if said.has(OWN) {
        sites.retain(|site| !site.vendor);
    }
    let trace: Vec<String> = sites.iter().map(Site::words).collect();
    compare(said, stated, &sites).tracing(trace)
}

fn sites<'p>(scope: &Scope, data: &Data, facts: &Facts<'p>) -> Vec<Site<'p>> {
    let mut found = Vec::new();
    for activity in facts.activities(scope, data) {
        if !activity.is_server() || !facts.touches(activity, data) {
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
    if let Some(region) = &facts.policy.settings.store.region
        && !matches!(scope, Scope::Vendor(_) | Scope::OnDevice)
    {
        found.push(Site {
            holder: "our store".to_owned(),
            vendor: false,
            place: Some(region.value),
            origin: &region.origin,
        });
    }
    let vendors = match scope {
        Scope::Vendor(vendor) => vec![&facts.policy[*vendor]],
        _ => facts.vendors(scope, data),
    };
    if vendors.is_empty() {
        found.extend(unstated(scope, data, facts));
    }
    for vendor in vendors {
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
            if !place.data.is_empty() && !place.data.iter().any(|one| data.is(one.value, facts)) {
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

/// Whether a sentence names a place, by its name or its code in capitals.
fn names(said: &Said<'_>, scope: &Scope, place: Territory) -> bool {
    // A row about a vendor says its places in several sentences.
    let text = match scope {
        Scope::Vendor(_) => said.stretch,
        _ => said.text,
    };
    text.contains(place.name()) || whole(text, &place.to_string()).is_some()
}

/// Vendors that may have the data, since neither the activity nor their files say who gets it, and that say no place.
fn unstated<'p>(scope: &Scope, data: &Data, facts: &Facts<'p>) -> Vec<Site<'p>> {
    let open = facts.activities(scope, data).into_iter().any(|activity| {
        activity.is_server()
            && facts.touches(activity, data)
            && activity
                .recipients
                .as_ref()
                .is_some_and(|recipients| matches!(recipients.value, Recipients::NotStated))
    });
    let vendors = facts.policy.vendors().iter();
    vendors
        .filter(|vendor| {
            open && vendor.stage.value == Stage::Active
                && vendor.receives.is_none()
                && vendor.processes_in.is_empty()
        })
        .map(|vendor| Site {
            holder: vendor.name().to_owned(),
            vendor: true,
            place: None,
            origin: &vendor.origin,
        })
        .collect()
}

/// Words for the speaker's own machines.
const OWN: &[&str] = &["our own servers", "own servers", "eigenen servern"];

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

fn compare(said: &Said<'_>, stated: Territory, sites: &[Site<'_>]) -> Judgement {
    let claim = said.claim;
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
        let narrowed = !claim.absolute
            && (own || (said.is_hedged() && sites.iter().any(|site| inside(&site))));
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
