//! Disclosure: a permit before data goes to a vendor.
//!
//! An application asks first and sends afterwards. The policy decides; a permit that is given is written to the
//! disclosure log before the answer, under the log's own window, so that no permit is without a trace. The log is a
//! data category like any other: the one with the id `disclosure`, of which only the declared fields are stored.

mod log;
mod permit;

use candor_model::{Id, Instant};
use data_encoding::HEXLOWER;

use crate::events::EVENTS_MEDIA_TYPE;
use crate::object_id::ObjectId;
use crate::refusal::{Refusal, RefusalKind};
use crate::runtime::{Runtime, failed};

/// What is to go to whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disclosure {
    /// The id of the vendor.
    pub vendor: String,
    /// The activity for which it goes there: `TOOL/ACTIVITY`, or the id alone where no other activity has it.
    pub activity: String,
    /// The ids of the data categories.
    pub data: Vec<String>,
    /// The object that goes there, where it is one of this store.
    pub object: Option<ObjectId>,
}

/// A disclosure that the policy allows, and that is in the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Permit {
    /// Names the permit in the log.
    pub id: String,
    /// The vendor.
    pub vendor: Id,
    /// The activity, in full.
    pub activity: String,
    /// The data categories.
    pub data: Vec<Id>,
    /// The window of the log.
    pub window: String,
    /// Until when the log knows of it.
    pub expires_at: Instant,
}

impl Runtime {
    /// Permits that data goes to a vendor, and writes that down before it answers.
    ///
    /// # Errors
    /// Refuses a vendor that is not declared, not in use today or not a recipient of the activity; data that the
    /// activity does not have or that the vendor does not receive; an object that is gone, restricted or of another
    /// category; and everything where the policy declares no log.
    pub fn disclose(&self, disclosure: &Disclosure) -> Result<Permit, Refusal> {
        self.permit(disclosure)
            .inspect_err(|refusal| self.count(refusal))
    }

    fn permit(&self, disclosure: &Disclosure) -> Result<Permit, Refusal> {
        let allowed = permit::allowed(self.policy(), disclosure, self.now().date())?;
        if let Some(object) = &disclosure.object {
            permit::may_go(self.policy(), &self.store().head(object)?, &allowed)?;
        }
        log::is_declared(self.policy())?;
        let mut random = [0; 16];
        aws_lc_rs::rand::fill(&mut random).map_err(|_| failed("no random bytes could be had"))?;
        let id = HEXLOWER.encode(&random);
        let lines = log::lines(self.policy(), &id, &allowed);
        let logged = self.record_events(
            log::CATEGORY,
            None,
            Some(EVENTS_MEDIA_TYPE),
            None,
            &mut lines.as_bytes(),
        )?;
        Ok(Permit {
            id,
            vendor: allowed.vendor.id.clone(),
            activity: self.policy().activity_name(allowed.activity),
            data: allowed.data.iter().map(|data| data.id.clone()).collect(),
            window: logged.window,
            expires_at: logged.expires_at,
        })
    }
}

fn refuse(rule: &'static str, title: &str, detail: String) -> Refusal {
    Refusal::new(RefusalKind::Boundary, rule, title, detail)
}
