//! What a live site serves, held against the build: for a person and as JSON.

use std::collections::BTreeMap;

use candor_evidence::{Origin, OriginFile, OriginState};
use serde::Serialize;

use crate::output::say;

/// The part of `candor verify --url URL --format json` that tells of the origin.
#[derive(Serialize)]
pub(super) struct Served<'v> {
    url: &'v str,
    /// Whether every file and header is the build's.
    same: bool,
    files: Vec<File<'v>>,
}

#[derive(Serialize)]
struct File<'v> {
    target: &'v str,
    state: &'static str,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    found: &'v [String],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    headers: Vec<Header<'v>>,
}

#[derive(Serialize)]
struct Header<'v> {
    name: &'v str,
    arrived: Option<&'v str>,
}

impl<'v> Served<'v> {
    pub(super) fn of(origin: &'v Origin) -> Self {
        Self {
            url: &origin.url,
            same: origin.is_same(),
            files: origin.files.iter().map(File::of).collect(),
        }
    }
}

impl<'v> File<'v> {
    fn of(file: &'v OriginFile) -> Self {
        let found: &[String] = match &file.state {
            OriginState::Differs(found) => found,
            OriginState::Unreadable(why) => std::slice::from_ref(why),
            OriginState::Same | OriginState::NotInBuild => &[],
        };
        let headers = file.headers.iter().map(|(name, arrived)| Header {
            name,
            arrived: arrived.as_deref(),
        });
        Self {
            target: &file.target,
            state: word(&file.state),
            found,
            headers: headers.collect(),
        }
    }
}

fn word(state: &OriginState) -> &'static str {
    match state {
        OriginState::Same => "same",
        OriginState::Differs(_) => "differs",
        OriginState::NotInBuild => "not-in-build",
        OriginState::Unreadable(_) => "could-not-compare",
    }
}

/// Prints how the origin stands to the build.
pub(super) fn print(origin: &Origin) {
    if origin.files.is_empty() {
        say!(
            "  {}: there is no build, or nothing was loaded, so that nothing could be compared",
            origin.url
        );
        return;
    }
    let same = origin
        .files
        .iter()
        .filter(|file| file.state == OriginState::Same);
    say!(
        "  {}: {} of {} files are the build's",
        origin.url,
        same.count(),
        origin.files.len()
    );
    for file in &origin.files {
        let target = &file.target;
        match &file.state {
            OriginState::Same => {}
            OriginState::Differs(found) => {
                say!("    {target} is not the build's file; in it and not in the build:");
                for piece in found {
                    say!("      {piece}");
                }
            }
            OriginState::NotInBuild => say!(
                "    {target} is not in the build; whoever stands between the build and its visitors put it there"
            ),
            OriginState::Unreadable(why) => say!("    {target} could not be compared: {why}"),
        }
    }
    // A host that drops a header drops it everywhere, so headers are told once.
    let mut headers: BTreeMap<(&str, Option<&str>), Vec<&str>> = BTreeMap::new();
    for file in &origin.files {
        for (name, arrived) in &file.headers {
            let files = headers.entry((name, arrived.as_deref())).or_default();
            files.push(&file.target);
        }
    }
    for ((name, arrived), files) in &headers {
        let how = match arrived {
            Some(value) => format!("arrived as `{value}`"),
            None => "did not arrive".to_owned(),
        };
        say!("    the header {name} {how}: {}", files.join(", "));
    }
}
