//! Pages, frames and workers: every one is stopped before its first line of code, watched, and then let go.

use serde_json::{Value, json};

use super::Seen;
use crate::cdp::Connection;

/// A page with more targets than this cannot be judged.
const MOST_TARGETS: usize = 300;

/// At most so many notes of the hook in the page are kept.
const MOST_TOLD: usize = 10_000;

/// So many bytes of a body come with the event of its request; larger ones are asked for.
const INLINE: u32 = 16 << 20;

/// Something in the browser that runs code.
#[derive(Clone, Debug)]
pub struct Target {
    /// Its id in the protocol.
    pub id: String,
    /// `page`, `iframe`, `worker`, `shared_worker`, `service_worker` or another word of the protocol.
    pub kind: String,
    /// What it shows or runs.
    pub url: String,
    /// Whether it is gone.
    pub is_gone: bool,
}

/// What every target is told before it runs.
fn watch(connection: &Connection, session: &str, kind: &str) {
    connection.send(
        session,
        "Target.setAutoAttach",
        json!({"autoAttach": true, "waitForDebuggerOnStart": true, "flatten": true}),
    );
    connection.send(
        session,
        "Network.enable",
        json!({"maxPostDataSize": INLINE, "maxTotalBufferSize": 268_435_456_u32, "maxResourceBufferSize": 67_108_864_u32}),
    );
    if kind == "page" || kind == "iframe" {
        connection.send(session, "Page.enable", json!({}));
        connection.send(session, "Inspector.enable", json!({}));
        connection.send(session, "Log.enable", json!({}));
    }
    connection.send(session, "Runtime.enable", json!({}));
}

/// Tells the browser to stop every new target for us.
pub(crate) fn begin(connection: &Connection) {
    connection.send(
        "",
        "Target.setAutoAttach",
        json!({"autoAttach": true, "waitForDebuggerOnStart": true, "flatten": true}),
    );
    connection.send("", "Target.setDiscoverTargets", json!({"discover": true}));
}

pub(super) fn event(
    seen: &mut Seen,
    connection: &Connection,
    session: &str,
    method: &str,
    params: &Value,
) {
    match method {
        "Target.attachedToTarget" => attached(seen, connection, params),
        "Target.detachedFromTarget" => {
            let own = params["sessionId"].as_str().unwrap_or_default();
            if let Some(target) = seen.targets.get_mut(own) {
                target.is_gone = true;
            }
        }
        "Target.targetInfoChanged" => {
            let id = params["targetInfo"]["targetId"]
                .as_str()
                .unwrap_or_default();
            let url = params["targetInfo"]["url"].as_str().unwrap_or_default();
            for target in seen.targets.values_mut() {
                if target.id == id {
                    url.clone_into(&mut target.url);
                }
            }
        }
        "Target.targetCrashed" | "Inspector.targetCrashed" => seen.give_up(super::CRASHED),
        "Page.javascriptDialogOpening" => {
            seen.dialogs += 1;
            connection.send(
                session,
                "Page.handleJavaScriptDialog",
                json!({"accept": true}),
            );
        }
        "Runtime.bindingCalled" => {
            let said = params["payload"].as_str().unwrap_or_default();
            if seen.hooked.len() < MOST_TOLD {
                seen.hold(said.len());
                seen.hooked.push(said.to_owned());
            } else {
                seen.give_up("the page used peer connections more often than can be kept");
            }
        }
        "Runtime.exceptionThrown" => {
            let details = &params["exceptionDetails"];
            let said = details["exception"]["description"]
                .as_str()
                .or(details["text"].as_str());
            note(seen, said);
        }
        "Log.entryAdded" if params["entry"]["level"] == "error" => {
            note(seen, params["entry"]["text"].as_str());
        }
        _ => {}
    }
}

fn note(seen: &mut Seen, said: Option<&str>) {
    if let Some(said) = said
        && seen.console.len() < 50
    {
        seen.console.push(said.chars().take(300).collect());
    }
}

fn attached(seen: &mut Seen, connection: &Connection, params: &Value) {
    let session = params["sessionId"].as_str().unwrap_or_default();
    let info = &params["targetInfo"];
    let text = |key: &str| info[key].as_str().unwrap_or_default().to_owned();
    let (id, kind, url) = (text("targetId"), text("type"), text("url"));
    seen.targets_ever += 1;
    if seen.targets_ever > MOST_TARGETS {
        seen.give_up("the page opened more pages, frames and workers than can be watched");
    }
    seen.targets.insert(
        session.to_owned(),
        Target {
            id,
            kind: kind.clone(),
            url,
            is_gone: false,
        },
    );
    let runs_code = [
        "page",
        "iframe",
        "worker",
        "shared_worker",
        "service_worker",
    ];
    if !runs_code.contains(&kind.as_str()) {
        // The browser's own surfaces, such as its address bar.
        connection.send(session, "Runtime.runIfWaitingForDebugger", json!({}));
        return;
    }
    watch(connection, session, &kind);
    for script in &seen.scripts {
        match kind.as_str() {
            "page" | "iframe" => connection.send(
                session,
                "Page.addScriptToEvaluateOnNewDocument",
                json!({"source": script, "runImmediately": true}),
            ),
            "worker" | "shared_worker" | "service_worker" => {
                connection.send(session, "Runtime.evaluate", json!({"expression": script}));
            }
            _ => {}
        }
    }
    if !seen.scripts.is_empty() {
        connection.send(
            session,
            "Runtime.addBinding",
            json!({"name": "candorWitness"}),
        );
    }
    connection.send(session, "Runtime.runIfWaitingForDebugger", json!({}));
}
