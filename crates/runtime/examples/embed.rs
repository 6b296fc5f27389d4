//! An application that takes pictures within the boundaries of its privacy policy.
//!
//! `cargo run -p candor-runtime --example embed [WORKSPACE]`
#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use std::error::Error;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use candor_check::{Options, Workspace, check};
use candor_model::clock::{Clock, SystemClock};
use candor_runtime::{Runtime, Store, StoreOptions, Upload};

fn main() -> Result<(), Box<dyn Error>> {
    let root = std::env::args().nth(1).unwrap_or_else(|| ".".to_owned());
    let clock = Arc::new(SystemClock);

    // One policy, checked: a faulty workspace gives none.
    let workspace = Workspace::load(Path::new(&root))?;
    let outcome = check(&workspace, &Options::on(clock.now().date()));
    let policy = Arc::new(
        outcome
            .policy
            .ok_or("the workspace has faults; run `candor check`")?,
    );

    // One store, encrypted, with a directory of its own.
    let directory = std::env::temp_dir().join(format!("candor-embed-{}", std::process::id()));
    let store = Arc::new(Store::open(&directory, clock, StoreOptions::default())?);
    let runtime = Runtime::new(policy, store)?;

    // A local tool takes nothing: the refusal names the line of the policy.
    let picture: &[u8] = b"\x89PNG\r\n\x1a\n and so on";
    let mut upload = Upload {
        tool: "resize",
        content_type: Some("image/png"),
        ..Upload::default()
    };
    match runtime.upload(&upload, &mut &*picture) {
        Ok(_) => println!("resize took an upload, which its policy should not allow"),
        Err(refusal) => println!("refused: {refusal}"),
    }

    // A server tool takes it, and says when it will be gone.
    upload.tool = "enlarge";
    let accepted = runtime.upload(&upload, &mut &*picture)?;
    println!(
        "stored until {}, gone by {}",
        accepted.expires_at, accepted.erased_by
    );

    let mut back = Vec::new();
    runtime
        .store()
        .read(&accepted.id, None)?
        .read_to_end(&mut back)?;
    println!("read back {} bytes", back.len());

    // The visitor wants it gone now; in a service, `runtime.sweep()` ends buckets as time passes.
    runtime.erase(&accepted.id)?;
    let after = runtime.store().head(&accepted.id);
    println!("after erasing: {:?}", after.map(|stored| stored.length));
    std::fs::remove_dir_all(&directory)?;
    Ok(())
}
