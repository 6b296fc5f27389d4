//! The steps of a run: what a person does with the tool.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use super::play::{PATIENCE, Play};
use crate::page::{Aim, Page};
use crate::scenario::Step;
use crate::watch::{self, now};

impl Play<'_> {
    pub(super) fn work(&mut self, page: &Page<'_>) -> Result<(), String> {
        let first = match self.plan.steps.first() {
            Some(Step::Open(path)) => format!("{}{path}", self.seen.origin),
            _ => self.entry.to_owned(),
        };
        self.load(page, &first)?;
        self.seen
            .done
            .push(format!("open {}", first.replace(&self.seen.origin, "")));
        for (index, step) in self.plan.steps.iter().enumerate() {
            match step {
                Step::Open(_) if index == 0 => {}
                Step::Open(path) => {
                    self.load(page, &format!("{}{path}", self.seen.origin))?;
                    self.seen.done.push(step.to_string());
                }
                Step::Upload(selector) => self.upload(page, selector.as_deref())?,
                Step::Download(None) => self.save(page)?,
                Step::Download(Some(selector)) => {
                    self.earlier = self.arrived();
                    self.patiently(page, "click", selector, "")?;
                    self.saved()?;
                }
                Step::Click(selector) => {
                    self.patiently(page, "click", selector, "")?;
                }
                Step::Fill { selector, value } => {
                    self.patiently(page, "fill", selector, value)?;
                }
                Step::Select { selector, value } => {
                    self.patiently(page, "select", selector, value)?;
                }
                Step::WaitFor(selector) => {
                    let is_there = self.patiently(page, "wait_for", selector, "")?;
                    let is_new = is_there && !self.visible.contains(selector);
                    self.seen.appeared |= is_new && self.seen.chosen_at.is_some();
                }
            }
        }
        Ok(())
    }

    fn upload(&mut self, page: &Page<'_>, selector: Option<&str>) -> Result<(), String> {
        let until = Instant::now() + Duration::from_secs(5);
        let (input, accept) = loop {
            if let Some(found) = page.input(selector)? {
                break found;
            }
            if Instant::now() > until {
                return Err(match selector {
                    Some(selector) => format!("the page has no file input {selector}"),
                    None => "the page has no file input that could be found; declare the steps in `evidence.scenario`".to_owned(),
                });
            }
            self.cancel.sleep(Duration::from_millis(100))?;
        };
        if self.seen.chosen_at.is_none() {
            self.visible = self.visible(page)?;
        }
        // Where a file is chosen twice, everything after the first counts.
        self.seen.chosen_at.get_or_insert_with(now);
        if self.plan.canaries.is_empty() {
            self.seen.done.push("choose no file".to_owned());
            return Ok(());
        }
        let mut canaries = self.plan.canaries.iter();
        let fitting = canaries.find(|canary| takes(&accept, canary.media_type, &canary.name));
        let Some(canary) = fitting else {
            return Err(format!(
                "the file input takes \"{accept}\" only, and there is no test file of that kind"
            ));
        };
        let path = match self.plan.on_disk {
            true => {
                let path = self.browser.directory().join(&canary.name);
                std::fs::write(&path, &canary.bytes)
                    .map_err(|error| format!("the test file cannot be written: {error}"))?;
                Some(path)
            }
            false => None,
        };
        page.choose(&input, canary, path.as_deref())?;
        self.seen.file.get_or_insert_with(|| canary.sha256());
        let place = if self.plan.on_disk { "disk" } else { "memory" };
        self.seen.done.push(format!(
            "choose {} ({} bytes) from {place}",
            canary.name,
            canary.bytes.len()
        ));
        Ok(())
    }

    /// Presses what a person would press until something is saved.
    fn save(&mut self, page: &Page<'_>) -> Result<(), String> {
        let until = Instant::now() + PATIENCE;
        let mut pressed = false;
        let mut saved_at: Option<Instant> = None;
        let begun = Instant::now();
        // Many tools begin by themselves; they get a moment before anything is pressed.
        self.watcher
            .wait(Duration::from_millis(300), self.cancel, |seen| {
                self.has_result(seen)
            })?;
        loop {
            if self.is_saved() {
                self.earlier = self.arrived();
                return Ok(());
            }
            let is_due = saved_at.is_none_or(|at| at.elapsed() > Duration::from_secs(3));
            if is_due && let Some(label) = page.press(Aim::Save)? {
                self.seen.done.push(format!("press \"{label}\""));
                saved_at = Some(Instant::now());
            } else if saved_at.is_none()
                && !pressed
                && let Some(label) = page.press(Aim::Run)?
            {
                self.seen.done.push(format!("press \"{label}\""));
                pressed = true;
            }
            if self.plan.canaries.is_empty() && begun.elapsed() > Duration::from_millis(1_200) {
                // Without a file there is nothing to save.
                return Ok(());
            }
            if Instant::now() > until {
                return Err(match (pressed, saved_at) {
                    (_, Some(_)) => "the result was to be saved, and nothing arrived".to_owned(),
                    (true, None) => "the tool was started, and nothing to save appeared; declare the steps in `evidence.scenario`".to_owned(),
                    (false, None) => "no button to start the tool or to save its result could be found; declare the steps in `evidence.scenario`".to_owned(),
                });
            }
            self.watcher
                .wait(Duration::from_millis(150), self.cancel, |seen| {
                    self.has_result(seen)
                })?;
        }
    }

    fn is_saved(&self) -> bool {
        self.watcher.look(|seen| self.has_result(seen))
    }

    /// Whether something arrived that was saved after the choice of the file, and not by an earlier step.
    fn has_result(&self, seen: &watch::Seen) -> bool {
        // Where no file was chosen at all, the judge says so.
        let chosen = self.seen.chosen_at.unwrap_or(i64::MIN);
        let mut arrived = seen.downloads.iter().filter(|one| one.has_arrived());
        arrived.any(|one| one.at >= chosen && !self.earlier.contains(&one.id))
    }

    /// Everything that was saved so far.
    fn arrived(&self) -> BTreeSet<String> {
        self.watcher
            .look(|seen| seen.downloads.iter().map(|one| one.id.clone()).collect())
    }

    fn saved(&self) -> Result<(), String> {
        if self.plan.canaries.is_empty() {
            return Ok(());
        }
        let arrived = self
            .watcher
            .wait(PATIENCE, self.cancel, |seen| self.has_result(seen))?;
        match arrived {
            true => Ok(()),
            false => Err("the result was to be saved, and nothing arrived".to_owned()),
        }
    }

    /// Which of the elements that are waited for can be seen already.
    fn visible(&self, page: &Page<'_>) -> Result<BTreeSet<String>, String> {
        let mut visible = BTreeSet::new();
        for step in self.plan.steps {
            if let Step::WaitFor(selector) = step
                && page.act("wait_for", selector, "")?.is_none()
            {
                visible.insert(selector.clone());
            }
        }
        Ok(visible)
    }

    /// Tries a declared step until it can be done; whether it was. Only without a file may it be left undone.
    fn patiently(
        &mut self,
        page: &Page<'_>,
        kind: &str,
        selector: &str,
        value: &str,
    ) -> Result<bool, String> {
        let is_without_file = self.plan.canaries.is_empty() && self.seen.chosen_at.is_some();
        // Without a file the tool does not work, so what waits for its work is not waited for.
        let within = if is_without_file {
            Duration::from_millis(500)
        } else {
            PATIENCE
        };
        let until = Instant::now() + within;
        loop {
            let Some(why) = page.act(kind, selector, value)? else {
                self.seen.done.push(format!("{kind} {selector}"));
                return Ok(true);
            };
            if Instant::now() > until {
                return match is_without_file {
                    true => Ok(false),
                    false => Err(format!(
                        "the step `{kind}: {selector}` could not be done: the element is {why}"
                    )),
                };
            }
            self.cancel.sleep(Duration::from_millis(100))?;
        }
    }
}

/// Whether an `accept` attribute takes a file.
fn takes(accept: &str, media_type: &str, name: &str) -> bool {
    let mut words = accept
        .split(',')
        .map(|word| word.trim().to_ascii_lowercase())
        .filter(|word| !word.is_empty())
        .peekable();
    if words.peek().is_none() {
        return true;
    }
    words.any(|word| {
        let family = word.strip_suffix("/*");
        word == media_type
            || word == "*/*"
            || family.is_some_and(|family| media_type.split('/').next() == Some(family))
            || (word.starts_with('.') && name.to_ascii_lowercase().ends_with(&word))
            || (word == ".jpg" && media_type == "image/jpeg")
            || (word == "image/jpg" && media_type == "image/jpeg")
    })
}
