//! The disclosure log: events of one category.

use candor_model::{DataCategory, Kept, Policy};
use serde_json::{Map, Value};

use super::permit::Allowed;
use super::refuse;
use crate::refusal::Refusal;

/// The data category of the log.
pub(super) const CATEGORY: &str = "disclosure";
/// What the log must be able to tell.
const NEEDED: [&str; 2] = ["vendor", "data"];

/// Refuses where the policy has no log that could tell what went to whom.
pub(super) fn is_declared(policy: &Policy) -> Result<(), Refusal> {
    let Some(category) = policy.data_category(CATEGORY) else {
        return Err(refuse(
            "disclosure/no-log",
            "There is no log of disclosures",
            "A permit that leaves no trace is not given. Declare the data category `disclosure` with the fields `vendor` \
             and `data` in policies/data.yaml, and an activity on a server that keeps it under a window."
                .to_owned(),
        ));
    };
    for name in NEEDED {
        if !keeps(category, name) {
            return Err(refuse(
                "disclosure/no-log",
                "The log of disclosures cannot tell what went to whom",
                format!(
                    "The data category `disclosure` must keep the field `{name}` as it is; add it under `fields`."
                ),
            )
            .at(&category.origin));
        }
    }
    Ok(())
}

/// Whether the log keeps a field in a form that can be read again.
fn keeps(category: &DataCategory, name: &str) -> bool {
    category
        .fields
        .iter()
        .find(|field| field.name.as_str() == name)
        .is_some_and(|field| match &field.kept {
            None => true,
            Some(kept) => matches!(kept.value, Kept::Note(_)),
        })
}

/// One line for each data category, with the fields that the log declares and no others.
pub(super) fn lines(policy: &Policy, permit: &str, allowed: &Allowed<'_>) -> String {
    let fields = policy
        .data_category(CATEGORY)
        .map(|category| category.fields.as_slice())
        .unwrap_or_default();
    let activity = policy.activity_name(allowed.activity);
    let mut text = String::new();
    for data in &allowed.data {
        let known = [
            ("permit", permit),
            ("vendor", allowed.vendor.id.as_str()),
            ("activity", activity.as_str()),
            ("data", data.id.as_str()),
        ];
        let line: Map<String, Value> = known
            .into_iter()
            .filter(|(name, _)| fields.iter().any(|field| field.name.as_str() == *name))
            .map(|(name, value)| (name.to_owned(), Value::from(value)))
            .collect();
        text.push_str(&Value::Object(line).to_string());
        text.push('\n');
    }
    text
}
