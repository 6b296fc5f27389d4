//! The boundary: which activity a body belongs to, and whether the policy lets it in.
//!
//! Everything here reads the policy alone; no byte of a body is looked at and nothing is stored. What is not declared
//! is refused, with the line of the policy that decides.

use candor_model::vocabulary::{AtEnd, CountedFrom, Vocabulary};
use candor_model::{
    Activity, DataCategory, DataUse, Extent, Id, Keep, Origin, Policy, Ref, Territory, Tool, Window,
};

use crate::media_type::{essence, media_type};
use crate::refusal::{Refusal, RefusalKind};

/// Where a body goes once the boundary lets it in.
#[derive(Clone, Copy, Debug)]
pub struct Intake<'p> {
    /// The tool.
    pub tool: &'p Tool,
    /// The server activity.
    pub activity: &'p Activity,
    /// The data category with its window.
    pub data: &'p DataUse,
}

/// Finds the one server activity and data category for an upload to a tool.
///
/// # Errors
/// Refuses unknown tools, local activities, undeclared categories, and choices that fit several.
pub fn intake<'p>(
    policy: &'p Policy,
    tool: &str,
    activity: Option<&str>,
    category: Option<&str>,
) -> Result<Intake<'p>, Refusal> {
    let tool = find_tool(policy, tool)?;
    let activity = server_activity(policy, tool, activity)?;
    let data = used_category(policy, activity, category)?;
    Ok(Intake {
        tool,
        activity,
        data,
    })
}

/// The tool of that id.
pub fn find_tool<'p>(policy: &'p Policy, id: &str) -> Result<&'p Tool, Refusal> {
    policy.tool(id).ok_or_else(|| {
        Refusal::new(
            RefusalKind::Unknown,
            "boundary/unknown-tool",
            "No such tool",
            format!("The policy declares no tool `{id}`. Only declared tools may take data."),
        )
    })
}

/// The server activity that is meant: the one named, or the only one.
pub fn server_activity<'p>(
    policy: &'p Policy,
    tool: &'p Tool,
    wanted: Option<&str>,
) -> Result<&'p Activity, Refusal> {
    if let Some(wanted) = wanted {
        let wanted = Id::new(wanted);
        let Some(activity) = policy
            .activities_of(tool)
            .find(|activity| activity.id == wanted)
        else {
            return Err(Refusal::new(
                RefusalKind::Boundary,
                "boundary/undeclared-activity",
                "Undeclared activity",
                format!("The tool `{}` declares no activity `{wanted}`.", tool.id),
            )
            .at(&tool.origin));
        };
        if !activity.is_server() {
            return Err(local_refusal(tool, &activity.location.origin));
        }
        return Ok(activity);
    }
    let servers: Vec<&Activity> = policy
        .activities_of(tool)
        .filter(|activity| activity.is_server())
        .collect();
    match servers.as_slice() {
        [] => Err(local_refusal(tool, &tool.location.origin)),
        [only] => Ok(only),
        several => {
            let names: Vec<&str> = several
                .iter()
                .map(|activity| activity.id.as_str())
                .collect();
            Err(Refusal::new(
                RefusalKind::Ambiguous,
                "boundary/ambiguous-activity",
                "Several activities fit",
                format!(
                    "The tool `{}` has several server activities: {}. Name one with ?activity=ID.",
                    tool.id,
                    names.join(", ")
                ),
            )
            .at(&tool.origin))
        }
    }
}

fn local_refusal(tool: &Tool, decided_at: &Origin) -> Refusal {
    Refusal::new(
        RefusalKind::Boundary,
        "boundary/local-activity",
        "This tool works in the browser",
        format!(
            "The policy says that `{}` runs in the visitor's browser and that the file stays there, so no server may \
             take it. Nothing was stored.",
            tool.id
        ),
    )
    .at(decided_at)
}

fn used_category<'p>(
    policy: &'p Policy,
    activity: &'p Activity,
    wanted: Option<&str>,
) -> Result<&'p DataUse, Refusal> {
    let name = policy.activity_name(activity);
    if let Some(wanted) = wanted {
        let wanted = Id::new(wanted);
        return activity
            .uses
            .iter()
            .find(|data| policy[data.data.value].id == wanted)
            .ok_or_else(|| {
                Refusal::new(
                    RefusalKind::Boundary,
                    "boundary/undeclared-category",
                    "Undeclared data category",
                    format!("The activity `{name}` does not declare that it uses `{wanted}`."),
                )
                .at(&activity.origin)
            });
    }
    match activity.uses.as_slice() {
        [only] => Ok(only),
        [] => Err(Refusal::new(
            RefusalKind::Boundary,
            "boundary/undeclared-category",
            "This activity takes no data",
            format!("The activity `{name}` declares no data that it uses."),
        )
        .at(&activity.origin)),
        several => {
            let names: Vec<&str> = several
                .iter()
                .map(|data| policy[data.data.value].id.as_str())
                .collect();
            Err(Refusal::new(
                RefusalKind::Ambiguous,
                "boundary/ambiguous-category",
                "Several data categories fit",
                format!(
                    "The activity `{name}` uses several data categories: {}. Name one with ?category=ID.",
                    names.join(", ")
                ),
            )
            .at(&activity.origin))
        }
    }
}

/// In which form data is to be stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A file, or another body of bytes.
    Object,
    /// Events with declared fields.
    Events,
}

/// The window under which data may be stored by this runtime.
///
/// # Errors
/// Refuses data that is not kept, kept in memory only, or kept under a window that this runtime does not carry out:
/// storing what it would not erase would make the policy untrue.
pub fn storing_window(policy: &Policy, data: &DataUse, form: Form) -> Result<Ref<Window>, Refusal> {
    let category = policy[data.data.value].id.clone();
    let refuse = |rule, title: &str, detail: String| {
        Err(Refusal::new(RefusalKind::Boundary, rule, title, detail).at(&data.keep.origin))
    };
    let Keep::Window(reference) = data.keep.value else {
        return match data.keep.value {
            Keep::NotStated => refuse(
                "retention/missing-window",
                "No window is stated",
                format!(
                    "The policy does not say how long `{category}` is kept, so it may not be stored."
                ),
            ),
            _ => refuse(
                "boundary/not-kept",
                "This data is not kept",
                format!(
                    "The policy says that `{category}` is not kept. Use POST /v1/tools/TOOL/run, which stores nothing."
                ),
            ),
        };
    };
    let window = &policy[reference];
    if window.is_memory_only() {
        return refuse(
            "boundary/memory-only",
            "This data stays in memory",
            format!(
                "The window `{}` never writes to disk. Use POST /v1/tools/TOOL/run, which stores nothing.",
                window.id
            ),
        );
    }
    if !window.is_enforced_by_candor() {
        return refuse(
            "retention/unenforced-window",
            "Candor does not enforce this window",
            format!(
                "The window `{}` is carried out by something else, so this store may not hold `{category}`.",
                window.id
            ),
        );
    }
    let fixed = matches!(
        &window.extent,
        Extent::Fixed {
            delete_within: Some(_),
            ..
        }
    );
    let start = window.counted_from.as_ref().map(|start| start.value);
    let known_start = start.is_some_and(CountedFrom::is_learnt_by_a_store);
    if !fixed || !known_start {
        return refuse(
            "retention/start-not-enforced",
            "This store does not learn when this window starts",
            format!(
                "The window `{}` counts from `{}`, and nothing tells this store when that is. It carries out windows that \
                 count from upload, collection, processing, result, last-use, account-closed and contract-end.",
                window.id,
                start.map_or("nothing", Vocabulary::word)
            ),
        );
    }
    end(window, form, &category)?;
    Ok(reference)
}

/// Whether the store carries out the end of a window.
fn end(window: &Window, form: Form, category: &Id) -> Result<(), Refusal> {
    let waits = window.waits();
    let id = &window.id;
    let why = match (window.at_end.known(), form) {
        (Some(AtEnd::Erase), _) => return Ok(()),
        (Some(AtEnd::Anonymise), Form::Events) if !waits => return Ok(()),
        (Some(AtEnd::Anonymise), Form::Events) => format!(
            "The window `{id}` ends in `anonymise` and counts from an event of each person. This store keeps counts of a whole \
             day and not of one person, so it takes no `{category}` under it. Count from `collection`, or write \
             `at_end: erase`."
        ),
        (Some(AtEnd::Anonymise), Form::Object) => format!(
            "The window `{id}` ends in `anonymise`, and `{category}` comes here as a file. A file has no fields that could be \
             left out, so this store cannot make it anonymous and takes none. Write `at_end: erase`."
        ),
        (Some(AtEnd::Trash), _) => format!(
            "The window `{id}` ends in `trash`, and this store has no trash: at the end it destroys the key, and nobody can \
             restore anything after that, so it takes no `{category}`. Write `at_end: erase` and a `delete_within` that is as \
             long as the data is to be recoverable."
        ),
        (None, _) => format!(
            "The policy does not say what happens at the end of the window `{id}`, so this store takes no `{category}`. Write \
             `at_end: erase`."
        ),
    };
    Err(Refusal::new(
        RefusalKind::Boundary,
        "retention/end-not-enforced",
        "This store does not end data in that way",
        format!(
            "{why} Where another system holds the data and ends it in this way, write the name of that system's kind in \
             `enforced_by` instead of `candor`, and send the data there."
        ),
    )
    .at(&window.at_end.origin))
}

/// Whether the store stands in a region that the activity declares.
///
/// # Errors
/// Refuses when the activity declares regions and the store's is another one or is not stated.
pub fn region(
    policy: &Policy,
    activity: &Activity,
    store: Option<Territory>,
) -> Result<(), Refusal> {
    let Some(declared) = activity
        .storage
        .as_ref()
        .and_then(|storage| storage.known())
        .and_then(|storage| storage.regions.known())
    else {
        return Ok(());
    };
    if store.is_some_and(|store| declared.iter().any(|region| store.is_within(region.value))) {
        return Ok(());
    }
    let regions: Vec<String> = declared
        .iter()
        .map(|region| region.value.to_string())
        .collect();
    let store = store.map_or_else(
        || "not stated (store.region in candor.yaml)".to_owned(),
        |store| store.to_string(),
    );
    let refusal = Refusal::new(
        RefusalKind::Boundary,
        "boundary/region",
        "Wrong storage region",
        format!(
            "The activity `{}` may store data only in {}; the region of this store is {store}.",
            policy.activity_name(activity),
            regions.join(", ")
        ),
    );
    Err(match declared.first() {
        Some(first) => refusal.at(&first.origin),
        None => refusal.at(&activity.origin),
    })
}

/// Whether the tool takes that format. A tool without formats takes any.
///
/// # Errors
/// Refuses a `Content-Type` that is missing or not among the tool's formats.
pub fn format(tool: &Tool, content_type: Option<&str>) -> Result<(), Refusal> {
    let Some(first) = tool.formats.first() else {
        return Ok(());
    };
    let given = content_type.map(essence);
    let fits = |given: &str| {
        tool.formats
            .iter()
            .any(|format| media_type(&format.value) == Some(given))
    };
    if given.as_deref().is_some_and(fits) {
        return Ok(());
    }
    let accepted: Vec<&str> = tool
        .formats
        .iter()
        .map(|format| format.value.as_str())
        .collect();
    Err(Refusal::new(
        RefusalKind::UnsupportedFormat,
        "boundary/undeclared-format",
        "Format not taken",
        format!(
            "The tool `{}` takes {}; the request is {}.",
            tool.id,
            accepted.join(", "),
            given
                .as_deref()
                .filter(|given| !given.is_empty())
                .unwrap_or("without a Content-Type")
        ),
    )
    .at(&first.origin))
}

/// Whether the activity declares that operation.
///
/// # Errors
/// Refuses an operation that is not listed.
pub fn operation(policy: &Policy, activity: &Activity, wanted: &str) -> Result<(), Refusal> {
    if activity
        .operations
        .iter()
        .any(|operation| Id::new(&operation.value) == Id::new(wanted))
    {
        return Ok(());
    }
    let listed: Vec<&str> = activity
        .operations
        .iter()
        .map(|operation| operation.value.as_str())
        .collect();
    let listed = if listed.is_empty() {
        "none".to_owned()
    } else {
        listed.join(", ")
    };
    Err(Refusal::new(
        RefusalKind::Boundary,
        "boundary/undeclared-operation",
        "Undeclared operation",
        format!(
            "The activity `{}` declares these operations: {listed}. `{wanted}` is not one.",
            policy.activity_name(activity)
        ),
    )
    .at(activity
        .operations
        .first()
        .map_or(&activity.origin, |operation| &operation.origin)))
}

/// What an activity makes out of one category: the created data that names it as its source, or the only created data.
///
/// # Errors
/// Refuses a result that the activity does not declare.
pub fn created<'p>(
    policy: &'p Policy,
    activity: &'p Activity,
    from: &DataCategory,
) -> Result<&'p DataUse, Refusal> {
    let named = |data: &&DataUse| {
        data.from
            .as_ref()
            .is_some_and(|source| policy[source.value].id == from.id)
    };
    let unnamed = |data: &&DataUse| data.from.is_none();
    activity
        .creates
        .iter()
        .find(named)
        .or_else(|| activity.creates.iter().find(unnamed))
        .ok_or_else(|| {
            Refusal::new(
                RefusalKind::Boundary,
                "boundary/undeclared-result",
                "Undeclared result",
                format!(
                    "The activity `{}` does not declare what it makes from `{}`.",
                    policy.activity_name(activity),
                    from.id
                ),
            )
            .at(&activity.origin)
        })
}
