//! `cargo xtask soak`: the same tests as always, with the counts that take long.

use crate::repository;

/// How often a store is killed.
const KILLS: &str = "1000";
/// How many power cuts are simulated.
const CUTS: &str = "10000";
/// At how many places of a workload the disk fails.
const FAULTS: &str = "1000";
/// How large a body a process with 256 MiB of memory stores, in MiB.
const BODY_MIB: &str = "2048";

/// Runs the tests of the runtime and of the power cuts with their full counts, then every page of the battery of leaks.
pub(crate) fn run() -> Result<(), String> {
    println!("{KILLS} kills, {CUTS} power cuts, {FAULTS} errors of the disk; this takes long");
    repository::run(
        repository::cargo()
            .args(["test", "--package", "candor-runtime"])
            .args(["--package", "candor-powercut", "--", "--nocapture"])
            .env("CANDOR_KILLS", KILLS)
            .env("CANDOR_CUTS", CUTS)
            .env("CANDOR_FAULTS", FAULTS)
            .env("CANDOR_BODY_MIB", BODY_MIB),
    )?;
    println!(
        "the same for a server under load, and a body of {BODY_MIB} MiB through one of 256 MiB"
    );
    repository::run(
        repository::cargo()
            .args(["test", "--package", "candor-cli", "--test", "command"])
            .args(["--", "--nocapture", "kills::", "large::"])
            .env("CANDOR_KILLS", KILLS)
            .env("CANDOR_BODY_MIB", BODY_MIB),
    )?;
    println!(
        "every page that leaks and every page that does not, in a browser; this takes long too"
    );
    repository::run(
        repository::cargo()
            .args(["test", "--package", "candor-evidence"])
            .args(["--test", "battery_is_convicted", "--test", "hostile"])
            .args(["--", "--nocapture"])
            .env("CANDOR_BATTERY", "all"),
    )
}
