//! Tools: what a visitor uses.

use crate::vocabulary::{Account, Certainty, ClearedWhen, ToolLocation};
use crate::{Activity, EvidencePlan, Id, Located, Origin, Ref, Text};

/// One thing that a visitor uses, such as "resize".
#[derive(Clone, Debug)]
pub struct Tool {
    /// Its id.
    pub id: Id,
    /// Where it is declared.
    pub origin: Origin,
    /// What people call it.
    pub name: Text,
    /// What it does, in one sentence.
    pub summary: Option<Text>,
    /// Its page, as a path of the site or an address.
    pub url: Option<Located<String>>,
    /// Where it processes.
    pub location: Located<ToolLocation>,
    /// How surely that holds.
    pub certainty: Option<Located<Certainty>>,
    /// Whether it needs an account.
    pub account: Option<Located<Account>>,
    /// Formats that it takes.
    pub formats: Vec<Located<String>>,
    /// Formats that it gives.
    pub output_formats: Vec<Located<String>>,
    /// Devices that it runs on.
    pub devices: Vec<Text>,
    /// What limits it.
    pub limits: Vec<Text>,
    /// Its activities, at least one.
    pub activities: Vec<Ref<Activity>>,
    /// What the visitor or customer can choose.
    pub controls: Vec<Control>,
    /// What the visitor should do.
    pub advice: Vec<Text>,
    /// What the statement about the location leaves out.
    pub does_not_cover: Vec<Text>,
    /// Network activity that never carries the file.
    pub also_loads: Vec<Text>,
    /// What clears local work.
    pub cleared_when: Vec<Located<ClearedWhen>>,
    /// Questions whose answers are written from the facts.
    pub questions: Vec<Question>,
    /// How its local claim is proved.
    pub evidence: Option<EvidencePlan>,
}

/// Something that the visitor or customer can choose.
#[derive(Clone, Debug)]
pub struct Control {
    /// What can be chosen.
    pub what: Text,
    /// How.
    pub how: Option<Text>,
}

/// A question about an activity.
#[derive(Clone, Debug)]
pub struct Question {
    /// The question.
    pub question: Text,
    /// The activity whose facts answer it.
    pub about: Located<Ref<Activity>>,
}
