//! The Debian packages that the tests need.

use std::path::PathBuf;
use std::process::Command;

use crate::repository;

/// A program that some tests start.
pub(crate) struct Package {
    /// The name of the Debian package.
    pub(crate) debian: &'static str,
    /// The programs to look for, by name or by path; the first that serves is used.
    pub(crate) programs: &'static [&'static str],
    /// What a program must be able to do to serve; without arguments it need only be there.
    pub(crate) probe: &'static [&'static str],
    /// The variable that tells the tests where the program is.
    pub(crate) variable: &'static str,
    /// What needs it.
    pub(crate) needed_by: &'static str,
}

/// Everything that the tests start, and nothing that they do not.
pub(crate) const PACKAGES: &[Package] = &[
    Package {
        debian: "chromium",
        programs: &["chromium", "chromium-browser", "google-chrome"],
        probe: &[],
        variable: "CANDOR_CHROMIUM",
        needed_by: "the tests that open the pages in a real browser",
    },
    Package {
        debian: "poppler-utils",
        programs: &["pdfinfo"],
        probe: &["-v"],
        variable: "CANDOR_PDFINFO",
        needed_by: "the tests in which a reader of documents reads those that runs of tools are given",
    },
    Package {
        debian: "python3-cryptography",
        programs: &["python3", "/usr/bin/python3"],
        probe: &["-c", "import cryptography"],
        variable: "CANDOR_PYTHON",
        needed_by: "the tests in which a program of its own verifies receipts and reads a store",
    },
];

impl Package {
    /// The first program that serves.
    pub(crate) fn find(&self) -> Option<PathBuf> {
        let each = self.programs.iter();
        let mut found = each.filter_map(|program| find(&[program]));
        found.find(|program| {
            self.probe.is_empty()
                || Command::new(program)
                    .args(self.probe)
                    .output()
                    .is_ok_and(|output| output.status.success())
        })
    }
}

/// The first of these programs on the path.
pub(crate) fn find(programs: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let directories: Vec<PathBuf> = std::env::split_paths(&path).collect();
    programs.iter().find_map(|program| {
        directories
            .iter()
            .map(|at| at.join(program))
            .find(|file| file.is_file())
    })
}

/// The one line that installs these packages.
pub(crate) fn install_line(missing: &[&str]) -> String {
    format!(
        "sudo apt-get update && sudo apt-get install --yes --no-install-recommends {}",
        missing.join(" ")
    )
}

/// Whether this process may install Debian packages.
pub(crate) fn may_install() -> bool {
    nix::unistd::geteuid().is_root() && find(&["apt-get"]).is_some()
}

/// Installs them, after refreshing the lists of packages.
pub(crate) fn install(missing: &[&str]) -> Result<(), String> {
    repository::run(Command::new("apt-get").arg("update"))?;
    repository::run(
        Command::new("apt-get")
            .args(["install", "--yes", "--no-install-recommends"])
            .args(missing)
            .env("DEBIAN_FRONTEND", "noninteractive"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_on_the_path_is_found_and_a_made_up_one_is_not() {
        assert!(find(&["no-such-program-anywhere", "sh"]).is_some());
        assert!(find(&["no-such-program-anywhere"]).is_none());
    }

    #[test]
    fn the_install_line_names_every_missing_package() {
        assert!(install_line(&["chromium", "other"]).ends_with(" chromium other"));
    }
}
