//! Evidence records: which of them count today, and why the others do not.

mod files;
mod judge;
mod settle;
mod tool;
mod window;

use candor_model::vocabulary::EvidenceLevel;
use candor_model::{Date, Duration, Id, Policy, Proofs, Tool};

use crate::check::Observed;

pub(crate) use files::Files;
pub(crate) use judge::judge;

/// For how long a record counts where the workspace does not say.
const VALID_DAYS: u64 = 90;

/// So many days before its end a record is announced as ending.
const WARN_DAYS: i64 = 14;

/// What the records of a workspace are worth.
#[derive(Clone, Debug, Default)]
pub struct Records {
    /// What they prove.
    pub proofs: Proofs,
    /// What stands against some of them.
    pub doubts: Vec<Doubt>,
    /// Where the records stand that prove something of tools; a run in the same pipeline stands nowhere.
    pub(crate) of_tools: std::collections::BTreeMap<Id, String>,
}

/// What stands against one record, or is to be known about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubt {
    /// The file of the record; empty for a run in the same pipeline.
    pub file: String,
    /// The tool, or `windows`; nothing where the record cannot be read.
    pub subject: Option<String>,
    /// The kind of doubt.
    pub kind: DoubtKind,
}

impl Records {
    /// Whether a run of the tool in this pipeline could not say anything: its claim is neither proved nor refuted, which
    /// `evidence/inconclusive` reports once for all that rests on it.
    pub(crate) fn is_undecided(&self, tool: &Id) -> bool {
        self.doubts.iter().any(|doubt| {
            doubt.file.is_empty()
                && matches!(doubt.kind, DoubtKind::Inconclusive(_))
                && doubt.subject.as_deref() == Some(tool.as_str())
        })
    }

    /// Adds what a run in the same pipeline came to. It is newer than any record, so it outweighs one.
    pub(crate) fn observe(&mut self, policy: &Policy, tool: &Id, observed: &Observed) {
        self.proofs.withdraw_tool(tool);
        self.of_tools.remove(tool);
        let kind = match observed {
            Observed::Proved(proof) => return self.proofs.add_tool(tool.clone(), proof.clone()),
            Observed::Scanned(proof, why) => {
                self.proofs.add_tool(tool.clone(), proof.clone());
                let known = policy.tool(tool.as_str());
                if known.is_some_and(|tool| is_scan_enough(policy, tool)) {
                    return;
                }
                DoubtKind::Inconclusive(why.clone())
            }
            Observed::Leak(what) => DoubtKind::Leak(what.clone()),
            Observed::Inconclusive(why) => DoubtKind::Inconclusive(why.clone()),
        };
        self.doubts.push(Doubt {
            file: String::new(),
            subject: Some(tool.to_string()),
            kind,
        });
    }
}

impl Doubt {
    /// What the record is about, for a message.
    pub(crate) fn about(&self) -> String {
        self.subject.clone().unwrap_or_else(|| self.file.clone())
    }
}

/// Why a record does not count, or will soon not count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DoubtKind {
    /// It cannot be read, or its signature does not fit.
    Broken(String),
    /// No key that the workspace trusts has signed it; why.
    Untrusted(String),
    /// Another policy than the one in the workspace was in force; the windows that differ by their definitions.
    PolicyChanged(Vec<String>),
    /// It is too old, or dated after the day of the check.
    Stale(String),
    /// It counts until that day.
    EndsSoon(Date),
    /// Files that are other than the ones that were looked at, or are missing.
    BuildChanged(Vec<String>),
    /// A note in a page that it looked at is not what a build writes, and nobody looked at what stands there instead.
    Drift(String),
    /// It proves headers of a browser that is no longer the newest one that was looked with; which.
    OlderBrowser(String),
    /// What it looked at is not in the workspace, so nobody can say whether it is still the same.
    NotRecomputable(String),
    /// It saw something leave, in words.
    Leak(String),
    /// It could not say anything, and why.
    Inconclusive(String),
}

/// Whether it is enough for a tool that its code was searched. What a scan says is said then although no run came to a
/// verdict, because no run was asked for.
fn is_scan_enough(policy: &Policy, tool: &Tool) -> bool {
    policy.asked_level(tool) == EvidenceLevel::Scanned
}

/// The last day on which a record of a day counts.
fn last_day(policy: &Policy, made: Date) -> Option<Date> {
    let settings = &policy.settings.evidence;
    let days = || Duration::seconds(VALID_DAYS * 86_400);
    let length = settings.valid_for.as_ref().map(|own| own.value.clone());
    made.checked_add(&length.or_else(days)?)
}

/// What the age of a record says about it; whether it counts.
fn age(policy: &Policy, made: Date, today: Date, until: Option<Date>) -> (bool, Option<DoubtKind>) {
    if today < made {
        let why = format!("it is dated {made}, after the day of this check");
        return (false, Some(DoubtKind::Stale(why)));
    }
    let own = last_day(policy, made);
    let Some(last) = own.map(|own| until.map_or(own, |until| until.min(own))) else {
        return (
            false,
            Some(DoubtKind::Stale(
                "its end is no day of the calendar".to_owned(),
            )),
        );
    };
    if last < today {
        let why = format!("it was made on {made} and counted until {last}");
        return (false, Some(DoubtKind::Stale(why)));
    }
    let ends_soon = today.days_until(last) < WARN_DAYS;
    (true, ends_soon.then_some(DoubtKind::EndsSoon(last)))
}
