//! Threads that carry out jobs and that end buckets on time.

use std::collections::BTreeMap;
use std::io::Read;
use std::sync::Arc;
use std::time::Duration;

use candor_process::{Limits, Output};
use candor_runtime::{Job, Runtime, Store};
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
    let mut told = None;
    while !state.is_closed() {
        let result = match state.runtime() {
            Ok(runtime) => runtime
                .sweep()
                .map(|_| ())
                .map_err(|refusal| refusal.to_string()),
            Err(_) => state
                .store()
                .sweep()
                .map(|_| ())
                .map_err(|error| error.to_string()),
        };
        match result {
            Ok(()) => state.note_sweep(state.store().now()),
            Err(error) => log_failure(&format!(
                "the sweep failed and will be tried again: {error}"
            )),
        }
        // A log of receipts that is damaged holds up nothing; it is told once for as long as it is the same.
        let fault = state.store().receipt_fault();
        if let Some(fault) = fault.as_ref().filter(|_| fault != told) {
            log_failure(&format!("receipts cannot be issued: {fault}"));
        }
        told = fault;
        std::thread::sleep(until_next(state.store()));
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
