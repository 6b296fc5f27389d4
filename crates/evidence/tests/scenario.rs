//! Declared steps in a real browser: each of them is needed, and one that cannot be done is named.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop where something is wrong"
)]

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use candor_evidence::{
    Build, Cancel, Chromium, Inspection, Report, Step, Subject, Verdict, verify,
};

/// A page that is no tool, so that the steps must lead to it.
const FRONT: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Front</title><p>Nothing here.</p></html>";

/// A tool that works only when everything was done: written, chosen, pressed and waited for. A robot would press the
/// wrong button, which throws the picture away.
const TOOL: &str = r##"<!doctype html><html lang="en"><meta charset="utf-8"><title>Tool</title>
<label>Other <input type="file" id="other"></label><label>Picture <input type="file" id="picture"></label>
<label>Width <input id="width"></label>
<label>Format <select id="format"><option value="png">PNG</option><option value="text">Text</option></select></label>
<button id="wrong" type="button">Save</button><button id="go" type="button" disabled>Do it</button>
<p id="done" hidden>Done.</p><button id="keep" type="button" hidden>Keep</button>
<script>
let chosen = null;
const ready = () => { go.disabled = !(chosen && width.value === "40" && format.value === "text"); };
picture.onchange = () => { chosen = picture.files[0]; ready(); };
width.onchange = ready;
format.onchange = ready;
wrong.onclick = () => { chosen = null; ready(); };
go.onclick = () => setTimeout(() => { done.hidden = false; keep.hidden = false; }, 300);
keep.onclick = async () => {
  const bytes = new Uint8Array(await chosen.arrayBuffer());
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([`${width.value} ${format.value} ${bytes.length}`]));
  link.download = `kept-${width.value}.${format.value}`;
  link.click();
};
</script></html>"##;

fn text(words: &str) -> String {
    words.to_owned()
}

/// Every kind of step, each of them needed.
fn steps() -> Vec<Step> {
    vec![
        Step::Open(text("/front.html")),
        Step::Open(text("/tool.html")),
        Step::Upload(Some(text("#picture"))),
        Step::Fill {
            selector: text("#width"),
            value: text("40"),
        },
        Step::Select {
            selector: text("#format"),
            value: text("text"),
        },
        Step::Click(text("#go")),
        Step::WaitFor(text("#done")),
        Step::Download(Some(text("#keep"))),
    ]
}

fn looked_at(root: &Path, scenario: Vec<Step>) -> Report {
    let inspection = Inspection {
        subject: Subject::Build(Build {
            root: root.to_owned(),
            entry: "front.html".to_owned(),
            headers: Arc::new(|_, _| Vec::new()),
        }),
        scenario,
        explained: Vec::new(),
        probed: false,
        switches: Vec::new(),
        at_once: 5,
    };
    verify(
        &Chromium::find(&Cancel::default()).unwrap(),
        &inspection,
        &[5; 32],
        &Cancel::default(),
    )
    .unwrap()
}

fn build() -> tempfile::TempDir {
    let directory = tempfile::tempdir().unwrap();
    std::fs::write(directory.path().join("front.html"), FRONT).unwrap();
    std::fs::write(directory.path().join("tool.html"), TOOL).unwrap();
    directory
}

/// One test looks at a time. A look starts five browsers, and a small machine that runs twenty is so slow that the steps
/// run into their limits, which is "could not check" and no fault.
static TURN: Mutex<()> = Mutex::new(());

#[test]
fn every_declared_step_is_done() {
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let build = build();
    let report = looked_at(build.path(), steps());
    assert_eq!(report.verdict, Verdict::Local, "{:?}", report.reason);
    assert!(report.output_produced, "{:?}", report.reason);
    assert!(report.isolation.is_some(), "{:?}", report.reason);
    for run in report.timelines.iter().filter(|run| run.label != "no file") {
        let [(name, _)] = &run.saved[..] else {
            panic!("{}: {:?} {:?}", run.label, run.saved, run.trouble);
        };
        assert_eq!(name, "kept-40.text", "{}", run.label);
        let said = run.done.join("\n");
        for part in [
            "/front.html",
            "/tool.html",
            "#width",
            "#format",
            "#go",
            "#done",
            "#keep",
        ] {
            assert!(said.contains(part), "{}: {part} in {said}", run.label);
        }
    }
}

/// Each step in turn is aimed at something that is not there, or does not come.
#[test]
fn a_step_that_cannot_be_done_is_named() {
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let mut broken: Vec<(Vec<Step>, &str)> = Vec::new();
    let wrong = [
        (2, Step::Upload(Some(text("#nowhere"))), "#nowhere"),
        (
            3,
            Step::Fill {
                selector: text("#height"),
                value: text("40"),
            },
            "fill: #height",
        ),
        (
            4,
            Step::Select {
                selector: text("#format"),
                value: text("avif"),
            },
            "select: #format",
        ),
        (5, Step::Click(text("#nothing")), "click: #nothing"),
        (6, Step::WaitFor(text("#never")), "wait_for: #never"),
        (7, Step::Download(Some(text("#gone"))), "#gone"),
    ];
    for (at, step, named) in wrong {
        let mut all = steps();
        all[at] = step;
        broken.push((all, named));
    }
    // Without the choice of a format the button stays as it is, and that is a time-out.
    let mut short = steps();
    short.remove(4);
    broken.push((short, "click: #go"));
    let build = build();
    // Most of the time is spent waiting for what does not come, so two looks at once cost a small machine little.
    for some in broken.chunks(2) {
        std::thread::scope(|scope| {
            for (steps, named) in some {
                let root = build.path();
                scope.spawn(move || {
                    let report = looked_at(root, steps.clone());
                    assert_eq!(report.verdict, Verdict::Inconclusive, "{named}");
                    let reason = report.reason.unwrap();
                    assert!(reason.contains(named), "{named}: {reason}");
                    let run = report.timelines.iter().find(|run| run.trouble.is_some());
                    let picture = run.unwrap().picture.as_ref().unwrap();
                    assert!(
                        picture.starts_with(b"\x89PNG"),
                        "{named}: a picture of where it ended"
                    );
                });
            }
        });
    }
}
