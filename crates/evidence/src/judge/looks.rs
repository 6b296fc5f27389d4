//! Looking for the file in what left, each part once, within a bound of bytes and of time; what exceeds it is told.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;
use std::time::Instant;

use sha2::{Digest, Sha256};

use crate::cancel::Cancel;
use crate::content::{Matcher, Sighting, Spread};

/// So many bytes of one part are looked at.
const LARGEST: usize = 16 << 20;

/// So many bytes of all runs together.
const MOST: usize = 128 << 20;

/// How far looking may go.
#[derive(Clone, Debug)]
pub(crate) struct Bound {
    /// The instant at which it ends.
    pub(crate) until: Instant,
    /// The wish to stop.
    pub(crate) cancel: Cancel,
}

/// Looks at parts of messages.
pub(super) struct Looks {
    matcher: Matcher,
    bound: Bound,
    left: Cell<usize>,
    known: RefCell<HashMap<[u8; 32], Rc<[Sighting]>>>,
    doubts: RefCell<BTreeSet<String>>,
}

impl Looks {
    pub(super) fn new(matcher: Matcher, bound: Bound) -> Self {
        Self {
            matcher,
            bound,
            left: Cell::new(MOST),
            known: RefCell::default(),
            doubts: RefCell::default(),
        }
    }

    /// What is seen of the canaries in a part of a message to somewhere.
    pub(super) fn look(&self, part: &[u8], to: &str) -> Rc<[Sighting]> {
        let digest: [u8; 32] = Sha256::digest(part).into();
        if let Some(known) = self.known.borrow().get(&digest) {
            return Rc::clone(known);
        }
        let near = part.get(..LARGEST).unwrap_or(part);
        if near.len() < part.len() {
            self.doubt(format!(
                "a message to {to} is larger than can be looked at as a whole"
            ));
        }
        if !self.takes(near.len()) {
            return Rc::from([]);
        }
        let looked = self.matcher.look_closely(near);
        if looked.is_cut {
            self.doubt(format!("a message to {to} hides more than can be decoded"));
        }
        let found: Rc<[Sighting]> = looked.sightings.into();
        self.known.borrow_mut().insert(digest, Rc::clone(&found));
        found
    }

    /// Content that is spread over several messages.
    pub(super) fn over_run(&self, parts: &[(usize, &[u8])]) -> Vec<Spread> {
        let mut within = Vec::new();
        for (number, part) in parts {
            let near = part.get(..LARGEST).unwrap_or(part);
            if !self.takes(near.len()) {
                break;
            }
            within.push((*number, near));
        }
        self.matcher.over_run(&within)
    }

    /// Why nothing seen does not mean nothing there.
    pub(super) fn doubt(&self, why: String) {
        self.doubts.borrow_mut().insert(why);
    }

    pub(super) fn doubts(self) -> BTreeSet<String> {
        self.doubts.into_inner()
    }

    fn takes(&self, bytes: usize) -> bool {
        let rest = self.left.get().checked_sub(bytes);
        let is_late = self.bound.cancel.is_cancelled() || Instant::now() > self.bound.until;
        match rest.filter(|_| !is_late) {
            Some(rest) => {
                self.left.set(rest);
                true
            }
            None => {
                let what = if is_late { "in time" } else { "within bounds" };
                self.doubt(format!("more left than could be looked at {what}"));
                false
            }
        }
    }
}
