//! Where events go: the one activity on a server that uses their category, and the window under which it keeps them.

use candor_model::{Activity, DataCategory, DataUse, Id, Policy, Ref, Window};

use crate::boundary::{self, Form};
use crate::refusal::{Refusal, RefusalKind};

/// Where the events of a category go once the boundary lets them in.
#[derive(Clone, Copy, Debug)]
pub(super) struct EventIntake<'p> {
    pub(super) category: &'p DataCategory,
    pub(super) activity: &'p Activity,
    pub(super) window: Ref<Window>,
}

/// An activity and how it keeps the category.
type Use<'p> = (&'p Activity, &'p DataUse);

impl<'p> EventIntake<'p> {
    /// Finds the activity: the one named, or the only one on a server whose window this runtime carries out.
    ///
    /// # Errors
    /// Refuses undeclared categories, categories without fields, activities that are local or do not use the category,
    /// windows that this runtime does not carry out, and choices that fit several.
    pub(super) fn find(
        policy: &'p Policy,
        category: &str,
        activity: Option<&str>,
    ) -> Result<Self, Refusal> {
        let category = declared(policy, category)?;
        let (activity, data) = match activity {
            Some(wanted) => named(policy, category, wanted)?,
            None => only(policy, category)?,
        };
        if !activity.is_server() {
            return Err(local(policy, category, activity));
        }
        let window = storing_window(policy, data)?;
        if category.fields.is_empty() {
            return Err(refuse(
                "events/no-fields",
                "This category has no fields",
                format!(
                    "Only declared fields of an event are stored, and `{}` declares none. List them under `fields`.",
                    category.id
                ),
            )
            .at(&category.origin));
        }
        Ok(Self {
            category,
            activity,
            window,
        })
    }
}

/// The category of that id.
pub(super) fn declared<'p>(policy: &'p Policy, id: &str) -> Result<&'p DataCategory, Refusal> {
    policy.data_category(id).ok_or_else(|| {
        let shown = super::faults::shown(Id::new(id).as_str());
        refuse(
            "boundary/undeclared-category",
            "Undeclared data category",
            format!("The policy declares no data category {shown}. Only declared data is taken."),
        )
    })
}

/// The activities that use the category, or make it.
fn uses_of<'p>(policy: &'p Policy, category: &'p DataCategory) -> impl Iterator<Item = Use<'p>> {
    policy.activities().iter().filter_map(move |activity| {
        activity
            .data_uses()
            .find(|data| policy[data.data.value].id == category.id)
            .map(|data| (activity, data))
    })
}

fn named<'p>(
    policy: &'p Policy,
    category: &'p DataCategory,
    wanted: &str,
) -> Result<Use<'p>, Refusal> {
    let id = Id::new(wanted);
    let meant: Vec<&Activity> = policy
        .activities()
        .iter()
        .filter(|activity| activity.id == id || policy.activity_name(activity) == id.as_str())
        .collect();
    let Some(first) = meant.first() else {
        let shown = super::faults::shown(id.as_str());
        return Err(refuse(
            "boundary/undeclared-activity",
            "Undeclared activity",
            format!("The policy declares no activity {shown}."),
        )
        .at(&category.origin));
    };
    let fitting: Vec<Use<'p>> = uses_of(policy, category)
        .filter(|(activity, _)| meant.iter().any(|one| std::ptr::eq(*one, *activity)))
        .collect();
    match fitting.as_slice() {
        [one] => Ok(*one),
        [] => Err(refuse(
            "boundary/undeclared-category",
            "Undeclared data category",
            format!(
                "The activity `{}` does not declare that it uses `{}`.",
                policy.activity_name(first),
                category.id
            ),
        )
        .at(&first.origin)),
        several => Err(ambiguous(policy, category, several)),
    }
}

fn only<'p>(policy: &'p Policy, category: &'p DataCategory) -> Result<Use<'p>, Refusal> {
    let all: Vec<Use<'p>> = uses_of(policy, category).collect();
    let servers: Vec<Use<'p>> = all
        .iter()
        .copied()
        .filter(|(activity, _)| activity.is_server())
        .collect();
    let fitting: Vec<Use<'p>> = servers
        .iter()
        .copied()
        .filter(|(_, data)| boundary::storing_window(policy, data, Form::Events).is_ok())
        .collect();
    match (fitting.as_slice(), servers.as_slice(), all.as_slice()) {
        ([one], ..) => Ok(*one),
        // None of them may store it; the caller is told why the first one may not.
        ([], [first, ..], _) => Ok(*first),
        ([], [], [(activity, _), ..]) => Err(local(policy, category, activity)),
        ([], [], []) => Err(refuse(
            "boundary/undeclared-category",
            "No activity uses this data",
            format!(
                "`{}` is declared, and no activity says that it uses it. Say in an activity what it is for.",
                category.id
            ),
        )
        .at(&category.origin)),
        (several, ..) => Err(ambiguous(policy, category, several)),
    }
}

/// The window, with the refusals of what is not kept in words that fit events.
fn storing_window(policy: &Policy, data: &DataUse) -> Result<Ref<Window>, Refusal> {
    let kept = boundary::storing_window(policy, data, Form::Events).map_err(|refusal| match refusal.rule {
        "boundary/not-kept" | "boundary/memory-only" => Refusal {
            detail: format!(
                "The policy says that `{}` is never written to disk, so no event of it may be stored.",
                policy[data.data.value].id
            ),
            ..refusal
        },
        _ => refusal,
    })?;
    let window = &policy[kept];
    match &window.counted_from {
        Some(start) if start.value.comes_later() => Err(refuse(
            "events/waiting-window",
            "Events do not wait",
            format!(
                "The window `{}` counts from `{}`. Events of many people are stored together, so they need a window that \
                 counts from `collection`.",
                window.id, start.value
            ),
        )
        .at(&start.origin)),
        _ => Ok(kept),
    }
}

fn ambiguous(policy: &Policy, category: &DataCategory, several: &[Use<'_>]) -> Refusal {
    let names: Vec<String> = several
        .iter()
        .map(|(activity, _)| policy.activity_name(activity))
        .collect();
    Refusal::new(
        RefusalKind::Ambiguous,
        "boundary/ambiguous-activity",
        "Several activities fit",
        format!(
            "Several activities use `{}`: {}. Name one with ?activity=ID.",
            category.id,
            names.join(", ")
        ),
    )
    .at(&category.origin)
}

fn local(policy: &Policy, category: &DataCategory, activity: &Activity) -> Refusal {
    refuse(
        "boundary/local-activity",
        "This data stays in the browser",
        format!(
            "The policy says that `{}` uses `{}` in the visitor's browser only, so no server may take it. Nothing was \
             stored.",
            policy.activity_name(activity),
            category.id
        ),
    )
    .at(&activity.location.origin)
}

fn refuse(rule: &'static str, title: &str, detail: String) -> Refusal {
    Refusal::new(RefusalKind::Boundary, rule, title, detail)
}
