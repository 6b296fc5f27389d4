//! Storing many objects before something is measured.

use candor_runtime::Deposit;

use super::{Outcome, WRITERS};

/// Stores an object for each number, with many writers at once; gives them in the order of their numbers.
pub(crate) fn load(
    count: u64,
    put: impl Fn(u64) -> Outcome<Deposit> + Sync,
) -> Outcome<Vec<Deposit>> {
    let put = &put;
    let mut all: Vec<(u64, Deposit)> = std::thread::scope(|scope| {
        let writers: Vec<_> = (0..WRITERS as u64)
            .map(|first| {
                scope.spawn(move || -> Outcome<Vec<_>> {
                    let numbers = (first..count).step_by(WRITERS);
                    numbers.map(|number| Ok((number, put(number)?))).collect()
                })
            })
            .collect();
        let mut all = Vec::new();
        for writer in writers {
            all.extend(writer.join().map_err(|_| "a writer stopped")??);
        }
        Outcome::Ok(all)
    })?;
    all.sort_unstable_by_key(|(number, _)| *number);
    Ok(all.into_iter().map(|(_, stored)| stored).collect())
}
