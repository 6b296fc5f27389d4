//! Nothing is given to others.

use candor_model::vocabulary::{NeverDo, Relation};
use candor_model::{Recipient, Recipients, Vendor};

use super::class::Classes;
use super::facts::Facts;
use super::said::Said;
use super::subject::Data;
use super::words::{any, list};
use super::{Judgement, Scope, Verdict, data, sale};

/// Words for recipients who advertise.
const ADVERTISERS: &[&str] = &[
    "advertis",
    "ad network",
    "data broker",
    "werbe",
    "werbung",
    "publicit",
    "annonceur",
    "anunciante",
];

pub(super) fn judge(said: &Said<'_>, scope: &Scope, facts: &Facts<'_>) -> Judgement {
    let claim = said.claim;
    if claim
        .trace
        .iter()
        .any(|word| any(&word.to_lowercase(), sale::RENT))
    {
        return sale::judge(said, facts);
    }
    let data = match data(said, Classes::PERSONAL.or(Classes::WORK), facts) {
        Ok(data) => data,
        Err(judgement) => return judgement,
    };
    let vendors = facts.vendors(scope, &data);
    let trace: Vec<String> = vendors
        .iter()
        .map(|vendor| format!("{}: {}", vendor.id, vendor.relation.value))
        .collect();
    let judgement = match facts.vendor_named(&said.lower) {
        Some(named) => with_one(named, &data, facts),
        None if said.has(ADVERTISERS) => sale::advertising(said, facts),
        None => with_all(said, scope, facts, &data, &vendors),
    };
    judgement.tracing(trace)
}

/// Words that leave out the recipients who are named.
const ELSE: &[&str] = &[
    "else",
    "other than",
    "other third",
    "sonst",
    "andere",
    "d'autre",
    "autres",
    "nadie más",
    "otros",
    "beyond",
];

/// A sentence about one vendor by name.
pub(super) fn with_one(named: &Vendor, data: &Data, facts: &Facts<'_>) -> Judgement {
    let what = &data.words;
    let gets = named
        .receives()
        .iter()
        .chain(named.can_see())
        .any(|one| data.is(one.value, facts));
    let is_said = named.receives.is_some() || named.can_see.is_some();
    let name = named.name();
    if gets {
        Judgement::new(
            Verdict::Contradicted,
            format!("the text says that {name} does not get {what}, and its file declares that it does; correct one of them"),
        )
    } else if is_said {
        Judgement::new(Verdict::Backed, format!("{name} is declared to get no {what}"))
    } else {
        Judgement::new(
            Verdict::Unverified,
            format!("the text says that {name} does not get {what}, and its file does not say what it gets; state `receives`"),
        )
    }
    .at(&named.origin)
}

fn with_all(
    said: &Said<'_>,
    scope: &Scope,
    facts: &Facts<'_>,
    data: &Data,
    vendors: &[&Vendor],
) -> Judgement {
    let what = &data.words;
    let promise = sale::promised(facts, NeverDo::Share);
    let of = |wanted: &[Relation]| -> Vec<&Vendor> {
        let known = vendors.iter().copied();
        known
            .filter(|vendor| wanted.contains(&vendor.relation.value))
            .collect()
    };
    let names = |vendors: &[&Vendor]| {
        list(
            vendors
                .iter()
                .map(|vendor| format!("{} ({})", vendor.name(), vendor.relation.value)),
        )
    };
    let others = of(&[
        Relation::IndependentController,
        Relation::JointController,
        Relation::Affiliate,
    ]);
    if let Some(first) = others.first() {
        let verdict = if said.is_hedged() {
            Verdict::Narrowed
        } else {
            Verdict::Contradicted
        };
        return Judgement::new(
            verdict,
            format!("the text says that {what} is not given to others; declared as recipients that decide for themselves: {}; name them in the text", names(&others)),
        )
        .at(&first.relation.origin);
    }
    let unknown = of(&[Relation::NotStated]);
    if let Some(first) = unknown.first() {
        return Judgement::new(
            Verdict::Unverified,
            format!("the text says that {what} is not given to others, and what these vendors are in law is not stated: {}; state `relation`", names(&unknown)),
        )
        .at(&first.relation.origin);
    }
    for activity in facts.activities(scope, data) {
        if !activity.is_server() || !facts.touches(activity, data) {
            continue;
        }
        let name = facts.policy.activity_name(activity);
        let Some(recipients) = &activity.recipients else {
            continue;
        };
        match &recipients.value {
            // A promise never to share says who gets the data where the activity does not.
            Recipients::NotStated if promise.is_some() => {}
            Recipients::NotStated => {
                return Judgement::new(
                    Verdict::Unverified,
                    format!("the text says that {what} is not given to others, and `{name}` does not state its recipients; state them, or `nobody`"),
                )
                .at(&recipients.origin);
            }
            Recipients::Listed(listed) => {
                let unnamed = listed.iter().find_map(|recipient| match &recipient.value {
                    Recipient::Unnamed(text) => Some((text, &recipient.origin)),
                    Recipient::Vendor(_) | Recipient::NamedByPerson(_) => None,
                });
                if let Some((text, origin)) = unnamed {
                    return Judgement::new(
                        Verdict::Narrowed,
                        format!("the text says that {what} is not given to others, and `{name}` gives it to \"{}\"; name them in the text", text.first()),
                    )
                    .at(origin);
                }
            }
            Recipients::Nobody => {}
        }
    }
    // "With anyone else" speaks of those beside the ones who are named.
    if said.claim.absolute && !said.has(ELSE) {
        let processors = of(&[
            Relation::Processor,
            Relation::Subprocessor,
            Relation::RequestOnly,
        ]);
        if let Some(first) = processors.first() {
            return Judgement::new(
                Verdict::Narrowed,
                format!("the text says without exception that {what} is not given to others; these work for us with it: {}; add \"except to the service providers that work for us\"", names(&processors)),
            )
            .at(&first.relation.origin);
        }
        // What authorities may ask for is a matter of the organisation, and not of one activity among others.
        let is_of_one = matches!(scope, Scope::Activity(_));
        let laws = &facts.policy.organisation.disclosed_to_authorities_when;
        if let Some(law) = laws.first().filter(|_| !is_of_one) {
            return Judgement::new(
                Verdict::Narrowed,
                format!("the text says without exception that {what} is not given to others, and disclosure to authorities is declared; add that exception"),
            )
            .at(&law.origin);
        }
    }
    if facts.policy.activities().is_empty() {
        return Judgement::new(
            Verdict::Unverified,
            format!(
                "the text says that {what} is not given to others, and no activity is declared; declare activities with their recipients"
            ),
        );
    }
    let verdict = match promise {
        Some(_) => Verdict::Declared,
        None => Verdict::Backed,
    };
    Judgement::new(
        verdict,
        format!("no declared recipient of {what} is anybody but us and those who work for us"),
    )
    .at_any(vendors.first().map(|vendor| &vendor.relation.origin))
}
