//! Deeds that break a promise: sending, handing on for advertising, advertising on the device.

use candor_model::vocabulary::{Relation, Stage};
use candor_model::{About, Located, Never, Policy, Promise};

use super::contradicted::{broken, covers};
use crate::findings::Findings;
use crate::rules::device_storage::aim::{Aim, aim, speaks_of_advertising};

/// Activities that send what the promise keeps on the device.
pub(super) fn uploading(
    policy: &Policy,
    promise: &Promise,
    never: &Located<Never>,
    findings: &mut Findings<'_>,
) {
    for activity in policy.activities() {
        let sends = activity
            .uses
            .iter()
            .any(|data| covers(promise, data.data.value));
        if activity.is_server() && promise.holds_for(activity) && sends {
            let message = format!(
                "the promise `{}` says that it never leaves the device, and `{}` runs on a server",
                promise.id,
                policy.activity_name(activity)
            );
            broken(
                promise,
                findings,
                &never.origin,
                message,
                &activity.location.origin,
            );
        }
    }
}

/// Data that goes to somebody who uses it for advertising of their own. That is a sale or a sharing of data, whether or
/// not money is paid (Cal. Civ. Code 1798.140(ad) and (ah)).
pub(super) fn selling(
    policy: &Policy,
    promise: &Promise,
    never: &Located<Never>,
    findings: &mut Findings<'_>,
) {
    for vendor in policy.vendors() {
        let own_aims = matches!(
            vendor.relation.value,
            Relation::IndependentController | Relation::JointController
        ) && matches!(vendor.stage.value, Stage::Active | Stage::Ending)
            && speaks_of_advertising(&vendor.purpose);
        let Some(data) = vendor
            .receives()
            .iter()
            .find(|data| own_aims && covers(promise, data.value))
        else {
            continue;
        };
        let message = format!(
            "the promise `{}` rules out a sale, and {} gets \"{}\" for advertising of its own",
            promise.id,
            vendor.name(),
            policy[data.value].label.first()
        );
        broken(promise, findings, &never.origin, message, &data.origin);
    }
}

/// Items of device storage for advertising, against a promise about the device or about everything.
pub(super) fn advertising(
    policy: &Policy,
    promise: &Promise,
    never: &Located<Never>,
    findings: &mut Findings<'_>,
) {
    if matches!(promise.about.value, About::Data(_)) {
        return;
    }
    for item in &policy.device_storage {
        if aim(item) == Some(Aim::Advertising) {
            let message = format!(
                "the promise `{}` rules out advertising, and \"{}\" is stored for it",
                promise.id,
                item.label.as_ref().unwrap_or(&item.purpose).first()
            );
            broken(
                promise,
                findings,
                &never.origin,
                message,
                &item.purpose.origin,
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::sample::found;

    /// The lines of the promises that a small workspace breaks.
    fn broken(promises: &str) -> Vec<u32> {
        let files = [
            (
                "policies/data.yaml",
                "picture: {label: A picture, source: [visitor], identifies: maybe}\n",
            ),
            (
                "policies/tools/enlarge.yaml",
                "name: Enlarge\nlocation: server\npurpose: requested-service\nuses: [{data: picture, keep: nothing}]\n",
            ),
            (
                "policies/tools/crop.yaml",
                "name: Crop\nlocation: local\npurpose: requested-service\nuses: [{data: picture, keep: nothing}]\n",
            ),
            (
                "policies/device-storage.yaml",
                "- {name: ad, kind: cookie, party: third, purpose: choose advertisements, lifetime: 1 year, consent: needed}\n",
            ),
            (
                "subprocessors/billboard.yaml",
                "legal_name: Billboard SL\nrelation: independent-controller\nstage: active\npurpose: advertising\nestablished_in: [ES]\ncontact: {email: a@billboard.example}\nreceives: [referrer]\nused: {when: always}\n",
            ),
            ("policies/promises.yaml", promises),
        ];
        found("promise/contradicted", "gdpr", &files)
            .iter()
            .filter_map(|found| found.place.as_ref())
            .map(|place| place.line)
            .collect()
    }

    #[test]
    fn advertising_on_the_device_breaks_a_promise_about_it() {
        let promises = "- {id: a, says: No ads., about: device-storage, never: advertise}\n\
            - {id: b, says: No tracking., about: all, never: track}\n\
            - {id: c, says: No ads with pictures., about: [picture], never: advertise}\n";
        assert_eq!(broken(promises), [1, 2]);
    }

    #[test]
    fn a_server_breaks_the_promise_that_nothing_leaves_the_device() {
        let promises = "- {id: a, says: It stays here., about: [picture], never: upload}\n\
            - {id: b, says: It stays here., about: [picture], never: upload, tools: [crop]}\n\
            - {id: c, says: It stays here., about: [picture], never: upload, tools: [enlarge]}\n";
        assert_eq!(broken(promises), [1, 3]);
    }

    #[test]
    fn data_for_somebody_elses_advertising_breaks_the_promise_not_to_sell() {
        let promises = "- {id: a, says: No sale., about: all, never: sell}\n\
            - {id: b, says: No sale of pictures., about: [picture], never: [sell, rent]}\n";
        assert_eq!(broken(promises), [1]);
    }
}
