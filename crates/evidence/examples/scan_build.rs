//! How long the scan of a build takes by itself: `scan_build ROOT ENTRY...` prints one line of JSON for each entry.

#![allow(clippy::print_stdout, reason = "an example speaks on its output")]

use std::path::Path;
use std::time::Instant;

fn main() {
    let mut words = std::env::args().skip(1);
    let root = words.next().unwrap_or_else(|| "site".to_owned());
    for entry in words {
        let started = Instant::now();
        let scan = candor_evidence::scan(Path::new(&root), &entry);
        let bytes: usize = scan.files.iter().map(|file| file.bytes).sum();
        println!(
            "{}",
            serde_json::json!({
                "entry": entry,
                "micros": u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX),
                "files": scan.files.len(),
                "bytes": bytes,
                "faults": scan.faults.len(),
            })
        );
    }
}
