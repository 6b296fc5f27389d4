//! Messages on the pipe: JSON, each ended by a zero byte.

use std::io::BufRead;

use serde_json::Value;

/// The largest message that is kept, in bytes. A larger one is read past and counted as lost.
const LARGEST: usize = 96 << 20;

/// What was read.
#[derive(Debug, PartialEq)]
pub(super) enum Read {
    /// A message.
    Message(Value),
    /// A message that is too large to be kept, or no JSON.
    Lost,
}

/// The messages of a browser.
pub(super) struct Messages<R> {
    reader: R,
    buffer: Vec<u8>,
    largest: usize,
}

impl<R: BufRead> Messages<R> {
    pub(super) fn new(reader: R) -> Self {
        Self::of_at_most(reader, LARGEST)
    }

    fn of_at_most(reader: R, largest: usize) -> Self {
        Self {
            reader,
            buffer: Vec::new(),
            largest,
        }
    }

    /// The next message; nothing where the browser is gone.
    pub(super) fn next(&mut self) -> Option<Read> {
        self.buffer.clear();
        let mut is_too_large = false;
        loop {
            let chunk = match self.reader.fill_buf() {
                Ok(chunk) => chunk,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
                Err(_) => return None,
            };
            if chunk.is_empty() {
                return None;
            }
            let end = memchr::memchr(0, chunk);
            let taken = end.unwrap_or(chunk.len());
            is_too_large |= self.buffer.len().saturating_add(taken) > self.largest;
            if !is_too_large {
                self.buffer.extend_from_slice(chunk.get(..taken)?);
            }
            self.reader.consume(taken + usize::from(end.is_some()));
            if end.is_some() {
                break;
            }
        }
        let read = match is_too_large {
            true => Read::Lost,
            false => serde_json::from_slice(&self.buffer)
                .ok()
                .or_else(|| repaired(&self.buffer))
                .map_or(Read::Lost, Read::Message),
        };
        // One large message must not hold its memory for all that follow.
        self.buffer.shrink_to(1 << 20);
        Some(read)
    }
}

/// A message with halves of letters in it: pages may have such texts, and the browser passes them on as escapes that are no
/// JSON. They become the sign for what cannot be shown.
fn repaired(bytes: &[u8]) -> Option<Value> {
    let text = String::from_utf8_lossy(bytes);
    let mut whole = String::with_capacity(text.len());
    let mut rest = text.as_ref();
    while let Some(at) = rest.find('\\') {
        whole.push_str(rest.get(..at)?);
        rest = rest.get(at..)?;
        let taken = match (escape(rest), rest.get(6..).and_then(escape)) {
            (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => 12,
            (Some(0xd800..=0xdfff), _) => {
                whole.push('\u{fffd}');
                rest = rest.get(6..)?;
                continue;
            }
            (Some(_), _) => 6,
            // The sign behind the stroke is part of the escape, whatever it is.
            (None, _) => 1 + rest.chars().nth(1)?.len_utf8(),
        };
        whole.push_str(rest.get(..taken)?);
        rest = rest.get(taken..)?;
    }
    whole.push_str(rest);
    serde_json::from_str(&whole).ok()
}

/// The number in an escape at the beginning of a text.
fn escape(text: &str) -> Option<u16> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    u16::from_str_radix(digits, 16).ok()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test ends at the first fault")]
mod tests {
    use std::io::BufReader;

    use proptest::prelude::*;

    use super::*;

    /// What a browser really says, shortened.
    const REAL: &str = "{\"id\":1,\"result\":{\"product\":\"Chrome/156.0.8078.79\"}}\0{\"method\":\"Network.requestWillBeSent\",\"params\":{\"requestId\":\"7.1\",\"request\":{\"url\":\"http://127.0.0.1:1/\",\"method\":\"GET\",\"headers\":{\"A\":\"\\u00e9\"}},\"wallTime\":1.7e9},\"sessionId\":\"S\"}\0{\"method\":\"Target.detachedFromTarget\",\"params\":{}}\0";

    fn read(bytes: &[u8], chunk: usize, largest: usize) -> Vec<Read> {
        let reader = BufReader::with_capacity(chunk, bytes);
        let mut messages = Messages::of_at_most(reader, largest);
        let mut all = Vec::new();
        while let Some(one) = messages.next() {
            assert!(messages.buffer.len() <= largest, "memory is bounded");
            all.push(one);
        }
        all
    }

    #[test]
    fn a_message_that_is_too_large_is_lost_and_the_next_is_not() {
        let bytes = [
            b"{\"id\":1}\0".to_vec(),
            vec![b'1'; 500],
            b"\0{\"id\":2}\0".to_vec(),
        ]
        .concat();
        let all = read(&bytes, 7, 64);
        let id = |id: u64| Read::Message(serde_json::json!({"id": id}));
        assert_eq!(all, [id(1), Read::Lost, id(2)]);
    }

    #[test]
    fn halves_of_letters_do_not_lose_a_message() {
        let bytes = b"{\"a\":\"x\\\\\\ud83dy\\ud83d\\ude00\\udc00\",\"b\":\"\xff\"}\0";
        let all = read(bytes, 5, 1 << 10);
        let whole = serde_json::json!({"a": "x\\\u{fffd}y\u{1f600}\u{fffd}", "b": "\u{fffd}"});
        assert_eq!(all, [Read::Message(whole)]);
    }

    proptest! {
        #[test]
        fn any_bytes_are_messages_or_lost(bytes: Vec<u8>, chunk in 1_usize..64) {
            let ends = bytes.iter().filter(|byte| **byte == 0).count();
            prop_assert_eq!(read(&bytes, chunk, 256).len(), ends);
        }

        #[test]
        fn what_a_browser_says_may_be_damaged_anywhere(
            changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..12),
            cut in any::<prop::sample::Index>(),
            chunk in 1_usize..200,
        ) {
            let mut bytes = REAL.as_bytes().to_vec();
            prop_assert_eq!(
                read(&bytes, chunk, 1 << 20).iter().filter(|one| matches!(one, Read::Message(_))).count(),
                3
            );
            for (at, byte) in changes {
                let at = at.index(bytes.len());
                bytes[at] = byte;
            }
            bytes.truncate(cut.index(bytes.len()));
            let ends = bytes.iter().filter(|byte| **byte == 0).count();
            prop_assert_eq!(read(&bytes, chunk, 1 << 20).len(), ends);
        }
    }
}
