//! Carrying out an order. The same function answers a command that opened the store itself, and one that asked a server.

use std::collections::BTreeMap;
use std::sync::Arc;

use candor_model::Definition;
use candor_runtime::{Hold, ObjectId, Refusal, RootKey, Runtime, Store, StoreError, WindowHistory};
use data_encoding::HEXLOWER;

use super::order::{
    Answer, HeldAnswer, LastEndAnswer, Order, ShorteningAnswer, StatusAnswer, SweepAnswer,
    WindowAnswer,
};

/// A store, and the runtime that is in force on it where there is one.
#[derive(Clone, Debug)]
pub(crate) struct Operated {
    pub(crate) store: Arc<Store>,
    pub(crate) runtime: Option<Arc<Runtime>>,
}

/// Carries out an order and answers. What cannot be done is an answer, too.
pub(crate) fn carry_out(operated: &Operated, order: &Order) -> Answer {
    let store = &operated.store;
    let answered = match order {
        Order::Status => status(store).map(|status| Answer::Status(Box::new(status))),
        Order::Sweep { confirm_clock } => sweep(store, *confirm_clock).map(Answer::Sweep),
        Order::Shorten {
            window,
            definition,
            confirmed,
        } => shorten(store, window, definition, *confirmed).map(Answer::Shorten),
        Order::Erase { ids, cascade } => erase(operated, ids, *cascade).map(Answer::Erased),
        Order::EraseSubject { subject } => {
            let erased = match &operated.runtime {
                Some(runtime) => runtime.erase_subject(subject).map_err(told),
                None => store.erase_subject(subject).map_err(said),
            };
            erased.map(|count| Answer::Erased(count as u64))
        }
        Order::Hold { id, reason, by } => read_id(id).and_then(|id| {
            let hold = Hold {
                reason: reason.clone(),
                by: by.clone(),
            };
            store.hold(&id, hold).map_err(said)?;
            Ok(Answer::Done { destroyed: false })
        }),
        Order::Release { id } => read_id(id).and_then(|id| {
            let destroyed = store.release(&id).map_err(|error| match error {
                StoreError::Unknown => {
                    format!("{id} is not held; `candor hold --list` shows what is")
                }
                other => said(other),
            })?;
            Ok(Answer::Done { destroyed })
        }),
        Order::Held => Ok(Answer::Held(held(store))),
        Order::ChangeRootKey { command } => {
            let to = command.clone().map_or(RootKey::File, RootKey::Command);
            let changed = store.change_root_key(&to).map_err(said);
            changed.map(|()| Answer::Done { destroyed: true })
        }
        Order::ChangeLogKey => {
            let changed = store.change_log_key().map_err(said);
            changed.map(|()| Answer::Done { destroyed: false })
        }
        Order::Continue { older } => {
            let proved = store.with_log(|log| {
                let path = log.consistency(*older)?;
                Ok((log.checkpoint().to_owned(), path))
            });
            let proved = proved.map_err(said);
            proved.map(|(checkpoint, path)| Answer::Continued {
                checkpoint,
                path: path.map(|path| path.iter().map(|hash| HEXLOWER.encode(hash)).collect()),
            })
        }
    };
    answered.unwrap_or_else(Answer::Refused)
}

fn said(error: StoreError) -> String {
    error.to_string()
}

fn told(refusal: Refusal) -> String {
    refusal.to_string()
}

fn read_id(text: &str) -> Result<ObjectId, String> {
    ObjectId::parse(text).ok_or_else(|| format!("`{text}` is not the id of an object"))
}

fn status(store: &Store) -> Result<StatusAnswer, String> {
    let stats = store.stats();
    let clock = store.clock_state();
    let mut buckets: BTreeMap<u16, (u64, Option<String>, u64)> = BTreeMap::new();
    for bucket in store.buckets() {
        let own = buckets.entry(bucket.tag.0).or_default();
        own.0 += 1;
        own.1.get_or_insert_with(|| bucket.end.to_rfc3339());
        own.2 += bucket.objects;
    }
    let mut history: BTreeMap<u16, WindowHistory> = store
        .history()
        .map_err(said)?
        .into_iter()
        .map(|window| (window.tag.0, window))
        .collect();
    let windows = store.window_terms().into_iter().map(|window| {
        let (count, next_end, ending) = buckets.remove(&window.tag.0).unwrap_or_default();
        let past = history.remove(&window.tag.0);
        let past = past.as_ref();
        WindowAnswer {
            window: window.window,
            tag: window.tag.0,
            definition: window.definition.map(|definition| definition.to_string()),
            objects: window.objects,
            bytes: window.bytes,
            buckets: count,
            next_end,
            waiting: window.objects.saturating_sub(ending),
            since: past.map_or_else(String::new, |past| past.registered.to_rfc3339()),
            buckets_ended: past.map_or(0, |past| past.ended),
            receipts: past.map_or(0, |past| past.receipts),
            last_end: past
                .and_then(|past| past.last_end)
                .map(|last| LastEndAnswer {
                    at: last.end.to_rfc3339(),
                    lag_ms: last.lag_millis,
                }),
            longest_lag_ms: past.map_or(0, |past| past.longest_lag_millis),
        }
    });
    let receipts = store.with_log(|log| Ok(log.size()));
    let fault = store.receipt_fault();
    Ok(StatusAnswer {
        directory: store.directory().display().to_string(),
        clock: clock.wall.to_rfc3339(),
        mark: clock.mark.to_rfc3339(),
        clock_suspect: clock.suspect,
        policy: store.enforced_policy().map_err(said)?,
        windows: windows.collect(),
        held: stats.held,
        oldest_undestroyed_seconds: stats.oldest_undestroyed_millis as f64 / 1000.0,
        index_bytes: stats.index_bytes,
        damaged_bytes: store.damages().iter().map(|damage| damage.length).sum(),
        damages: store.damages().iter().map(ToString::to_string).collect(),
        receipts: *receipts.as_ref().unwrap_or(&0),
        receipt_fault: fault.or(receipts.err()).map(said),
    })
}

fn sweep(store: &Store, confirm_clock: bool) -> Result<SweepAnswer, String> {
    if store.clock_state().suspect && !confirm_clock {
        return Ok(worst_case(store));
    }
    if confirm_clock {
        store.confirm_clock();
    }
    let report = store.sweep().map_err(said)?;
    Ok(SweepAnswer {
        done: true,
        buckets: report.buckets as u64,
        objects: report.objects,
        bytes: report.bytes,
        receipts: report.receipts,
        ..SweepAnswer::default()
    })
}

/// What would go if the clock were believed: what ends before the instant that it shows.
pub(crate) fn worst_case(store: &Store) -> SweepAnswer {
    let clock = store.clock_state();
    let mut answer = SweepAnswer {
        mark: Some(clock.mark.to_rfc3339()),
        clock: Some(clock.wall.to_rfc3339()),
        ..SweepAnswer::default()
    };
    let mut by_window: BTreeMap<String, (u64, u64)> = BTreeMap::new();
    for bucket in store.buckets() {
        if bucket.end <= clock.wall {
            answer.buckets += 1;
            answer.objects += bucket.objects;
            answer.bytes += bucket.bytes;
            let own = by_window.entry(bucket.window).or_default();
            own.0 += bucket.objects;
            own.1 += bucket.bytes;
        }
    }
    let rows = by_window.into_iter();
    answer.by_window = rows
        .map(|(window, (objects, bytes))| (window, objects, bytes))
        .collect();
    answer
}

fn shorten(
    store: &Store,
    window: &str,
    definition: &str,
    confirmed: bool,
) -> Result<Vec<ShorteningAnswer>, String> {
    let definition = Definition::parse(definition)
        .ok_or_else(|| format!("`{definition}` is no definition of a window"))?;
    let mut answers = Vec::new();
    for one in store.shortenings(window, &definition) {
        if confirmed {
            store.shorten(&one).map_err(said)?;
        }
        answers.push(ShorteningAnswer {
            window: one.window,
            before: one.before,
            after: one.after,
            buckets: one.buckets as u64,
            objects: one.objects,
            bytes: one.bytes,
            at_once: one.at_once,
            done: confirmed,
        });
    }
    if confirmed {
        store.sweep().map_err(said)?;
    }
    Ok(answers)
}

fn erase(operated: &Operated, ids: &[String], cascade: bool) -> Result<u64, String> {
    let ids = ids
        .iter()
        .map(|id| read_id(id))
        .collect::<Result<Vec<_>, _>>()?;
    let mut erased = 0;
    for id in ids {
        let went = match &operated.runtime {
            Some(runtime) if cascade => runtime.erase(&id).map_err(told),
            _ => operated.store.erase(&id, cascade).map_err(said),
        };
        let went = went.map(|count| count as u64);
        erased += went.map_err(|why| format!("{id}: {why}; {erased} objects went before it"))?;
    }
    Ok(erased)
}

fn held(store: &Store) -> Vec<HeldAnswer> {
    let all = store.held().into_iter();
    all.map(|held| HeldAnswer {
        id: held.id.to_string(),
        reason: held.hold.reason,
        by: held.hold.by,
        since: held.since.to_rfc3339(),
        bytes: held.length,
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use candor_model::Instant;
    use candor_model::clock::ManualClock;
    use candor_model::schedule::Expiry;
    use candor_runtime::{Kind, Meta, NewObject, StoreOptions};

    use super::*;

    const LINE: &str = "fixed max=24 hours keep=none granularity=default from=upload end=erase";

    #[test]
    fn a_clock_that_jumped_must_be_confirmed_and_says_first_what_would_go() {
        let directory = tempfile::tempdir().unwrap();
        let start = Instant::parse_rfc3339("2026-11-23T12:00:00Z").unwrap();
        let clock = ManualClock::at(start);
        let data = directory.path().join("data");
        let store = Store::open(&data, Arc::new(clock.clone()), StoreOptions::default()).unwrap();
        let end = start.saturating_add_seconds(86_400);
        let new = NewObject {
            tag: store.register_window("uploads", LINE).unwrap(),
            expiry: Expiry {
                expires_at: end,
                available_until: None,
                erased_by: end,
                bucket_start: start,
            },
            kind: Kind::Object,
            meta: Meta::default(),
            max_size: None,
            known_length: None,
        };
        let id = store.put(new, &mut b"picture".as_slice()).unwrap().id;
        clock.advance_seconds(30 * 86_400);
        let operated = Operated {
            store: Arc::new(store),
            runtime: None,
        };
        let sweep = |confirm_clock| match carry_out(&operated, &Order::Sweep { confirm_clock }) {
            Answer::Sweep(answer) => answer,
            other => panic!("{other:?}"),
        };
        let told = sweep(false);
        assert_eq!((told.done, told.buckets, told.objects), (false, 1, 1));
        assert_eq!(told.by_window, [("uploads".to_owned(), 1, told.bytes)]);
        assert!(
            operated.store.head(&id).is_err(),
            "nothing is read until it is confirmed"
        );
        assert_eq!(
            operated.store.buckets().len(),
            1,
            "and nothing is destroyed"
        );
        let done = sweep(true);
        assert_eq!((done.done, done.objects, done.receipts), (true, 1, 1));
        assert!(operated.store.buckets().is_empty());
        // A clock that runs back brings nothing to life.
        clock.set(start);
        assert_eq!(operated.store.head(&id).err(), Some(StoreError::Gone));
        assert!(sweep(false).done);
    }
}
