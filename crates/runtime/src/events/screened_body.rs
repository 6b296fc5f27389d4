//! The body of the object that holds the events of a request. It is made while the store reads it, so that neither the
//! request nor the object is ever whole in memory.

use std::collections::BTreeMap;
use std::io::{self, Read};

use zeroize::Zeroizing;

use super::faults::{Fault, invalid};
use super::reader::EventReader;
use super::screen::Screen;
use crate::refusal::Refusal;

/// Reads events, screens them, and gives out what is stored.
pub(super) struct ScreenedBody<'b> {
    events: EventReader<'b>,
    screen: Screen<'b>,
    event: Zeroizing<Vec<u8>>,
    ready: Zeroizing<Vec<u8>>,
    given: usize,
    refusal: Option<Refusal>,
}

impl<'b> ScreenedBody<'b> {
    /// Reads the first event, so that most requests that are wrong never reach the store.
    ///
    /// # Errors
    /// Refuses a request without an event, and a first event that may not be stored.
    pub(super) fn open(events: EventReader<'b>, screen: Screen<'b>) -> Result<Self, Refusal> {
        let mut body = Self {
            events,
            screen,
            event: Zeroizing::default(),
            ready: Zeroizing::default(),
            given: 0,
            refusal: None,
        };
        match body.advance() {
            Ok(true) => Ok(body),
            Ok(false) => Err(invalid(
                "events/empty",
                "No event",
                1,
                "the request holds no event.",
            )),
            Err(Fault::Refused(refusal)) => Err(refusal),
            Err(Fault::Broken(error)) => {
                Err(crate::store::StoreError::BodyBroke(error.to_string()).into())
            }
        }
    }

    /// Makes the next line ready; false at the end.
    fn advance(&mut self) -> Result<bool, Fault> {
        self.ready.clear();
        self.given = 0;
        let Some(line) = self.events.next_event(&mut self.event)? else {
            return Ok(false);
        };
        self.screen.pass(&self.event, line, &mut self.ready)?;
        Ok(true)
    }

    /// Why the body ended with an error, where a line of it was refused.
    pub(super) fn take_refusal(&mut self) -> Option<Refusal> {
        self.refusal.take()
    }

    /// How many events there were, and how often each field was dropped.
    pub(super) fn into_counts(self) -> (u64, BTreeMap<String, u64>) {
        (self.events.count(), self.screen.into_dropped())
    }
}

impl Read for ScreenedBody<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        if self.given == self.ready.len() {
            match self.advance() {
                Ok(true) => {}
                Ok(false) => return Ok(0),
                Err(Fault::Broken(error)) => return Err(error),
                Err(Fault::Refused(refusal)) => {
                    self.refusal = Some(refusal);
                    return Err(io::Error::other("the request is refused"));
                }
            }
        }
        let mut left = self.ready.get(self.given..).unwrap_or_default();
        let count = left.read(buffer)?;
        self.given += count;
        Ok(count)
    }
}
