//! What goes when: buckets as bars over the time to come, and the same as a table.

use std::fmt::Write;

use candor_model::Instant;
use candor_runtime::Bucket;

use crate::html::{Text, bytes};

/// A span of time on the chart.
#[derive(Clone, Copy, Debug)]
struct Span {
    title: &'static str,
    /// Its end, in seconds from now.
    seconds: i64,
    bars: usize,
    /// What one bar stands for.
    bar: &'static str,
}

const SPANS: [Span; 3] = [
    Span {
        title: "The next 24 hours",
        seconds: 86_400,
        bars: 24,
        bar: "an hour",
    },
    Span {
        title: "The next 7 days",
        seconds: 7 * 86_400,
        bars: 28,
        bar: "six hours",
    },
    Span {
        title: "The next two years",
        seconds: 730 * 86_400,
        bars: 24,
        bar: "a month",
    },
];

const WIDTH: usize = 720;
const HEIGHT: f64 = 96.0;

/// Objects and bytes of one bar.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Bar {
    objects: u64,
    bytes: u64,
}

/// The bars of a span. What is due already counts in the first one.
fn bars(span: Span, buckets: &[Bucket], now: Instant) -> Vec<Bar> {
    let mut bars = vec![Bar::default(); span.bars];
    for bucket in buckets {
        let ahead = now.millis_until(bucket.end).max(0) / 1000;
        if ahead >= span.seconds {
            continue;
        }
        let at = usize::try_from(ahead).unwrap_or(0) * span.bars
            / usize::try_from(span.seconds).unwrap_or(1).max(1);
        if let Some(bar) = bars.get_mut(at) {
            bar.objects += bucket.objects;
            bar.bytes += bucket.bytes;
        }
    }
    bars
}

/// The charts with their tables.
pub(crate) fn charts(buckets: &[Bucket], now: Instant) -> String {
    let mut html = String::new();
    for (number, span) in SPANS.into_iter().enumerate() {
        chart(&mut html, number, span, &bars(span, buckets, now));
    }
    html
}

fn chart(html: &mut String, number: usize, span: Span, bars: &[Bar]) {
    let objects: u64 = bars.iter().map(|bar| bar.objects).sum();
    let total: u64 = bars.iter().map(|bar| bar.bytes).sum();
    let most = bars.iter().map(|bar| bar.bytes).max().unwrap_or(0);
    // Writing to a String cannot fail.
    let _ = write!(
        html,
        "<figure><figcaption id=\"span-{number}\"><strong>{}</strong> {objects} objects, {} go. One bar is {}.</figcaption>",
        span.title,
        bytes(total),
        span.bar
    );
    if most == 0 {
        html.push_str("<p class=\"quiet\">Nothing ends in this time.</p></figure>");
        return;
    }
    let step = WIDTH / bars.len();
    let _ = write!(
        html,
        "<svg viewBox=\"0 0 {WIDTH} {}\" role=\"img\" aria-labelledby=\"span-{number}\">\
         <line x1=\"0\" y1=\"{HEIGHT}\" x2=\"{WIDTH}\" y2=\"{HEIGHT}\" class=\"axis\"/>",
        HEIGHT + 1.0
    );
    for (at, bar) in bars.iter().enumerate() {
        if bar.bytes > 0 {
            // Even the smallest bar can be seen.
            let height = (bar.bytes as f64 / most as f64 * (HEIGHT - 8.0)).max(2.0);
            let _ = write!(
                html,
                "<rect x=\"{}\" y=\"{:.1}\" width=\"{}\" height=\"{height:.1}\"/>",
                at * step + 2,
                HEIGHT - height,
                step - 4
            );
        }
    }
    let _ = write!(
        html,
        "</svg><p class=\"ends\"><span>now</span><span>{}</span></p>",
        Text(span.title.trim_start_matches("The next "))
    );
    html.push_str("<details><summary>The same as a table</summary><table><thead><tr><th scope=\"col\">Bar</th><th scope=\"col\">Objects</th><th scope=\"col\">Bytes</th></tr></thead><tbody>");
    for (at, bar) in bars.iter().enumerate().filter(|(_, bar)| bar.objects > 0) {
        let _ = write!(
            html,
            "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td></tr>",
            at + 1,
            bar.objects,
            bytes(bar.bytes)
        );
    }
    html.push_str("</tbody></table></details></figure>");
}

#[cfg(test)]
mod tests {
    use candor_runtime::WindowTag;

    use super::*;

    #[test]
    fn every_bucket_is_in_the_bar_of_its_end() {
        let now = Instant::from_unix_seconds(1_800_000_000);
        let bucket = |seconds: i64| Bucket {
            tag: WindowTag(1),
            window: "uploads".to_owned(),
            end: now.saturating_add_seconds(seconds),
            objects: 1,
            bytes: 10,
        };
        let all = [
            bucket(-5),
            bucket(3_599),
            bucket(3_600),
            bucket(86_399),
            bucket(86_400),
        ];
        let day = bars(SPANS[0], &all, now);
        let counts: Vec<u64> = day.iter().map(|bar| bar.objects).collect();
        assert_eq!((counts[0], counts[1], counts[23]), (2, 1, 1));
        assert_eq!(
            counts.iter().sum::<u64>(),
            4,
            "what ends later is in another chart"
        );
        let week = bars(SPANS[1], &all, now);
        assert_eq!(week.iter().map(|bar| bar.objects).sum::<u64>(), 5);
        assert!(charts(&[], now).contains("Nothing ends"));
    }
}
