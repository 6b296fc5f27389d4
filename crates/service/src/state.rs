//! What every handler shares.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use candor_runtime::{Refusal, RefusalKind, Runtime, Store};

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
    closed: AtomicBool,
}

impl AppState {
    /// Joins the parts.
    pub fn new(
        runtime: Option<Arc<Runtime>>,
        store: Arc<Store>,
        site: PathBuf,
        headers: HeaderRules,
    ) -> Self {
        Self {
            shared: Arc::new(Shared {
                runtime,
                store,
                site,
                headers,
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
