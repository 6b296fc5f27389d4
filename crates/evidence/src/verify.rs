//! All runs of a tool, and what they amount to.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use crate::canary::{self, Canary};
use crate::cancel::Cancel;
use crate::chromium::{Chromium, sweep};
use crate::judge::{Bound, Explained, Judgement, Leak, Verdict, judge};
use crate::live::{self, Origin};
use crate::lock;
use crate::probe::Probe;
use crate::run::{Plan, Seen, Subject, run};
use crate::scan::{Scan, scan};
use crate::scenario::{self, Step};
use crate::timeline::Timeline;
use crate::watch::CRASHED;

/// What is verified of a tool.
#[derive(Clone)]
pub struct Inspection {
    /// Where its page is.
    pub subject: Subject,
    /// The declared steps; the usual ones where there are none.
    pub scenario: Vec<Step>,
    /// What the policy says may leave.
    pub explained: Vec<Explained>,
    /// Whether the headers that are shipped are probed.
    pub probed: bool,
    /// Further switches of the browser, such as those of a network that needs a proxy.
    pub switches: Vec<String>,
    /// How many browsers may run at once.
    pub at_once: usize,
}

impl Inspection {
    /// Serves the build without any headers of its site.
    pub fn without_headers(&mut self) {
        if let Subject::Build(build) = &mut self.subject {
            build.headers = std::sync::Arc::new(|_, _| Vec::new());
        }
    }
}

/// What came of it.
#[derive(Debug)]
pub struct Report {
    /// The verdict.
    pub verdict: Verdict,
    /// What left, what says most first.
    pub leaks: Vec<Leak>,
    /// Why it is inconclusive, or what else is to be known.
    pub reason: Option<String>,
    /// Whether the tool made something from the file.
    pub output_produced: bool,
    /// Messages that left after the file was chosen.
    pub requests: usize,
    /// How the network was taken away in the run without one; nothing where the tool did not do its whole job there.
    pub isolation: Option<&'static str>,
    /// The ways out that were tried on purpose under the shipped headers; empty where they were not probed.
    pub probes: Vec<Probe>,
    /// What the files of the build name; nothing where there is no build.
    pub scan: Option<Scan>,
    /// What a live origin gives, held against the build; nothing where the build itself was served.
    pub origin: Option<Origin>,
    /// The files of the build that the browser loaded: name to SHA-256.
    pub files: BTreeMap<String, String>,
    /// The browser and its switches.
    pub browser: String,
    /// The switches with which it was started.
    pub switches: Vec<String>,
    /// What was done, in words.
    pub scenario: Vec<String>,
    /// The files that were made for the runs.
    pub canaries: Vec<Canary>,
    /// What happened when.
    pub timelines: Vec<Timeline>,
    /// How long all of it took.
    pub elapsed: Duration,
}

/// The longest that all runs of a tool may take together.
const LONGEST: Duration = Duration::from_secs(180);

/// The longest that looking at what left may take.
const JUDGING: Duration = Duration::from_secs(60);

/// Verifies a tool: without a file, with one, with the same again, with another, and without a network.
///
/// # Errors
/// Where it was interrupted. Everything else is a report.
pub fn verify(
    chromium: &Chromium,
    inspection: &Inspection,
    seed: &[u8; 32],
    cancel: &Cancel,
) -> Result<Report, String> {
    let started = Instant::now();
    sweep();
    let steps = match inspection.scenario.is_empty() {
        true => scenario::usual(),
        false => inspection.scenario.clone(),
    };
    let first = canary::of_role(seed, "a");
    let second = canary::of_role(seed, "b");
    let third = canary::pictures_first(seed, "c");
    let plan = |label, canaries| Plan {
        label,
        subject: &inspection.subject,
        switches: &inspection.switches,
        steps: &steps,
        canaries,
        on_disk: false,
        hurried: false,
        advanced: false,
        hooked: false,
        revisited: false,
        isolated: false,
        probed: false,
    };
    let plans = [
        // The next visit and the other pages are seen without a file, too, so that it is known what they send anyway.
        Plan {
            hooked: true,
            revisited: true,
            ..plan("no file", &[])
        },
        Plan {
            hooked: true,
            revisited: true,
            ..plan("file A", &first)
        },
        Plan {
            on_disk: true,
            hurried: true,
            revisited: true,
            ..plan("file A again", &first)
        },
        Plan {
            advanced: true,
            revisited: true,
            ..plan("file B", &second)
        },
        Plan {
            on_disk: true,
            isolated: true,
            ..plan("no network", &third)
        },
        Plan {
            probed: true,
            ..plan("probes", &first)
        },
    ];
    // Without headers there is nothing to probe.
    let count = plans.len() - usize::from(!inspection.probed);
    let (mut seen, crashed) = all(
        chromium,
        plans.get(..count).unwrap_or(&plans),
        inspection.at_once,
        cancel,
    );
    cancel.check()?;
    let mut none = seen.remove(0);
    let origin = match &inspection.subject {
        Subject::Live(live) => {
            let own = live::own(&mut none, &mut seen);
            Some(live::look(
                chromium,
                live,
                &own,
                &inspection.switches,
                cancel,
            )?)
        }
        Subject::Build(_) => None,
    };
    let probed = match inspection.probed {
        true => seen.pop(),
        false => None,
    };
    let canaries: Vec<Canary> = [first, second, third].concat();
    let chosen: Vec<Canary> = canaries
        .into_iter()
        .filter(|canary| {
            let digest = canary.sha256();
            seen.iter().any(|run| run.file.as_ref() == Some(&digest))
        })
        .collect();
    let bound = Bound {
        until: Instant::now() + JUDGING,
        cancel: cancel.clone(),
    };
    let mut judgement = judge(&none, &seen, &chosen, &inspection.explained, bound.clone());
    // What left before a tab crashed has left, whatever the run in its place shows.
    let also = judge(&none, &crashed, &chosen, &inspection.explained, bound);
    if also.verdict == Verdict::Leak {
        judgement.verdict = Verdict::Leak;
        judgement.leaks.extend(also.leaks);
    }
    cancel.check()?;
    let mut report = report(chromium, none, seen, chosen, judgement, started.elapsed());
    if let Some(probed) = probed {
        report.timelines.push(Timeline::of(&probed));
        report.probes = probed.probes;
    }
    report.timelines.extend(crashed.iter().map(Timeline::of));
    report.origin = origin;
    if let Subject::Build(build) = &inspection.subject {
        report.scan = Some(scan(&build.root, &build.entry));
    }
    Ok(report)
}

/// What the page of a tool reads of its own site while it works, and where it links to.
#[derive(Clone, Debug, Default)]
pub struct OwnPaths {
    /// Paths that are read.
    pub reads: BTreeSet<String>,
    /// Paths that are linked to.
    pub links: BTreeSet<String>,
}

/// Drives a tool once, to see what its page needs.
///
/// # Errors
/// Plain words where the tool could not be driven, so that what it needs is not known.
pub fn own_paths(
    chromium: &Chromium,
    inspection: &Inspection,
    seed: &[u8; 32],
    cancel: &Cancel,
) -> Result<OwnPaths, String> {
    sweep();
    let steps = match inspection.scenario.is_empty() {
        true => scenario::usual(),
        false => inspection.scenario.clone(),
    };
    let canaries = canary::of_role(seed, "paths");
    let plan = Plan {
        label: "paths",
        subject: &inspection.subject,
        switches: &inspection.switches,
        steps: &steps,
        canaries: &canaries,
        on_disk: false,
        hurried: false,
        advanced: false,
        hooked: false,
        revisited: false,
        isolated: false,
        probed: false,
    };
    let seen = run(chromium, &plan, cancel);
    match seen.trouble {
        Some(why) => Err(why),
        None => Ok(OwnPaths {
            reads: seen.files,
            links: seen.links,
        }),
    }
}

fn report(
    chromium: &Chromium,
    none: Seen,
    seen: Vec<Seen>,
    canaries: Vec<Canary>,
    judgement: Judgement,
    elapsed: Duration,
) -> Report {
    let mut files = BTreeMap::new();
    for arrival in std::iter::once(&none)
        .chain(&seen)
        .flat_map(|run| &run.arrivals)
    {
        if let Some(served) = &arrival.served {
            files.insert(served.name.clone(), served.digest.clone());
        }
    }
    let isolated = seen.iter().find(|run| run.isolation.is_some());
    let isolation = isolated
        .filter(|_| judgement.isolated)
        .and_then(|run| run.isolation);
    let first = seen.first();
    Report {
        verdict: judgement.verdict,
        leaks: judgement.leaks,
        reason: judgement.reason,
        output_produced: judgement.output_produced,
        requests: judgement.requests,
        isolation,
        probes: Vec::new(),
        scan: None,
        origin: None,
        files,
        browser: chromium.version.clone(),
        switches: first.map(|run| run.switches.clone()).unwrap_or_default(),
        scenario: first.map(|run| run.done.clone()).unwrap_or_default(),
        canaries,
        timelines: std::iter::once(&none)
            .chain(&seen)
            .map(Timeline::of)
            .collect(),
        elapsed,
    }
}

/// Does the runs, a few at a time; the answers stand in the order of the plans. Now and then a tab crashes that has done
/// nothing unusual, so such a run is done once more; what was seen of a tool at work until then is the second answer.
fn all(
    chromium: &Chromium,
    plans: &[Plan<'_>],
    at_once: usize,
    cancel: &Cancel,
) -> (Vec<Seen>, Vec<Seen>) {
    let crashed = Mutex::new(Vec::new());
    let next = Mutex::new(0);
    let done = Mutex::new(BTreeMap::new());
    let deadline = Cancel::default();
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..at_once.clamp(1, plans.len()))
            .map(|_| {
                scope.spawn(|| {
                    loop {
                        let index = {
                            let mut next = lock(&next);
                            *next += 1;
                            *next - 1
                        };
                        let Some(plan) = plans.get(index) else {
                            return;
                        };
                        let mut seen = run(chromium, plan, &deadline);
                        // A live page is asked no more often than it was said.
                        let may_repeat = matches!(plan.subject, Subject::Build(_));
                        if may_repeat && seen.trouble.as_deref() == Some(CRASHED) {
                            let again = run(chromium, plan, &deadline);
                            let first = std::mem::replace(&mut seen, again);
                            // Without a file nothing of it can leave, and what probes send is sent on purpose.
                            if !plan.canaries.is_empty() && !plan.probed {
                                lock(&crashed).push(first);
                            }
                        }
                        lock(&done).insert(index, seen);
                    }
                })
            })
            .collect();
        let until = Instant::now() + LONGEST;
        while !workers
            .iter()
            .all(std::thread::ScopedJoinHandle::is_finished)
        {
            if cancel.is_cancelled() {
                deadline.cancel();
            } else if Instant::now() > until {
                deadline.expire();
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    });
    let mut done = done
        .into_inner()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    let seen = (0..plans.len())
        .map(|index| {
            done.remove(&index).unwrap_or_else(|| Seen {
                trouble: Some("the run was not done".to_owned()),
                ..Seen::default()
            })
        })
        .collect();
    let crashed = crashed
        .into_inner()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    (seen, crashed)
}
