//! `cargo xtask soak`: the same tests as always, with the counts that take long.

use crate::repository;

/// How often a store is killed.
const KILLS: &str = "1000";

/// Runs the runtime's tests with the full count of kills.
pub(crate) fn run() -> Result<(), String> {
    println!("{KILLS} kills; this takes long");
    repository::run(
        repository::cargo()
            .args(["test", "--package", "candor-runtime"])
            .env("CANDOR_KILLS", KILLS),
    )
}
