//! How late something came, as a histogram.

/// Upper bounds in milliseconds.
const BOUNDS: [i64; 10] = [1, 5, 10, 50, 100, 500, 1_000, 10_000, 60_000, 3_600_000];

/// A histogram of lags.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lags {
    counts: [u64; BOUNDS.len() + 1],
    sum_millis: i64,
}

impl Lags {
    /// Adds a lag; a negative one counts as none.
    pub(crate) fn add(&mut self, millis: i64) {
        let at = BOUNDS
            .iter()
            .position(|bound| millis <= *bound)
            .unwrap_or(BOUNDS.len());
        self.counts[at] += 1;
        self.sum_millis = self.sum_millis.saturating_add(millis.max(0));
    }

    /// Upper bounds in seconds with the count of all lags up to them; the last one is `+Inf`.
    pub fn buckets(&self) -> Vec<(String, u64)> {
        let mut total = 0;
        let mut list = Vec::new();
        for (at, count) in self.counts.iter().enumerate() {
            total += count;
            let bound = BOUNDS.get(at).map_or_else(
                || "+Inf".to_owned(),
                |bound| format!("{}", *bound as f64 / 1000.0),
            );
            list.push((bound, total));
        }
        list
    }

    /// All lags together, in seconds.
    pub fn sum_seconds(&self) -> f64 {
        self.sum_millis as f64 / 1000.0
    }

    /// How many there were.
    pub fn count(&self) -> u64 {
        self.counts.iter().sum()
    }
}
