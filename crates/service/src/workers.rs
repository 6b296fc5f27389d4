//! Threads that carry out jobs and that end buckets on time.

use std::collections::BTreeMap;
use std::io::Read;
use std::sync::Arc;
use std::time::Duration;

use candor_process::{Limits, Output};
use candor_runtime::{Job, Refusal, Runtime, Store, StoreError};
use tokio::task::JoinHandle;

use crate::PATIENCE;
use crate::problem::log_failure;
use crate::state::AppState;

/// What one picture may cost.
const LIMITS: Limits = Limits {
    max_pixels: 64_000_000,
    max_memory: 1024 * 1024 * 1024,
    max_time: Duration::from_secs(30),
};

/// The running threads.
#[derive(Debug)]
pub(crate) struct Workers {
    handles: Vec<JoinHandle<()>>,
}

impl Workers {
    /// Waits until every thread has ended.
    pub(crate) async fn join(self) {
        for handle in self.handles {
            let _ = handle.await;
        }
    }
}

/// Starts the threads: one per core for jobs, at most four, and one that sweeps.
pub(crate) fn start(state: &AppState) -> Workers {
    let mut handles = Vec::new();
    let sweeping = state.clone();
    handles.push(tokio::task::spawn_blocking(move || sweep(&sweeping)));
    if let Ok(runtime) = state.runtime() {
        let count = std::thread::available_parallelism()
            .map_or(1, usize::from)
            .min(4);
        for _ in 0..count {
            let (state, runtime) = (state.clone(), runtime.clone());
            handles.push(tokio::task::spawn_blocking(move || work(&state, &runtime)));
        }
    }
    Workers { handles }
}

/// Ends buckets as their time comes. A failure is told and tried again, never given up.
fn sweep(state: &AppState) {
    let mut sweeping = Told::default();
    let mut receipts = Told::default();
    let mut clock = Told::default();
    let mut failures = 0_u32;
    while !state.is_closed() {
        let swept = match state.runtime() {
            Ok(runtime) => runtime.sweep().map(|_| ()),
            Err(_) => state.store().sweep().map(|_| ()).map_err(Refusal::from),
        };
        failures = match &swept {
            Ok(()) => 0,
            Err(_) => failures.saturating_add(1),
        };
        if swept.is_ok() {
            state.note_sweep(state.store().now());
        }
        let fault = swept.err().map(|refusal| {
            // The instants in it change all the time, and the fault does not.
            let what = if refusal.rule == "store/clock" {
                refusal.rule.to_owned()
            } else {
                refusal.detail.clone()
            };
            (
                what,
                format!("the sweep failed and will be tried again: {refusal}"),
            )
        });
        sweeping.tell(fault, "the sweep goes through again");
        // A log of receipts that is damaged holds up nothing.
        let fault = state.store().receipt_fault().map(|fault| fault.to_string());
        let fault =
            fault.map(|fault| (fault.clone(), format!("receipts cannot be issued: {fault}")));
        receipts.tell(fault, "receipts are issued again");
        let now = state.store().clock_state();
        let fault = now.refuses.then(|| {
            let (wall, mark) = (now.wall, now.mark);
            (
                String::new(),
                StoreError::ClockBehind { mark, wall }.to_string(),
            )
        });
        clock.tell(fault, "the clock has caught up; new data is taken again");
        pause(state, failures);
    }
}

/// Sleeps until the next bucket ends, or for longer with every failure in a row. A stop is not kept waiting.
fn pause(state: &AppState, failures: u32) {
    if failures == 0 {
        std::thread::sleep(until_next(state.store()));
        return;
    }
    let mut steps = 1_u32 << failures.min(LONGEST_STEPS);
    while steps > 0 && !state.is_closed() {
        std::thread::sleep(PATIENCE / 2);
        steps -= 1;
    }
}

/// A failing sweep is tried again after at most two to this power half patiences, which is 8 seconds.
const LONGEST_STEPS: u32 = 6;

/// What the operator was told of one kind of fault, so that it is told once for as long as it is the same.
#[derive(Debug, Default)]
struct Told(Option<String>);

impl Told {
    /// Tells of a fault that is new, given by what it is and its words, and of the end of one.
    fn tell(&mut self, fault: Option<(String, String)>, over: &str) {
        if let Some(line) = self.line(fault, over) {
            log_failure(&line);
        }
    }

    fn line(&mut self, fault: Option<(String, String)>, over: &str) -> Option<String> {
        let (what, line) = fault.unzip();
        if what == self.0 {
            return None;
        }
        self.0 = what;
        Some(line.unwrap_or_else(|| over.to_owned()))
    }
}

/// How long to sleep: until the next bucket ends, and never so long that a stop or a new bucket waits.
fn until_next(store: &Store) -> Duration {
    let millis = store
        .next_end()
        .map_or(i64::MAX, |end| store.now().millis_until(end));
    Duration::from_millis(u64::try_from(millis).unwrap_or(0))
        .clamp(Duration::from_millis(5), PATIENCE)
}

fn work(state: &AppState, runtime: &Arc<Runtime>) {
    while !state.is_closed() {
        if let Some(job) = runtime.take_job(PATIENCE) {
            carry_out(runtime, &job);
        }
    }
}

fn carry_out(runtime: &Runtime, job: &Job) {
    let outcome = read_upload(runtime, job)
        .and_then(|input| process(&job.order.operation, &job.order.parameters, &input));
    let recorded = match outcome {
        Ok(output) => runtime
            .finish(job, output.media_type, &output.bytes)
            .map(|_| ()),
        Err(reason) => runtime.fail(job, &reason),
    };
    if let Err(refusal) = recorded {
        // An upload that went meanwhile is no failure; everything else is told to the caller and the operator.
        if refusal.kind != candor_runtime::RefusalKind::Gone {
            log_failure(&format!("the job {} was not recorded: {refusal}", job.id));
            let _ = runtime.fail(job, &refusal.detail);
        }
    }
}

fn read_upload(runtime: &Runtime, job: &Job) -> Result<Vec<u8>, String> {
    let mut input = Vec::new();
    let mut body = runtime
        .store()
        .read(&job.order.upload, None)
        .map_err(|error| error.to_string())?;
    body.read_to_end(&mut input)
        .map_err(|error| error.to_string())?;
    Ok(input)
}

/// Runs a built-in operation under the limits.
pub(crate) fn process(
    operation: &str,
    parameters: &BTreeMap<String, String>,
    input: &[u8],
) -> Result<Output, String> {
    candor_process::run(operation, parameters, input, &LIMITS).map_err(|fault| fault.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_is_told_once_and_its_end_too() {
        let mut told = Told::default();
        let fault = |what: &str, line: &str| Some((what.to_owned(), line.to_owned()));
        assert_eq!(told.line(None, "over"), None);
        assert_eq!(
            told.line(fault("disk", "first"), "over").as_deref(),
            Some("first")
        );
        assert_eq!(told.line(fault("disk", "second"), "over"), None);
        assert_eq!(
            told.line(fault("clock", "third"), "over").as_deref(),
            Some("third")
        );
        assert_eq!(told.line(None, "over").as_deref(), Some("over"));
        assert_eq!(told.line(None, "over"), None);
    }
}
