//! Finding the browser.

use std::path::{Path, PathBuf};
use std::process::Command;

/// Names a browser other than the one on the path.
pub const CHROMIUM: &str = "CANDOR_CHROMIUM";

/// The names under which distributions install it.
const NAMES: [&str; 4] = [
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
];

/// A browser that can be started.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chromium {
    /// Its program.
    pub program: PathBuf,
    /// What it calls itself, such as `Chromium 156.0.8078.79`.
    pub version: String,
}

impl Chromium {
    /// The browser that `CANDOR_CHROMIUM` names, or the first one on the path.
    ///
    /// # Errors
    /// Plain words with what to install or to set, where there is none or it does not start.
    pub fn find() -> Result<Self, String> {
        if let Some(named) = std::env::var_os(CHROMIUM) {
            return Self::at(Path::new(&named))
                .map_err(|why| format!("{CHROMIUM} names {}, and {why}", named.display()));
        }
        let path = std::env::var_os("PATH").unwrap_or_default();
        let found = NAMES.iter().find_map(|name| {
            std::env::split_paths(&path)
                .map(|directory| directory.join(name))
                .find(|program| program.is_file())
        });
        match found {
            Some(program) => {
                Self::at(&program).map_err(|why| format!("{}: {why}", program.display()))
            }
            None => Err(format!(
                "there is no Chromium on this machine; install one (Debian: apt-get install chromium) or name it with {CHROMIUM}"
            )),
        }
    }

    /// The browser at a path.
    ///
    /// # Errors
    /// Plain words where it does not say its version.
    pub fn at(program: &Path) -> Result<Self, String> {
        let output = Command::new(program)
            .arg("--version")
            .output()
            .map_err(|error| format!("it cannot be started: {error}"))?;
        let said = String::from_utf8_lossy(&output.stdout);
        let line = said.lines().find(|line| line.contains("Chrom"));
        let version = line.map(|line| {
            let words = line
                .split_whitespace()
                .take_while(|word| !word.starts_with("built"));
            words.take(3).collect::<Vec<_>>().join(" ")
        });
        match version {
            Some(version) if output.status.success() => Ok(Self {
                program: program.to_owned(),
                version,
            }),
            _ => Err("it does not say a version of Chromium".to_owned()),
        }
    }
}
