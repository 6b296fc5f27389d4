//! Work on the visitor's device, and files that are not sent away.

use candor_model::vocabulary::{ActivityLocation, Certainty, EvidenceLevel, ToolLocation};
use candor_model::{Origin, Tool};

use super::class::Classes;
use super::facts::Facts;
use super::said::Said;
use super::subject::{Data, Subject, subject};
use super::words::list;
use super::{Judgement, Scope, Verdict, device};
use crate::{Claim, Kind};

pub(super) fn judge(said: &Said<'_>, scope: &Scope, facts: &Facts<'_>) -> Judgement {
    let claim = said.claim;
    if facts.is_control(&said.lower) {
        return Judgement::new(
            Verdict::NotComparable,
            "the text names a control that is declared; what people choose is no promise about all of them",
        );
    }
    let found = subject(said, facts);
    match &found {
        Subject::Device(items) => return device::judge(said, items, facts),
        Subject::Data(data)
            if !data.classes.meets(Classes::WORK)
                && claim.kind == Kind::NoUpload
                && (data.is_named() || data.classes.meets(ASIDE)) =>
        {
            return other_data(data, facts);
        }
        Subject::Field(..) | Subject::Unknown(_) if claim.kind == Kind::NoUpload => {
            if let Err(judgement) = super::data(said, Classes::FILE, facts) {
                return judgement;
            }
        }
        _ => {}
    }
    let tools = facts.tools(scope);
    if tools.is_empty() {
        return Judgement::new(
            Verdict::Unverified,
            format!(
                "the text says that {}, and no tool is declared that could carry this; declare the tools under \
                 policies/tools/ with `location: local`",
                says(claim)
            ),
        );
    }
    let trace = tools.iter().map(|tool| {
        format!(
            "{}: {}, {}",
            tool.id,
            tool.location.value,
            facts.level(tool)
        )
    });
    let trace: Vec<String> = trace.collect();
    let on_device = match scope {
        Scope::Activity(activity) => {
            facts.policy[*activity].location.value == ActivityLocation::Local
        }
        Scope::OnDevice => true,
        _ => false,
    };
    let (local, away): (Vec<&Tool>, Vec<&Tool>) = tools
        .iter()
        .partition(|tool| on_device || tool.location.value == ToolLocation::Local);
    let judgement = match away.first() {
        Some(first) => sent(said, scope, &local, &away, first),
        None => here(said, &local, facts),
    };
    judgement.tracing(trace)
}

/// What no tool works on.
const ASIDE: Classes = Classes::ACCOUNT
    .or(Classes::LOG)
    .or(Classes::USAGE)
    .or(Classes::IP)
    .or(Classes::COOKIE);

/// Words for work on a server, which a sentence about both ways of working has beside those for work on the device.
const SERVER: &[&str] = &["server", "cloud", "serveur", "servidor", "nube"];

fn says(claim: &Claim) -> &'static str {
    match claim.kind {
        Kind::LocalProcessing => "the work is done in the visitor's browser",
        _ => "files are not sent anywhere",
    }
}

/// Some tools in scope send files.
fn sent(
    said: &Said<'_>,
    scope: &Scope,
    local: &[&Tool],
    away: &[&Tool],
    first: &Tool,
) -> Judgement {
    let claim = said.claim;
    let named = list(
        away.iter()
            .map(|tool| format!("{} ({})", tool.name.first(), tool.location.value)),
    );
    let mixed: Vec<&&Tool> = away
        .iter()
        .filter(|tool| tool.location.value == ToolLocation::Hybrid)
        .collect();
    let some = !local.is_empty() || !mixed.is_empty();
    if some && *scope == Scope::Product && said.is_of_one_tool() {
        return Judgement::new(
            Verdict::NotComparable,
            "the text speaks of one tool and does not name it, and not all tools send files; name the tool",
        );
    }
    let both = claim.kind == Kind::LocalProcessing && said.has(SERVER);
    let names_a_matter = claim.kind == Kind::LocalProcessing && said.is_title();
    if some && (both || names_a_matter || (said.is_hedged() && !said.is_strong())) {
        let holds = local.iter().chain(mixed).map(|tool| tool.name.first());
        return Judgement::new(
            Verdict::Declared,
            format!(
                "the text says it of a part, and it is declared for a part: {}",
                list(holds)
            ),
        )
        .at(&first.location.origin);
    }
    if said.is_hedged() && some {
        return Judgement::new(
            Verdict::Narrowed,
            format!(
                "the text says with a reservation, and then without one, that {}; declared as server or hybrid: \
                 {named}; name the tools for which it holds",
                says(claim)
            ),
        )
        .at(&first.location.origin);
    }
    let instead = match local {
        [] => "write that the file is sent to a server, and how long it is kept there".to_owned(),
        _ => format!(
            "write which tools are meant: {}",
            list(local.iter().map(|tool| tool.name.first()))
        ),
    };
    Judgement::new(
        Verdict::Contradicted,
        format!(
            "the text says that {}, and these send files to a server: {named}; {instead}",
            says(claim)
        ),
    )
    .at(&first.location.origin)
}

/// All tools in scope are declared local; what remains is how surely, and whether anybody looked.
fn here(said: &Said<'_>, tools: &[&Tool], facts: &Facts<'_>) -> Judgement {
    let claim = said.claim;
    let unsure = tools.iter().find_map(|tool| {
        let certainty = tool.certainty.as_ref()?;
        (certainty.value != Certainty::Always).then_some((*tool, certainty))
    });
    let is_modest = said.is_hedged() || !said.is_strong();
    if let Some((tool, certainty)) = unsure
        && !is_modest
    {
        return Judgement::new(
            Verdict::Narrowed,
            format!(
                "the text says without reservation that {}, and {} is declared local only as `{}`; say when it is not, \
                 or declare `certainty: always`",
                says(claim),
                tool.name.first(),
                certainty.value
            ),
        )
        .at(&certainty.origin);
    }
    let Some(weakest) = tools.iter().min_by_key(|tool| facts.level(tool)) else {
        return Judgement::new(Verdict::Unverified, "no tool is declared");
    };
    let level = facts.level(weakest);
    let short: Vec<&&Tool> = tools.iter().filter(|tool| facts.is_wanting(tool)).collect();
    let judgement = if let Some(first) = short.first()
        && (said.is_strong() || !said.is_hedged())
    {
        let asked = facts.asked_of(first);
        let short = short
            .iter()
            .map(|tool| format!("{} ({})", tool.name.first(), facts.level(tool)));
        Judgement::new(
            Verdict::Unverified,
            format!(
                "the text says that {}, the policy asks for evidence at the level `{asked}`, and it is missing for {}; \
                 run `candor verify`, or write \"designed to run in your browser\"",
                says(claim),
                list(short)
            ),
        )
    } else if level == EvidenceLevel::Declared {
        Judgement::new(
            Verdict::Declared,
            format!(
                "declared local, and nothing shows it yet: {}",
                list(tools.iter().map(|tool| tool.name.first()))
            ),
        )
    } else {
        Judgement::new(
            Verdict::Backed,
            format!("declared local and proved at the level `{level}` or above"),
        )
    };
    judgement.at(&weakest.location.origin)
}

/// "Your preferences never leave your device": data that no tool works on.
fn other_data(data: &Data, facts: &Facts<'_>) -> Judgement {
    let what = &data.words;
    if data.classes.meets(Classes::COOKIE) {
        let cookie = facts
            .policy
            .device_storage
            .iter()
            .find(|item| item.kind.value == candor_model::vocabulary::StorageKind::Cookie);
        return match cookie {
            Some(cookie) => Judgement::new(
                Verdict::Contradicted,
                "the text says that cookies are not sent; a browser sends every cookie with its requests, and cookies \
                 are declared; write what they hold instead",
            )
            .at(&cookie.origin),
            None => Judgement::new(Verdict::Declared, "no cookie is declared, so none is sent"),
        };
    }
    let sender: Option<(String, &Origin)> = facts
        .policy
        .activities()
        .iter()
        .filter(|activity| activity.is_server() && facts.touches(activity, data))
        .map(|activity| {
            (
                facts.policy.activity_name(activity),
                &activity.location.origin,
            )
        })
        .next();
    match sender {
        Some((activity, origin)) => Judgement::new(
            Verdict::Contradicted,
            format!(
                "the text says that {what} are not sent, and the activity `{activity}` is declared to use them on a \
                 server; correct the text or the activity"
            ),
        )
        .at(origin),
        None => Judgement::new(
            Verdict::Unverified,
            format!(
                "the text says that {what} are not sent, and nothing is declared about them; declare the category in \
                 policies/data.yaml and the activity that uses it"
            ),
        ),
    }
}
