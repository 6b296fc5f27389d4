//! From what was seen in all runs to a verdict. Whatever cannot be explained counts against the claim, and whatever could
//! not be seen makes it inconclusive.

mod alike;
mod explained;
mod follows;
mod leak;
mod left;
mod logged;
mod looks;
mod opaque;
mod sent;
mod side;

use std::collections::BTreeSet;

pub use explained::Explained;
pub use leak::{Leak, Weight};
pub(crate) use leak::{Leaks, advice, told};

use crate::canary::Canary;
use crate::content::Matcher;
use crate::netlog::WireRequest;
use crate::run::{Saved, Seen};
use left::View;
pub(crate) use looks::Bound;
use looks::Looks;

/// What a tool's runs say of the claim that its work is local.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing left that was not explained, and the tool did its work.
    Local,
    /// Something left.
    Leak,
    /// It could not be said.
    Inconclusive,
}

impl Verdict {
    /// The word of the contract.
    pub fn word(self) -> &'static str {
        match self {
            Self::Local => "local",
            Self::Leak => "leak",
            Self::Inconclusive => "inconclusive",
        }
    }
}

/// The judgement over the runs of a tool.
#[derive(Debug)]
pub(crate) struct Judgement {
    pub(crate) verdict: Verdict,
    pub(crate) leaks: Vec<Leak>,
    /// Why it is inconclusive, or what else is to be known.
    pub(crate) reason: Option<String>,
    /// Whether every run with a file yielded something.
    pub(crate) output_produced: bool,
    /// Messages that left after the file was chosen, in the run that had most.
    pub(crate) requests: usize,
    /// Whether the run without a network did the whole job.
    pub(crate) isolated: bool,
}

/// Judges the runs: without a file first, then those with one.
pub(crate) fn judge(
    none: &Seen,
    runs: &[Seen],
    canaries: &[Canary],
    explained: &[Explained],
    bound: Bound,
) -> Judgement {
    let mut leaks = Leaks::default();
    let mut requests = 0;
    let none_wire = left::wire(none);
    let wires: Vec<Vec<WireRequest<'_>>> = runs.iter().map(left::wire).collect();
    let none_view = View::new(none, &none_wire);
    let views: Vec<View<'_>> = runs
        .iter()
        .zip(&wires)
        .map(|(run, wire)| View::new(run, wire))
        .collect();
    let looks = Looks::new(Matcher::new(canaries), bound);
    for view in &views {
        requests = requests.max(sent::judge(view, &none_view, &looks, explained, &mut leaks));
        logged::judge(view.run, none, &looks, &mut leaks);
    }
    follows::judge(&none_view, &views, canaries, explained, &looks, &mut leaks);
    let doubts = looks.doubts();
    let leaks = leaks.finish();
    let has_output = |run: &Seen| has_output(run, none);
    let observed: Vec<&Seen> = runs.iter().filter(|run| run.isolation.is_none()).collect();
    let output_produced = !observed.is_empty() && observed.iter().all(|run| has_output(run));
    let isolated = runs
        .iter()
        .any(|run| run.isolation.is_some() && run.trouble.is_none() && has_output(run));
    let reason = doubt(none, &observed, output_produced).or_else(|| doubts.into_iter().next());
    let verdict = match (&leaks[..], &reason) {
        ([_, ..], _) => Verdict::Leak,
        ([], Some(_)) => Verdict::Inconclusive,
        ([], None) => Verdict::Local,
    };
    let isolation_failed = || {
        let run = runs.iter().find(|run| run.isolation.is_some())?;
        let why = run
            .trouble
            .clone()
            .unwrap_or_else(|| "nothing was saved".to_owned());
        (!isolated).then(|| format!("without a network the tool did not do its whole job: {why}"))
    };
    Judgement {
        verdict,
        leaks,
        reason: reason.or_else(isolation_failed),
        output_produced,
        requests,
        isolated,
    }
}

/// Whether a run shows that the tool worked on the file: something appeared or was saved that does not without one.
fn has_output(run: &Seen, none: &Seen) -> bool {
    let Some(chosen) = run.chosen_at else {
        return false;
    };
    let is_own = |saved: &Saved| {
        let also = none.downloads.iter().filter_map(|one| one.digest.as_ref());
        let is_made = saved.download.has_arrived() && saved.download.at >= chosen;
        is_made
            && saved.digest.is_some()
            && !also
                .into_iter()
                .any(|one| Some(one) == saved.digest.as_ref())
    };
    (run.appeared && !none.appeared) || run.downloads.iter().any(is_own)
}

/// Why nothing can be said, even though nothing was seen to leave.
fn doubt(none: &Seen, observed: &[&Seen], output_produced: bool) -> Option<String> {
    for run in std::iter::once(&none).chain(observed) {
        if let Some(trouble) = &run.trouble {
            return Some(format!("run \"{}\": {trouble}", run.label));
        }
        match &run.log {
            Some(log) if log.is_cut => {
                return Some(format!("run \"{}\": more left than can be kept", run.label));
            }
            Some(log) if log.is_complete => {}
            _ => {
                return Some(format!(
                    "run \"{}\": the log of the network is not complete",
                    run.label
                ));
            }
        }
    }
    // Without a file on the page there is nothing that could have left.
    let without = observed
        .iter()
        .find(|run| run.chosen_at.is_none() || run.file.is_none());
    if observed.is_empty() || without.is_some() {
        return Some(
            "the steps give the tool no file; `evidence.scenario` needs a step `upload`".to_owned(),
        );
    }
    if !output_produced {
        return Some(
            "the tool made nothing from the file, so that nothing left proves nothing".to_owned(),
        );
    }
    // Two different files must not give one result, or the tool did not look at them.
    let mut results: Vec<(String, String)> = Vec::new();
    for run in observed {
        let digests = run.downloads.iter().filter_map(|one| one.digest.clone());
        results.extend(digests.map(|digest| (run.file.clone().unwrap_or_default(), digest)));
    }
    let files: BTreeSet<&String> = results.iter().map(|(file, _)| file).collect();
    let digests: BTreeSet<&String> = results.iter().map(|(_, digest)| digest).collect();
    if files.len() > 1 && digests.len() == 1 {
        return Some(
            "the tool made the same result from different files, so it did not look at them"
                .to_owned(),
        );
    }
    None
}
