//! An application that takes pictures within the boundaries of its privacy policy.
//!
//! `cargo run -p candor-runtime --example embed [WORKSPACE]`
#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use std::collections::BTreeMap;
use std::error::Error;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use candor_check::{Options, Workspace, check};
use candor_model::clock::{Clock, SystemClock};
use candor_runtime::{Runtime, Store, StoreOptions, Upload};

fn main() -> Result<(), Box<dyn Error>> {
    // One policy, checked: a faulty workspace gives none.
    let root = std::env::args().nth(1).unwrap_or_else(|| ".".to_owned());
    let workspace = Workspace::load(Path::new(&root))?;
    let checked = check(&workspace, &Options::on(SystemClock.now().date()));
    let policy = checked.policy.ok_or("the workspace has faults")?;

    // One store, encrypted, with a directory of its own. Opening it finishes what was stopped.
    let directory = std::env::temp_dir().join(format!("candor-embed-{}", std::process::id()));
    let store = Store::open(&directory, Arc::new(SystemClock), StoreOptions::default())?;
    let runtime = Runtime::new(Arc::new(policy), Arc::new(store))?;

    // A local tool takes nothing: the refusal names the line of the policy.
    let picture: &[u8] = b"\x89PNG\r\n\x1a\n and so on";
    let mut upload = Upload::default();
    (upload.tool, upload.content_type) = ("resize", Some("image/png"));
    if let Err(refusal) = runtime.upload(&upload, &mut &*picture) {
        println!("refused: {refusal}");
    }

    // A server tool takes it and says when it will be gone. A worker makes a result from it.
    upload.tool = "enlarge";
    let accepted = runtime.upload(&upload, &mut &*picture)?;
    println!(
        "stored, and gone by {}",
        accepted.erased_by.ok_or("it has an end")?
    );
    runtime.order("enlarge", &accepted.id, "enlarge", BTreeMap::new())?;
    let job = runtime.take_job(Duration::ZERO).ok_or("no job waits")?;
    let mut input = Vec::new();
    let mut body = runtime.store().read(&job.order.upload, None)?;
    body.read_to_end(&mut input)?;
    let result = runtime.finish(&job, "image/png", &input.repeat(2))?;
    println!(
        "result kept until {}",
        result.expires_at.ok_or("it has an end")?
    );

    // The visitor wants it gone now, and its result with it. A service sweeps as time passes.
    runtime.erase(&accepted.id)?;
    let gone = runtime.store().head(&result.id).is_err();
    let ended = runtime.sweep()?.buckets;
    println!("result gone: {gone}; buckets that ended: {ended}");
    Ok(std::fs::remove_dir_all(&directory)?)
}
