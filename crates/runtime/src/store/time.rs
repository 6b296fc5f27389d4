//! Now, as the store sees it: the clock, and the highest instant that it has acted on.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use candor_model::Instant;
use candor_model::clock::Clock;

use super::{StoreError, lock};

/// The clock and its mark. Readers share it with the store, so all of them see the same E.
#[derive(Debug)]
pub(super) struct Time {
    clock: Arc<dyn Clock>,
    /// How far the clock may jump ahead of the mark, in milliseconds.
    largest_jump: i64,
    mark: Mutex<Mark>,
    /// The clock jumped further, and nobody has confirmed it.
    suspect: AtomicBool,
}

/// The highest instant that the store has acted on, and what of it is durable.
#[derive(Clone, Copy, Debug)]
struct Mark {
    seen: Instant,
    saved: Instant,
}

/// How far the clock may be behind the mark before no new data is taken, in milliseconds: what a correction of the clock
/// takes back.
pub(super) const LARGEST_STEP_BACK: i64 = 60_000;

/// How far the durable mark may lag behind, in milliseconds.
const MARK_STEP: i64 = 10_000;

impl Time {
    /// Begins at the durable mark, or at the clock where a new store has none.
    pub(super) fn new(clock: Arc<dyn Clock>, saved: Option<Instant>, largest_jump: i64) -> Self {
        let wall = clock.now();
        let saved = saved.unwrap_or(wall);
        let time = Self {
            clock,
            largest_jump: largest_jump.saturating_mul(1000),
            mark: Mutex::new(Mark { seen: saved, saved }),
            suspect: AtomicBool::new(false),
        };
        time.now();
        time
    }

    /// Never before an instant that the store has already acted on. A jump ahead beyond the limit is not believed.
    pub(super) fn now(&self) -> Instant {
        let wall = self.clock.now();
        let mut mark = lock(&self.mark);
        if mark.seen.millis_until(wall) > self.largest_jump {
            self.suspect.store(true, Ordering::SeqCst);
        } else if wall > mark.seen {
            mark.seen = wall;
        }
        mark.seen
    }

    /// Now, or an error while a jump of the clock is not confirmed.
    pub(super) fn trusted_now(&self) -> Result<Instant, StoreError> {
        let now = self.now();
        if self.is_suspect() {
            return Err(StoreError::ClockJumped {
                mark: now,
                wall: self.clock.now(),
            });
        }
        Ok(now)
    }

    /// The instant at which a window that starts now starts. The store's own time stands still while the clock is behind
    /// it, and data that counted from it would be kept longer than was promised, by the difference. So it counts from what
    /// the clock says.
    ///
    /// # Errors
    /// While the clock is further behind than a correction of it explains.
    pub(super) fn start_of_windows(&self) -> Result<Instant, StoreError> {
        let mark = self.trusted_now()?;
        let wall = self.clock.now();
        if wall.millis_until(mark) > LARGEST_STEP_BACK {
            return Err(StoreError::ClockBehind { mark, wall });
        }
        Ok(mark.min(wall))
    }

    /// What the clock says, believed or not.
    pub(super) fn wall(&self) -> Instant {
        self.clock.now()
    }

    pub(super) fn is_suspect(&self) -> bool {
        self.suspect.load(Ordering::SeqCst)
    }

    /// Believes the clock.
    pub(super) fn confirm(&self) {
        let wall = self.clock.now();
        let mut mark = lock(&self.mark);
        mark.seen = mark.seen.max(wall);
        self.suspect.store(false, Ordering::SeqCst);
    }

    /// The instant to make durable, where the durable mark lags behind too far.
    pub(super) fn mark_to_save(&self) -> Option<Instant> {
        let now = self.now();
        let saved = lock(&self.mark).saved;
        (saved.millis_until(now) >= MARK_STEP).then_some(now)
    }

    /// Notes what is durable.
    pub(super) fn saved(&self, mark: Instant) {
        lock(&self.mark).saved = mark;
    }
}
