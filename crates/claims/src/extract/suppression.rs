//! Comments that speak to Candor: one keeps a claim out of the findings, with a reason; one binds text to a fact.

use std::ops::Range;

use crate::Unit;

use super::line::Lines;
use super::{Fault, FaultOf};

/// The word that opens both.
const WORD: &str = "policy-claim";

/// What makes it a suppression.
const IGNORE: &str = "-ignore";

/// What a comment reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// The line on which it stands, because text stands before it there.
    Line,
    /// The paragraph, item, value or string that comes next.
    NextBlock,
    /// The line of the program that comes next.
    NextLine,
}

/// One comment that keeps claims out of the findings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suppression {
    /// The comment, as bytes of the source.
    pub range: Range<usize>,
    /// The kind of claim or the rule that it is about; `*` for all.
    pub rule: String,
    /// Why.
    pub reason: String,
    /// The last day on which it holds, `YYYY-MM-DD`.
    pub until: Option<String>,
    /// What it reaches.
    pub reach: Reach,
    /// The bytes of the source that it covers; empty where nothing stands behind it.
    pub covers: Range<usize>,
}

/// A comment that binds the text behind it to a fact.
#[derive(Debug)]
struct Binding {
    range: Range<usize>,
    path: String,
}

/// What was found in comments, and faults.
#[derive(Debug, Default)]
pub(super) struct Comments {
    pub(super) suppressions: Vec<Suppression>,
    bindings: Vec<Binding>,
    pub(super) faults: Vec<Fault>,
}

impl Comments {
    /// Reads one comment: its text, where that begins, and all of it.
    pub(super) fn read(&mut self, text: &str, at: usize, range: Range<usize>) {
        let Some(found) = text.find(WORD) else {
            return;
        };
        // The word counts at the comment's beginning only: prose may speak about it.
        if text
            .get(..found)
            .is_none_or(|lead| !lead.trim_matches([' ', '*', '\n', '\r', '\t']).is_empty())
        {
            return;
        }
        let from = found + WORD.len();
        let rest = text.get(from..).unwrap_or_default();
        match rest.strip_prefix(IGNORE) {
            Some(rest) if !goes_on(rest) => match parse(rest) {
                Ok((rule, reason, until)) => self.suppressions.push(Suppression {
                    range,
                    rule,
                    reason,
                    until,
                    reach: Reach::NextBlock,
                    covers: 0..0,
                }),
                Err(message) => self.fault(range, &message),
            },
            _ if rest.starts_with("-ignor") => {
                let fault = "this comment begins like `policy-claim-ignore`, and is another word";
                self.fault(at + found..at + from, fault);
            }
            _ if goes_on(rest) => {}
            _ => self.bind(rest.trim_matches([' ', '*', ':', '\n', '\r', '\t']), range),
        }
    }

    fn bind(&mut self, path: &str, range: Range<usize>) {
        if path.is_empty() || path.contains(char::is_whitespace) {
            self.faults.push(Fault {
                about: FaultOf::Binding,
                range,
                message:
                    "this comment binds nothing, because it does not name one fact; write it as \
                          `policy-claim window.uploads`"
                        .to_owned(),
            });
            return;
        }
        let path = path.to_owned();
        self.bindings.push(Binding { range, path });
    }

    fn fault(&mut self, range: Range<usize>, message: &str) {
        let message = format!(
            "{message}; the comment hides nothing as it stands. Write it as \
             `policy-claim-ignore no-upload reason=\"why this is true\" until=2027-01-31` (`until` may be left out)"
        );
        self.faults.push(Fault {
            about: FaultOf::Suppression,
            range,
            message,
        });
    }

    /// Finds out what each comment covers, when all units are known in the order of their places.
    pub(super) fn cover(&mut self, source: &str, units: &mut [Unit], by_line: bool) {
        self.suppressions.sort_by_key(|one| one.range.start);
        self.bindings.sort_by_key(|one| one.range.start);
        let mut lines = [(); 3].map(|()| Lines::new(source));
        for suppression in &mut self.suppressions {
            (suppression.reach, suppression.covers) =
                reach(&mut lines, units, by_line, &suppression.range);
        }
        let mut lines = [(); 3].map(|()| Lines::new(source));
        for Binding { range, path } in &self.bindings {
            let (_, covers) = reach(&mut lines, units, by_line, range);
            let mut bound = units
                .iter_mut()
                .filter(|unit| says(unit, covers.clone()))
                .peekable();
            if bound.peek().is_none() {
                self.faults.push(Fault {
                    about: FaultOf::Binding,
                    range: range.clone(),
                    message: format!(
                        "no text stands behind this comment, so `{path}` binds nothing"
                    ),
                });
            }
            for unit in bound {
                unit.binding = Some(path.as_str().into());
            }
        }
    }
}

/// Whether a word goes on.
fn goes_on(rest: &str) -> bool {
    rest.starts_with(|next: char| next.is_alphanumeric() || matches!(next, '-' | '_'))
}

/// What a comment reaches, and the bytes that it covers.
fn reach(
    [starts, ends, nexts]: &mut [Lines<'_>; 3],
    units: &[Unit],
    by_line: bool,
    comment: &Range<usize>,
) -> (Reach, Range<usize>) {
    let (start, end) = (comment.start, comment.end);
    let line = starts.start(start);
    let last = units.partition_point(|unit| first(unit) < start);
    let nearest = || units.get(..last).unwrap_or_default().iter().rev().take(8);
    if nearest().any(|unit| says(unit, line..start)) {
        return (Reach::Line, line..ends.end(end));
    }
    if by_line {
        let own = ends.end(end);
        if units.get(last).is_some_and(|unit| first(unit) < own) {
            return (Reach::Line, end..own);
        }
        let next = nexts.text(own);
        return (Reach::NextLine, own..nexts.end(next));
    }
    let around = nearest().find(|unit| says(unit, end..unit_end(unit)));
    let covers = match around.or_else(|| units.get(last)) {
        Some(unit) => first(unit).max(end)..unit_end(unit).max(end),
        None => end..end,
    };
    (Reach::NextBlock, covers)
}

/// Whether text of a unit stands in a range.
fn says(unit: &Unit, range: Range<usize>) -> bool {
    let first = unit
        .runs
        .partition_point(|(_, source)| source.end <= range.start);
    let run = unit.runs.get(first);
    run.is_some_and(|(_, source)| source.start < range.end)
}

/// Where a unit begins in the source.
pub(super) fn first(unit: &Unit) -> usize {
    unit.runs.first().map_or(0, |(_, source)| source.start)
}

fn unit_end(unit: &Unit) -> usize {
    unit.runs.last().map_or(0, |(_, source)| source.end)
}

/// The rule, the reason and the last day, or what is wrong.
fn parse(rest: &str) -> Result<(String, String, Option<String>), String> {
    let mut rule = None;
    let mut reason = None;
    let mut until = None;
    let mut rest = rest.trim();
    while !rest.is_empty() {
        let word = rest.find(|next: char| next.is_whitespace() || next == '=');
        let (word, after) = rest.split_at(word.unwrap_or(rest.len()));
        let Some(value) = after.trim_start().strip_prefix('=') else {
            if rule.is_some() {
                return Err(format!(
                    "`{word}` stands where `reason=` or `until=` belongs"
                ));
            }
            if !word
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"-/*_".contains(&byte))
            {
                return Err(format!("`{word}` is no kind of claim and no rule"));
            }
            rule = Some(word.to_owned());
            rest = after.trim_start();
            continue;
        };
        let (value, after) = value_of(value.trim_start())?;
        match word {
            "reason" => reason = Some(value.trim().to_owned()),
            "until" if is_day(value) => until = Some(value.to_owned()),
            "until" => {
                return Err(format!(
                    "`until={value}` is no day; days are written as 2027-01-31"
                ));
            }
            _ => return Err(format!("`{word}=` is not known here")),
        }
        rest = after.trim_start();
    }
    let Some(rule) = rule else {
        return Err(
            "it does not say which kind of claim it is about; `*` stands for all".to_owned(),
        );
    };
    match reason {
        Some(reason) if !reason.is_empty() => Ok((rule, reason, until)),
        _ => Err("it gives no reason, so nobody can judge later whether it still holds".to_owned()),
    }
}

/// A value in quotation marks, or one word.
fn value_of(text: &str) -> Result<(&str, &str), String> {
    let pairs = [('"', '"'), ('\'', '\''), ('“', '”'), ('„', '“')];
    for (open, close) in pairs {
        if let Some(inner) = text.strip_prefix(open) {
            return inner
                .split_once(close)
                .ok_or_else(|| "a quotation mark is not closed".to_owned());
        }
    }
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    Ok(text.split_at(end))
}

/// Whether a text is a day of the calendar.
fn is_day(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts.as_slice() else {
        return false;
    };
    let number = |part: &str, digits: usize| {
        let fits = part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit());
        fits.then(|| part.parse::<u32>().ok()).flatten()
    };
    let (Some(year), Some(month), Some(day)) = (number(year, 4), number(month, 2), number(day, 2))
    else {
        return false;
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return false,
    };
    (1..=days).contains(&day)
}
