//! Stopping a run from outside, so that its processes and files are gone before the program ends.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::{Duration, Instant};

/// A wish to stop, seen by everything that waits.
#[derive(Clone, Debug, Default)]
pub struct Cancel(Arc<AtomicU8>);

const INTERRUPTED: u8 = 1;
const LATE: u8 = 2;

impl Cancel {
    /// Asks everything to stop.
    pub fn cancel(&self) {
        self.0.store(INTERRUPTED, Ordering::SeqCst);
    }

    /// Has everything stop because the time is over, which is no interruption: what was seen until then is judged.
    pub(crate) fn expire(&self) {
        // Whoever asked to stop before is not overruled.
        let _asked = self
            .0
            .compare_exchange(0, LATE, Ordering::SeqCst, Ordering::SeqCst);
    }

    /// Whether somebody asked to stop.
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::SeqCst) == INTERRUPTED
    }

    /// # Errors
    /// Where somebody asked to stop, or the time is over.
    pub(crate) fn check(&self) -> Result<(), String> {
        match self.0.load(Ordering::SeqCst) {
            INTERRUPTED => Err("the run was interrupted".to_owned()),
            LATE => Err("the runs took longer together than they may".to_owned()),
            _ => Ok(()),
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
