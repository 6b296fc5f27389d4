//! What of a policy a runtime enforces, as text and as a digest.
//!
//! Prose, labels and pages may change without any effect on stored data; windows, boundaries and recipients may not.
//! The digest covers only the latter, so "published" and "enforced" are compared on what matters.

use std::fmt::Write;

use sha2::{Digest, Sha256};

use crate::vocabulary::Vocabulary;
use crate::{
    Activity, DataUse, Definition, Duration, Extent, Keep, Located, Policy, Recipients, Stated,
    Tool, Window,
};

impl Window {
    /// The definition of the window as one line: whatever changes this line changes what a store does with an object.
    pub fn definition(&self) -> String {
        let mut line = match &self.extent {
            Extent::Fixed {
                delete_within,
                keep_at_least,
                granularity,
            } => {
                let length = |located: &Option<Located<Duration>>| {
                    located.as_ref().map(|located| located.value.clone())
                };
                return Definition {
                    maximum: delete_within
                        .as_ref()
                        .and_then(|maximum| maximum.known().cloned()),
                    keep: length(keep_at_least),
                    granularity: length(granularity),
                    counted_from: self.counted_from.as_ref().map(|start| start.value),
                    at_most: length(&self.at_most_after_upload),
                    at_end: self.at_end.known().copied(),
                }
                .to_string();
            }
            Extent::Criteria(_) => "criteria".to_owned(),
            Extent::MemoryOnly => "memory-only".to_owned(),
            Extent::SetBy { value, .. } => match &value.value {
                Stated::Known(duration) => format!("set-by-vendor {duration}"),
                Stated::NotStated | Stated::Unreadable(_) => "set-by-vendor".to_owned(),
            },
        };
        if let Some(start) = &self.counted_from {
            // Writing to a String cannot fail.
            let _ = write!(line, " from={}", start.value);
        }
        if let Stated::Known(end) = &self.at_end.value {
            let _ = write!(line, " end={end}");
        }
        line
    }
}

impl Policy {
    /// The enforceable part as text, one fact per line, sorted, without places or prose.
    pub fn enforced_text(&self) -> String {
        let mut lines: Vec<String> = self
            .windows()
            .iter()
            .map(|window| format!("window {} {}", window.id, window.definition()))
            .collect();
        for activity in self.activities() {
            lines.push(self.activity_line(activity));
        }
        for category in self.data() {
            let fields: Vec<String> = category
                .fields
                .iter()
                .map(|field| {
                    format!(
                        "{}={}",
                        field.name,
                        field.kept.as_ref().map_or("as-is", |kept| kept.word())
                    )
                })
                .collect();
            // What a window that ends in `anonymise` leaves of events is decided by it.
            let identifies = category.identifies.value.known();
            let identifies = identifies.map_or("not-stated", |identifies| identifies.word());
            lines.push(format!(
                "data {} identifies={identifies} fields={fields:?}",
                category.id
            ));
        }
        lines.sort();
        lines.join("\n")
    }

    /// SHA-256 of [`Policy::enforced_text`].
    pub fn policy_hash(&self) -> [u8; 32] {
        Sha256::digest(self.enforced_text().as_bytes()).into()
    }

    /// The digest of what the policy says of a tool's activities, in hexadecimal: a look at a build answers for a policy
    /// as well as for the code.
    pub fn tool_digest(&self, tool: &Tool) -> String {
        let mut lines = vec![format!("tool {} {}", tool.id, tool.location.value)];
        lines.extend(
            self.activities_of(tool)
                .map(|activity| self.activity_line(activity)),
        );
        let plan = tool.evidence.iter();
        lines.extend(
            plan.flat_map(|plan| &plan.explains)
                .map(|message| format!("explains {}", message.to.value)),
        );
        let digest = Sha256::digest(lines.join("\n").as_bytes());
        digest.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    fn activity_line(&self, activity: &Activity) -> String {
        let tool = activity.tool.map(|tool| &self[tool]);
        let uses = |list: &[DataUse]| -> Vec<String> {
            list.iter().map(|data| self.data_use(data)).collect()
        };
        let regions: Option<Vec<String>> = activity
            .storage
            .as_ref()
            .and_then(|storage| storage.known())
            .and_then(|storage| storage.regions.known())
            .map(|regions| {
                regions
                    .iter()
                    .map(|region| region.value.to_string())
                    .collect()
            });
        let recipients: Vec<&str> = match activity
            .recipients
            .as_ref()
            .map(|recipients| &recipients.value)
        {
            Some(recipients @ Recipients::Listed(_)) => recipients
                .vendors()
                .map(|(vendor, _)| self[vendor].id.as_str())
                .collect(),
            _ => Vec::new(),
        };
        format!(
            "activity {} {} uses={:?} creates={:?} operations={:?} max_size={:?} formats={:?} regions={regions:?} recipients={recipients:?}",
            self.activity_name(activity),
            activity.location.value,
            uses(&activity.uses),
            uses(&activity.creates),
            activity
                .operations
                .iter()
                .map(|operation| operation.value.as_str())
                .collect::<Vec<_>>(),
            activity.max_size.as_ref().map(|size| size.value),
            tool.map(|tool| tool
                .formats
                .iter()
                .map(|format| format.value.as_str())
                .collect::<Vec<_>>()),
        )
    }

    fn data_use(&self, data: &DataUse) -> String {
        let keep = match &data.keep.value {
            Keep::Nothing => "nothing",
            Keep::Window(window) => self[*window].id.as_str(),
            Keep::NotStated => "not-stated",
        };
        format!("{}:{keep}", self[data.data.value].id)
    }
}
