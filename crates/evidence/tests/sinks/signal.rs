//! The rendezvous of peer connections: offers wait for the peer's page, answers for the page that offered.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How often and how many times somebody who waits looks again: ten seconds in all.
const LOOK: Duration = Duration::from_millis(50);
const LOOKS: u32 = 200;

#[derive(Default)]
struct Board {
    next: u64,
    offers: VecDeque<(u64, String)>,
    answers: BTreeMap<u64, String>,
}

/// Offers and answers.
#[derive(Clone, Default)]
pub(super) struct Signal(Arc<Mutex<Board>>);

impl Signal {
    fn board(&self) -> MutexGuard<'_, Board> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The peer's answer to an offer; empty where none comes.
    pub(super) async fn offer(&self, description: String) -> String {
        let id = {
            let mut board = self.board();
            board.next += 1;
            let id = board.next;
            board.offers.push_back((id, description));
            id
        };
        for _ in 0..LOOKS {
            if let Some(answer) = self.board().answers.remove(&id) {
                return answer;
            }
            tokio::time::sleep(LOOK).await;
        }
        String::new()
    }

    /// The next offer, after a line with its number; empty where none comes.
    pub(super) async fn next_offer(&self) -> String {
        for _ in 0..LOOKS {
            if let Some((id, description)) = self.board().offers.pop_front() {
                return format!("{id}\n{description}");
            }
            tokio::time::sleep(LOOK).await;
        }
        String::new()
    }

    /// The peer's answer arrived.
    pub(super) fn answer(&self, id: &str, description: String) {
        if let Ok(id) = id.parse() {
            self.board().answers.insert(id, description);
        }
    }
}
