//! Published text: which files there are, the claims in them, and how these stand to the facts.

mod copies;
mod judged;
mod listing;
mod sentence;
mod side;
mod suppressions;

use std::collections::BTreeSet;

use candor_claims::{Facts, Language};
use candor_model::Policy;
use candor_syntax::{Diagnostic, in_parallel};

use crate::check::PublishedText;
use crate::load::Workspace;
use crate::records::Records;

pub(crate) use copies::{merge, normalised};
pub use judged::{JudgedBinding, JudgedClaim, JudgedRemark, JudgedText, NotAssessed};
pub(crate) use sentence::Sentence;
pub use side::SideEntry;
pub(crate) use suppressions::{Cause, Suppressions};

pub use listing::{Content, Listed, TextFile, below, moved, shown};

/// The list of what Candor built, in the directory of the site.
const MANIFEST: &str = ".candor-manifest.json";

/// What published text of a workspace says.
#[derive(Debug, Default)]
pub struct Texts {
    /// Every file that was looked at, in the order of the paths.
    pub files: Vec<JudgedText>,
    /// Patterns of `text` that cannot be used or match nothing: their place among the patterns, and why.
    pub unused_patterns: Vec<(usize, String)>,
    /// What was not looked into, though a pattern reaches it, and why.
    pub passed_over: Vec<(String, &'static str)>,
    /// The pages that Candor writes itself; they are of one piece with the declarations.
    own: BTreeSet<String>,
}

impl Texts {
    /// Reads the files that a workspace's `text` names, and judges what they claim.
    pub(crate) fn of_site(workspace: &Workspace, policy: &Policy, records: &Records) -> Self {
        let patterns = &policy.settings.text;
        if patterns.is_empty() {
            return Self::default();
        }
        let patterns: Vec<&str> = patterns.iter().map(|one| one.value.as_str()).collect();
        let listed = listing::matching(&workspace.root, &workspace.files_below, &patterns);
        Self {
            files: read(&listed.files, None, Some((policy, records))),
            unused_patterns: listed.unused_patterns,
            passed_over: listed.passed_over,
            own: Self::own(workspace, policy),
        }
    }

    /// Text that is named for one run.
    pub(crate) fn named(
        workspace: &Workspace,
        named: &PublishedText,
        facts: (&Policy, &Records),
    ) -> Self {
        Self {
            files: read(&named.files, named.language, Some(facts)),
            unused_patterns: Vec::new(),
            passed_over: named.passed_over.clone(),
            own: Self::own(workspace, facts.0),
        }
    }

    /// The pages that Candor writes itself: the manifest of what it built names them.
    fn own(workspace: &Workspace, policy: &Policy) -> BTreeSet<String> {
        let out = policy.settings.site.out.trim_end_matches('/');
        let manifest = workspace.files_below.read(&format!("{out}/{MANIFEST}"));
        // Without a readable manifest no page is Candor's own, and more is compared.
        let manifest: Option<serde_json::Value> = manifest
            .ok()
            .flatten()
            .and_then(|bytes| serde_json::from_slice(&bytes).ok());
        let files = manifest
            .as_ref()
            .and_then(|all| all.get("files")?.as_object());
        let files = files.into_iter().flatten();
        files.map(|(name, _)| format!("{out}/{name}")).collect()
    }

    /// The files of text that people wrote.
    pub fn of_people(&self) -> impl Iterator<Item = &JudgedText> {
        self.files.iter().filter(|text| !self.is_own(&text.file))
    }

    /// Whether a file is a page that Candor writes itself.
    pub fn is_own(&self, file: &str) -> bool {
        self.own.contains(file)
    }

    /// Makes what findings are about ready to be shown.
    pub(crate) fn show<'d>(&mut self, findings: impl Iterator<Item = &'d Diagnostic>) {
        let mut names = BTreeSet::new();
        for finding in findings {
            let related = finding.related.iter().map(|related| &related.place);
            names.extend(
                finding
                    .place
                    .iter()
                    .chain(related)
                    .map(|place| &*place.file),
            );
        }
        for text in &mut self.files {
            if names.contains(&*text.file) {
                text.show();
            }
        }
    }
}

/// Reads files and finds their claims, several at once; with a policy, judges them. A file is in memory only while it is
/// read. `forced` is the language of everything.
pub fn read(
    files: &[TextFile],
    forced: Option<Language>,
    workspace: Option<(&Policy, &Records)>,
) -> Vec<JudgedText> {
    let facts = workspace.map(|(policy, records)| facts(policy, records));
    in_parallel(files, |file| JudgedText::read(file, forced, facts.as_ref()))
}

/// The facts to hold claims against.
fn facts<'p>(policy: &'p Policy, records: &Records) -> Facts<'p> {
    let tools = policy.tools().iter();
    let levels = tools
        .clone()
        .map(|tool| (tool.id.clone(), records.proofs.level(tool)))
        .collect();
    let undecided = tools
        .map(|tool| &tool.id)
        .filter(|tool| records.is_undecided(tool));
    Facts::of(policy, levels, policy.settings.evidence.local_claims).undecided(undecided.cloned())
}
