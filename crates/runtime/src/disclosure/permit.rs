//! What the policy allows: the vendor, the activity, and each category of data, with the line that decides.

use candor_model::vocabulary::Stage;
use candor_model::{Activity, DataCategory, Date, Id, Located, Policy, Ref, Stated, Vendor};

use super::{Disclosure, refuse};
use crate::refusal::{Refusal, RefusalKind};
use crate::store::Stored;

/// What may go.
#[derive(Debug)]
pub(super) struct Allowed<'p> {
    pub(super) vendor: &'p Vendor,
    pub(super) activity: &'p Activity,
    pub(super) data: Vec<&'p DataCategory>,
}

/// Judges a disclosure by the policy alone.
pub(super) fn allowed<'p>(
    policy: &'p Policy,
    disclosure: &Disclosure,
    today: Date,
) -> Result<Allowed<'p>, Refusal> {
    let (reference, vendor) = declared_vendor(policy, &disclosure.vendor)?;
    in_use(vendor, today)?;
    let activity = declared_activity(policy, &disclosure.activity)?;
    is_recipient(policy, activity, reference, vendor)?;
    if disclosure.data.is_empty() {
        return Err(Refusal::new(
            RefusalKind::Invalid,
            "disclosure/no-data",
            "What is to go there?",
            "Name at least one data category under `data`.",
        ));
    }
    let mut data = Vec::new();
    for id in &disclosure.data {
        let category = declared_category(policy, activity, id)?;
        receives(policy, vendor, category)?;
        if !data.iter().any(|one: &&DataCategory| one.id == category.id) {
            data.push(category);
        }
    }
    Ok(Allowed {
        vendor,
        activity,
        data,
    })
}

/// Whether a stored object may go: it is used for nothing while it is restricted (GDPR Art. 18), and what goes must be
/// what was asked for.
pub(super) fn may_go(
    policy: &Policy,
    object: &Stored,
    allowed: &Allowed<'_>,
) -> Result<(), Refusal> {
    if object.restricted {
        return Err(refuse(
            "disclosure/restricted",
            "This object is restricted",
            "The person asked that it is kept and not used (GDPR Art. 18), so it goes to nobody."
                .to_owned(),
        ));
    }
    let category = Id::new(&object.meta.category);
    if allowed.data.iter().any(|data| data.id == category) {
        return Ok(());
    }
    let refusal = refuse(
        "disclosure/other-data",
        "The object holds other data",
        format!(
            "The object is of the data category `{category}`, which is not among the data that the disclosure names."
        ),
    );
    Err(match policy.data_category(category.as_str()) {
        Some(category) => refusal.at(&category.origin),
        None => refusal,
    })
}

fn declared_vendor<'p>(policy: &'p Policy, id: &str) -> Result<(Ref<Vendor>, &'p Vendor), Refusal> {
    let wanted = Id::new(id);
    policy
        .references::<Vendor>()
        .map(|reference| (reference, &policy[reference]))
        .find(|(_, vendor)| vendor.id == wanted)
        .ok_or_else(|| {
            refuse(
                "boundary/undeclared-vendor",
                "Undeclared vendor",
                format!(
                    "The policy declares no vendor `{wanted}`. Only a vendor with a file under subprocessors/ may get \
                     data."
                ),
            )
        })
}

/// Whether the vendor is in use on that day: its stage says so, its use has begun and has not ended.
fn in_use(vendor: &Vendor, today: Date) -> Result<(), Refusal> {
    let not_in_use = |why: String| {
        refuse(
            "boundary/vendor-not-in-use",
            "This vendor is not in use",
            format!(
                "The policy says of `{}`: {why}. No data may go there today.",
                vendor.id
            ),
        )
    };
    if !matches!(vendor.stage.value, Stage::Active | Stage::Ending) {
        let why = format!("stage {}", vendor.stage.value);
        return Err(not_in_use(why).at(&vendor.stage.origin));
    }
    if let Some((begin, place)) = day(vendor.effective.as_ref()).filter(|(day, _)| *day > today) {
        return Err(not_in_use(format!("effective from {begin}")).at(place));
    }
    if let Some((end, place)) = day(vendor.ended.as_ref()).filter(|(day, _)| *day <= today) {
        return Err(not_in_use(format!("ended on {end}")).at(place));
    }
    Ok(())
}

fn day(stated: Option<&Located<Stated<Date>>>) -> Option<(Date, &candor_model::Origin)> {
    let stated = stated?;
    stated.known().map(|day| (*day, &stated.origin))
}

fn declared_activity<'p>(policy: &'p Policy, name: &str) -> Result<&'p Activity, Refusal> {
    let id = Id::new(name);
    let meant: Vec<&Activity> = policy
        .activities()
        .iter()
        .filter(|activity| activity.id == id || policy.activity_name(activity) == name)
        .collect();
    match meant.as_slice() {
        [one] => Ok(one),
        [] => Err(refuse(
            "boundary/undeclared-activity",
            "Undeclared activity",
            format!("The policy declares no activity `{id}`."),
        )),
        several => {
            let names: Vec<String> = several
                .iter()
                .map(|activity| policy.activity_name(activity))
                .collect();
            Err(Refusal::new(
                RefusalKind::Ambiguous,
                "boundary/ambiguous-activity",
                "Several activities fit",
                format!("Name one in full: {}.", names.join(", ")),
            ))
        }
    }
}

fn is_recipient(
    policy: &Policy,
    activity: &Activity,
    reference: Ref<Vendor>,
    vendor: &Vendor,
) -> Result<(), Refusal> {
    let recipients = activity.recipients.as_ref();
    let listed = recipients.is_some_and(|recipients| {
        recipients
            .value
            .vendors()
            .any(|(listed, _)| listed == reference)
    });
    if listed {
        return Ok(());
    }
    Err(refuse(
        "boundary/not-a-recipient",
        "This vendor gets nothing from this activity",
        format!(
            "The activity `{}` does not list `{}` among its recipients.",
            policy.activity_name(activity),
            vendor.id
        ),
    )
    .at(recipients.map_or(&activity.origin, |recipients| &recipients.origin)))
}

fn declared_category<'p>(
    policy: &'p Policy,
    activity: &Activity,
    id: &str,
) -> Result<&'p DataCategory, Refusal> {
    let wanted = Id::new(id);
    activity
        .data_uses()
        .map(|data| &policy[data.data.value])
        .find(|category| category.id == wanted)
        .ok_or_else(|| {
            refuse(
                "boundary/undeclared-category",
                "Undeclared data category",
                format!(
                    "The activity `{}` neither uses nor creates `{wanted}`.",
                    policy.activity_name(activity)
                ),
            )
            .at(&activity.origin)
        })
}

fn receives(policy: &Policy, vendor: &Vendor, category: &DataCategory) -> Result<(), Refusal> {
    let Some(received) = &vendor.receives else {
        return Err(refuse(
            "boundary/vendor-data",
            "It is not stated what this vendor receives",
            format!(
                "The policy does not say what `{}` receives; write `receives: [{}]` into its file, if that is so.",
                vendor.id, category.id
            ),
        )
        .at(&vendor.origin));
    };
    if received
        .iter()
        .any(|one| policy[one.value].id == category.id)
    {
        return Ok(());
    }
    Err(refuse(
        "boundary/vendor-data",
        "This vendor may not have this data",
        format!(
            "The policy does not list `{}` among what `{}` receives.",
            category.id, vendor.id
        ),
    )
    .at(received.first().map_or(&vendor.origin, |one| &one.origin)))
}
