//! No cookies are set; nobody is followed.

use candor_model::vocabulary::{Identifies, NeverDo, Party, Purpose, StorageKind};
use candor_model::{DeviceStorage, Origin};

use super::class::Classes;
use super::facts::Facts;
use super::said::Said;
use super::sale::{advertising, mentions, promised};
use super::words::list;
use super::{Judgement, Verdict};

/// Beginnings of words that make a purpose one of following people.
const FOLLOWS: &[&str] = &[
    "analytic",
    "advertis",
    "tracking",
    "marketing",
    "retarget",
    "audience measure",
    "how people use",
    "statisti",
    "werbung",
    "publicit",
    "publicidad",
    "mesure d'audience",
];

/// Words for advertising, and those that mean more than advertising.
const ADS: &[&str] = &["advertis", "ad cookie", "werbe", "werbung", "publicit"];
const MORE_THAN_ADS: &[&str] = &[
    "track",
    "analytic",
    "statisti",
    "follow",
    "profil",
    "fingerprint",
    "pixel",
    "verfolg",
    "suiv",
    "rastre",
    "seguim",
];

/// Words for what runs in the browser, which a count on the server is not.
const IN_BROWSER: &[&str] = &[
    "script",
    "beacon",
    "pixel",
    "client-side",
    "session replay",
    "fingerprint",
    "banner",
    "sitzungsaufzeichnung",
];

/// Words for counting, which is no following where nobody can be told apart.
const COUNTS: &[&str] = &["analytic", "statisti", "telemetr"];

/// Trackers by their names.
const PRODUCTS: &[&str] = &[
    "google analytics",
    "facebook pixel",
    "meta pixel",
    "hotjar",
    "mixpanel",
    "matomo",
    "plausible",
    "web analytics",
];

fn name(item: &DeviceStorage) -> String {
    item.name
        .known()
        .cloned()
        .or_else(|| item.label.as_ref().map(|label| label.first().to_owned()))
        .unwrap_or_else(|| item.kind.value.to_string())
}

pub(super) fn cookies(said: &Said<'_>, facts: &Facts<'_>) -> Judgement {
    let claim = said.claim;
    let theirs =
        claim.recipient.is_some() || said.has(&["third-party cookie", "third party cookie"]);
    // "Usage is counted on the server, without cookies" speaks of the cookies that count.
    let counting = said.is_near(&["analytic", "usage", "telemetry", "statisti", "nutzung"])
        && !said.has(&["we do not use", "we don't use", "site", "wir verwenden"]);
    let set: Vec<&DeviceStorage> = facts
        .policy
        .device_storage
        .iter()
        .filter(|item| {
            item.kind.value == StorageKind::Cookie
                && (!theirs || item.party.value == Party::Third)
                && (!counting || mentions(&item.purpose, FOLLOWS))
        })
        .collect();
    let Some(first) = set.first() else {
        return Judgement::new(
            Verdict::Declared,
            "no such cookie is declared in policies/device-storage.yaml",
        );
    };
    let names = list(set.iter().map(|item| name(item)));
    let sometimes = set.iter().all(|item| item.set_when.is_some());
    let verdict = if said.is_hedged() || (sometimes && !claim.absolute) {
        Verdict::Narrowed
    } else {
        Verdict::Contradicted
    };
    Judgement::new(
        verdict,
        format!("the text says that no cookies are set; declared: {names}; name them and what they are for, such as \"only the cookies that sign-in needs\""),
    )
    .at(&first.origin)
    .tracing(set.iter().map(|item| name(item)))
}

pub(super) fn tracking(said: &Said<'_>, facts: &Facts<'_>) -> Judgement {
    let nameless = PRODUCTS.iter().fold(said.lower.clone(), |text, product| {
        text.replace(product, " ")
    });
    let has = |words: &[&str]| super::words::any(&nameless, words);
    if has(ADS) && !has(MORE_THAN_ADS) {
        return advertising(said, facts);
    }
    if has(&["cookie"]) && !has(&["analytics script", "beacon"]) {
        return tracking_cookies(said, facts);
    }
    let named = PRODUCTS
        .iter()
        .filter(|product| said.lower.contains(*product));
    let named: Vec<&&str> = named.collect();
    let used = facts.policy.vendors().iter().find(|vendor| {
        let vendor = vendor.name().to_lowercase();
        named
            .iter()
            .any(|product| product.contains(&vendor) || vendor.contains(**product))
            && !vendor.is_empty()
            && !said.lower.contains(&format!("{vendor} web analytics"))
    });
    if let Some(used) = used {
        return Judgement::new(
            Verdict::Contradicted,
            format!("the text says that {} is not used, and it is declared as a vendor; correct one of them", used.name()),
        )
        .at(&used.origin);
    }
    if said.has(&["separate analytics", "separate pipeline"]) {
        return Judgement::new(
            Verdict::NotComparable,
            "the text speaks of a further system for the same data, and no fact says how many there are",
        );
    }
    if said.has(IN_BROWSER) || (!named.is_empty() && !has(FOLLOWS) && !has(MORE_THAN_ADS)) {
        return in_browser(facts);
    }
    following(said, facts)
}

/// Scripts and beacons of others: what the policy declares on the device.
fn in_browser(facts: &Facts<'_>) -> Judgement {
    let item = facts
        .policy
        .device_storage
        .iter()
        .find(|item| mentions(&item.purpose, FOLLOWS));
    match item {
        Some(item) => Judgement::new(
            Verdict::Contradicted,
            format!(
                "the text says that nothing in the browser follows people, and `{}` is declared for \"{}\"; name it in the text",
                name(item),
                item.purpose.first()
            ),
        )
        .at(&item.purpose.origin),
        None => Judgement::new(Verdict::Declared, "nothing is declared on the device that follows a person")
            .at_any(promised(facts, NeverDo::Track).map(|(_, origin)| origin)),
    }
}

/// "No tracking cookies": advertising cookies are some; whether counting ones are, is for the text to say.
fn tracking_cookies(said: &Said<'_>, facts: &Facts<'_>) -> Judgement {
    let cookies =
        facts.policy.device_storage.iter().filter(|item| {
            item.kind.value == StorageKind::Cookie && mentions(&item.purpose, FOLLOWS)
        });
    let cookies: Vec<&DeviceStorage> = cookies.collect();
    let trace: Vec<String> = cookies
        .iter()
        .map(|item| format!("{}: {}", name(item), item.purpose.first()))
        .collect();
    let judgement = match cookies.first() {
        Some(cookie) => {
            let ads = cookies
                .iter()
                .any(|item| mentions(&item.purpose, super::sale::TRADE));
            let counting = said.has(COUNTS);
            let verdict = if ads || counting {
                Verdict::Contradicted
            } else {
                Verdict::Narrowed
            };
            Judgement::new(
                verdict,
                format!(
                    "the text says that no cookies follow people, and `{}` is set to \"{}\"; say what counts as tracking, and name this cookie",
                    name(cookie),
                    cookie.purpose.first()
                ),
            )
            .at(&cookie.purpose.origin)
        }
        None => Judgement::new(
            Verdict::Declared,
            "no cookie is declared that follows a person",
        )
        .at_any(promised(facts, NeverDo::Track).map(|(_, origin)| origin)),
    };
    judgement.tracing(trace)
}

/// "We do not track you", "no analytics": everything that is declared about how people use the product.
fn following(said: &Said<'_>, facts: &Facts<'_>) -> Judgement {
    let policy = facts.policy;
    let profile = said.has(&["profil", "perfil"]);
    let counting = said.has(COUNTS);
    let mut found: Vec<(String, &Origin)> = policy
        .device_storage
        .iter()
        .filter(|item| mentions(&item.purpose, FOLLOWS))
        .map(|item| {
            (
                format!("{}: {}", name(item), item.purpose.first()),
                &item.purpose.origin,
            )
        })
        .collect();
    let mut counts: Vec<(String, &Origin)> = Vec::new();
    for activity in policy.activities() {
        let purpose = activity.purpose.known();
        let is_count = counting
            && (activity
                .name
                .as_ref()
                .is_some_and(|name| mentions(name, COUNTS))
                || facts.touches(activity, &Classes::USAGE.into()));
        let measures = match profile {
            true => purpose == Some(&Purpose::Marketing),
            false => {
                is_count
                    || matches!(
                        purpose,
                        Some(Purpose::ServiceImprovement | Purpose::Marketing)
                    )
            }
        };
        if !measures || !activity.is_server() {
            continue;
        }
        let personal = activity.data_uses().find(|data| {
            policy[data.data.value].identifies.known() != Some(&Identifies::Anonymous)
        });
        let name = policy.activity_name(activity);
        match personal {
            Some(data) => found.push((
                format!("{name} uses `{}`", policy[data.data.value].id),
                &data.origin,
            )),
            None => counts.push((name, &activity.origin)),
        }
    }
    if profile && promised(facts, NeverDo::Profile).is_some() {
        found.clear();
    }
    if counting {
        found.append(&mut counts);
    }
    let trace: Vec<String> = found
        .iter()
        .chain(&counts)
        .map(|(words, _)| words.clone())
        .collect();
    let judgement = if let Some((_, origin)) = found.first() {
        let verdict = if said.is_hedged() {
            Verdict::Narrowed
        } else {
            Verdict::Contradicted
        };
        Judgement::new(
            verdict,
            format!("the text says that nobody is followed; declared: {}; write what is measured, by whom and how to say no", list(found.iter().map(|(words, _)| words))),
        )
        .at(origin)
    } else {
        let promise = promised(facts, NeverDo::Track).map(|(_, origin)| origin);
        let counted = match counts.is_empty() {
            true => "nothing is declared that follows a person".to_owned(),
            false => format!(
                "only anonymous counts are declared: {}",
                list(counts.iter().map(|(words, _)| words))
            ),
        };
        Judgement::new(Verdict::Declared, counted)
            .at_any(promise.or(counts.first().map(|(_, origin)| *origin)))
    };
    judgement.tracing(trace)
}
