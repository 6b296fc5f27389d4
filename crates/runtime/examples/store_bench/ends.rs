//! Many small buckets that end one after another: the spread of one end.

use std::io::Write;
use std::time::Instant as Watch;

use serde_json::{Value, json};

use super::expiry::{end, fill, open};
use super::row::rounded;
use super::{LIFE, Outcome, clock};

/// Buckets that end one after another, and objects in each.
const ENDS: u32 = 200;
const IN_EACH: u64 = 100;

/// Ends one bucket after another.
pub(crate) fn measure() -> Outcome<Value> {
    let directory = tempfile::tempdir()?;
    let root = directory.path().join("data");
    let clock = clock();
    let store = open(&root, &clock)?;
    let first = fill(&store, u64::from(ENDS) * IN_EACH, |number| {
        LIFE + i64::try_from(number / IN_EACH).unwrap_or(0)
    })?;
    let (mut keys, mut bytes, mut syncs) = (Vec::new(), Vec::new(), Vec::new());
    clock.advance_seconds(LIFE);
    // What one sync of the disk costs between the same ends: a key is gone after three of them.
    let mut probe = std::fs::File::create(directory.path().join("probe"))?;
    for _ in 0..ENDS {
        let begun = Watch::now();
        probe.write_all(&[0x5a; 4096])?;
        probe.sync_data()?;
        syncs.push(begun.elapsed().as_secs_f64() * 1000.0);
        let expired = end(&store, &root, &first)?;
        keys.push(expired.key_gone);
        bytes.push(expired.bytes_gone);
        clock.advance_seconds(1);
    }
    let [keys, bytes, syncs] = [keys, bytes, syncs].map(Spread::of);
    Ok(
        json!({"case": "ends", "buckets": ENDS, "objects_in_each": IN_EACH, "key_gone_p50_ms": keys.p50,
        "key_gone_p99_ms": keys.p99, "bytes_gone_p50_ms": bytes.p50, "bytes_gone_p99_ms": bytes.p99,
        "sync_p50_ms": syncs.p50, "sync_p99_ms": syncs.p99}),
    )
}

/// The middle and the far end of what was measured.
struct Spread {
    p50: f64,
    p99: f64,
}

impl Spread {
    fn of(mut values: Vec<f64>) -> Self {
        values.sort_by(f64::total_cmp);
        let at = |percent: usize| {
            let value = values.get(values.len() * percent / 100);
            rounded(value.copied().unwrap_or(f64::NAN))
        };
        Self {
            p50: at(50),
            p99: at(99),
        }
    }
}
