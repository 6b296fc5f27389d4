//! What every handler shares.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering};
use std::time::Duration;

use candor_model::Instant;
use candor_runtime::Tokens;
use candor_runtime::{Refusal, RefusalKind, Runtime, Store};

use crate::coming::Bodies;
use crate::headers::HeaderRules;

/// The runtime, the store and the site.
#[derive(Clone, Debug)]
pub struct AppState {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    runtime: Option<Arc<Runtime>>,
    store: Arc<Store>,
    site: PathBuf,
    headers: HeaderRules,
    tokens: Tokens,
    is_loopback: bool,
    sweeps: Sweeps,
    disk_full: AtomicU64,
    bodies: Bodies,
    closed: AtomicBool,
}

/// What the sweeping thread has done since the start.
#[derive(Debug, Default)]
struct Sweeps {
    count: AtomicU64,
    /// In milliseconds since the Unix epoch; 0 before the first one.
    last: AtomicI64,
}

impl AppState {
    /// Joins the parts. `is_loopback` says whether only this machine can reach the address, and `patience` how long a body
    /// may bring nothing.
    pub fn new(
        runtime: Option<Arc<Runtime>>,
        store: Arc<Store>,
        site: PathBuf,
        headers: HeaderRules,
        is_loopback: bool,
        patience: Duration,
    ) -> Self {
        let tokens = Tokens::of(store.directory());
        Self {
            shared: Arc::new(Shared {
                runtime,
                store,
                site,
                headers,
                tokens,
                is_loopback,
                sweeps: Sweeps::default(),
                disk_full: AtomicU64::new(0),
                bodies: Bodies::new(patience),
                closed: AtomicBool::new(false),
            }),
        }
    }

    /// The runtime, for whatever takes or uses data.
    ///
    /// # Errors
    /// Refuses while the workspace does not check.
    pub(crate) fn runtime(&self) -> Result<&Arc<Runtime>, Refusal> {
        self.shared.runtime.as_ref().ok_or_else(|| {
            Refusal::new(
                RefusalKind::SweepOnly,
                "runtime/sweep-only",
                "No new data is taken",
                "The workspace does not check, so only deletion goes on. Nothing was stored.",
            )
        })
    }

    pub(crate) fn store(&self) -> &Arc<Store> {
        &self.shared.store
    }

    pub(crate) fn site(&self) -> &PathBuf {
        &self.shared.site
    }

    pub(crate) fn headers(&self) -> &HeaderRules {
        &self.shared.headers
    }

    pub(crate) fn tokens(&self) -> &Tokens {
        &self.shared.tokens
    }

    pub(crate) fn is_loopback(&self) -> bool {
        self.shared.is_loopback
    }

    pub(crate) fn bodies(&self) -> &Bodies {
        &self.shared.bodies
    }

    /// Notes a sweep that went through.
    pub(crate) fn note_sweep(&self, at: Instant) {
        let sweeps = &self.shared.sweeps;
        sweeps.count.fetch_add(1, Ordering::Relaxed);
        sweeps.last.store(at.unix_millis(), Ordering::Relaxed);
    }

    /// How many sweeps went through since the start, and when the last one did.
    pub(crate) fn sweeps(&self) -> (u64, Option<Instant>) {
        let sweeps = &self.shared.sweeps;
        let last = sweeps.last.load(Ordering::Relaxed);
        let last = (last != 0).then(|| Instant::from_unix_millis(last));
        (sweeps.count.load(Ordering::Relaxed), last)
    }

    /// Notes an answer that said that the disk is full.
    pub(crate) fn note_disk_full(&self) {
        self.shared.disk_full.fetch_add(1, Ordering::Relaxed);
    }

    /// How many answers said that the disk is full.
    pub(crate) fn disk_full(&self) -> u64 {
        self.shared.disk_full.load(Ordering::Relaxed)
    }

    /// Lets the workers end.
    pub(crate) fn close(&self) {
        self.shared.closed.store(true, Ordering::SeqCst);
        if let Some(runtime) = &self.shared.runtime {
            runtime.close();
        }
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.shared.closed.load(Ordering::SeqCst)
    }
}
