//! Recognition: what sentences claim, held against labelled sentences and against the parts of single claims.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test states what must hold, and prints the figures"
)]

mod labelled;
mod numbers;
mod parts;

use labelled::{measure, ratio};

#[test]
fn labelled_sentences_are_recognised() {
    let figures = measure(|wrong| println!("{wrong}"));
    for (part, table) in &figures {
        println!("{part}");
        for (key, count) in table {
            println!(
                "  {key:26} P {:.3} R {:.3} F1 {:.3}  hit {:4} wrong {:3} missed {:3}  values {}/{}  negatives flagged {}/{}",
                count.precision(),
                count.recall(),
                count.f1(),
                count.hit,
                count.wrong,
                count.missed,
                count.exact,
                count.valued,
                count.flagged,
                count.empty
            );
        }
    }
    let tune = &figures["tune"];
    for (code, least) in [("en", 0.93), ("de", 0.80), ("fr", 0.80), ("es", 0.80)] {
        let count = tune[&format!("lang {code}")];
        assert!(count.f1() >= least, "{code} F1 {:.3}", count.f1());
        assert!(
            ratio(count.flagged, count.empty) <= 0.04,
            "{code}: {} flagged",
            count.flagged
        );
        assert!(ratio(count.exact, count.valued) >= 0.99, "{code}: lengths");
    }
}
