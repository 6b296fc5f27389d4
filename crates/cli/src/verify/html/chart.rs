//! What left when, as a drawing: a lane for each way out, the choice of the file at zero.
//!
//! Places along the time are percentages and heights are pixels, so that the words keep their size on any screen.

use std::collections::BTreeMap;

use candor_evidence::har::RECORDING;
use candor_evidence::{Channel, Leak, Timeline};

use super::markup::Markup;
use super::round::counts;

/// More marks than this cannot be told apart.
const MOST: usize = 600;
const LANE: i64 = 34;
const MARKERS: i64 = 16;
const SECONDS: i64 = 24;
/// In milliseconds; what is farther away stands at the edge.
const LONGEST: i64 = 3_600_000;

struct Mark {
    at: i64,
    is_counted: bool,
}

/// From milliseconds to a share of the width; the edges stay free for half a mark.
struct Scale {
    from: i64,
    to: i64,
}

impl Scale {
    fn of(instants: impl Iterator<Item = i64>) -> Self {
        let (mut from, mut to) = (0, 1000);
        for at in instants {
            from = from.min(at.max(-LONGEST));
            to = to.max(at.min(LONGEST));
        }
        Self { from, to }
    }

    fn share(&self, at: i64) -> f64 {
        let inside = at.clamp(self.from, self.to);
        let part = i32::try_from(inside - self.from).unwrap_or(0);
        let whole = i32::try_from(self.to - self.from).unwrap_or(i32::MAX);
        2.0 + 96.0 * f64::from(part) / f64::from(whole.max(1))
    }

    fn percent(&self, at: i64) -> String {
        format!("{:.2}%", self.share(at))
    }

    /// On which side of a line its words have room.
    fn anchor(&self, at: i64) -> (&'static str, &'static str) {
        match self.share(at) > 55.0 {
            true => ("end", "-5"),
            false => ("start", "5"),
        }
    }
}

pub(super) fn draw(page: &mut Markup, id: &str, run: &Timeline, leaks: &[Leak]) {
    let lanes = lanes(run, leaks);
    let moments = moments(run);
    let marks = || lanes.values().flatten().map(|mark| mark.at);
    let scale = Scale::of(marks().chain(moments.iter().map(|(at, _)| *at)));
    let top = MARKERS * i64::try_from(moments.len()).unwrap_or(0) + 8;
    let count = i64::try_from(lanes.len().max(1)).unwrap_or(1);
    let bottom = top + LANE * count;
    let height = (bottom + SECONDS).to_string();
    let name = format!("{id}-chart");
    page.open(
        "svg",
        &[
            ("class", "chart"),
            ("width", "100%"),
            ("height", &height),
            ("role", "img"),
            ("aria-labelledby", &name),
        ],
    );
    page.element("title", &[("id", &name)], &told(run, &lanes));
    seconds(page, &scale, top, bottom);
    for (row, (at, said)) in (0..).zip(&moments) {
        line(page, &scale, *at, said, MARKERS * (row + 1), bottom);
    }
    for (row, (channel, marks)) in (0..).zip(&lanes) {
        let middle = top + LANE * row + LANE / 2 + 6;
        lane(page, &scale, channel.word(), marks, middle);
    }
    if lanes.is_empty() {
        let middle = (top + LANE / 2 + 6).to_string();
        page.element(
            "text",
            &[("x", "2%"), ("y", &middle), ("class", "name")],
            "nothing left",
        );
    }
    page.close("svg");
}

/// The marks of each way out. What only another witness saw stands where its leak does.
fn lanes(run: &Timeline, leaks: &[Leak]) -> BTreeMap<Channel, Vec<Mark>> {
    let mut lanes: BTreeMap<Channel, Vec<Mark>> = BTreeMap::new();
    let mut drawn = 0;
    let mut add = |channel, mark| {
        drawn += 1;
        if drawn <= MOST {
            lanes.entry(channel).or_default().push(mark);
        }
    };
    for leak in leaks
        .iter()
        .filter(|leak| leak.runs.first() == Some(&run.label))
    {
        let mut events = run.events.iter();
        let is_known = events.any(|event| counts(run, event, std::slice::from_ref(leak)));
        if !is_known {
            let mark = Mark {
                at: leak.after,
                is_counted: true,
            };
            add(leak.channel, mark);
        }
    }
    // What counts is drawn even where there is more than can be drawn.
    let (counted, other): (Vec<_>, Vec<_>) = run
        .events
        .iter()
        .partition(|event| counts(run, event, leaks));
    let all = counted.into_iter().map(|event| (event, true));
    for (event, is_counted) in all.chain(other.into_iter().map(|event| (event, false))) {
        add(
            event.channel,
            Mark {
                at: event.at,
                is_counted,
            },
        );
    }
    // The counted ones last, so that they lie on top.
    for marks in lanes.values_mut() {
        marks.sort_by_key(|mark| (mark.is_counted, mark.at));
    }
    lanes
}

/// The moments that a reader compares with.
fn moments(run: &Timeline) -> Vec<(i64, &'static str)> {
    let chosen = match run.label {
        "no file" => "would have been chosen",
        RECORDING => "page loaded",
        _ => "file chosen",
    };
    let mut moments = vec![(0, chosen)];
    moments.extend(run.closed.map(|at| (at, "page closed")));
    moments.extend(run.revisited.map(|at| (at, "visited again")));
    moments
}

/// The drawing in words.
fn told(run: &Timeline, lanes: &BTreeMap<Channel, Vec<Mark>>) -> String {
    let all = || lanes.values().flatten();
    let before = all().filter(|mark| mark.at < 0).count();
    let counted = all().filter(|mark| mark.is_counted).count();
    let after = all().count() - before;
    let mut told = format!(
        "Run \"{}\": {before} messages before the choice of the file and {after} after it; {counted} count against the claim",
        run.label
    );
    for (at, moment) in moments(run).into_iter().skip(1) {
        told.push_str(&format!("; {moment} at {at} ms"));
    }
    told
}

fn line(page: &mut Markup, scale: &Scale, at: i64, said: &str, y: i64, bottom: i64) {
    let x = scale.percent(at);
    let (anchor, shift) = scale.anchor(at);
    let (y, start, bottom) = (y.to_string(), (y - 10).to_string(), bottom.to_string());
    page.open(
        "line",
        &[
            ("class", "moment"),
            ("x1", &x),
            ("x2", &x),
            ("y1", &start),
            ("y2", &bottom),
        ],
    );
    page.close("line");
    page.element(
        "text",
        &[
            ("x", &x),
            ("dx", shift),
            ("y", &y),
            ("text-anchor", anchor),
            ("class", "moment"),
        ],
        said,
    );
}

fn lane(page: &mut Markup, scale: &Scale, name: &str, marks: &[Mark], middle: i64) {
    let (y, above) = (middle.to_string(), (middle - 9).to_string());
    page.open(
        "line",
        &[
            ("class", "lane"),
            ("x1", "0"),
            ("x2", "100%"),
            ("y1", &y),
            ("y2", &y),
        ],
    );
    page.close("line");
    page.element(
        "text",
        &[("x", "0"), ("y", &above), ("class", "name")],
        name,
    );
    for mark in marks {
        let x = scale.percent(mark.at);
        if mark.is_counted {
            page.open("svg", &[("x", &x), ("y", &y), ("overflow", "visible")]);
            page.raw("<path class=\"counted\" d=\"M0-7 7 0 0 7-7 0Z\"/>");
            page.close("svg");
        } else {
            page.open(
                "circle",
                &[("class", "other"), ("cx", &x), ("cy", &y), ("r", "4")],
            );
            page.close("circle");
        }
    }
}

/// The scale: about six steps of a round length.
fn seconds(page: &mut Markup, scale: &Scale, top: i64, bottom: i64) {
    const STEPS: [i64; 8] = [500, 1_000, 2_000, 5_000, 10_000, 30_000, 120_000, 1_200_000];
    let length = scale.to - scale.from;
    let step = STEPS.into_iter().find(|step| length / step <= 6);
    let step = step.unwrap_or(length.max(1));
    let (top, bottom, words) = (
        top.to_string(),
        bottom.to_string(),
        (bottom + 17).to_string(),
    );
    let mut at = scale.from.div_euclid(step) * step;
    while at <= scale.to {
        if at >= scale.from {
            let x = scale.percent(at);
            page.open(
                "line",
                &[
                    ("class", "grid"),
                    ("x1", &x),
                    ("x2", &x),
                    ("y1", &top),
                    ("y2", &bottom),
                ],
            );
            page.close("line");
            let said = match step < 1_000 {
                true => format!("{at} ms"),
                false => format!("{} s", at / 1_000),
            };
            page.element(
                "text",
                &[
                    ("x", &x),
                    ("y", &words),
                    ("text-anchor", "middle"),
                    ("class", "second"),
                ],
                &said,
            );
        }
        at += step;
    }
}
