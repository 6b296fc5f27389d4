//! How fast a look is on bodies without a match: `cargo run --release -p candor-evidence --example look_speed`.

#![allow(
    clippy::print_stdout,
    reason = "it prints what it measured, and nothing else"
)]

use std::time::{Duration, Instant};

use candor_evidence::canary::of_role;
use candor_evidence::content::Matcher;

/// Bytes that look random and are the same in every run.
fn noise(length: usize) -> Vec<u8> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    (0..length)
        .map(|_| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state.to_le_bytes()[3]
        })
        .collect()
}

fn main() {
    let canaries: Vec<_> = ["a", "b", "c"]
        .iter()
        .flat_map(|role| of_role(&[9; 32], role).into_iter().take(1))
        .collect();
    let begun = Instant::now();
    let matcher = Matcher::new(&canaries);
    println!(
        "preparing {} canaries: {:?}",
        canaries.len(),
        begun.elapsed()
    );
    let code: Vec<u8> = include_bytes!("../src/content/look.rs").repeat(800);
    let program: Vec<u8> = code.iter().copied().filter(|byte| *byte != b'\n').collect();
    let event =
        b"{\"event\":\"view\",\"ts\":1700000000123,\"path\":\"/resize\",\"w\":1920,\"h\":1080},"
            .repeat(100_000);
    let bodies = [
        ("noise", noise(8 << 20)),
        ("program", program),
        ("events", event),
        ("base64", data_encoding::BASE64.encode(&noise(6 << 20)).into_bytes()),
        ("small noise", noise(1024)),
        ("a URL", b"https://stats.example/collect?v=2&cid=1234.5678&dl=https%3A%2F%2Ftool.example%2Fresize".to_vec()),
    ];
    for (name, body) in bodies {
        let mut best = Duration::MAX;
        for _ in 0..5 {
            let begun = Instant::now();
            let sightings = matcher.look(&body);
            best = best.min(begun.elapsed());
            assert!(sightings.is_empty(), "{name}: {sightings:?}");
        }
        let rate = body.len() as f64 / best.as_secs_f64() / 1e6;
        println!("{name}: {} bytes in {best:?}, {rate:.0} MB/s", body.len());
    }
}
