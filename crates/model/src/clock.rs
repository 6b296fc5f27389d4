//! The one clock of the product. Nothing else reads the system's time, so windows of years are tested in milliseconds.

use std::fmt::Debug;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::time::Instant;

/// Something that tells the time.
pub trait Clock: Send + Sync + Debug {
    /// Now, in UTC.
    fn now(&self) -> Instant;
}

/// The system's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Instant {
        let millis =
            |duration: std::time::Duration| i64::try_from(duration.as_millis()).unwrap_or(i64::MAX);
        match SystemTime::now().duration_since(UNIX_EPOCH) {
            Ok(since) => Instant::from_unix_millis(millis(since)),
            Err(before) => Instant::from_unix_millis(-millis(before.duration())),
        }
    }
}

/// A clock that is set by hand. Copies show the same time.
#[derive(Clone, Debug)]
pub struct ManualClock(Arc<AtomicI64>);

impl ManualClock {
    /// A clock that shows that instant.
    pub fn at(instant: Instant) -> Self {
        Self(Arc::new(AtomicI64::new(instant.unix_millis())))
    }

    /// Sets the clock, forward or back.
    pub fn set(&self, instant: Instant) {
        self.0.store(instant.unix_millis(), Ordering::SeqCst);
    }

    /// Moves the clock by so many milliseconds.
    pub fn advance_millis(&self, millis: i64) {
        self.0.fetch_add(millis, Ordering::SeqCst);
    }

    /// Moves the clock by so many seconds.
    pub fn advance_seconds(&self, seconds: i64) {
        self.advance_millis(seconds.saturating_mul(1000));
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Instant {
        Instant::from_unix_millis(self.0.load(Ordering::SeqCst))
    }
}
