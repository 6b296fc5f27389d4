//! A browser that nobody watches: the pages use themselves, and the sinks say what arrived.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use candor_evidence::Chromium;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use tempfile::TempDir;

/// The switches that make it silent by itself; popups open without a gesture, since nobody is there to make one.
const SWITCHES: [&str; 15] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--disable-default-apps",
    "--disable-popup-blocking",
    "--disable-background-timer-throttling",
    "--disable-renderer-backgrounding",
    "--disable-features=OptimizationHints,NetworkTimeServiceQuerying,WebRtcHideLocalIpsWithMdns",
    "--net-log-capture-mode=Everything",
];

/// A running browser with a profile of its own.
pub(crate) struct Browser {
    child: Child,
    profile: TempDir,
}

impl Browser {
    /// Opens a page.
    pub(crate) fn open(chromium: &Chromium, url: &str, more: &[String]) -> Self {
        let profile = tempfile::tempdir().unwrap();
        let downloads = profile.path().join("downloads");
        let preferences = serde_json::json!({
            "download": {"default_directory": downloads, "prompt_for_download": false},
        });
        let settings = profile.path().join("Default");
        std::fs::create_dir_all(&downloads).unwrap();
        std::fs::create_dir_all(&settings).unwrap();
        std::fs::write(settings.join("Preferences"), preferences.to_string()).unwrap();
        let mut command = Command::new(&chromium.program);
        command
            .args(SWITCHES)
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .arg(format!(
                "--log-net-log={}",
                net_log(profile.path()).display()
            ))
            .args(more)
            .arg(url)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        Self {
            child: command.spawn().unwrap(),
            profile,
        }
    }

    /// The files that were saved, without unfinished ones.
    pub(crate) fn saved(&self) -> Vec<PathBuf> {
        std::fs::read_dir(self.profile.path().join("downloads"))
            .into_iter()
            .flatten()
            .flatten()
            .map(|entry| entry.path())
            .filter(|path| {
                path.extension()
                    .is_some_and(|ending| ending != "crdownload")
            })
            .collect()
    }

    /// Ends the browser; the answer is its net-log, which is whole only then.
    pub(crate) async fn close(mut self) -> Vec<u8> {
        if let Ok(id) = i32::try_from(self.child.id()) {
            let _ = kill(Pid::from_raw(id), Signal::SIGTERM);
        }
        for _ in 0..100 {
            if !matches!(self.child.try_wait(), Ok(None)) {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        std::fs::read(net_log(self.profile.path())).unwrap_or_default()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // One that has ended already refuses, and that is as good.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn net_log(profile: &Path) -> PathBuf {
    profile.join("net-log.json")
}
