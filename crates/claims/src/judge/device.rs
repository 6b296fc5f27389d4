//! "It stays in your browser": what the site itself stores on the device, and the cookies that go with requests.

use candor_model::DeviceStorage;
use candor_model::vocabulary::StorageKind;

use super::facts::Facts;
use super::said::Said;
use super::words::{any, list};
use super::{Judgement, Verdict};

/// What items of several techniques can be about.
const MATTERS: &[&str] = &[
    "preference",
    "setting",
    "theme",
    "dark mode",
    "history",
    "workspace",
    "language",
    "einstellung",
    "verlauf",
    "préférence",
    "preferencia",
];

fn name(item: &DeviceStorage) -> String {
    let label = item.label.as_ref().map(|label| label.first().to_owned());
    label
        .or_else(|| item.name.known().cloned())
        .unwrap_or_else(|| item.kind.value.to_string())
}

/// Holds "this stays on the device" against what is stored there.
pub(super) fn judge(said: &Said<'_>, items: &[&DeviceStorage], facts: &Facts<'_>) -> Judgement {
    let trace = items
        .iter()
        .map(|item| format!("{}: {}", name(item), item.kind.value));
    let trace: Vec<String> = trace.collect();
    if let Some(cookie) = items
        .iter()
        .find(|item| item.kind.value == StorageKind::Cookie)
    {
        return Judgement::new(
            Verdict::Contradicted,
            format!(
                "the text says that this stays on the device, and `{}` is a cookie, which the browser sends with every \
                 request; name what is kept without cookies apart from the cookies",
                name(cookie)
            ),
        )
        .at(&cookie.origin)
        .tracing(trace);
    }
    let Some(first) = items.first() else {
        return Judgement::new(
            Verdict::Unverified,
            "the text says that something stays in the browser's storage, and policies/device-storage.yaml declares no \
             such item; declare it with `leaves_device: never`",
        );
    };
    if let Some((cookie, matter)) = as_cookie(said, items, facts) {
        return Judgement::new(
            Verdict::Contradicted,
            format!(
                "the text says that this stays on the device, and the cookie `{}` holds the same ({matter}), which the \
                 browser sends with every request; keep it in one of both places, or write that cookies send it",
                name(cookie)
            ),
        )
        .at(&cookie.purpose.origin)
        .tracing(trace);
    }
    let judgement = if let Some(open) = items.iter().find(|item| !item.never_leaves_device) {
        Judgement::new(
            Verdict::Unverified,
            format!(
                "the text says that this stays on the device, and that is not declared for `{}`; state `leaves_device: \
                 never`",
                name(open)
            ),
        )
        .at(&open.origin)
    } else if let Some((category, activity)) = elsewhere(items, facts) {
        Judgement::new(
            Verdict::Narrowed,
            format!(
                "the text says that this stays on the device; what is stored there holds `{category}`, which \
                 `{activity}` has on a server, too; say which copy stays"
            ),
        )
        .at(&first.origin)
    } else {
        Judgement::new(
            Verdict::Declared,
            format!(
                "declared not to leave the device: {}",
                list(items.iter().map(|item| name(item)))
            ),
        )
        .at(&first.origin)
    };
    judgement.tracing(trace)
}

/// The cookie that holds what an item in the browser's storage holds.
fn as_cookie<'p>(
    said: &Said<'_>,
    items: &[&DeviceStorage],
    facts: &Facts<'p>,
) -> Option<(&'p DeviceStorage, &'static str)> {
    let matters = MATTERS.iter().filter(|matter| {
        said.is_near(&[matter])
            || items
                .iter()
                .any(|item| any(&item.purpose.first().to_lowercase(), &[matter]))
    });
    let cookies = facts.policy.device_storage.iter();
    let cookies: Vec<&DeviceStorage> = cookies
        .filter(|item| item.kind.value == StorageKind::Cookie)
        .collect();
    matters.into_iter().find_map(|matter| {
        let cookie = cookies
            .iter()
            .find(|cookie| any(&cookie.purpose.first().to_lowercase(), &[matter]))?;
        Some((*cookie, *matter))
    })
}

/// A category that an item holds and a server has, too.
fn elsewhere(items: &[&DeviceStorage], facts: &Facts<'_>) -> Option<(String, String)> {
    let held = items
        .iter()
        .flat_map(|item| &item.holds)
        .map(|data| data.value);
    held.into_iter().find_map(|category| {
        let activity = facts.policy.activities().iter().find(|activity| {
            activity.is_server() && activity.data_uses().any(|data| data.data.value == category)
        })?;
        Some((
            facts.policy[category].id.as_str().to_owned(),
            facts.policy.activity_name(activity),
        ))
    })
}
