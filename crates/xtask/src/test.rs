//! `cargo xtask test`.

use std::process::ExitCode;

use crate::packages::{self, PACKAGES};
use crate::repository;

/// What a run without the right to install ends with: the tests did not run.
const COULD_NOT_RUN: u8 = 3;

/// Installs what is missing and runs every test.
pub(crate) fn run(extra: &[String]) -> ExitCode {
    let mut missing = Vec::new();
    for package in PACKAGES {
        match package.find() {
            Some(at) => println!("found {} at {}", package.debian, at.display()),
            None => {
                println!(
                    "missing {}, needed by {}",
                    package.debian, package.needed_by
                );
                missing.push(package.debian);
            }
        }
    }
    if !missing.is_empty() {
        if !packages::may_install() {
            eprintln!(
                "The tests did not run: this account may not install packages. Run this line, then again:"
            );
            eprintln!("  {}", packages::install_line(&missing));
            return ExitCode::from(COULD_NOT_RUN);
        }
        println!("installing {}", missing.join(", "));
        if let Err(error) = packages::install(&missing) {
            eprintln!("error: {error}");
            return ExitCode::from(COULD_NOT_RUN);
        }
    }
    let mut tests = repository::cargo();
    tests.args(["test", "--workspace"]).args(extra);
    for package in PACKAGES {
        let Some(at) = package.find() else {
            eprintln!(
                "error: {} was installed, but none of its programs is on the path",
                package.debian
            );
            return ExitCode::from(COULD_NOT_RUN);
        };
        // A person's own choice of browser stands.
        if std::env::var_os(package.variable).is_none() {
            tests.env(package.variable, at);
        }
    }
    println!("running every test");
    match repository::run(&mut tests) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
