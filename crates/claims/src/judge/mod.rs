//! Claims against facts: one family of kinds per file. A difference of scope is never a contradiction.

mod account;
mod age;
mod anonymity;
mod beside;
mod binding;
mod class;
mod days;
mod device;
mod encryption;
mod facts;
mod field;
mod holding;
mod local;
mod notice;
mod party;
mod region;
mod retention;
mod rights;
mod said;
mod sale;
mod scope;
mod sharing;
mod storage;
mod subject;
mod tracking;
mod training;
mod verdict;
mod words;

pub(crate) use beside::matters;
pub(crate) use binding::is_noun;
pub use binding::{Binding, judge_binding, nearest};
pub(crate) use binding::{judge_bound, scope as bound_scope};
pub use facts::Facts;
pub use said::Said;
pub use scope::Scope;
pub use verdict::{Judgement, Verdict};

use class::Classes;
use subject::{Data, Subject, subject};

use crate::Kind;

/// Holds a claim against the facts.
pub fn judge(said: &Said<'_>, scope: &Scope, facts: &Facts<'_>) -> Judgement {
    let claim = said.claim;
    if let Scope::Undeclared(name) = scope {
        return Judgement::new(
            Verdict::NotComparable,
            format!(
                "the page names `{name}`, and no file declares a tool, an activity or a vendor of that name, so \
                 nothing can be compared; declare it or correct the name"
            ),
        );
    }
    if said.is_beside {
        return beside::judge(said, scope, facts);
    }
    if matches!(
        claim.kind,
        Kind::NoStorage | Kind::RetentionDuration | Kind::DeletionImmediacy
    ) && let Some(vague) = beside::delegated(said)
    {
        return vague;
    }
    if let Scope::Vendor(vendor) = scope {
        return party::judge(said, *vendor, scope, facts);
    }
    match claim.kind {
        Kind::NoUpload if facts.vendor_named(&said.lower).is_some() && !said.has(RECEIVED) => {
            sharing::judge(said, scope, facts)
        }
        Kind::LocalProcessing | Kind::NoUpload => local::judge(said, scope, facts),
        Kind::NoStorage => storage::nothing(said, scope, facts),
        Kind::DeletionImmediacy => storage::at_once(said, scope, facts),
        Kind::RetentionDuration => retention::judge(said, scope, facts),
        Kind::NoSharing => sharing::judge(said, scope, facts),
        Kind::NoSale => sale::judge(said, facts),
        Kind::NoTraining => training::judge(said, scope, facts),
        Kind::Anonymity => anonymity::judge(said, scope, facts),
        Kind::Encryption => encryption::judge(said, scope, facts),
        Kind::Region => region::judge(said, scope, facts),
        Kind::NoAccount => account::judge(said, scope, facts),
        Kind::NoCookies => tracking::cookies(said, facts),
        Kind::NoTracking => tracking::tracking(said, facts),
        Kind::RightsResponseTime => rights::judge(said, facts),
        Kind::NoticePeriod => notice::judge(said, facts),
        Kind::AgeLimit => age::judge(claim, facts),
        // Judged above.
        _ => Judgement::new(Verdict::NotComparable, "this matter is judged on its own"),
    }
}

/// Words by which the speaker says that it does not get something, whoever else does.
const RECEIVED: &[&str] = &["receive", "erhalten", "recevons", "recibimos"];

/// The data that a sentence speaks of; that of `otherwise` where it names none. A sentence about something that is not
/// declared is held against nothing.
fn data(said: &Said<'_>, otherwise: Classes, facts: &Facts<'_>) -> Result<Data, Judgement> {
    match subject(said, facts) {
        Subject::Data(data) => Ok(data),
        Subject::Field(category, field) => match field::judge(said.claim, category, field, facts) {
            Some(judgement) => Err(judgement),
            None => Ok(Data::one(category, facts)),
        },
        Subject::Device(_) | Subject::Unnamed => Ok(otherwise.into()),
        Subject::Unknown(name) => Err(Judgement::new(
            Verdict::NotComparable,
            format!(
                "the text speaks of \"{name}\", and no category or field of that name is declared in \
                 policies/data.yaml, so nothing can be compared; declare it, or bind the sentence with data-claim"
            ),
        )),
    }
}
