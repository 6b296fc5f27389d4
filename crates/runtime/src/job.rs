//! Jobs: one operation on one upload.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::accepted::Accepted;
use crate::object_id::ObjectId;

/// Where a job stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum JobState {
    /// It waits for a worker.
    Queued,
    /// A worker has it.
    Running,
    /// Its result is stored.
    Done,
    /// It ended without a result.
    Failed,
    /// Its upload was erased or its window ended before it was done.
    Expired,
}

/// One operation on one upload. The record of a job ends with its upload's bucket.
#[derive(Clone, Debug)]
pub struct Job {
    /// Its id; it carries the upload's window and end.
    pub id: ObjectId,
    /// What was asked for.
    pub order: Order,
    /// Where it stands.
    pub state: JobState,
    /// The stored result, once done.
    pub result: Option<Accepted>,
    /// Why it failed, in plain words.
    pub reason: Option<String>,
}

/// What a job was asked to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// The tool.
    pub tool: String,
    /// Its activity.
    pub activity: String,
    /// The upload.
    pub upload: ObjectId,
    /// The operation.
    pub operation: String,
    /// Its parameters.
    #[serde(default)]
    pub parameters: BTreeMap<String, String>,
    /// The person whom the result is about, as the application knows them. It is in the encrypted order alone.
    #[serde(default)]
    pub subject: Option<String>,
}

/// How a job ended, as it is stored.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Outcome {
    /// The job.
    pub(crate) job: ObjectId,
    /// Done or failed.
    pub(crate) state: JobState,
    /// The stored result, once done.
    pub(crate) result: Option<Accepted>,
    /// Why it failed.
    pub(crate) reason: Option<String>,
}
