//! A person's data: found in every cohort, erased, restricted, and ended by what happens to the person's account.

use std::sync::{Arc, PoisonError};

use candor_model::Instant;
use candor_model::vocabulary::CountedFrom;

use super::anchor::Anchored;
use super::catalogue::Registered;
use super::cohort::Cohort;
use super::{Store, StoreError, Term, WindowTag, lock};
use crate::object_id::ObjectId;

/// What happens to a person, as far as windows count from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SubjectEvent {
    /// The account was closed.
    AccountClosed,
    /// The contract ended.
    ContractEnd,
    /// The data was used.
    LastUse,
}

impl SubjectEvent {
    /// The event of that word of the policy.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::AccountClosed, Self::ContractEnd, Self::LastUse]
            .into_iter()
            .find(|event| event.start().to_string() == word.replace('_', "-").to_lowercase())
    }

    fn start(self) -> CountedFrom {
        match self {
            Self::AccountClosed => CountedFrom::AccountClosed,
            Self::ContractEnd => CountedFrom::ContractEnd,
            Self::LastUse => CountedFrom::LastUse,
        }
    }
}

/// What an event did to a person's data under one window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventOutcome {
    /// The window.
    pub window: String,
    /// Objects that it is about.
    pub objects: u64,
    /// Their end now; nothing where they were erased at once because it lay in the past.
    pub term: Option<Term>,
}

impl Store {
    /// The living objects of a person, in order of their cohorts.
    pub fn of_subject(&self, subject: &str) -> Vec<ObjectId> {
        let found = self.objects_of(subject);
        found.into_iter().map(|(_, id)| id).collect()
    }

    /// A person's living objects that can be read now, and what was made from them.
    pub(super) fn objects_of(&self, subject: &str) -> Vec<(Arc<Cohort>, ObjectId)> {
        let now = self.now();
        let name = self.anchor_name(subject);
        let order = {
            let cohorts = self.cohorts.read().unwrap_or_else(PoisonError::into_inner);
            let mut order = Vec::new();
            for cohort in cohorts.buckets().filter(|cohort| !cohort.has_ended(now)) {
                let own = cohort.of_subject(subject);
                order.extend(own.into_iter().map(|id| (cohort.clone(), id)));
            }
            // Whoever has an anchor has all objects of it; those of others are not looked at.
            for anchored in cohorts.of_name(&name) {
                let cohort = &anchored.cohort;
                if !cohort.has_ended(now) {
                    let own = cohort.living_ids();
                    order.extend(own.into_iter().map(|id| (cohort.clone(), id)));
                }
            }
            order
        };
        self.with_children(order)
    }

    /// Erases everything of a person that is not held. Returns how many objects went.
    ///
    /// # Errors
    /// The system's error where a file cannot be changed; what went before is erased, and the call can be repeated.
    pub fn erase_subject(&self, subject: &str) -> Result<usize, StoreError> {
        self.time.trusted_now()?;
        let objects = self.objects_of(subject);
        let (anchored, others): (Vec<_>, Vec<_>) = objects
            .into_iter()
            .partition(|(cohort, _)| cohort.number.is_some());
        let mut erased = self.erase_all(&others)?;
        let own: Vec<Arc<Anchored>> = {
            let cohorts = self.cohorts.read().unwrap_or_else(PoisonError::into_inner);
            cohorts
                .of_name(&self.anchor_name(subject))
                .cloned()
                .collect()
        };
        for one in &own {
            erased += self.end_anchored(one)?;
        }
        // What was made from the person's data may stand under an anchor of its own.
        let rest: Vec<_> = anchored
            .into_iter()
            .filter(|(cohort, id)| cohort.living(id).is_ok())
            .collect();
        erased += self.erase_all(&rest)?;
        Ok(erased)
    }

    /// Keeps everything of a person without using it, or lifts that (GDPR Art. 18). Returns how many objects changed.
    ///
    /// # Errors
    /// The system's error where a file cannot be changed; the call can be repeated.
    pub fn restrict_subject(&self, subject: &str, restricted: bool) -> Result<usize, StoreError> {
        self.time.trusted_now()?;
        let mut changed = 0;
        for (cohort, id) in self.objects_of(subject) {
            match cohort.living(&id) {
                Ok(place) if place.restricted != restricted => {
                    cohort.restrict(&id, restricted)?;
                    changed += 1;
                }
                _ => {}
            }
        }
        Ok(changed)
    }

    /// Keeps one object without using it, or lifts that (GDPR Art. 18).
    ///
    /// # Errors
    /// Gone or unknown, or the system's error.
    pub fn restrict(&self, id: &ObjectId, restricted: bool) -> Result<(), StoreError> {
        self.cohort_of(id)?.restrict(id, restricted)
    }

    /// Lets something happen to a person: every window that counts from it gives the person's data its end. The rule is the
    /// one under which the data was stored. An event never moves an end to a later instant, but for a use.
    ///
    /// # Errors
    /// The clock where it cannot be trusted, or the system's error; the call can be repeated.
    pub fn subject_event(
        &self,
        subject: &str,
        event: SubjectEvent,
        at: Instant,
    ) -> Result<Vec<EventOutcome>, StoreError> {
        let now = self.time.trusted_now()?;
        // An event may open the bucket that the data then ends with; a full disk must not keep it from that.
        self.reserve.make_room();
        let at = match event {
            // A use that lies ahead is none yet.
            SubjectEvent::LastUse => at.min(now),
            _ => at,
        };
        let name = self.anchor_name(subject);
        let windows: Vec<(WindowTag, Registered)> = {
            let windows = self.windows.read().unwrap_or_else(PoisonError::into_inner);
            let all = windows.iter().map(|(tag, window)| (*tag, window.clone()));
            all.collect()
        };
        let mut outcomes = Vec::new();
        for (tag, window) in windows {
            let Some(schedule) = window
                .definition
                .as_ref()
                .filter(|definition| definition.counted_from == Some(event.start()))
                .and_then(|definition| definition.schedule()?.ok())
            else {
                continue;
            };
            let own = {
                let cohorts = self.cohorts.read().unwrap_or_else(PoisonError::into_inner);
                cohorts.of_anchor(tag, &name)
            };
            for anchored in own {
                let (objects, _) = anchored.cohort.totals();
                let end = schedule.expiry(at).expires_at;
                let end = anchored.bound().map_or(end, |bound| end.min(bound));
                let term = self.bring_end(&anchored, end, event)?;
                outcomes.push(EventOutcome {
                    window: window.id.clone(),
                    objects,
                    term,
                });
            }
        }
        self.save_erased()?;
        Ok(outcomes)
    }

    /// Gives a cohort its end, or ends it at once where that lies in the past.
    fn bring_end(
        &self,
        anchored: &Anchored,
        end: Instant,
        event: SubjectEvent,
    ) -> Result<Option<Term>, StoreError> {
        {
            let _moving = lock(&self.moving);
            let known = anchored.cohort.end();
            let moves = match event {
                SubjectEvent::LastUse => known.is_none_or(|known| known < end),
                _ => known.is_none_or(|known| end < known),
            };
            if !moves {
                return Ok(Some(self.anchored_term(&anchored.cohort)));
            }
            if end > self.now() {
                self.move_end(anchored, end)?;
                return Ok(Some(self.anchored_term(&anchored.cohort)));
            }
        }
        self.end_anchored(anchored)?;
        Ok(None)
    }

    /// Notes that an object was read, where reading counts as a use.
    pub(super) fn note_use(&self, id: &ObjectId) {
        if id.expires_at().is_some() {
            return;
        }
        let tag = id.window_tag();
        let counts = {
            let used = self
                .used_by_reading
                .read()
                .unwrap_or_else(PoisonError::into_inner);
            used.contains(&tag)
        };
        let Some(anchored) = self.anchored_of(id).filter(|_| counts) else {
            return;
        };
        let schedule = {
            let windows = self.windows.read().unwrap_or_else(PoisonError::into_inner);
            windows
                .get(&tag)
                .and_then(|window| window.definition.as_ref()?.schedule()?.ok())
        };
        let Some(schedule) = schedule else {
            return;
        };
        let end = schedule.expiry(self.now()).expires_at;
        let end = anchored.bound().map_or(end, |bound| end.min(bound));
        if anchored.cohort.end().is_some_and(|known| known >= end) {
            return;
        }
        // Where this fails, the object only ends at the instant that it had: earlier than it might, never later.
        let _ = self.bring_end(&anchored, end, SubjectEvent::LastUse);
    }
}
