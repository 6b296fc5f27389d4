//! Stopping a run from outside, so that its processes and files are gone before the program ends.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// A wish to stop, seen by everything that waits.
#[derive(Clone, Debug, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    /// Asks everything to stop.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::SeqCst);
    }

    /// Whether somebody asked to stop.
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }

    /// # Errors
    /// Where somebody asked to stop.
    pub(crate) fn check(&self) -> Result<(), String> {
        match self.is_cancelled() {
            true => Err("the run was interrupted".to_owned()),
            false => Ok(()),
        }
    }

    /// Waits for a length of time.
    ///
    /// # Errors
    /// Where somebody asked to stop.
    pub(crate) fn sleep(&self, length: Duration) -> Result<(), String> {
        let until = Instant::now() + length;
        loop {
            self.check()?;
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Ok(());
            }
            std::thread::sleep(left.min(Duration::from_millis(50)));
        }
    }
}
