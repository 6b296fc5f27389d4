//! `build` that is killed: every page is the old or the new one, and the next run puts it right.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::workspace::{Copy, candor, files};

/// How often a build is killed; each time a little later.
const KILLS: u32 = 24;

fn published(site: &Path) -> BTreeMap<String, Vec<u8>> {
    files(site)
        .into_iter()
        .map(|path| {
            let name = path.strip_prefix(site).unwrap().display().to_string();
            (name, std::fs::read(&path).unwrap())
        })
        .filter(|(name, _)| !name.starts_with(".candor-"))
        .collect()
}

#[test]
fn a_killed_build_leaves_no_half_page() {
    let copy = Copy::of("");
    let organisation = std::fs::read_to_string(copy.path("policies/organisation.yaml")).unwrap();
    let renamed = organisation.replacen("trading_name: Darkroom", "trading_name: Brightroom", 1);
    assert_ne!(organisation, renamed);
    let site = copy.path("site");

    assert_eq!(copy.run(&["build"]).status.code(), Some(0));
    let old = published(&site);
    copy.write("policies/organisation.yaml", &renamed);
    let started = Instant::now();
    assert_eq!(copy.run(&["build"]).status.code(), Some(0));
    let whole = started.elapsed();
    let new = published(&site);
    assert_ne!(old, new);

    let mut mixed = 0;
    for kill in 0..KILLS {
        copy.write("policies/organisation.yaml", &organisation);
        assert_eq!(copy.run(&["build"]).status.code(), Some(0), "run {kill}");
        assert_eq!(published(&site), old, "run {kill}");
        copy.write("policies/organisation.yaml", &renamed);
        let mut child = candor()
            .arg("-C")
            .arg(copy.directory.path())
            .arg("build")
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        // Half of the kills come at any time, half while files are on their way or being moved into the site.
        if kill % 2 == 0 {
            std::thread::sleep(whole * kill / KILLS);
        } else {
            let staging = site.join(".candor-staging");
            while !staging.exists() && child.try_wait().unwrap().is_none() {
                std::hint::spin_loop();
            }
            std::thread::sleep(Duration::from_micros(100) * kill);
        }
        child.kill().unwrap();
        child.wait().unwrap();
        let left = published(&site);
        for (name, bytes) in &left {
            assert!(
                old.get(name) == Some(bytes) || new.get(name) == Some(bytes),
                "{name} is neither the old nor the new page after kill {kill}"
            );
        }
        mixed += u32::from(left != old && left != new);
    }
    println!("{mixed} of {KILLS} kills fell between two pages");
    assert_eq!(copy.run(&["build"]).status.code(), Some(0));
    assert_eq!(published(&site), new);
}
