//! What the stages and copies of a window add up to.

use candor_model::duration::Comparison;
use candor_model::{AlsoStated, Duration, Policy, Window};

/// Whether a second statement is about the whole and not about this window alone: there are further stages or copies,
/// and it is longer than the window itself.
pub(super) fn is_a_total(policy: &Policy, window: &Window, statement: &AlsoStated) -> bool {
    let (Some(own), Some(stated)) = (window.maximum(), &statement.duration) else {
        return false;
    };
    stated.compare(own) == Comparison::Longer && totals(policy, window).len() > 1
}

/// Every time that can be meant by "when is it gone", shortest first: the window, with the stages before it, with its
/// longest copy, and with both. Where stages without a length lead to it, those chains are left out.
pub(super) fn totals(policy: &Policy, window: &Window) -> Vec<Duration> {
    let Some(own) = window.maximum() else {
        return Vec::new();
    };
    let mut ends = Vec::new();
    chains(policy, window, own.clone(), 0, &mut ends);
    let copy = window
        .copies
        .iter()
        .filter_map(|copy| copy.delete_within.known())
        .max_by_key(|length| length.longest_seconds());
    if let Some(copy) = copy {
        let with_copy: Vec<Duration> = ends.iter().map(|end| end.sum(copy)).collect();
        ends.extend(with_copy);
    }
    ends.sort_by_key(Duration::longest_seconds);
    ends
}

/// Adds the length so far, and the lengths with each stage that leads to the window. The depth ends a circle of stages.
fn chains(
    policy: &Policy,
    window: &Window,
    so_far: Duration,
    depth: usize,
    ends: &mut Vec<Duration>,
) {
    if depth < policy.windows().len() {
        for earlier in policy.windows() {
            let leads_here = earlier
                .then
                .as_ref()
                .is_some_and(|then| policy[then.value].id == window.id);
            if let Some(length) = earlier.maximum().filter(|_| leads_here) {
                chains(policy, earlier, length.sum(&so_far), depth + 1, ends);
            }
        }
    }
    ends.push(so_far);
}
