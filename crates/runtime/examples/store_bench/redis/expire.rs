//! Keys that are due together, and what Redis makes of it by itself.

use std::time::{Duration as Span, Instant as Watch};

use super::client::pipeline;
use super::{Client, Reply, Server, in_millis, key};
use crate::Outcome;
use crate::copies::{self, DUE, STAYS};

/// A day: long after the end of any case.
const LATER: u64 = 86_400_000;

/// What was seen.
pub(crate) struct Expired {
    /// Milliseconds from the deadline until it holds none of the keys that are due; nothing where the patience ended.
    pub(crate) gone: Option<f64>,
    /// Keys that are due and were still held when the watching ended.
    pub(crate) left: u64,
    /// Bodies that are due and still stand in its files then.
    pub(crate) copies: u64,
}

/// Stores keys and waits until Redis has dropped those that are due; no key is read, because a read drops the key that it
/// finds due. Nothing where Redis is not installed.
pub(crate) fn expire(
    count: u64,
    share: u64,
    body: usize,
    patience: Span,
) -> Outcome<Option<Expired>> {
    let Some(server) = Server::start()? else {
        return Ok(None);
    };
    let mut client = server.connect()?;
    let due = load(&mut client, count, body, |number| number % 100 < share)?;
    let begun = Watch::now();
    let (gone, left) = loop {
        let left = size(&mut client)?.saturating_sub(count - due);
        let elapsed = begun.elapsed();
        if left == 0 {
            break (Some(elapsed.as_secs_f64() * 1000.0), 0);
        }
        if elapsed > patience {
            break (None, left);
        }
        std::thread::sleep(Span::from_millis(5));
    };
    Ok(Some(Expired {
        gone,
        left,
        copies: copies::count(server.path(), DUE)?.all,
    }))
}

/// Stores that many keys and returns at the instant at which some are due; gives their number.
pub(crate) fn load(
    client: &mut Client,
    count: u64,
    body: usize,
    is_due: impl Fn(u64) -> bool,
) -> Outcome<u64> {
    let [due, stays] = [DUE, STAYS].map(|canary| copies::body(canary, body));
    let later = in_millis(LATER)?;
    pipeline(client, 0..count, |client, number| {
        let body = if is_due(number) { &due } else { &stays };
        client.send(&[b"SET", &key(number), body, b"PXAT", later.as_bytes()])
    })?;
    // Long enough for the deadline to reach every key before it is there.
    let ahead = 1_000 + count / 50;
    let deadline = Watch::now() + Span::from_millis(ahead);
    let at = in_millis(ahead)?;
    let numbers = (0..count).filter(|number| is_due(*number));
    let mut all = 0;
    pipeline(client, numbers, |client, number| {
        all += 1;
        client.send(&[b"PEXPIREAT", &key(number), at.as_bytes()])
    })?;
    let left = deadline
        .checked_duration_since(Watch::now())
        .ok_or("the deadline passed before every key had it")?;
    if size(client)? != count {
        return Err("Redis does not hold all keys before they are due".into());
    }
    std::thread::sleep(left);
    Ok(all)
}

/// Reads every key that is due once, so that Redis drops it.
pub(crate) fn touch(client: &mut Client, due: impl Iterator<Item = u64>) -> Outcome<()> {
    pipeline(client, due, |client, number| {
        client.send(&[b"EXISTS", &key(number)])
    })
}

/// How many keys it holds.
pub(crate) fn size(client: &mut Client) -> Outcome<u64> {
    match client.call(&[b"DBSIZE"])? {
        Reply::Number(number) => Ok(u64::try_from(number)?),
        other => Err(format!("Redis told {other:?} as its size").into()),
    }
}
