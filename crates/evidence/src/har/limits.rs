//! Why a recording clears nothing.

use super::judge::Judged;
use super::log::Log;

/// So many messages are named.
const NAMED: usize = 8;

/// All reasons, those of this recording first.
pub(super) fn all(log: &Log, judged: &Judged, has_file: bool) -> Vec<String> {
    let mut all = log.faults.clone();
    if log.unread > 0 {
        all.push(format!("{} entries name no address", log.unread));
    }
    if !has_file {
        all.push(
            "no file was named, so that no content was searched for; name the file that was used with --file".to_owned(),
        );
    }
    all.extend(judged.unclear.iter().take(NAMED).cloned());
    if let Some(more @ 1..) = judged.unclear.len().checked_sub(NAMED) {
        all.push(format!("{more} further messages that may hold anything"));
    }
    if judged.is_undated {
        all.push(
            "messages went to other hosts, and the recording does not say when the page had loaded"
                .to_owned(),
        );
    }
    if judged.is_cut {
        all.push("it holds more than can be searched".to_owned());
    }
    if is_sanitised(log) {
        all.push("it holds no cookie at all, as recordings from which browsers have removed what is sensitive".to_owned());
    }
    all.push("a recording does not show what service and shared workers, beacons of a page that closes, WebTransport, peer connections and look-ups of names sent".to_owned());
    all
}

/// Whether no message has a cookie or a credential. That may be true of a tool, too, so that it is only told.
fn is_sanitised(log: &Log) -> bool {
    let is_telling = |name: &str| {
        ["cookie", "authorization"]
            .iter()
            .any(|known| name.eq_ignore_ascii_case(known))
    };
    let mut entries = log.entries.iter();
    !entries.any(|entry| entry.headers.iter().any(|(name, _)| is_telling(name)))
}
