//! Nothing is given to others.

use candor_model::vocabulary::Relation;
use candor_model::{Recipient, Recipients, Vendor};

use super::class::Classes;
use super::facts::Facts;
use super::words::list;
use super::{Judgement, Scope, Verdict, object};
use crate::Claim;

pub(super) fn judge(claim: &Claim, scope: &Scope, facts: &Facts<'_>) -> Judgement {
    let classes = object(claim, Classes::PERSONAL.or(Classes::WORK));
    let what = classes.words();
    let vendors = facts.vendors(scope, classes);
    let trace: Vec<String> = vendors
        .iter()
        .map(|vendor| format!("{}: {}", vendor.id, vendor.relation.value))
        .collect();
    let named = claim
        .recipient
        .as_deref()
        .and_then(|words| facts.vendor_named(words));
    let judgement = match named {
        Some(named) => with_one(named, &vendors, what),
        None => with_all(claim, scope, facts, classes, &vendors),
    };
    judgement.tracing(trace)
}

/// A sentence about one vendor by name.
fn with_one(named: &Vendor, vendors: &[&Vendor], what: &str) -> Judgement {
    let gets = vendors.iter().any(|vendor| vendor.id == named.id);
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
    claim: &Claim,
    scope: &Scope,
    facts: &Facts<'_>,
    classes: Classes,
    vendors: &[&Vendor],
) -> Judgement {
    let what = classes.words();
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
        let verdict = if claim.hedged {
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
    for activity in facts.activities(scope, classes) {
        if !activity.is_server() || !facts.touches(activity, classes) {
            continue;
        }
        let name = facts.policy.activity_name(activity);
        let Some(recipients) = &activity.recipients else {
            continue;
        };
        match &recipients.value {
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
    if claim.absolute {
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
        if let Some(law) = facts
            .policy
            .organisation
            .disclosed_to_authorities_when
            .first()
        {
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
    Judgement::new(
        Verdict::Backed,
        format!("no declared recipient of {what} is anybody but us and those who work for us"),
    )
    .at_any(vendors.first().map(|vendor| &vendor.relation.origin))
}
