//! What enforcement costs: the same bodies through the runtime, which looks up the policy, and straight into the store.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration as Span;

use candor_check::{Options, Workspace, check};
use candor_model::{Date, Policy};
use candor_runtime::{Runtime, Store, StoreOptions, Upload};
use serde_json::json;

use super::copies::{STAYS, body};
use super::ingest::{ROUNDS, rate};
use super::row::{figure, median};
use super::{Outcome, clock, put};

const FILES: [(&str, &str); 5] = [
    (
        "candor.yaml",
        "candor: 1\nworkspace: bench\nlanguages: [en]\nregimes: [gdpr]\nstore: {region: DE}\n",
    ),
    (
        "policies/organisation.yaml",
        "legal_name: Bench GmbH\naddress: {city: Berlin, country: DE}\ncontact: {email: a@bench.example}\n\
         data_protection_officer: not-applicable\neu_representative: not-applicable\nuk_representative: not-applicable\n\
         supervisory_authority: {name: Authority}\nroles: [{role: controller, for: visitor}]\n\
         data_privacy_framework: not-applicable\n",
    ),
    (
        "policies/data.yaml",
        "uploaded-image: {label: The picture, identifies: maybe}\n",
    ),
    (
        "policies/retention.yaml",
        "uploads: {delete_within: 24 hours, counted_from: upload, at_end: erase, enforced_by: candor}\n",
    ),
    (
        "policies/tools/enlarge.yaml",
        "name: Enlarge\nlocation: server\nformats: [PNG]\nmax_size: 20 MB\npurpose: requested-service\n\
         legal_basis: contract\nsubjects: [visitor]\nuses: [{data: uploaded-image, keep: uploads}]\n\
         storage: {medium: encrypted-disk, regions: [DE]}\nrecipients: none\n",
    ),
];

fn policy() -> Outcome<Policy> {
    let files = FILES.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()));
    let workspace = Workspace::from_files(Path::new("."), files);
    let day = Date::parse("2026-11-23").ok_or("a day")?;
    let outcome = check(&workspace, &Options::on(day));
    Ok(outcome.policy.ok_or("the policy of the bench has faults")?)
}

/// The median of interleaved rounds with and without the policy.
pub(crate) fn measure(size: usize, writers: usize, span: Span) -> Outcome<serde_json::Value> {
    let policy = Arc::new(policy()?);
    let (mut on, mut off) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        on.push(Some(enforced(&policy, size, writers, span)?));
        off.push(Some(stored(size, writers, span)?));
    }
    let (on, off) = (median(on), median(off));
    Ok(
        json!({"case": "enforcement", "bytes": size, "writers": writers, "enforced_per_second": figure(on),
        "stored_per_second": figure(off), "on_to_off": figure(on.zip(off).map(|(on, off)| on / off))}),
    )
}

fn open(directory: &Path) -> Outcome<Arc<Store>> {
    let data = directory.join("data");
    let store = Store::open(&data, Arc::new(clock()), StoreOptions::default())?;
    Ok(Arc::new(store))
}

fn enforced(policy: &Arc<Policy>, size: usize, writers: usize, span: Span) -> Outcome<f64> {
    let directory = tempfile::tempdir()?;
    let runtime = Runtime::new(policy.clone(), open(directory.path())?)?;
    let body = body(STAYS, size);
    let upload = Upload {
        tool: "enlarge",
        content_type: Some("image/png"),
        length: Some(size as u64),
        ..Upload::default()
    };
    rate(writers, span, || {
        Ok(runtime.upload(&upload, &mut body.as_slice()).map(|_| ())?)
    })
}

fn stored(size: usize, writers: usize, span: Span) -> Outcome<f64> {
    let directory = tempfile::tempdir()?;
    let store = open(directory.path())?;
    let tag = store.register_window("bench", "1 hour")?;
    let body = body(STAYS, size);
    rate(writers, span, || put(&store, tag, &body).map(|_| ()))
}
