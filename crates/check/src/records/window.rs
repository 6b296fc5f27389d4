//! Records of running stores.

use candor_model::{Instant, WindowProof};
use candor_record::WindowStatus;

use super::judge::Judging;
use super::{DoubtKind, Records, age};

/// What the doubts of such a record are about.
const SUBJECT: &str = "windows";

/// Judges a record of windows.
pub(super) fn judge(record: &Judging<'_>, records: &mut Records) -> Result<String, String> {
    let status = WindowStatus::read(record.statement)?;
    let instant = |text: &str| {
        Instant::parse_rfc3339(text).ok_or_else(|| format!("`{text}` is no instant in UTC"))
    };
    let as_of = instant(&status.as_of)?;
    let (counts, doubt) = age(record.policy, as_of.date(), record.today, None);
    if let Some(kind) = doubt {
        record.doubt(records, SUBJECT, kind);
    }
    let hash: String = record
        .policy
        .policy_hash()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let is_same = status.policy == hash;
    if counts && !is_same {
        let differ = record
            .policy
            .windows()
            .iter()
            .filter(|window| window.is_enforced_by_candor())
            .filter(|window| {
                let own = status
                    .windows
                    .iter()
                    .filter(|state| state.window == window.id.as_str());
                own.clone().count() > 0
                    && !own
                        .clone()
                        .any(|state| state.definition == window.definition())
            })
            .map(|window| window.id.to_string())
            .collect();
        record.doubt(records, SUBJECT, DoubtKind::PolicyChanged(differ));
    }
    if !(counts && is_same && record.is_trusted) {
        return Ok(SUBJECT.to_owned());
    }
    // The policy as a whole is in force there, so a window that holds nothing yet is enforced, too.
    for window in record.policy.windows() {
        if !window.is_enforced_by_candor() {
            continue;
        }
        let definition = window.definition();
        let mut states = status.windows.iter();
        let state = states
            .find(|state| state.window == window.id.as_str() && state.definition == definition);
        let last = state.and_then(|state| state.last_end.as_ref());
        let last_end = match last {
            Some(last) => Some((instant(&last.at)?, last.lag_ms)),
            None => None,
        };
        let proof = WindowProof {
            as_of,
            last_end,
            receipts: state.map_or(0, |state| state.receipts),
        };
        records.proofs.add_window(window.id.clone(), proof);
    }
    Ok(SUBJECT.to_owned())
}
