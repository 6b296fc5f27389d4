//! Messages on the pipe: JSON, each ended by a zero byte.

use std::io::{BufRead, BufReader, PipeReader};

use serde_json::Value;

/// The largest message that is kept, in bytes. A larger one is read past and counted as lost.
const LARGEST: usize = 192 << 20;

/// The messages of a browser.
pub(super) struct Messages {
    reader: BufReader<PipeReader>,
    buffer: Vec<u8>,
}

impl Messages {
    pub(super) fn new(reader: PipeReader) -> Self {
        Self {
            reader: BufReader::with_capacity(1 << 16, reader),
            buffer: Vec::new(),
        }
    }

    /// The next message; nothing where the browser is gone. What is no JSON is left out.
    pub(super) fn next(&mut self) -> Option<Value> {
        loop {
            self.buffer.clear();
            let mut is_too_large = false;
            loop {
                let chunk = self.reader.fill_buf().ok()?;
                if chunk.is_empty() {
                    return None;
                }
                let end = chunk.iter().position(|byte| *byte == 0);
                let taken = end.unwrap_or(chunk.len());
                is_too_large |= self.buffer.len().saturating_add(taken) > LARGEST;
                if !is_too_large {
                    self.buffer.extend_from_slice(chunk.get(..taken)?);
                }
                self.reader.consume(taken + usize::from(end.is_some()));
                if end.is_some() {
                    break;
                }
            }
            if !is_too_large && let Ok(message) = serde_json::from_slice(&self.buffer) {
                return Some(message);
            }
        }
    }
}
