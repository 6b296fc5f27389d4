//! Reading lengths of time.

use std::fmt;
use std::ops::Range;

use super::{Duration, Unit};

/// What cannot be read in a length of time, and what to write instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DurationFault {
    /// What is wrong, in plain words.
    pub message: String,
    /// A length to write instead, where one is near.
    pub suggestion: Option<String>,
    /// The bytes of the text that are wrong.
    pub range: Range<usize>,
}

impl fmt::Display for DurationFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        match &self.suggestion {
            Some(suggestion) => write!(f, "; write `{suggestion}`"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for DurationFault {}

fn fault<T>(
    message: impl Into<String>,
    suggestion: Option<String>,
    range: Range<usize>,
) -> Result<T, DurationFault> {
    Err(DurationFault {
        message: message.into(),
        suggestion,
        range,
    })
}

pub(super) fn parse(text: &str) -> Result<Duration, DurationFault> {
    if let Some((at, odd)) = text.char_indices().find(|(_, c)| !c.is_ascii()) {
        let cleaned: String = text
            .chars()
            .map(|c| if c.is_whitespace() { ' ' } else { c })
            .filter(char::is_ascii)
            .collect();
        let suggestion = parse(&cleaned).ok().map(|duration| duration.to_string());
        let what = if odd.is_whitespace() {
            "a no-break or other special space"
        } else {
            "an unusual character"
        };
        return fault(
            format!("the length of time contains {what}"),
            suggestion,
            at..at + odd.len_utf8(),
        );
    }
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return fault(
            "a length of time is missing",
            Some("24 hours".to_owned()),
            0..text.len(),
        );
    }
    let duration = if trimmed.starts_with(['P', 'p']) {
        iso(trimmed)?
    } else {
        plain(text)?
    };
    if duration.longest_seconds() > MOST_SECONDS {
        return fault(
            "the length of time is longer than a thousand years",
            None,
            0..text.len(),
        );
    }
    Ok(duration)
}

/// A thousand years: beyond it a window is a mistake, and sums stay far from overflow.
const MOST_SECONDS: u64 = 1000 * 366 * 86_400;

/// `24 hours`, `7 days 2 hours`, `7 days and 2 hours`, `24h`.
fn plain(text: &str) -> Result<Duration, DurationFault> {
    let mut parts: Vec<(u32, Unit)> = Vec::new();
    let mut rest = Cursor { text, at: 0 };
    loop {
        rest.skip_spaces();
        if rest.at == text.len() {
            break;
        }
        if !parts.is_empty() {
            let joined = rest.word();
            match joined {
                Some((word, _)) if word == "and" => {
                    rest.at += "and".len();
                    rest.skip_spaces();
                }
                _ if rest.peek() == Some(b',') => {
                    rest.at += 1;
                    rest.skip_spaces();
                }
                _ => {}
            }
        }
        let (amount, number) = rest.number()?;
        rest.skip_spaces();
        let (unit, end) = rest.unit(amount, &number)?;
        if let Some((_, last)) = parts.last()
            && *last <= unit
        {
            return fault(
                "the larger unit comes first, and each unit once",
                None,
                number.start..end,
            );
        }
        parts.push((amount, unit));
    }
    if parts.is_empty() {
        return fault(
            "a length of time is missing",
            Some("24 hours".to_owned()),
            0..text.len(),
        );
    }
    Ok(Duration { parts })
}

struct Cursor<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Cursor<'t> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip_spaces(&mut self) {
        while self.peek().is_some_and(|byte| byte == b' ') {
            self.at += 1;
        }
    }

    /// The letters from here on, in lower case, and their end.
    fn word(&self) -> Option<(String, usize)> {
        let rest = self.text.get(self.at..)?;
        let length = rest
            .bytes()
            .take_while(|byte| byte.is_ascii_alphabetic() || *byte == b'-')
            .count();
        (length > 0).then(|| (rest[..length].to_ascii_lowercase(), self.at + length))
    }

    fn number(&mut self) -> Result<(u32, Range<usize>), DurationFault> {
        let start = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        let range = start..self.at;
        if range.is_empty() {
            return fault(
                "a length of time starts with a whole number, such as `24 hours`",
                None,
                start..self.text.len(),
            );
        }
        if matches!(self.peek(), Some(b'.' | b','))
            && self
                .text
                .as_bytes()
                .get(self.at + 1)
                .is_some_and(u8::is_ascii_digit)
        {
            return fault(
                "only whole numbers are read; use a smaller unit",
                None,
                start..self.text.len(),
            );
        }
        match self.text[range.clone()].parse::<u32>() {
            Ok(0) => fault("a length of time cannot be zero", None, range),
            Ok(amount) => Ok((amount, range)),
            Err(_) => fault("the number is too large", None, range),
        }
    }

    fn unit(&mut self, amount: u32, number: &Range<usize>) -> Result<(Unit, usize), DurationFault> {
        let start = self.at;
        let Some((word, mut end)) = self.word() else {
            return fault(
                "the unit is missing",
                Some(format!("{amount} days")),
                number.start..self.text.len(),
            );
        };
        let unit = match word.as_str() {
            "s" | "sec" | "secs" | "second" | "seconds" => Unit::Second,
            "min" | "mins" | "minute" | "minutes" => Unit::Minute,
            "h" | "hr" | "hrs" | "hour" | "hours" => Unit::Hour,
            "d" | "day" | "days" => Unit::Day,
            "w" | "wk" | "wks" | "week" | "weeks" => Unit::Week,
            "mo" | "month" | "months" => Unit::Month,
            "y" | "yr" | "yrs" | "year" | "years" => Unit::Year,
            "business-day" | "business-days" | "working-day" | "working-days" => Unit::BusinessDay,
            "business" | "working" => {
                let mut next = Cursor {
                    text: self.text,
                    at: end,
                };
                next.skip_spaces();
                match next.word() {
                    Some((second, second_end)) if second == "day" || second == "days" => {
                        end = second_end;
                        Unit::BusinessDay
                    }
                    _ => {
                        return fault(
                            "business days are written `10 business days`",
                            Some(format!("{amount} business days")),
                            start..end,
                        );
                    }
                }
            }
            "m" => {
                return fault(
                    "`m` can mean minutes or months",
                    Some(format!("{amount} minutes` or `{amount} months")),
                    start..end,
                );
            }
            _ => {
                return fault(
                    format!(
                        "`{word}` is no unit of time; the units are seconds, minutes, hours, days, business days, weeks, months and years"
                    ),
                    nearest_unit(&word).map(|unit| format!("{amount} {unit}")),
                    start..end,
                );
            }
        };
        self.at = end;
        if self.peek() == Some(b'.') {
            let written = Duration {
                parts: vec![(amount, unit)],
            };
            return fault(
                "the full stop does not belong to a length of time",
                Some(written.to_string()),
                end..end + 1,
            );
        }
        Ok((unit, end))
    }
}

/// A unit that begins with the same letters.
fn nearest_unit(word: &str) -> Option<&'static str> {
    [
        "seconds", "minutes", "hours", "days", "weeks", "months", "years",
    ]
    .into_iter()
    .find(|unit| {
        unit.as_bytes().first() == word.as_bytes().first()
            && unit.as_bytes().get(1) == word.as_bytes().get(1)
    })
}

/// `P2Y`, `PT24H`, `P7DT2H`.
fn iso(text: &str) -> Result<Duration, DurationFault> {
    let bytes = text.as_bytes();
    let all = 0..text.len();
    let mut parts: Vec<(u32, Unit)> = Vec::new();
    let mut in_time = false;
    let mut at = 1;
    while at < bytes.len() {
        if bytes[at].eq_ignore_ascii_case(&b'T') && !in_time {
            in_time = true;
            at += 1;
            continue;
        }
        let start = at;
        while at < bytes.len() && bytes[at].is_ascii_digit() {
            at += 1;
        }
        let unit = match (bytes.get(at).map(u8::to_ascii_uppercase), in_time) {
            (Some(b'Y'), false) => Unit::Year,
            (Some(b'M'), false) => Unit::Month,
            (Some(b'W'), false) => Unit::Week,
            (Some(b'D'), false) => Unit::Day,
            (Some(b'H'), true) => Unit::Hour,
            (Some(b'M'), true) => Unit::Minute,
            (Some(b'S'), true) => Unit::Second,
            (Some(b'H' | b'S'), false) => {
                return fault(
                    "hours and seconds stand behind a T, as in `PT24H`",
                    None,
                    all,
                );
            }
            _ => {
                return fault(
                    "this is no ISO 8601 length of time",
                    Some("PT24H".to_owned()),
                    all,
                );
            }
        };
        let amount = match text[start..at].parse::<u32>() {
            Ok(0) => return fault("a length of time cannot be zero", None, start..at + 1),
            Ok(amount) => amount,
            Err(_) => {
                return fault(
                    "a whole number stands before each unit, as in `PT24H`",
                    None,
                    all,
                );
            }
        };
        if parts.last().is_some_and(|(_, last)| *last <= unit) {
            return fault("the larger unit comes first, and each unit once", None, all);
        }
        parts.push((amount, unit));
        at += 1;
    }
    if parts.is_empty() {
        return fault(
            "this is no ISO 8601 length of time",
            Some("PT24H".to_owned()),
            all,
        );
    }
    Ok(Duration { parts })
}
