//! The events of a request, one after the other, in the memory of one event.

use std::io::Read;

use super::faults::{Fault, invalid, malformed, too_large};
use super::format::Format;
use super::source::Source;
use super::{MAX_EVENT_BYTES, MAX_EVENTS};

/// Cuts a request into events. What an event says is not looked at here.
pub(super) struct EventReader<'b> {
    source: Source<'b>,
    state: State,
    count: u64,
}

/// What may come next.
#[derive(Clone, Copy)]
enum State {
    /// A line, or the end.
    Line,
    /// The beginning of a document.
    Start,
    /// The first event of an array, or its end.
    First,
    /// A comma and an event, or the end of the array.
    Next,
    /// Nothing but the end.
    End,
}

impl<'b> EventReader<'b> {
    pub(super) fn new(format: Format, body: &'b mut dyn Read) -> Self {
        Self {
            source: Source::new(body),
            state: match format {
                Format::Lines => State::Line,
                Format::Document => State::Start,
            },
            count: 0,
        }
    }

    /// How many events were read.
    pub(super) fn count(&self) -> u64 {
        self.count
    }

    /// Puts the text of the next event into `event` and gives the line on which it begins; nothing at the end.
    pub(super) fn next_event(&mut self, event: &mut Vec<u8>) -> Result<Option<u64>, Fault> {
        event.clear();
        let line = match self.state {
            State::Line => self.text_line(event)?,
            _ => self.element(event)?,
        };
        if line.is_some() {
            self.count += 1;
            if self.count > MAX_EVENTS {
                let why = format!("A request brings at most {MAX_EVENTS} events.");
                return Err(too_large("events/too-many", why).into());
            }
        }
        Ok(line)
    }

    /// The next line that is not blank.
    fn text_line(&mut self, event: &mut Vec<u8>) -> Result<Option<u64>, Fault> {
        if self.source.peek_past_space()?.is_none() {
            return Ok(None);
        }
        let line = self.source.line();
        while let Some(byte) = self.source.take()? {
            if byte == b'\n' {
                break;
            }
            push(event, byte, line)?;
        }
        if event.first() != Some(&b'{') {
            return Err(no_object(line).into());
        }
        Ok(Some(line))
    }

    /// The next object of a document.
    fn element(&mut self, event: &mut Vec<u8>) -> Result<Option<u64>, Fault> {
        let next = self.source.peek_past_space()?;
        let line = self.source.line();
        let wrong = |why: &str| Err(Fault::from(malformed(line, why)));
        match (self.state, next) {
            (State::Start | State::End, None) => return Ok(None),
            (State::End, Some(_)) => return wrong("there is more text after the end of the JSON."),
            (_, None) => return wrong("the array is not closed."),
            (State::Start, Some(b'[')) => {
                self.source.take()?;
                self.state = State::First;
                return self.element(event);
            }
            (State::First | State::Next, Some(b']')) => {
                self.source.take()?;
                self.state = State::End;
                return self.element(event);
            }
            (State::Next, Some(b',')) => {
                self.source.take()?;
                self.source.peek_past_space()?;
            }
            (State::Next, Some(_)) => return wrong("a comma is missing between two events."),
            (State::Start | State::First | State::Line, Some(_)) => {}
        }
        let line = self.source.line();
        self.object(event, line)?;
        self.state = match self.state {
            State::Start => State::End,
            _ => State::Next,
        };
        Ok(Some(line))
    }

    /// One object up to its closing brace. Whether what lies between is JSON shows when it is read.
    fn object(&mut self, event: &mut Vec<u8>, line: u64) -> Result<(), Fault> {
        if self.source.peek()? != Some(b'{') {
            return Err(no_object(line).into());
        }
        let (mut depth, mut in_text, mut escaped) = (0_usize, false, false);
        while let Some(byte) = self.source.take()? {
            push(event, byte, line)?;
            match byte {
                _ if escaped => escaped = false,
                b'\\' if in_text => escaped = true,
                b'"' => in_text = !in_text,
                _ if in_text => {}
                b'{' | b'[' => depth += 1,
                b'}' | b']' => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        return Ok(());
                    }
                }
                _ => {}
            }
        }
        Err(malformed(line, "the event that begins here is not closed.").into())
    }
}

fn push(event: &mut Vec<u8>, byte: u8, line: u64) -> Result<(), Fault> {
    if event.len() == MAX_EVENT_BYTES {
        let why = format!("Line {line}: an event has at most {MAX_EVENT_BYTES} bytes.");
        return Err(too_large("events/too-large", why).into());
    }
    event.push(byte);
    Ok(())
}

fn no_object(line: u64) -> crate::refusal::Refusal {
    invalid(
        "events/not-an-object",
        "An event is not an object",
        line,
        "an event is a JSON object, such as {\"tool\": \"resize\"}.",
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(format: Format, text: &[u8]) -> Result<Vec<(u64, String)>, String> {
        let mut body = text;
        let mut reader = EventReader::new(format, &mut body);
        let mut event = Vec::new();
        let mut list = Vec::new();
        loop {
            match reader.next_event(&mut event) {
                Ok(Some(line)) => list.push((line, String::from_utf8_lossy(&event).into_owned())),
                Ok(None) => return Ok(list),
                Err(Fault::Refused(refusal)) => {
                    return Err(format!("{} {}", refusal.rule, refusal.detail));
                }
                Err(Fault::Broken(error)) => return Err(error.to_string()),
            }
        }
    }

    fn events(format: Format, text: &str) -> Vec<(u64, String)> {
        read(format, text.as_bytes()).unwrap()
    }

    #[test]
    fn a_document_is_an_object_or_an_array_of_objects() {
        let one = |text: &str| vec![(1, text.to_owned())];
        assert_eq!(events(Format::Document, "{}"), one("{}"));
        assert_eq!(events(Format::Document, ""), []);
        assert_eq!(events(Format::Document, " [ ]\n"), []);
        assert_eq!(
            events(Format::Document, "\n[{\"a\": \"]}\\\"\"},\n\n{\"b\":{}}]\n"),
            [
                (2, "{\"a\": \"]}\\\"\"}".to_owned()),
                (4, "{\"b\":{}}".to_owned())
            ]
        );
        for (text, line, rule) in [
            ("[{},", 1, "not-an-object"),
            ("[{}", 1, "malformed"),
            ("[{}\n\n{}]", 3, "malformed"),
            ("{}\n{}", 2, "malformed"),
            ("[\n1]", 2, "not-an-object"),
            ("[\n{\"a\"", 2, "malformed"),
            ("[{},]", 1, "not-an-object"),
        ] {
            let fault = read(Format::Document, text.as_bytes()).unwrap_err();
            assert!(
                fault.starts_with(&format!("events/{rule} Line {line}:")),
                "{text}: {fault}"
            );
        }
    }

    #[test]
    fn lines_are_objects_and_blank_ones_are_skipped() {
        assert_eq!(
            events(Format::Lines, "\r\n{\"a\":1}\r\n\n  {}"),
            [(2, "{\"a\":1}\r".to_owned()), (4, "{}".to_owned())]
        );
        let fault = read(Format::Lines, b"{}\n[]\n").unwrap_err();
        assert!(fault.starts_with("events/not-an-object Line 2:"), "{fault}");
    }

    #[test]
    fn what_is_too_large_is_refused_and_the_limit_is_taken() {
        let text = |length: usize| format!("{{\"a\":\"{}\"}}", "x".repeat(length - 8));
        assert_eq!(events(Format::Lines, &text(MAX_EVENT_BYTES)).len(), 1);
        assert_eq!(events(Format::Document, &text(MAX_EVENT_BYTES)).len(), 1);
        for format in [Format::Lines, Format::Document] {
            let fault = read(format, text(MAX_EVENT_BYTES + 1).as_bytes()).unwrap_err();
            assert!(fault.starts_with("events/too-large"), "{fault}");
        }
        let most = usize::try_from(MAX_EVENTS).unwrap();
        assert_eq!(events(Format::Lines, &"{}\n".repeat(most)).len(), most);
        let fault = read(Format::Lines, "{}\n".repeat(most + 1).as_bytes()).unwrap_err();
        assert!(fault.starts_with("events/too-many"), "{fault}");
        let blank = vec![b'\n'; usize::try_from(super::super::MAX_REQUEST_BYTES).unwrap() + 1];
        let fault = read(Format::Lines, &blank).unwrap_err();
        assert!(fault.starts_with("events/too-large"), "{fault}");
    }

    proptest! {
        #[test]
        fn any_bytes_are_cut_into_events_or_refused(
            bytes in proptest::collection::vec(any::<u8>(), 0..400),
            lines in any::<bool>(),
        ) {
            let format = if lines { Format::Lines } else { Format::Document };
            if let Ok(list) = read(format, &bytes) {
                let objects = list.iter().all(|(_, text)| text.as_bytes().first() == Some(&b'{'));
                prop_assert!(objects);
            }
        }

        #[test]
        fn text_that_is_nearly_json_is_cut_at_the_same_places_as_a_parser_does(
            parts in proptest::collection::vec("[\\[\\]{}\",:\\\\a1 \n]{0,12}", 0..8),
        ) {
            let text = parts.concat();
            let cut = read(Format::Document, text.as_bytes());
            let parsed: Result<serde_json::Value, _> = serde_json::from_str(&text);
            match parsed {
                Ok(serde_json::Value::Array(list)) if list.iter().all(serde_json::Value::is_object) => {
                    prop_assert_eq!(cut.map(|list| list.len()), Ok(list.len()));
                }
                Ok(serde_json::Value::Object(_)) => prop_assert_eq!(cut.map(|list| list.len()), Ok(1)),
                Ok(_) => prop_assert!(cut.is_err()),
                // What lies between the braces is read later.
                Err(_) => {}
            }
        }
    }
}
