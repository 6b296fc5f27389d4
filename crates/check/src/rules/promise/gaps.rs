//! What is missing for holding a promise against the facts.

use candor_model::vocabulary::{Relation, Stage};
use candor_model::{Activity, Origin, Policy, Promise, Recipient, Recipients};

use super::contradicted::covers;

/// The activities on a server whose data a promise is about.
fn meant<'p>(policy: &'p Policy, promise: &Promise) -> impl Iterator<Item = &'p Activity> {
    policy.activities().iter().filter(move |activity| {
        activity.is_server()
            && promise.holds_for(activity)
            && activity
                .data_uses()
                .any(|data| covers(promise, data.data.value))
    })
}

/// Which places of the data are not stated, and where that shows.
pub(super) fn places<'p>(policy: &'p Policy, promise: &Promise) -> Vec<(String, &'p Origin)> {
    let mut gaps = Vec::new();
    for activity in meant(policy, promise) {
        let name = policy.activity_name(activity);
        if let Some(storage) = activity
            .storage
            .as_ref()
            .and_then(|storage| storage.known())
            && storage.regions.known().is_none()
        {
            let what = format!("the place of the store of `{name}` is not stated");
            gaps.push((what, &storage.regions.origin));
        }
        let Some(recipients) = &activity.recipients else {
            continue;
        };
        for (reference, at) in recipients.vendors() {
            let vendor = &policy[reference];
            let for_us = matches!(
                vendor.relation.value,
                Relation::Processor | Relation::Subprocessor
            ) && matches!(vendor.stage.value, Stage::Active | Stage::Ending);
            if for_us && vendor.processes_in.is_empty() {
                let who = vendor.name();
                gaps.push((
                    format!("where {who} processes for `{name}` is not stated"),
                    at,
                ));
            }
        }
    }
    gaps
}

/// What stands against a promise that nobody else gets the data, and where.
pub(super) fn recipients<'p>(policy: &'p Policy, promise: &Promise) -> Vec<(String, &'p Origin)> {
    let mut gaps = Vec::new();
    for activity in meant(policy, promise) {
        let Some(recipients) = &activity.recipients else {
            continue;
        };
        let name = policy.activity_name(activity);
        match &recipients.value {
            Recipients::Nobody => {}
            Recipients::NotStated => gaps.push((
                format!("the recipients of `{name}` are not stated"),
                &recipients.origin,
            )),
            Recipients::Listed(list) => {
                for recipient in list {
                    if let Recipient::Unnamed(words) = &recipient.value {
                        gaps.push((
                            format!("`{name}` hands data to \"{}\"", words.first()),
                            &recipient.origin,
                        ));
                    }
                }
            }
        }
    }
    for reference in policy.references::<candor_model::Vendor>() {
        let vendor = &policy[reference];
        let in_use = matches!(vendor.stage.value, Stage::Active | Stage::Ending)
            && !matches!(
                vendor.relation.value,
                Relation::SelfHosted | Relation::RequestOnly
            );
        let named = policy.activities().iter().any(|activity| {
            activity
                .recipients
                .as_ref()
                .is_some_and(|to| to.vendors().any(|(vendor, _)| vendor == reference))
        });
        if let Some(data) = vendor
            .receives()
            .iter()
            .find(|data| covers(promise, data.value))
            && in_use
            && !named
        {
            gaps.push((
                format!(
                    "{} receives \"{}\" without being named in any activity",
                    vendor.name(),
                    policy[data.value].label.first()
                ),
                &data.origin,
            ));
        }
    }
    gaps
}

#[cfg(test)]
mod tests {
    use crate::rules::sample::found;

    /// How much cannot be checked of a promise not to share, with these recipients of the picture.
    fn open(recipients: &str) -> usize {
        let tool = format!(
            "name: Enlarge\nlocation: server\npurpose: requested-service\nuses: [{{data: picture, keep: nothing}}]\nrecipients: {recipients}\n"
        );
        let files = [
            (
                "policies/data.yaml",
                "picture: {label: A picture, source: [visitor], identifies: maybe}\n",
            ),
            ("policies/tools/enlarge.yaml", tool.as_str()),
            (
                "policies/promises.yaml",
                "- {id: listed, says: Only these., about: [picture], never: share}\n",
            ),
            (
                "subprocessors/kite.yaml",
                "legal_name: Kite AB\nrelation: processor\nstage: active\npurpose: hosting\nestablished_in: [SE]\ncontact: {email: a@kite.example}\nreceives: [picture]\nused: {when: always}\n",
            ),
        ];
        found("promise/not-checkable", "gdpr", &files).len()
    }

    #[test]
    fn a_full_list_of_recipients_leaves_nothing_open() {
        assert_eq!(open("[kite]"), 0);
    }

    #[test]
    fn whoever_is_not_named_is_found() {
        assert_eq!(open("none"), 1, "the vendor that nobody names");
        assert_eq!(open("[kite, {unnamed: CDN services}]"), 1);
        assert_eq!(open("not-stated"), 2);
    }
}
