//! The bytes of a request, counted.

use std::io::{BufRead, BufReader, ErrorKind, Read};

use super::MAX_REQUEST_BYTES;
use super::faults::{Fault, too_large};

/// Reads byte by byte from a buffer, counts lines, and ends with an error beyond the largest request.
pub(super) struct Source<'b> {
    body: BufReader<&'b mut dyn Read>,
    taken: u64,
    line: u64,
}

impl<'b> Source<'b> {
    pub(super) fn new(body: &'b mut dyn Read) -> Self {
        Self {
            body: BufReader::new(body),
            taken: 0,
            line: 1,
        }
    }

    /// The line of the next byte, from 1.
    pub(super) fn line(&self) -> u64 {
        self.line
    }

    /// The next byte without taking it; nothing at the end.
    pub(super) fn peek(&mut self) -> Result<Option<u8>, Fault> {
        loop {
            match self.body.fill_buf() {
                Ok(buffer) => return Ok(buffer.first().copied()),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(Fault::Broken(error)),
            }
        }
    }

    /// Takes the next byte; nothing at the end.
    pub(super) fn take(&mut self) -> Result<Option<u8>, Fault> {
        let Some(byte) = self.peek()? else {
            return Ok(None);
        };
        if self.taken == MAX_REQUEST_BYTES {
            let why = format!("A request of events has at most {MAX_REQUEST_BYTES} bytes.");
            return Err(too_large("events/too-large", why).into());
        }
        self.body.consume(1);
        self.taken += 1;
        if byte == b'\n' {
            self.line += 1;
        }
        Ok(Some(byte))
    }

    /// The next byte that is no white space, without taking it.
    pub(super) fn peek_past_space(&mut self) -> Result<Option<u8>, Fault> {
        while let Some(byte) = self.peek()? {
            if !matches!(byte, b' ' | b'\t' | b'\r' | b'\n') {
                return Ok(Some(byte));
            }
            self.take()?;
        }
        Ok(None)
    }
}
