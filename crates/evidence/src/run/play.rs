//! The course of a run: work, wait, close, come back.

use std::collections::BTreeSet;
use std::time::Duration;

use serde_json::json;

use super::{Plan, Seen};
use crate::cancel::Cancel;
use crate::chromium::Browser;
use crate::page::Page;
use crate::probe::{self, Tried};
use crate::watch::{self, Watcher, now};

/// The longest that the tool may take to work.
pub(super) const PATIENCE: Duration = Duration::from_secs(20);

/// The longest that a page may take to load. Several browsers start at once, and on a machine that does other work, too,
/// that alone can take long.
const LOADING: Duration = Duration::from_secs(40);

/// A page that has asked for nothing for so long has settled.
const SILENCE: Duration = Duration::from_millis(500);

/// How long the browser stays open after a page was closed, because pages speak while they end.
const GOODBYE: Duration = Duration::from_millis(1_200);

/// How long the browser shows another page before the tab is closed.
const AWAY: Duration = Duration::from_millis(500);

/// How long the page's clock goes on before the page is left: what a page says goodbye with may need it.
const MOMENT: Duration = Duration::from_millis(200);

/// By how much the page's clock is advanced, in milliseconds.
const ADVANCE: u32 = 120_000;

/// The longest that another page of the site is waited for, until it is loaded and again until it is silent.
const ELSEWHERE: Duration = Duration::from_secs(3);

/// At most so many linked pages are opened.
const MOST_LINKS: usize = 3;

pub(super) struct Play<'r> {
    pub(super) plan: &'r Plan<'r>,
    pub(super) browser: &'r Browser,
    pub(super) watcher: &'r Watcher,
    pub(super) cancel: &'r Cancel,
    pub(super) entry: &'r str,
    pub(super) seen: &'r mut Seen,
    /// The leaks that were made on purpose.
    pub(super) tried: Option<Tried>,
    /// Elements that could be seen when the file was chosen; they are no sign of any work.
    pub(super) visible: BTreeSet<String>,
    /// Downloads that were there before the latest step that saves; they are not its result.
    pub(super) earlier: BTreeSet<String>,
}

impl Play<'_> {
    pub(super) fn all(&mut self) -> Result<(), String> {
        let connection = &self.browser.connection;
        watch::begin(connection);
        connection.call(
            "",
            "Browser.setDownloadBehavior",
            json!({"behavior": "allowAndName", "downloadPath": self.browser.downloads(), "eventsEnabled": true}),
            PATIENCE,
            self.cancel,
        )?;
        let page = Page::open(connection, self.watcher, self.cancel)?;
        let worked = self.work(&page);
        self.seen.picture = page.picture();
        self.seen.links = page.links();
        worked?;
        if self.plan.probed {
            let tried = probe::attempt(&page, self.browser, self.watcher, self.entry, self.cancel)?;
            self.tried = Some(tried);
            return Ok(());
        }
        self.settle(&page)?;
        self.leave(&page)?;
        if self.plan.revisited {
            self.revisit()?;
        }
        Ok(())
    }

    /// Goes away from the page, and then closes it: what a page says at one of them it may not say at the other.
    fn leave(&mut self, page: &Page<'_>) -> Result<(), String> {
        self.seen.closed_at = Some(now());
        if self.plan.advanced {
            page.go_on();
            self.cancel.sleep(MOMENT)?;
        }
        // A page that does not let go is closed all the same.
        let _gone = page.go("about:blank");
        self.cancel.sleep(AWAY)?;
        page.close();
        self.cancel.sleep(GOODBYE)
    }

    pub(super) fn load(&self, page: &Page<'_>, url: &str) -> Result<(), String> {
        page.go(url)?;
        if !page.loads(LOADING)? {
            return Err(format!(
                "the page was not loaded within {} s",
                LOADING.as_secs()
            ));
        }
        // A page that never falls silent is used nevertheless; what it sends is seen all the same.
        self.watcher
            .quiet(SILENCE, Duration::from_secs(4), self.cancel)?;
        Ok(())
    }

    /// Lets everything happen that was set in motion.
    fn settle(&mut self, page: &Page<'_>) -> Result<(), String> {
        let length = if self.plan.hurried { 2_000 } else { 1_000 };
        if self.plan.advanced {
            page.advance(ADVANCE);
            self.watcher
                .wait(Duration::from_secs(4), self.cancel, |seen| seen.is_advanced)?;
        }
        self.cancel.sleep(Duration::from_millis(length))?;
        self.watcher.quiet(
            Duration::from_millis(300),
            Duration::from_secs(3),
            self.cancel,
        )?;
        Ok(())
    }

    /// Opens some of the pages to which the tool's page links; what was kept may be sent from there.
    fn elsewhere(&mut self, page: &Page<'_>) -> Result<(), String> {
        let own = self.entry.strip_prefix(self.seen.origin.as_str());
        let links: Vec<String> = self.seen.links.iter().cloned().collect();
        let others = links.iter().filter(|link| Some(link.as_str()) != own);
        self.seen.elsewhere_at = Some(now());
        for link in others.take(MOST_LINKS) {
            // A page that cannot be opened sends nothing, and the tool is not to blame for it.
            let opened = page
                .go(&format!("{}{link}", self.seen.origin))
                .and_then(|()| page.loads(ELSEWHERE));
            if opened.is_err() {
                self.cancel.check()?;
                continue;
            }
            // One that is slow, or never falls silent, is left all the same.
            self.watcher.quiet(SILENCE, ELSEWHERE, self.cancel)?;
            self.seen.done.push(format!("open {link}"));
        }
        Ok(())
    }

    fn revisit(&mut self) -> Result<(), String> {
        self.seen.revisited_at = Some(now());
        let page = Page::open(&self.browser.connection, self.watcher, self.cancel)?;
        self.load(&page, self.entry)?;
        self.cancel.sleep(Duration::from_millis(700))?;
        self.elsewhere(&page)?;
        page.close();
        self.cancel.sleep(Duration::from_millis(800))
    }
}
