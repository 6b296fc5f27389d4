//! Jobs of a runtime: ordered, taken by a worker, finished, and found again after a restart.

use std::collections::BTreeMap;
use std::io::Read;
use std::sync::atomic::Ordering;
use std::time::Duration;

use candor_model::Id;

use crate::accepted::Accepted;
use crate::boundary;
use crate::job::{Job, JobState, Order, Outcome};
use crate::object_id::ObjectId;
use crate::refusal::{Refusal, RefusalKind};
use crate::runtime::{Runtime, failed};
use crate::store::{Deposit, Kind, Meta, StoreError, WindowTag, lock};

impl Runtime {
    /// Orders an operation on an upload.
    ///
    /// # Errors
    /// Refuses operations that the activity does not declare, uploads of another tool, and uploads that are gone.
    pub fn order(
        &self,
        tool: &str,
        upload: &ObjectId,
        operation: &str,
        parameters: BTreeMap<String, String>,
    ) -> Result<Job, Refusal> {
        self.order_for(tool, upload, operation, parameters, None)
    }

    /// Orders an operation on an upload, whose result is about a person. A result whose window counts from the end of an
    /// account or contract needs one.
    ///
    /// # Errors
    /// As [`Runtime::order`].
    pub fn order_for(
        &self,
        tool: &str,
        upload: &ObjectId,
        operation: &str,
        parameters: BTreeMap<String, String>,
        subject: Option<&str>,
    ) -> Result<Job, Refusal> {
        let tool = boundary::find_tool(&self.policy, tool)?;
        let stored = self.store.head(upload)?;
        let activity = self
            .policy
            .activities_of(tool)
            .find(|activity| self.policy.activity_name(activity) == stored.meta.activity)
            .ok_or_else(|| {
                Refusal::new(
                    RefusalKind::Boundary,
                    "boundary/upload-of-another-tool",
                    "This upload belongs to another tool",
                    format!(
                        "The upload was taken for `{}`, and `{}` may not use it.",
                        stored.meta.activity, tool.id
                    ),
                )
                .at(&tool.origin)
            })?;
        boundary::operation(&self.policy, activity, operation)?;
        if stored.restricted {
            return Err(StoreError::Restricted.into());
        }
        let order = Order {
            tool: tool.id.to_string(),
            activity: activity.id.to_string(),
            upload: *upload,
            operation: Id::new(operation).to_string(),
            parameters,
            subject: subject.map(str::to_owned),
        };
        let body = to_json(&order)?;
        let meta = Meta {
            media_type: "application/json".to_owned(),
            from: Some(*upload),
            ..Meta::default()
        };
        let deposit = self.put_beside(upload, Kind::Job, meta, &body)?;
        let job = Job {
            id: deposit.id,
            order,
            state: JobState::Queued,
            result: None,
            reason: None,
        };
        self.queue.insert(job.clone());
        Ok(job)
    }

    /// The job of that id.
    ///
    /// # Errors
    /// Gone from its upload's E on, by the id alone; unknown where there is none.
    pub fn job(&self, id: &ObjectId) -> Result<Job, Refusal> {
        self.store.refuse_ended(id)?;
        self.queue.get(id).ok_or_else(|| {
            Refusal::new(
                RefusalKind::Unknown,
                "object/unknown",
                "No such job",
                "There is no job of this id.",
            )
        })
    }

    /// The next waiting job for a worker; nothing when none came within `patience`.
    pub fn take_job(&self, patience: Duration) -> Option<Job> {
        self.queue.take(patience)
    }

    /// How many jobs wait.
    pub fn waiting_jobs(&self) -> usize {
        self.queue.waiting()
    }

    /// Lets no worker take another job.
    pub fn close(&self) {
        self.queue.close();
    }

    /// Stores the result of a job under the window that the activity declares for it.
    ///
    /// # Errors
    /// Refuses a result that is not declared; a result whose upload was erased meanwhile is dropped.
    pub fn finish(&self, job: &Job, media_type: &str, result: &[u8]) -> Result<Accepted, Refusal> {
        let tool = boundary::find_tool(&self.policy, &job.order.tool)?;
        let activity = boundary::server_activity(&self.policy, tool, Some(&job.order.activity))?;
        let upload = self.store.head(&job.order.upload)?;
        let category = self
            .policy
            .data_category(&upload.meta.category)
            .ok_or_else(|| {
                Refusal::new(
                    RefusalKind::Boundary,
                    "boundary/undeclared-category",
                    "Undeclared data category",
                    format!("The policy no longer declares `{}`.", upload.meta.category),
                )
            })?;
        let data = boundary::created(&self.policy, activity, category)?;
        boundary::region(&self.policy, activity, self.region)?;
        let meta = Meta {
            media_type: media_type.to_owned(),
            activity: self.policy.activity_name(activity),
            from: Some(job.order.upload),
            subject: job.order.subject.clone(),
            ..Meta::default()
        };
        let length = Some(result.len() as u64);
        let accepted = self.store_data(data, Kind::Object, meta, None, length, &mut &*result)?;
        let done = Outcome {
            job: job.id,
            state: JobState::Done,
            result: Some(accepted.clone()),
            reason: None,
        };
        if let Err(refusal) = self.record(&job.order.upload, &done) {
            // The upload went while the result was made: the result is not wanted any more either.
            self.store.erase(&accepted.id, false)?;
            return Err(refusal);
        }
        self.settle(done);
        Ok(accepted)
    }

    /// Records that a job ended without a result, with the reason in plain words.
    ///
    /// # Errors
    /// Refuses when the upload is gone, or the store fails.
    pub fn fail(&self, job: &Job, reason: &str) -> Result<(), Refusal> {
        let failed = Outcome {
            job: job.id,
            state: JobState::Failed,
            result: None,
            reason: Some(reason.to_owned()),
        };
        let recorded = self.record(&job.order.upload, &failed);
        self.settle(failed);
        recorded
    }

    /// Stores a record that lives and dies with another object.
    fn put_beside(
        &self,
        other: &ObjectId,
        kind: Kind,
        meta: Meta,
        body: &[u8],
    ) -> Result<Deposit, Refusal> {
        let meta = Meta {
            policy_hash: self.policy_hash,
            ..meta
        };
        Ok(self.store.put_beside(other, kind, meta, body)?)
    }

    fn record(&self, upload: &ObjectId, outcome: &Outcome) -> Result<(), Refusal> {
        let meta = Meta {
            media_type: "application/json".to_owned(),
            from: Some(*upload),
            ..Meta::default()
        };
        self.put_beside(upload, Kind::JobOutcome, meta, &to_json(outcome)?)
            .map(|_| ())
    }

    fn settle(&self, outcome: Outcome) {
        self.queue.update(&outcome.job, |job| {
            if job.state != JobState::Expired {
                job.state = outcome.state;
                job.result = outcome.result;
                job.reason = outcome.reason;
            }
        });
    }

    /// Reads the job records of every living cohort; outcomes settle their orders, the rest waits again. A record that
    /// cannot be read costs its own job and no other. While the clock is not believed nothing is read, so the jobs come
    /// back with the first sweep after it is confirmed.
    pub(crate) fn restore_jobs(&self) {
        if self.store.clock_state().suspect || self.jobs_restored.swap(true, Ordering::SeqCst) {
            return;
        }
        let mut faults = Vec::new();
        let mut outcomes = BTreeMap::new();
        let mut doubtful = Vec::new();
        for id in self.store.ids_of(Kind::JobOutcome) {
            match self.read_json::<Outcome>(&id) {
                Ok(outcome) => {
                    outcomes.insert(outcome.job, outcome);
                }
                // Its bucket has just ended.
                Err(refusal) if refusal.kind == RefusalKind::Gone => {}
                Err(refusal) => {
                    doubtful.push((id, self.store.head(&id).ok().and_then(|one| one.meta.from)));
                    faults.push(JobFault::new(id, &refusal));
                }
            }
        }
        for id in self.store.ids_of(Kind::Job) {
            let order = match self.read_json::<Order>(&id) {
                Ok(order) => order,
                Err(refusal) if refusal.kind == RefusalKind::Gone => continue,
                Err(refusal) => {
                    faults.push(JobFault::new(id, &refusal));
                    continue;
                }
            };
            let mut job = Job {
                id,
                order,
                state: JobState::Queued,
                result: None,
                reason: None,
            };
            if let Some(outcome) = outcomes.remove(&id) {
                job.state = outcome.state;
                job.result = outcome.result;
                job.reason = outcome.reason;
            } else if doubtful.iter().any(|(outcome, upload)| match upload {
                Some(upload) => *upload == job.order.upload,
                None => bucket_of(outcome) == bucket_of(&id),
            }) {
                // Made once more, its result would live longer than the first one was promised to.
                job.state = JobState::Failed;
                job.reason =
                    Some("the record of how it ended is damaged; order it again".to_owned());
            }
            self.queue.insert(job);
        }
        *lock(&self.job_faults) = faults;
    }

    /// The job records that could not be read when the jobs were found again.
    pub fn job_faults(&self) -> Vec<JobFault> {
        lock(&self.job_faults).clone()
    }

    fn read_json<T: serde::de::DeserializeOwned>(&self, id: &ObjectId) -> Result<T, Refusal> {
        let mut text = Vec::new();
        self.store
            .read(id, None)?
            .read_to_end(&mut text)
            .map_err(|error| failed(&error.to_string()))?;
        serde_json::from_slice(&text).map_err(|error| failed(&error.to_string()))
    }
}

/// A job record that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobFault {
    /// The record's id.
    pub id: ObjectId,
    /// What is wrong with it.
    pub why: String,
}

impl std::fmt::Display for JobFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "the record {} of a job cannot be read, so that job is lost and nothing else: {}",
            self.id, self.why
        )
    }
}

impl JobFault {
    fn new(id: ObjectId, refusal: &Refusal) -> Self {
        let why = refusal.detail.clone();
        Self { id, why }
    }
}

fn bucket_of(id: &ObjectId) -> (WindowTag, Option<candor_model::Instant>) {
    (id.window_tag(), id.expires_at())
}

fn to_json(value: &impl serde::Serialize) -> Result<Vec<u8>, Refusal> {
    serde_json::to_vec(value).map_err(|error| failed(&error.to_string()))
}
