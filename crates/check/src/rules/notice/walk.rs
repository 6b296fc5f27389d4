//! Every text of a policy with its owner, for the rules that read texts.

use candor_model::{Policy, Text};

/// Calls `look` for every free text that a page can print.
pub(super) fn texts<'p>(policy: &'p Policy, mut look: impl FnMut(&'p Text)) {
    for category in policy.data() {
        look(&category.label);
        category
            .fields
            .iter()
            .filter_map(|field| field.why.as_ref())
            .for_each(&mut look);
    }
    for window in policy.windows() {
        window.why.iter().for_each(&mut look);
        if let candor_model::Extent::Criteria(criteria) = &window.extent {
            look(criteria);
        }
    }
    for activity in policy.activities() {
        let texts = [
            &activity.name,
            &activity.only_when,
            &activity.why_server,
            &activity.description,
            &activity.interest,
        ];
        texts.into_iter().flatten().for_each(&mut look);
    }
    for tool in policy.tools() {
        look(&tool.name);
        tool.summary.iter().for_each(&mut look);
        let lists = [
            &tool.devices,
            &tool.limits,
            &tool.advice,
            &tool.does_not_cover,
            &tool.also_loads,
        ];
        lists.into_iter().flatten().for_each(&mut look);
        tool.questions
            .iter()
            .for_each(|question| look(&question.question));
        for control in &tool.controls {
            look(&control.what);
            control.how.iter().for_each(&mut look);
        }
    }
    for vendor in policy.vendors() {
        look(&vendor.purpose);
        vendor
            .note
            .iter()
            .chain(&vendor.used.condition)
            .for_each(&mut look);
    }
    for item in &policy.device_storage {
        look(&item.purpose);
    }
    for promise in &policy.promises {
        look(&promise.says);
    }
    for measure in &policy.security {
        measure.how.iter().for_each(&mut look);
    }
    if let Some(changes) = &policy.changes {
        changes
            .versions
            .iter()
            .filter_map(|version| version.summary.as_ref())
            .for_each(&mut look);
    }
}
