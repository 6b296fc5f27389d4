//! Connections that threads take in turn, and one after another.

use std::sync::Mutex;

use super::Outcome;

/// As many connections as there are threads, so that none waits for one.
pub(crate) struct Pool<T>(Mutex<Vec<T>>);

impl<T> Pool<T> {
    pub(crate) fn new(count: usize, connect: impl FnMut() -> Outcome<T>) -> Outcome<Self> {
        let all: Vec<T> = std::iter::repeat_with(connect)
            .take(count)
            .collect::<Outcome<_>>()?;
        Ok(Self(Mutex::new(all)))
    }

    pub(crate) fn with<R>(&self, work: impl FnOnce(&mut T) -> Outcome<R>) -> Outcome<R> {
        let taken = self.0.lock().map_err(|_| "a thread stopped")?.pop();
        let mut one = taken.ok_or("there are fewer connections than threads")?;
        let done = work(&mut one);
        self.0.lock().map_err(|_| "a thread stopped")?.push(one);
        done
    }
}
