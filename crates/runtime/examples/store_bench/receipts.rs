//! Making and verifying receipts. A receipt proves that one object was among what a bucket's end destroyed.

use std::sync::Arc;
use std::time::{Duration as Span, Instant as Watch};

use candor_runtime::tlog::verify;
use candor_runtime::{Store, StoreOptions};
use serde_json::{Value, json};

use super::copies::{DUE, body};
use super::load::load;
use super::row::rounded;
use super::{Chance, LIFE, Outcome, clock, put};

/// Bytes of a body.
const BODY: usize = 256;
/// Receipts that are made before they are verified in turn.
const KEPT: usize = 100;

/// One bucket for each of the counts; then the rivals, which have no such thing.
pub(crate) fn measure(counts: &[u64], span: Span) -> Outcome<Vec<Value>> {
    let mut rows = counts
        .iter()
        .map(|count| own(*count, span))
        .collect::<Outcome<Vec<_>>>()?;
    for rival in ["sqlite", "postgres", "redis"] {
        let none = "none";
        rows.push(
            json!({"case": "receipts", "system": rival, "objects_in_bucket": none,
            "made_per_second": none, "verified_per_second": none, "bytes": none}),
        );
    }
    Ok(rows)
}

fn own(count: u64, span: Span) -> Outcome<Value> {
    let directory = tempfile::tempdir()?;
    let clock = clock();
    let data = directory.path().join("data");
    let store = Store::open(&data, Arc::new(clock.clone()), StoreOptions::default())?;
    let tag = store.register_window("bench", "1 hour")?;
    let body = body(DUE, BODY);
    let ended = load(count, |_| put(&store, tag, &body))?;
    clock.advance_seconds(LIFE);
    if store.sweep()?.receipts != 1 {
        return Err("the end of a bucket gave no receipt".into());
    }
    let keys = store.log_keys()?;
    let mut chance = Chance::new();
    let mut receipts = Vec::new();
    let mut made = 0_u32;
    let begun = Watch::now();
    while begun.elapsed() < span || made == 0 {
        let one = &ended[usize::try_from(chance.below(count))?];
        let receipt = store.receipt(&one.id, Some(&one.commitment))?.to_string();
        made += 1;
        if receipts.len() < KEPT {
            receipts.push((receipt, one.commitment));
        }
    }
    let made = f64::from(made) / begun.elapsed().as_secs_f64();
    let mut verified = 0_u32;
    let begun = Watch::now();
    for (receipt, commitment) in receipts.iter().cycle() {
        if begun.elapsed() >= span {
            break;
        }
        if verify(receipt, &keys)?.member != Some(*commitment) {
            return Err("a receipt does not speak of its object".into());
        }
        verified += 1;
    }
    let verified = f64::from(verified) / begun.elapsed().as_secs_f64();
    let bytes = receipts.iter().map(|(text, _)| text.len()).max();
    Ok(
        json!({"case": "receipts", "system": "candor store", "objects_in_bucket": count,
        "made_per_second": rounded(made), "verified_per_second": rounded(verified), "bytes": bytes}),
    )
}
