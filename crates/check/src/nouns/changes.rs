//! `policies/changes.yaml`: notices and versions.

use candor_model::vocabulary::Authorisation;
use candor_model::{self as model, Located, Origin, Stated};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::lowering::{Context, lines};
use crate::shape::{At, Day, Length, Line, Or, Prose, Word};

/// How changes are announced, and the versions so far.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Changes {
    notice: Option<Notices>,
    /// Newest first.
    #[serde(default)]
    versions: Vec<At<Version>>,
}

/// The notices.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Notices {
    /// Before a change of the policy.
    policy: Option<At<Notice>>,
    /// Before a change of the subprocessors.
    subprocessors: Option<At<Notice>>,
}

/// How a change is announced.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Notice {
    at_least: At<Or<Length>>,
    /// The channels.
    #[serde(default)]
    by: Vec<Line>,
    objection_within: Option<At<Or<Length>>>,
    authorisation: Option<At<Or<Word<Authorisation>>>>,
    /// A limit, such as "changes that affect you".
    condition: Option<Prose>,
}

/// One version of the policy.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Version {
    version: At<Or<String>>,
    published: At<Or<Day>>,
    effective: At<Or<Day>>,
    summary: Option<Prose>,
}

impl Changes {
    pub(crate) fn lower(&self, context: &mut Context, origin: Origin) -> model::Changes {
        let notices = self.notice.as_ref();
        model::Changes {
            origin,
            policy: notices
                .and_then(|notices| notices.policy.as_ref())
                .map(|notice| lower_notice(context, notice)),
            subprocessors: notices
                .and_then(|notices| notices.subprocessors.as_ref())
                .map(|notice| lower_notice(context, notice)),
            versions: self
                .versions
                .iter()
                .map(|version| lower_version(context, version))
                .collect(),
        }
    }
}

fn lower_notice(context: &mut Context, declared: &At<Notice>) -> model::Notice {
    let notice = declared.value();
    model::Notice {
        origin: declared.origin(),
        at_least: context.open_length(&notice.at_least),
        by: lines(&notice.by),
        objection_within: notice
            .objection_within
            .as_ref()
            .and_then(|length| context.stated_length(length)),
        authorisation: notice
            .authorisation
            .as_ref()
            .map(|word| context.stated_word(word)),
        condition: context.maybe_text(notice.condition.as_ref()),
    }
}

fn lower_version(context: &mut Context, declared: &At<Version>) -> model::Version {
    let version = declared.value();
    let mut day = |day: &At<Or<Day>>| {
        context
            .stated_day(day)
            .unwrap_or_else(|| Located::new(Stated::NotStated, day.origin()))
    };
    let (published, effective) = (day(&version.published), day(&version.effective));
    model::Version {
        origin: declared.origin(),
        version: context.stated_line(&version.version),
        published,
        effective,
        summary: context.maybe_text(version.summary.as_ref()),
    }
}
