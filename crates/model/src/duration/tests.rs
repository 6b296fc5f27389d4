use proptest::prelude::*;

use super::*;

fn read(text: &str) -> Duration {
    Duration::parse(text).unwrap_or_else(|fault| panic!("{text}: {fault}"))
}

#[test]
fn every_form_of_the_design_is_read() {
    for (text, iso, words) in [
        ("24 hours", "PT24H", "24 hours"),
        ("24h", "PT24H", "24 hours"),
        ("1 day", "P1D", "1 day"),
        ("7 days 2 hours", "P7DT2H", "7 days 2 hours"),
        ("7 days and 2 hours", "P7DT2H", "7 days 2 hours"),
        ("2 yrs", "P2Y", "2 years"),
        ("PT24H", "PT24H", "24 hours"),
        ("P2Y", "P2Y", "2 years"),
        ("13 months", "P13M", "13 months"),
        ("90 min", "PT90M", "90 minutes"),
    ] {
        assert_eq!(read(text).iso().as_deref(), Some(iso), "{text}");
        assert_eq!(read(text).to_string(), words, "{text}");
    }
    assert_eq!(read("10 business days").iso(), None);
    assert_eq!(read("10 business days").to_string(), "10 business days");
}

#[test]
fn faults_say_what_to_write() {
    let fault = |text| Duration::parse(text).unwrap_err();
    assert!(fault("6m").message.contains("minutes or months"));
    assert_eq!(fault("24h.").suggestion.as_deref(), Some("24 hours"));
    assert_eq!(
        fault("24\u{a0}hours").suggestion.as_deref(),
        Some("24 hours")
    );
    assert_eq!(fault("24\u{a0}hours").range, 2..4);
    assert!(fault("0 days").message.contains("zero"));
    assert!(fault("99999999999 days").message.contains("too large"));
    assert!(fault("4000000000 years").message.contains("thousand years"));
    assert!(fault("24").message.contains("unit"));
    assert!(fault("2 hours 7 days").message.contains("larger unit"));
    assert!(fault("P24H").message.contains("behind a T"));
    assert!(fault("1.5 days").message.contains("whole"));
    assert_eq!(fault("24 horus").suggestion.as_deref(), Some("24 hours"));
}

#[test]
fn lengths_compare_as_ranges() {
    use Comparison::{Equal, Longer, NotComparable, Shorter};
    for (a, b, expected) in [
        ("24h", "1 day", Equal),
        ("7 days", "1 week", Equal),
        ("12 months", "1 year", Equal),
        ("30 days", "1 month", NotComparable),
        ("365 days", "1 year", NotComparable),
        ("24 hours", "7 days", Shorter),
        ("2 years", "13 months", Longer),
        ("10 business days", "14 days", NotComparable),
        ("10 business days", "15 days", Shorter),
        ("32 days", "1 month", Longer),
    ] {
        assert_eq!(read(a).compare(&read(b)), expected, "{a} against {b}");
    }
}

fn any_duration() -> impl Strategy<Value = Duration> {
    let units = [
        Unit::Year,
        Unit::Month,
        Unit::Week,
        Unit::Day,
        Unit::Hour,
        Unit::Minute,
        Unit::Second,
    ];
    (proptest::collection::vec(0u32..60, 7), 0u32..30).prop_filter_map(
        "at least one part",
        move |(amounts, business)| {
            let mut parts: Vec<(u32, Unit)> = amounts
                .into_iter()
                .zip(units)
                .filter(|(amount, _)| *amount > 0)
                .collect();
            if business > 0 && business % 3 == 0 {
                parts.push((business, Unit::BusinessDay));
            }
            parts.sort_by_key(|(_, unit)| std::cmp::Reverse(*unit));
            (!parts.is_empty()).then_some(Duration { parts })
        },
    )
}

proptest! {
    #[test]
    fn words_and_iso_read_back(duration in any_duration()) {
        prop_assert_eq!(&read(&duration.to_string()), &duration);
        if let Some(iso) = duration.iso() {
            prop_assert_eq!(&read(&iso), &duration);
        }
    }

    #[test]
    fn comparison_is_antisymmetric(a in any_duration(), b in any_duration()) {
        let mirrored = match a.compare(&b) {
            Comparison::Shorter => Comparison::Longer,
            Comparison::Longer => Comparison::Shorter,
            same => same,
        };
        prop_assert_eq!(b.compare(&a), mirrored);
    }

    #[test]
    fn real_lengths_stay_within_their_range(duration in any_duration(), start in -2_000_000_000i64..6_000_000_000) {
        let start = Instant::from_unix_seconds(start);
        let end = duration.after(start).unwrap();
        let seconds = u64::try_from(start.millis_until(end) / 1000).unwrap();
        prop_assert!(seconds <= duration.longest_seconds(), "{seconds} > {}", duration.longest_seconds());
        prop_assert!(seconds >= duration.shortest_seconds(), "{seconds} < {}", duration.shortest_seconds());
    }

    #[test]
    fn nothing_panics(text in "\\PC{0,24}") {
        let _ = Duration::parse(&text);
    }
}
