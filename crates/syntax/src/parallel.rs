//! The same work on many things, by as many threads as there are cores.

use std::num::NonZero;

/// Items below which a further thread costs more than it brings, where each is worth some tens of microseconds.
const LEAST_SHARE: usize = 16;

/// What `work` makes of each item, in the order of the items, whatever the threads.
pub fn in_parallel<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let threads = std::thread::available_parallelism().map_or(1, NonZero::get);
    let share = items.len().div_ceil(threads).max(LEAST_SHARE);
    if items.len() <= share {
        return items.iter().map(work).collect();
    }
    let work = &work;
    std::thread::scope(|scope| {
        let parts: Vec<_> = items
            .chunks(share)
            .map(|part| {
                let running = scope.spawn(move || part.iter().map(work).collect::<Vec<R>>());
                (part, running)
            })
            .collect();
        let mut made = Vec::with_capacity(items.len());
        for (part, running) in parts {
            match running.join() {
                Ok(own) => made.extend(own),
                // A part that could not be finished is done again here, where a fault shows as what it is.
                Err(_) => made.extend(part.iter().map(work)),
            }
        }
        made
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_is_that_of_the_items() {
        for count in [0, 1, 63, 64, 65, 1_000, 4_097] {
            let items: Vec<usize> = (0..count).collect();
            let doubled: Vec<usize> = items.iter().map(|item| item * 2).collect();
            assert_eq!(in_parallel(&items, |item| item * 2), doubled);
        }
    }
}
