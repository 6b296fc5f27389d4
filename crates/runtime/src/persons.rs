//! What a person can ask for, and what happens to a person: erasure, restriction, events. And holds, which others ask for.

use candor_model::Instant;

use crate::object_id::ObjectId;
use crate::refusal::Refusal;
use crate::runtime::Runtime;
use crate::store::{EventOutcome, Hold, Shortening, SubjectEvent};

impl Runtime {
    /// Erases everything of a person that is not held, with its results. Returns how many objects went.
    ///
    /// # Errors
    /// Refuses where the store fails; the call can be repeated.
    pub fn erase_subject(&self, subject: &str) -> Result<usize, Refusal> {
        let objects = self.store.of_subject(subject);
        let erased = self.store.erase_subject(subject)?;
        for id in &objects {
            self.queue.expire_upload(id);
        }
        self.queue.expire_subject(subject);
        Ok(erased)
    }

    /// Lets something happen to a person, such as the closing of the account. An instant in the past is taken as it is: what
    /// should have been gone by now goes at once.
    ///
    /// # Errors
    /// Refuses where the store fails; the call can be repeated.
    pub fn subject_event(
        &self,
        subject: &str,
        event: SubjectEvent,
        at: Instant,
    ) -> Result<Vec<EventOutcome>, Refusal> {
        Ok(self.store.subject_event(subject, event, at)?)
    }

    /// Keeps everything of a person without using it, or lifts that (GDPR Art. 18). Returns how many objects changed.
    ///
    /// # Errors
    /// Refuses where the store fails; the call can be repeated.
    pub fn restrict_subject(&self, subject: &str, restricted: bool) -> Result<usize, Refusal> {
        Ok(self.store.restrict_subject(subject, restricted)?)
    }

    /// Holds an object beyond its end.
    ///
    /// # Errors
    /// Gone or unknown, or the store fails; then it is not held.
    pub fn hold(&self, id: &ObjectId, hold: Hold) -> Result<(), Refusal> {
        Ok(self.store.hold(id, hold)?)
    }

    /// Lifts a hold; what has ended meanwhile is destroyed. Returns whether it was.
    ///
    /// # Errors
    /// Unknown where it is not held, or the store fails; then it is still held.
    pub fn release(&self, id: &ObjectId) -> Result<bool, Refusal> {
        Ok(self.store.release(id)?)
    }

    /// What the policy's windows would do to data that was stored under longer ones. Nothing changes by asking.
    pub fn shortenings(&self) -> Vec<Shortening> {
        let windows = self.policy.windows().iter();
        let enforced = windows.filter(|window| window.is_enforced_by_candor());
        enforced
            .filter_map(|window| {
                let definition = candor_model::Definition::parse(&window.definition())?;
                Some(self.store.shortenings(window.id.as_str(), &definition))
            })
            .flatten()
            .filter(|shortening| shortening.objects > 0)
            .collect()
    }
}
