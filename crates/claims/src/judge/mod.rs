//! Claims against facts: one family of kinds per file. A difference of scope is never a contradiction.

mod account;
mod age;
mod anonymity;
mod binding;
mod class;
mod encryption;
mod facts;
mod holding;
mod local;
mod notice;
mod region;
mod retention;
mod rights;
mod sale;
mod scope;
mod sharing;
mod storage;
mod tracking;
mod training;
mod verdict;
mod words;

pub(crate) use binding::is_noun;
pub use binding::{Binding, judge_binding, nearest};
pub(crate) use binding::{judge_bound, scope as bound_scope};
pub use facts::Facts;
pub use scope::Scope;
pub use verdict::{Judgement, Verdict};

use class::Classes;

use crate::{Claim, Kind, Polarity};

/// Holds a claim against the facts.
pub fn judge(claim: &Claim, scope: &Scope, facts: &Facts<'_>) -> Judgement {
    if let Scope::Undeclared(name) = scope {
        return Judgement::new(
            Verdict::NotComparable,
            format!(
                "the page names `{name}`, and no file declares a tool, an activity or a vendor of that name, so \
                 nothing can be compared; declare it or correct the name"
            ),
        );
    }
    if let Scope::Vendor(vendor) = scope
        && !matches!(
            claim.kind,
            Kind::RetentionDuration | Kind::NoStorage | Kind::DeletionImmediacy
        )
    {
        return Judgement::new(
            Verdict::NotComparable,
            format!(
                "the text speaks of {}, and nothing is declared of this kind about a vendor",
                facts.policy[*vendor].name()
            ),
        );
    }
    let judgement = match claim.kind {
        Kind::LocalProcessing | Kind::NoUpload => local::judge(claim, scope, facts),
        Kind::NoStorage => storage::nothing(claim, scope, facts),
        Kind::DeletionImmediacy => storage::at_once(claim, scope, facts),
        Kind::RetentionDuration => retention::judge(claim, scope, facts),
        Kind::NoSharing => sharing::judge(claim, scope, facts),
        Kind::NoSale => sale::judge(claim, facts),
        Kind::NoTraining => training::judge(claim, scope, facts),
        Kind::Anonymity => anonymity::judge(claim, scope, facts),
        Kind::Encryption => encryption::judge(claim, scope, facts),
        Kind::Region => region::judge(claim, scope, facts),
        Kind::NoAccount => account::judge(claim, scope, facts),
        Kind::NoCookies => tracking::cookies(claim, facts),
        Kind::NoTracking => tracking::tracking(claim, facts),
        Kind::RightsResponseTime => rights::judge(claim, facts),
        Kind::NoticePeriod => notice::judge(claim, facts),
        Kind::AgeLimit => age::judge(claim, facts),
    };
    match claim.polarity {
        Polarity::Asserts => judgement,
        Polarity::Denies => turned(claim, judgement),
    }
}

/// A sentence that says the opposite of its kind stands where the kind's own sentence falls, and the other way round.
fn turned(claim: &Claim, mut judgement: Judgement) -> Judgement {
    let kind = claim.kind.word();
    let facts = judgement.why;
    (judgement.verdict, judgement.why) = match judgement.verdict {
        Verdict::Backed | Verdict::Declared => (
            Verdict::Contradicted,
            format!(
                "the text says the opposite of {kind}, and what is declared carries {kind}: {facts}; correct the text \
                 or the declaration"
            ),
        ),
        Verdict::Contradicted | Verdict::Narrowed => (
            Verdict::Declared,
            format!("the text says the opposite of {kind}, and so do the facts: {facts}"),
        ),
        other => (other, facts),
    };
    judgement
}

/// The classes of data that a claim speaks of; those given where it names none.
fn object(claim: &Claim, otherwise: Classes) -> Classes {
    claim
        .object
        .as_deref()
        .and_then(Classes::named)
        .unwrap_or(otherwise)
}
