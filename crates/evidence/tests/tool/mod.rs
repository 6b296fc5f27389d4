//! Small tools, each a page with a script, and looking at them.

#![allow(
    dead_code,
    reason = "every test that uses it compiles it anew and uses a part of it"
)]

use std::path::Path;
use std::sync::Arc;

use candor_evidence::{
    Build, Cancel, Chromium, Explained, Inspection, Report, Step, Subject, verify,
};

/// A file input and a button.
pub(crate) const BODY: &str = "<input type=\"file\" id=\"file\"><button id=\"run\">Run</button>";

/// Makes a result from the file when the button is pressed, and offers it.
pub(crate) const WORKS: &str = "run.onclick = async () => { \
    const bytes = new Uint8Array(await file.files[0].arrayBuffer()).map((byte) => 255 - byte); \
    const link = document.createElement('a'); \
    Object.assign(link, { id: 'save', download: 'made.bin', textContent: 'Save', href: URL.createObjectURL(new Blob([bytes])) }); \
    document.body.append(link); };";

/// A page of a body and a script.
pub(crate) fn page(body: &str, script: &str) -> tempfile::TempDir {
    let directory = tempfile::tempdir().unwrap();
    let html = format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Tool</title><link rel=\"icon\" href=\"data:,\">{body}<script>{script}</script></html>"
    );
    std::fs::write(directory.path().join("index.html"), html).unwrap();
    directory
}

/// What is to be looked at of a page.
pub(crate) fn inspection(root: &Path, scenario: Vec<Step>, switches: &[&str]) -> Inspection {
    Inspection {
        subject: Subject::Build(Build {
            root: root.to_owned(),
            entry: "index.html".to_owned(),
            headers: Arc::new(|_, _| Vec::new()),
        }),
        scenario,
        explained: Vec::<Explained>::new(),
        probed: false,
        switches: switches.iter().map(|one| (*one).to_owned()).collect(),
        at_once: 5,
    }
}

/// Looks at a page with the browser of this machine.
pub(crate) fn looked_at(inspection: &Inspection, cancel: &Cancel) -> Result<Report, String> {
    let chromium = Chromium::find(cancel).unwrap();
    verify(&chromium, inspection, &[3; 32], cancel)
}
