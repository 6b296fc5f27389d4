//! What can be said of records only when all of them, and the pages, are known.

use candor_model::Id;
use candor_model::vocabulary::EvidenceLevel;
use candor_syntax::Diagnostic;

use super::{Doubt, DoubtKind, Records};

/// The rule under which a note is reported that a build would write otherwise.
const DRIFT: &str = "site/drift";

impl Records {
    /// Takes back what rests on pages that a build would write otherwise, or on an older browser. `noticed` are the
    /// findings of pages.
    pub(crate) fn settle(&mut self, noticed: &[Diagnostic]) {
        self.withdraw_drifted(noticed);
        self.weaken_older_browsers();
    }

    /// The content of Candor's own regions is no part of a digest. So it counts only while it is what a build writes.
    fn withdraw_drifted(&mut self, noticed: &[Diagnostic]) {
        let drifted: Vec<&str> = noticed
            .iter()
            .filter(|finding| finding.rule == DRIFT)
            .filter_map(|finding| finding.place.as_ref())
            .map(|place| &*place.file)
            .collect();
        let mut touched: Vec<(Id, String)> = Vec::new();
        for (tool, proof) in self.proofs.tools() {
            let mut files = proof.files.iter();
            if let Some(page) = files.find(|file| drifted.contains(&file.as_str())) {
                touched.push((tool.clone(), page.clone()));
            }
        }
        for (tool, page) in touched {
            self.proofs.withdraw_tool(&tool);
            self.doubt(&tool, DoubtKind::Drift(page));
        }
    }

    /// Headers are obeyed by the browser and by nothing else. Check has no browser, so the newest one with which any
    /// tool of the workspace was looked at is the measure: a record of an older major says nothing of its headers.
    fn weaken_older_browsers(&mut self) {
        let majors = || {
            self.proofs
                .tools()
                .filter_map(|(_, proof)| major(&proof.browser))
        };
        let Some(newest) = majors().max() else {
            return;
        };
        let older: Vec<(Id, String)> = self
            .proofs
            .tools()
            .filter(|(_, proof)| proof.level == EvidenceLevel::Enforced)
            .filter(|(_, proof)| major(&proof.browser).is_none_or(|own| own < newest))
            .map(|(tool, proof)| (tool.clone(), proof.browser.clone()))
            .collect();
        for (tool, browser) in older {
            self.proofs.weaken_tool(&tool, EvidenceLevel::Isolated);
            let why = format!(
                "it was made with {browser}, and another tool was looked at with version {newest}"
            );
            self.doubt(&tool, DoubtKind::OlderBrowser(why));
        }
    }

    /// A doubt about the record of a tool; a run in the same pipeline has none, and its finding is that of its level.
    fn doubt(&mut self, tool: &Id, kind: DoubtKind) {
        let Some(file) = self.of_tools.get(tool) else {
            return;
        };
        self.doubts.push(Doubt {
            file: file.clone(),
            subject: Some(tool.to_string()),
            kind,
        });
    }
}

/// The major version of a browser such as `Chrome/156.0.8078.79`.
fn major(browser: &str) -> Option<u32> {
    let (_, version) = browser.split_once(['/', ' '])?;
    version.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::major;

    #[test]
    fn the_major_is_the_first_number() {
        assert_eq!(major("Chrome/156.0.8078.79"), Some(156));
        assert_eq!(major("Chromium 99.1"), Some(99));
        assert_eq!(major("a browser"), None);
        assert_eq!(major(""), None);
    }
}
