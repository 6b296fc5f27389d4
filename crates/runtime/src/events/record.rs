//! Storing the events of a request.

use std::io::Read;

use candor_model::DataCategory;
use candor_model::vocabulary::Identifies;

use super::accepted::EventsAccepted;
use super::format::Format;
use super::intake::EventIntake;
use super::reader::EventReader;
use super::screen::Screen;
use super::screened_body::ScreenedBody;
use crate::boundary;
use crate::refusal::{Refusal, RefusalKind};
use crate::runtime::Runtime;
use crate::store::{Kind, Meta, NewObject};

impl Runtime {
    /// Stores events of a data category under its window: one JSON object, an array of objects, or NDJSON, as
    /// `content_type` says. Either all events of the request are stored or none. The window starts now.
    ///
    /// # Errors
    /// Refuses what the policy does not allow, fields that it does not declare, values that do not fit, and requests
    /// that are too large; the line of the request and the line of the policy are named.
    pub fn record_events(
        &self,
        category: &str,
        activity: Option<&str>,
        content_type: Option<&str>,
        subject: Option<&str>,
        body: &mut dyn Read,
    ) -> Result<EventsAccepted, Refusal> {
        EventIntake::find(self.policy(), category, activity)
            .and_then(|intake| self.store_events(&intake, content_type, subject, body))
            .inspect_err(|refusal| self.count(refusal))
    }

    fn store_events(
        &self,
        intake: &EventIntake<'_>,
        content_type: Option<&str>,
        subject: Option<&str>,
        body: &mut dyn Read,
    ) -> Result<EventsAccepted, Refusal> {
        boundary::region(self.policy(), intake.activity, self.region)?;
        let format = Format::of(content_type)?;
        if subject.is_some() {
            may_name_a_person(intake.category)?;
        }
        let window = &self.policy()[intake.window];
        let (Some(Ok(schedule)), Some(tag)) = (window.schedule(), self.tags.get(&intake.window))
        else {
            let detail = format!("The window `{}` leaves no room for a bucket.", window.id);
            let title = "The window cannot be kept";
            let kind = RefusalKind::Boundary;
            return Err(Refusal::new(kind, "retention/no-room", title, detail).at(&window.origin));
        };
        let now = self.store().start_of_windows()?;
        let expiry = schedule.expiry(now);
        let pseudonym = |field: &str, value: &str| {
            let made = self
                .store()
                .pseudonym(*tag, expiry.expires_at, field, value);
            made.map_err(Refusal::from)
        };
        let screen = Screen::new(intake.category, now, &pseudonym);
        let mut screened = ScreenedBody::open(EventReader::new(format, body), screen)?;
        let new = NewObject {
            tag: *tag,
            expiry,
            kind: Kind::Object,
            meta: Meta {
                media_type: super::EVENTS_MEDIA_TYPE.to_owned(),
                category: intake.category.id.to_string(),
                window: window.id.to_string(),
                activity: self.policy().activity_name(intake.activity),
                subject: subject.map(str::to_owned),
                policy_hash: self.policy_hash,
                ..Meta::default()
            },
            max_size: None,
            known_length: None,
        };
        let stored = self.store().put(new, &mut screened);
        // The store only knows that the body broke off; the reason is the line that was refused.
        if let Some(refusal) = screened.take_refusal() {
            return Err(refusal);
        }
        let id = stored?.id;
        let (accepted, dropped) = screened.into_counts();
        Ok(EventsAccepted {
            id,
            category: intake.category.id.to_string(),
            accepted,
            dropped,
            window: window.id.to_string(),
            expires_at: expiry.expires_at,
            erased_by: expiry.erased_by,
        })
    }
}

/// Events that identify nobody cannot be stored as somebody's.
fn may_name_a_person(category: &DataCategory) -> Result<(), Refusal> {
    if category.identifies.value.known() != Some(&Identifies::Anonymous) {
        return Ok(());
    }
    Err(Refusal::new(
        RefusalKind::Boundary,
        "events/subject-of-anonymous",
        "These events belong to nobody",
        format!(
            "The policy says that nobody can be identified by `{}`, so its events may not be stored as those of a \
             person. Leave Candor-Subject out.",
            category.id
        ),
    )
    .at(&category.identifies.origin))
}
