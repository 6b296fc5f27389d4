//! Writing evidence records into a workspace, signed where a key is at hand.

use std::fmt;
use std::io::Write;
use std::path::{Path, PathBuf};

use candor_record::{Envelope, SigningKey, Statement};

/// The key that signs records.
#[derive(clap::Args, Debug)]
pub(crate) struct Key {
    /// The secret key that signs the record (made by `candor verify --keygen`; never commit it). Without it the record is
    /// not signed, and does not count where it is stored. The environment variable CANDOR_EVIDENCE_KEY names it, too.
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
}

/// A record that was written.
#[derive(Debug)]
pub(crate) struct Written {
    /// Its path from the workspace.
    pub(crate) path: String,
    is_signed: bool,
}

impl fmt::Display for Written {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.is_signed {
            true => write!(f, "Wrote {}, signed.", self.path),
            false => write!(
                f,
                "Wrote {}, not signed: it does not count until a key signs it. `candor verify --keygen` makes one; name it with --key.",
                self.path
            ),
        }
    }
}

impl Key {
    /// Where the secret key is, as the flag or the environment says.
    fn file(&self) -> Option<PathBuf> {
        let from_environment = || std::env::var_os("CANDOR_EVIDENCE_KEY").map(PathBuf::from);
        self.key.clone().or_else(from_environment)
    }

    /// Makes a key: the secret half in the named file, the public half in the workspace; returns the latter's path.
    ///
    /// # Errors
    /// Plain words where no file is named, or one of the files is there already or cannot be written.
    pub(crate) fn generate(&self, root: &Path) -> Result<String, String> {
        let file = self.file().ok_or(
            "name the file for the secret key, outside of the repository: candor verify --keygen --key FILE",
        )?;
        if is_inside(&file, root) {
            return Err(format!(
                "{} is inside of the workspace, and a secret key that is committed signs for everybody; name a file elsewhere",
                file.display()
            ));
        }
        let comment = format!(
            "evidence of {}",
            root.file_name().unwrap_or_default().to_string_lossy()
        );
        let secret = SigningKey::generate(&comment)?;
        let public = SigningKey::read(&secret)?.public()?;
        let path = format!("evidence/{}.pub", &public.id().get(..8).unwrap_or("key"));
        let mut open = std::fs::OpenOptions::new();
        open.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut open, 0o600);
        let mut made = open.open(&file).map_err(|error| {
            format!(
                "the secret key cannot be written to {}: {error}",
                file.display()
            )
        })?;
        made.write_all(secret.as_bytes())
            .and_then(|()| made.sync_all())
            .and_then(|()| put(&root.join(&path), public.write(&comment).as_bytes()))
            .map_err(|error| format!("the key cannot be written: {error}"))?;
        Ok(path)
    }

    /// Writes a statement as `evidence/NAME.json`, so that a reader finds the old record or the new one whole.
    ///
    /// # Errors
    /// Plain words where the key cannot be used, or the file cannot be written.
    pub(crate) fn write(
        &self,
        root: &Path,
        name: &str,
        statement: &Statement,
    ) -> Result<Written, String> {
        let key = self.file();
        let envelope = match &key {
            Some(file) => {
                let text = std::fs::read_to_string(file).map_err(|error| {
                    format!("the key {} cannot be read: {error}", file.display())
                })?;
                let key =
                    SigningKey::read(&text).map_err(|why| format!("{}: {why}", file.display()))?;
                Envelope::signed(statement, &key)?
            }
            None => Envelope::unsigned(statement)?,
        };
        let mut text =
            serde_json::to_string_pretty(&envelope).map_err(|error| error.to_string())?;
        text.push('\n');
        let path = format!("evidence/{name}.json");
        put(&root.join(&path), text.as_bytes())
            .map_err(|error| format!("{path} cannot be written: {error}"))?;
        Ok(Written {
            path,
            is_signed: key.is_some(),
        })
    }
}

/// Whether a file that is to be made would stand inside of a directory.
fn is_inside(file: &Path, directory: &Path) -> bool {
    let place = match file.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let place = place.canonicalize().ok();
    let directory = directory.canonicalize().ok();
    place
        .zip(directory)
        .is_some_and(|(place, directory)| place.starts_with(directory))
}

/// Replaces a file as a whole.
fn put(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    if let Some(parent) = path.parent() {
        std::fs::create_dir_all(parent)?;
    }
    let beside = path.with_extension("new");
    let mut file = std::fs::File::create(&beside)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(&beside, path)
}
