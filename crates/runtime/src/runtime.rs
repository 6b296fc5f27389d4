//! The runtime: one policy, one store, and nothing in between that could drift.

use std::collections::BTreeMap;
use std::io::Read;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};

use candor_model::schedule::{Expiry, Limits, Schedule};
use candor_model::vocabulary::{AtEnd, CountedFrom};
use candor_model::{Activity, DataUse, Instant, Keep, Policy, Ref, Territory, Window};
use data_encoding::HEXLOWER;

use crate::accepted::Accepted;
use crate::boundary::{self, Form};
use crate::events::Staying;
use crate::jobs::JobFault;
use crate::object_id::ObjectId;
use crate::queue::Queue;
use crate::refusal::{Refusal, RefusalKind};
use crate::store::{
    Anchor, Enforced, Kind, Meta, NewObject, NewWaiting, Store, Term, Waiting, WindowTag, lock,
};
use crate::tlog::NotCovered;

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
    pub(crate) policy: Arc<Policy>,
    pub(crate) policy_hash: [u8; 32],
    pub(crate) store: Arc<Store>,
    pub(crate) region: Option<Territory>,
    pub(crate) tags: BTreeMap<Ref<Window>, WindowTag>,
    pub(crate) queue: Queue,
    /// Whether the jobs of the last process were found again, and what of them could not be read.
    pub(crate) jobs_restored: AtomicBool,
    pub(crate) job_faults: Mutex<Vec<JobFault>>,
    /// How often each rule refused.
    refusals: Mutex<BTreeMap<&'static str, u64>>,
}

impl Runtime {
    /// Puts a policy in force on a store. Every window that Candor enforces is registered; a window whose definition
    /// changed gets a new tag, so stored objects keep the end that they were promised. Jobs that were waiting when the
    /// last process ended wait again.
    ///
    /// # Errors
    /// Refuses when the store cannot record the windows.
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
                let tag = store.register_window(window.id.as_str(), &window.definition())?;
                let start = window.counted_from.as_ref().map(|start| start.value);
                // Where the policy says what counts as a use, only that does.
                if start == Some(CountedFrom::LastUse) && window.use_means.is_none() {
                    store.reading_is_use(tag);
                }
                tags.insert(reference, tag);
            }
        }
        store.enforce(&Enforced {
            policy: HEXLOWER.encode(&policy.policy_hash()),
            log: log_name(&policy),
            not_covered: tags
                .iter()
                .map(|(window, tag)| (*tag, not_covered(&policy[*window])))
                .collect(),
            staying: tags
                .iter()
                .filter(|(window, _)| policy[**window].at_end.known() == Some(&AtEnd::Anonymise))
                .map(|(window, tag)| (*tag, staying(&policy, *window)))
                .collect(),
        })?;
        let runtime = Self {
            policy_hash: policy.policy_hash(),
            policy,
            store,
            region,
            tags,
            queue: Queue::default(),
            jobs_restored: AtomicBool::new(false),
            job_faults: Mutex::default(),
            refusals: Mutex::default(),
        };
        runtime.restore_jobs();
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
        boundary::storing_window(&self.policy, intake.data, Form::Object)?;
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

    /// Erases one object now, and what was made from it. Returns how many went.
    ///
    /// # Errors
    /// Gone where it was erased or ended before; unknown where there is none.
    pub fn erase(&self, id: &ObjectId) -> Result<usize, Refusal> {
        let erased = self.store.erase(id, true)?;
        self.queue.expire_upload(id);
        Ok(erased)
    }

    /// Ends every bucket whose time has come and forgets its jobs.
    ///
    /// # Errors
    /// Refuses when the store cannot be swept; the next sweep goes on where this one stopped.
    pub fn sweep(&self) -> Result<crate::store::SweepReport, Refusal> {
        let report = self.store.sweep()?;
        self.restore_jobs();
        self.queue
            .forget_until(self.store.now(), |id| self.store.head(id).is_ok());
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

    /// Stores data of a category under its window.
    pub(crate) fn store_data(
        &self,
        data: &DataUse,
        kind: Kind,
        meta: Meta,
        max_size: Option<u64>,
        known_length: Option<u64>,
        body: &mut dyn Read,
    ) -> Result<Accepted, Refusal> {
        let reference = boundary::storing_window(&self.policy, data, Form::Object)?;
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
        let category = self.policy[data.data.value].id.to_string();
        let meta = Meta {
            category: category.clone(),
            window: window.id.to_string(),
            policy_hash: self.policy_hash,
            ..meta
        };
        let expiry = schedule.expiry(self.store.start_of_windows()?);
        let (deposit, term) = match self.waiting(window, expiry, meta.subject.as_deref())? {
            None => {
                let new = NewObject {
                    tag: *tag,
                    expiry,
                    kind,
                    meta,
                    max_size,
                    known_length,
                };
                (self.store.put(new, body)?, Term::from(expiry))
            }
            Some(waiting) => {
                let new = NewWaiting {
                    tag: *tag,
                    waiting,
                    kind,
                    meta,
                    max_size,
                    known_length,
                };
                let deposit = self.store.put_waiting(new, body)?;
                let term = self.store.head(&deposit.id)?.term;
                (deposit, term)
            }
        };
        Ok(Accepted {
            id: deposit.id,
            category,
            window: window.id.to_string(),
            expires_at: term.expires_at,
            available_until: term.available_until,
            erased_by: term.erased_by,
            commitment: HEXLOWER.encode(&deposit.commitment),
            salt: HEXLOWER.encode(&deposit.salt),
        })
    }

    /// What an object waits for; nothing where its window starts with the storing.
    fn waiting(
        &self,
        window: &Window,
        expiry: Expiry,
        subject: Option<&str>,
    ) -> Result<Option<Waiting>, Refusal> {
        let Some(start) = window.counted_from.as_ref() else {
            return Ok(None);
        };
        match (start.value, subject) {
            (CountedFrom::LastUse, subject) => {
                let now = self.store.start_of_windows()?;
                let bound = window.at_most_after_upload.as_ref().and_then(|bound| {
                    let limits = Limits {
                        delete_within: Some(&bound.value),
                        keep_at_least: None,
                        granularity: None,
                    };
                    Schedule::new(limits).ok()
                });
                let bound = bound.map(|bound| bound.expiry(now).expires_at);
                let end = bound.map_or(expiry.expires_at, |bound| bound.min(expiry.expires_at));
                let anchor = subject.map_or(Anchor::Itself, |subject| {
                    Anchor::Subject(subject.to_owned())
                });
                Ok(Some(Waiting {
                    anchor,
                    end: Some(end),
                    bound,
                }))
            }
            (CountedFrom::AccountClosed | CountedFrom::ContractEnd, Some(subject)) => {
                Ok(Some(Waiting {
                    anchor: Anchor::Subject(subject.to_owned()),
                    end: None,
                    bound: None,
                }))
            }
            (CountedFrom::AccountClosed | CountedFrom::ContractEnd, None) => Err(Refusal::new(
                RefusalKind::Invalid,
                "retention/whose-data",
                "Whose data is it?",
                format!(
                    "The window `{}` counts from `{}`, so the store must know whose account or contract it is: name the \
                     person in the header Candor-Subject.",
                    window.id, start.value
                ),
            )
            .at(&start.origin)),
            _ => Ok(None),
        }
    }
}

/// The name of the log of receipts: the address of the published site without its scheme, or the workspace.
fn log_name(policy: &Policy) -> String {
    let address = policy.settings.site.base_url.as_ref();
    let name = address.map_or(&policy.settings.workspace.value, |address| &address.value);
    let name = name.split("://").last().unwrap_or(name).trim_matches('/');
    // The name of a signed note must not hold spaces or plus signs.
    let name: String = name
        .chars()
        .map(|one| {
            if one.is_whitespace() || one == '+' {
                '-'
            } else {
                one
            }
        })
        .collect();
    format!("{name}/candor")
}

/// The copies of a window's data that its end does not reach.
fn not_covered(window: &Window) -> Vec<NotCovered> {
    let copies = window.copies.iter();
    copies
        .map(|copy| NotCovered {
            place: copy.place.value.to_string(),
            within: copy
                .delete_within
                .known()
                .and_then(candor_model::Duration::iso),
        })
        .collect()
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

/// The store failed, in the words of whatever failed.
pub(crate) fn failed(detail: &str) -> Refusal {
    Refusal::new(
        RefusalKind::Failed,
        "store/failed",
        "The store failed",
        detail,
    )
}

/// What may stay of the categories that are kept under a window.
fn staying(policy: &Policy, window: Ref<Window>) -> Vec<Staying> {
    let uses = policy.activities().iter().flat_map(|one| &one.uses);
    let kept = uses.filter(|data| matches!(data.keep.value, Keep::Window(own) if own == window));
    let categories: BTreeMap<_, _> = kept
        .map(|data| &policy[data.data.value])
        .map(|category| (category.id.to_string(), Staying::of(category)))
        .collect();
    categories.into_values().collect()
}
