//! Using a page as a person would: choosing a file, pressing a button, saving the result.

mod resource;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use data_encoding::BASE64;
use serde_json::{Value, json};

pub(crate) use resource::Resource;

use crate::canary::Canary;
use crate::cancel::Cancel;
use crate::cdp::Connection;
use crate::watch::Watcher;

const FIND_INPUT: &str = include_str!("scripts/find_input.js");
const SET_FILE: &str = include_str!("scripts/set_file.js");
const PRESS: &str = include_str!("scripts/press.js");
const ACT: &str = include_str!("scripts/act.js");
/// Runs in every target before its own code; tells of peer connections.
pub(crate) const HOOK: &str = include_str!("scripts/hook.js");
/// Runs in every target before its own code; shortens long delays.
pub(crate) const HURRY: &str = include_str!("scripts/hurry.js");

/// The longest that one command may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// A page of the browser.
pub(crate) struct Page<'r> {
    connection: &'r Arc<Connection>,
    cancel: &'r Cancel,
    session: String,
}

/// What a person presses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Aim {
    /// What makes the tool work.
    Run,
    /// What saves the result.
    Save,
}

impl<'r> Page<'r> {
    /// Opens an empty page.
    ///
    /// # Errors
    /// Plain words where the browser does not.
    pub(crate) fn open(
        connection: &'r Arc<Connection>,
        watcher: &Watcher,
        cancel: &'r Cancel,
    ) -> Result<Self, String> {
        let made = connection.call(
            "",
            "Target.createTarget",
            json!({"url": "about:blank"}),
            PATIENCE,
            cancel,
        )?;
        let id = made["targetId"].as_str().unwrap_or_default().to_owned();
        let find = |seen: &crate::watch::Seen| {
            let mut targets = seen.targets.iter();
            let own = targets.find(|(_, target)| target.id == id && target.kind == "page");
            own.map(|(session, _)| session.clone())
        };
        watcher.wait(PATIENCE, cancel, |seen| find(seen).is_some())?;
        let session = watcher.look(find).ok_or("the browser opened no page")?;
        Ok(Self {
            connection,
            cancel,
            session,
        })
    }

    pub(crate) fn call(&self, method: &str, params: Value) -> Result<Value, String> {
        self.connection
            .call(&self.session, method, params, PATIENCE, self.cancel)
    }

    /// Goes to a URL.
    ///
    /// # Errors
    /// Plain words where the browser cannot.
    pub(crate) fn go(&self, url: &str) -> Result<(), String> {
        // A machine that is busy takes long to start what a page runs in.
        let answer = self.connection.call(
            &self.session,
            "Page.navigate",
            json!({"url": url}),
            PATIENCE * 2,
            self.cancel,
        )?;
        match answer["errorText"].as_str() {
            Some(why) => Err(format!("{url} cannot be opened: {why}")),
            None => Ok(()),
        }
    }

    /// Waits until the page and everything that it names is there; whether it is in time.
    ///
    /// # Errors
    /// Plain words where the page cannot be asked at all, or the run was broken off.
    pub(crate) fn loads(&self, within: Duration) -> Result<bool, String> {
        let until = Instant::now() + within;
        // The event of a load can be lost while the browser changes processes, so the page itself is asked.
        while !self.is_loaded()? {
            if Instant::now() > until {
                return Ok(false);
            }
            self.cancel.sleep(Duration::from_millis(50))?;
        }
        Ok(true)
    }

    fn is_loaded(&self) -> Result<bool, String> {
        let asked = self.call(
            "Runtime.evaluate",
            json!({"expression": "document.readyState === 'complete' && location.href !== 'about:blank'", "returnByValue": true}),
        );
        match asked {
            Ok(answer) => Ok(answer["result"]["value"] == true),
            // Between two documents there is nobody to ask.
            Err(why) if why.contains("context") || why.contains("navigated") => Ok(false),
            Err(why) => Err(why),
        }
    }

    /// Runs an expression as if a person had just pressed something.
    fn run(&self, expression: &str, by_value: bool) -> Result<Value, String> {
        let answer = self.call(
            "Runtime.evaluate",
            json!({"expression": expression, "userGesture": true, "returnByValue": by_value, "awaitPromise": true}),
        )?;
        if answer["exceptionDetails"].is_object() {
            let said = answer["exceptionDetails"]["exception"]["description"].as_str();
            return Err(format!(
                "the page refused: {}",
                said.unwrap_or("an exception")
            ));
        }
        Ok(answer)
    }

    /// The file input, and the types that it takes; nothing where there is none.
    ///
    /// # Errors
    /// Plain words where the page cannot be asked.
    pub(crate) fn input(&self, selector: Option<&str>) -> Result<Option<(String, String)>, String> {
        let found = self.run(&format!("({FIND_INPUT})({})", json!(selector)), false)?;
        let Some(object) = found["result"]["objectId"].as_str().map(str::to_owned) else {
            return Ok(None);
        };
        let accept = self.call(
            "Runtime.callFunctionOn",
            json!({"objectId": object, "functionDeclaration": "function () { return this.accept ?? '' }", "returnByValue": true}),
        )?;
        let accept = accept["result"]["value"]
            .as_str()
            .unwrap_or_default()
            .to_owned();
        Ok(Some((object, accept)))
    }

    /// Gives a file to an input: from memory, or from the disk where a path is given.
    ///
    /// # Errors
    /// Plain words where the page does not take it.
    pub(crate) fn choose(
        &self,
        input: &str,
        canary: &Canary,
        on_disk: Option<&Path>,
    ) -> Result<(), String> {
        if let Some(path) = on_disk {
            self.call(
                "DOM.setFileInputFiles",
                json!({"objectId": input, "files": [path.to_string_lossy()]}),
            )?;
            return Ok(());
        }
        let answer = self.call(
            "Runtime.callFunctionOn",
            json!({
                "objectId": input,
                "functionDeclaration": SET_FILE,
                "arguments": [
                    {"value": BASE64.encode(&canary.bytes)},
                    {"value": canary.name},
                    {"value": canary.media_type},
                ],
                "userGesture": true,
                "returnByValue": true,
            }),
        )?;
        match answer["result"]["value"].as_u64() {
            Some(1) => Ok(()),
            _ => Err("the file input did not take the file".to_owned()),
        }
    }

    /// Presses the likeliest button; what it says, or nothing where there is none.
    ///
    /// # Errors
    /// Plain words where the page cannot be asked.
    pub(crate) fn press(&self, aim: Aim) -> Result<Option<String>, String> {
        let aim = match aim {
            Aim::Run => "run",
            Aim::Save => "save",
        };
        let pressed = self.run(&format!("({PRESS})({})", json!(aim)), true)?;
        Ok(pressed["result"]["value"].as_str().map(str::to_owned))
    }

    /// One declared step; nothing where it was done, or why not.
    ///
    /// # Errors
    /// Plain words where the page cannot be asked.
    pub(crate) fn act(
        &self,
        kind: &str,
        selector: &str,
        value: &str,
    ) -> Result<Option<String>, String> {
        let arguments = format!("{}, {}, {}", json!(kind), json!(selector), json!(value));
        let done = self.run(&format!("({ACT})({arguments})"), true)?;
        let why = done["result"]["value"].as_str().unwrap_or_default();
        Ok((!why.is_empty()).then(|| why.to_owned()))
    }

    /// The value of an expression, as if a person had just pressed something.
    ///
    /// # Errors
    /// Plain words where the page refuses or cannot be asked.
    pub(crate) fn evaluate(&self, expression: &str) -> Result<Value, String> {
        let mut answer = self.run(expression, true)?;
        Ok(answer["result"]["value"].take())
    }

    /// The paths of the page's own site to which it links; none where it cannot be asked. A result in memory is no place
    /// of the site, although a `blob:` URL has the site's origin.
    pub(crate) fn links(&self) -> BTreeSet<String> {
        const LINKS: &str = "[...document.links].filter((link) => /^https?:$/.test(link.protocol) && link.origin === location.origin).map((link) => link.pathname)";
        let links = self.evaluate(LINKS).unwrap_or_default();
        let links = links.as_array().into_iter().flatten();
        links
            .filter_map(|link| link.as_str().map(str::to_owned))
            .collect()
    }

    /// A picture of the page as PNG; nothing where the browser cannot make one.
    pub(crate) fn picture(&self) -> Option<Vec<u8>> {
        let answer = self
            .call(
                "Page.captureScreenshot",
                json!({"format": "png", "captureBeyondViewport": false}),
            )
            .ok()?;
        BASE64.decode(answer["data"].as_str()?.as_bytes()).ok()
    }

    /// Advances the page's clock. The browser says when it is done; nobody waits here.
    pub(crate) fn advance(&self, milliseconds: u32) {
        self.connection.send(
            &self.session,
            "Emulation.setVirtualTimePolicy",
            json!({"policy": "advance", "budget": milliseconds, "maxVirtualTimeTaskStarvationCount": 1000}),
        );
    }

    /// Lets the page's clock go on, which stands still when it was advanced as far as it was to be.
    pub(crate) fn go_on(&self) {
        self.connection.send(
            &self.session,
            "Emulation.setVirtualTimePolicy",
            json!({"policy": "advance"}),
        );
    }

    /// Closes the page as a person does, so that it may say goodbye.
    pub(crate) fn close(&self) {
        self.connection.send(&self.session, "Page.close", json!({}));
    }
}
