//! The runtime: one policy, one store, and nothing in between that could drift.

use std::collections::BTreeMap;
use std::io::Read;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use candor_model::{Activity, DataUse, Id, Instant, Policy, Ref, Territory, Window};
use data_encoding::HEXLOWER;

use crate::accepted::Accepted;
use crate::boundary;
use crate::job::{Job, JobState, Order, Outcome};
use crate::object_id::ObjectId;
use crate::queue::Queue;
use crate::refusal::{Refusal, RefusalKind};
use crate::store::{Deposit, Kind, Meta, NewObject, Store, WindowTag, lock};

/// An upload before its body is read.
#[derive(Clone, Copy, Debug, Default)]
pub struct Upload<'a> {
    /// The tool.
    pub tool: &'a str,
    /// The activity, where the tool has several server activities.
    pub activity: Option<&'a str>,
    /// The data category, where the activity uses several.
    pub category: Option<&'a str>,
    /// The value of `Content-Type`.
    pub content_type: Option<&'a str>,
    /// The person whom the data is about, as the application knows them.
    pub subject: Option<&'a str>,
    /// The length of the body in bytes, where it is known.
    pub length: Option<u64>,
}

/// A running enforcement of one policy on one store.
#[derive(Debug)]
pub struct Runtime {
    policy: Arc<Policy>,
    pub(crate) policy_hash: [u8; 32],
    store: Arc<Store>,
    pub(crate) region: Option<Territory>,
    pub(crate) tags: BTreeMap<Ref<Window>, WindowTag>,
    queue: Queue,
    /// How often each rule refused.
    refusals: Mutex<BTreeMap<&'static str, u64>>,
}

impl Runtime {
    /// Puts a policy in force on a store. Every window that Candor enforces is registered; a window whose definition
    /// changed gets a new tag, so stored objects keep the end that they were promised. Jobs that were waiting when the
    /// last process ended wait again.
    ///
    /// # Errors
    /// Refuses when the store cannot record the windows or read its job records.
    pub fn new(policy: Arc<Policy>, store: Arc<Store>) -> Result<Self, Refusal> {
        let region = policy
            .settings
            .store
            .region
            .as_ref()
            .map(|region| region.value);
        let mut tags = BTreeMap::new();
        for reference in policy.references::<Window>() {
            let window = &policy[reference];
            if window.is_enforced_by_candor()
                && window.schedule().is_some_and(|schedule| schedule.is_ok())
            {
                tags.insert(
                    reference,
                    store.register_window(window.id.as_str(), &window.definition())?,
                );
            }
        }
        let runtime = Self {
            policy_hash: policy.policy_hash(),
            policy,
            store,
            region,
            tags,
            queue: Queue::default(),
            refusals: Mutex::default(),
        };
        runtime.restore_jobs()?;
        Ok(runtime)
    }

    /// The policy in force.
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// The digest of what is enforced, in lower-case hexadecimal.
    pub fn policy_hash(&self) -> String {
        HEXLOWER.encode(&self.policy_hash)
    }

    /// The store.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Now, as the store sees it: never before an instant that it has already acted on.
    pub fn now(&self) -> Instant {
        self.store.now()
    }

    /// Whether this upload would be let in, before any byte of its body is read.
    ///
    /// # Errors
    /// Says which line of the policy refuses it.
    pub fn admit(&self, upload: &Upload<'_>) -> Result<(), Refusal> {
        self.judge(upload)
            .inspect_err(|refusal| self.count(refusal))
    }

    /// How often each rule refused since the start.
    pub fn refusals(&self) -> BTreeMap<&'static str, u64> {
        lock(&self.refusals).clone()
    }

    pub(crate) fn count(&self, refusal: &Refusal) {
        *lock(&self.refusals).entry(refusal.rule).or_default() += 1;
    }

    fn judge(&self, upload: &Upload<'_>) -> Result<(), Refusal> {
        let intake = boundary::intake(&self.policy, upload.tool, upload.activity, upload.category)?;
        boundary::storing_window(&self.policy, intake.data)?;
        boundary::region(&self.policy, intake.activity, self.region)?;
        boundary::format(intake.tool, upload.content_type)?;
        within_size(intake.activity, upload.length)
    }

    /// Takes an upload. The window starts now, before the first byte of the body is read.
    ///
    /// # Errors
    /// Refuses what the policy does not allow, a body that is too large or that is not complete before its window
    /// ends, and a store that is full. Nothing of a refused body stays.
    pub fn upload(&self, upload: &Upload<'_>, body: &mut dyn Read) -> Result<Accepted, Refusal> {
        self.admit(upload)?;
        let intake = boundary::intake(&self.policy, upload.tool, upload.activity, upload.category)?;
        let meta = Meta {
            media_type: upload
                .content_type
                .unwrap_or("application/octet-stream")
                .to_owned(),
            activity: self.policy.activity_name(intake.activity),
            subject: upload.subject.map(str::to_owned),
            ..Meta::default()
        };
        let max_size = intake.activity.max_size.as_ref().map(|size| size.value);
        self.store_data(
            intake.data,
            Kind::Object,
            meta,
            max_size,
            upload.length,
            body,
        )
    }

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
        let order = Order {
            tool: tool.id.to_string(),
            activity: activity.id.to_string(),
            upload: *upload,
            operation: Id::new(operation).to_string(),
            parameters,
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

    /// Erases one object now, and what was made from it.
    ///
    /// # Errors
    /// Gone where it was erased or ended before; unknown where there is none.
    pub fn erase(&self, id: &ObjectId) -> Result<(), Refusal> {
        self.store.erase(id, true)?;
        self.queue.expire_upload(id);
        Ok(())
    }

    /// Ends every bucket whose time has come and forgets its jobs.
    ///
    /// # Errors
    /// Refuses when the store cannot be swept; the next sweep goes on where this one stopped.
    pub fn sweep(&self) -> Result<crate::store::SweepReport, Refusal> {
        let report = self.store.sweep()?;
        self.queue.forget_until(self.store.now());
        Ok(report)
    }

    /// Checks that a tool may be run without storing its input.
    ///
    /// # Errors
    /// Refuses what the boundary refuses, and an operation that is not declared.
    pub fn admit_run(&self, upload: &Upload<'_>, operation: &str) -> Result<(), Refusal> {
        let intake = boundary::intake(&self.policy, upload.tool, upload.activity, upload.category)?;
        boundary::operation(&self.policy, intake.activity, operation)?;
        boundary::format(intake.tool, upload.content_type)?;
        within_size(intake.activity, upload.length)
    }

    /// The largest body in bytes that an activity of a tool accepts, where it states one.
    pub fn max_size(&self, upload: &Upload<'_>) -> Option<u64> {
        let intake =
            boundary::intake(&self.policy, upload.tool, upload.activity, upload.category).ok()?;
        intake.activity.max_size.as_ref().map(|size| size.value)
    }

    fn store_data(
        &self,
        data: &DataUse,
        kind: Kind,
        meta: Meta,
        max_size: Option<u64>,
        known_length: Option<u64>,
        body: &mut dyn Read,
    ) -> Result<Accepted, Refusal> {
        let reference = boundary::storing_window(&self.policy, data)?;
        let window = &self.policy[reference];
        let (Some(Ok(schedule)), Some(tag)) = (window.schedule(), self.tags.get(&reference)) else {
            return Err(Refusal::new(
                RefusalKind::Boundary,
                "retention/no-room",
                "The window cannot be kept",
                format!(
                    "The window `{}` leaves no room between keeping and deleting.",
                    window.id
                ),
            )
            .at(&window.origin));
        };
        let expiry = schedule.expiry(self.store.now());
        let category = self.policy[data.data.value].id.to_string();
        let meta = Meta {
            category: category.clone(),
            window: window.id.to_string(),
            policy_hash: self.policy_hash,
            ..meta
        };
        let new = NewObject {
            tag: *tag,
            expiry,
            kind,
            meta,
            max_size,
            known_length,
        };
        let deposit = self.store.put(new, body)?;
        Ok(Accepted {
            id: deposit.id,
            category,
            window: window.id.to_string(),
            expires_at: expiry.expires_at,
            available_until: expiry.available_until,
            erased_by: expiry.erased_by,
            commitment: HEXLOWER.encode(&deposit.commitment),
            salt: HEXLOWER.encode(&deposit.salt),
        })
    }

    /// Stores a record that lives and dies with another object.
    fn put_beside(
        &self,
        other: &ObjectId,
        kind: Kind,
        meta: Meta,
        body: &[u8],
    ) -> Result<Deposit, Refusal> {
        let stored = self.store.head(other)?;
        let expiry = stored.expiry;
        let meta = Meta {
            policy_hash: self.policy_hash,
            window: stored.meta.window,
            ..meta
        };
        let new = NewObject {
            tag: other.window_tag(),
            expiry,
            kind,
            meta,
            max_size: None,
            known_length: Some(body.len() as u64),
        };
        Ok(self.store.put(new, &mut &*body)?)
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

    /// Reads the job records of every living cohort; outcomes settle their orders, the rest waits again.
    fn restore_jobs(&self) -> Result<(), Refusal> {
        let mut outcomes = BTreeMap::new();
        for id in self.store.ids_of(Kind::JobOutcome) {
            let outcome: Outcome = self.read_json(&id)?;
            outcomes.insert(outcome.job, outcome);
        }
        for id in self.store.ids_of(Kind::Job) {
            let order: Order = self.read_json(&id)?;
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
            }
            self.queue.insert(job);
        }
        Ok(())
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

fn within_size(activity: &Activity, length: Option<u64>) -> Result<(), Refusal> {
    match (&activity.max_size, length) {
        (Some(maximum), Some(length)) if length > maximum.value => {
            Err(too_large(maximum.value).at(&maximum.origin))
        }
        _ => Ok(()),
    }
}

/// The refusal of a body that is too large.
pub(crate) fn too_large(maximum: u64) -> Refusal {
    Refusal::new(
        RefusalKind::TooLarge,
        "boundary/too-large",
        "The body is too large",
        format!("At most {maximum} bytes are taken. Nothing was stored."),
    )
}

fn to_json(value: &impl serde::Serialize) -> Result<Vec<u8>, Refusal> {
    serde_json::to_vec(value).map_err(|error| failed(&error.to_string()))
}

fn failed(detail: &str) -> Refusal {
    Refusal::new(
        RefusalKind::Failed,
        "store/failed",
        "The store failed",
        detail,
    )
}
