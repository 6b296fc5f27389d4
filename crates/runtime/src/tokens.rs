//! Tokens: who may write, ask for a person, or operate. A file of the store holds their digests and never a token itself.

use std::fs::File;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use aws_lc_rs::{constant_time, digest, rand};
use candor_model::{Date, Instant};
use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use serde::{Deserialize, Serialize};

use crate::store::{StoreError, lock, replace_file};

/// What a token allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TokenKind {
    /// Storing and processing data.
    Write,
    /// What a person can ask for.
    Subject,
    /// Everything.
    Admin,
}

impl TokenKind {
    /// The word in a token and in the file.
    pub fn word(self) -> &'static str {
        match self {
            Self::Write => "write",
            Self::Subject => "subject",
            Self::Admin => "admin",
        }
    }

    /// Whether this kind does what another one does.
    pub fn covers(self, wanted: Self) -> bool {
        self == wanted || self == Self::Admin
    }
}

/// What is known of a token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Token {
    /// What it allows.
    pub kind: TokenKind,
    /// What people call it; no two tokens have the same label.
    pub label: String,
    /// SHA-256 of the token, in lower-case hexadecimal.
    pub sha256: String,
    /// When it was made, RFC 3339 in UTC.
    pub created: String,
    /// The last day on which it is valid, in UTC; nothing where it has no end.
    pub until: Option<String>,
}

impl Token {
    /// The first characters of its digest, by which it can be named.
    pub fn short(&self) -> &str {
        self.sha256.get(..8).unwrap_or(&self.sha256)
    }

    /// Whether it is valid at an instant. A last day that cannot be read has passed.
    pub fn is_valid(&self, now: Instant) -> bool {
        match &self.until {
            None => true,
            Some(until) => Date::parse(until).is_some_and(|last| now.date() <= last),
        }
    }
}

/// The file.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Contents {
    format: u32,
    tokens: Vec<Token>,
}

const FORMAT: u32 = 1;
/// The fewest characters of a digest that name a token.
const SHORTEST_PREFIX: usize = 4;

/// What tells one state of the file from another: every change is a new file.
type Stamp = Option<(u64, u64, i64, i64)>;

/// The tokens of a store. A change of the file is seen with the next question, so a running server needs no restart.
#[derive(Debug)]
pub struct Tokens {
    path: PathBuf,
    read: Mutex<Option<(Stamp, Vec<Token>)>>,
}

impl Tokens {
    /// The tokens of the store in a directory. Nothing is read yet.
    pub fn of(data: &Path) -> Self {
        Self {
            path: data.join("tokens"),
            read: Mutex::default(),
        }
    }

    /// All tokens in the order in which they were made, those that have ended included.
    ///
    /// # Errors
    /// Where the file is there and cannot be read or understood; nobody may then be let in.
    pub fn list(&self) -> Result<Vec<Token>, StoreError> {
        let stamp = self.stamp()?;
        let mut read = lock(&self.read);
        if let Some((known, tokens)) = read.as_ref()
            && *known == stamp
        {
            return Ok(tokens.clone());
        }
        let tokens = self.load()?;
        *read = Some((stamp, tokens.clone()));
        Ok(tokens)
    }

    /// What a token allows; nothing for one that is not known or has ended.
    ///
    /// # Errors
    /// As [`Tokens::list`].
    pub fn kind_of(&self, secret: &str, now: Instant) -> Result<Option<TokenKind>, StoreError> {
        let own = sha256(secret);
        let mut found = None;
        // Every token is compared, in constant time, so that the time of an answer tells nothing.
        for token in self.list()? {
            let same =
                constant_time::verify_slices_are_equal(own.as_bytes(), token.sha256.as_bytes());
            if same.is_ok() && token.is_valid(now) {
                found = Some(token.kind);
            }
        }
        Ok(found)
    }

    /// Makes a token. What is given back is the only copy; the file holds its digest.
    ///
    /// # Errors
    /// A label that is taken or empty, a file that cannot be read or written, no random bytes.
    pub fn issue(
        &self,
        kind: TokenKind,
        label: Option<&str>,
        until: Option<Date>,
        now: Instant,
    ) -> Result<(String, Token), StoreError> {
        let mut random = [0; 32];
        rand::fill(&mut random).map_err(|_| StoreError::NoRandomness)?;
        let secret = format!("candor_{}_{}", kind.word(), BASE64URL_NOPAD.encode(&random));
        let sha256 = sha256(&secret);
        let label = match label.map(str::trim) {
            Some(label) => label.to_owned(),
            None => format!("{}-{}", kind.word(), sha256.get(..8).unwrap_or_default()),
        };
        if label.is_empty() || label.chars().any(char::is_control) {
            return Err(self.refused("a label is one line that is not empty"));
        }
        let token = Token {
            kind,
            label,
            sha256,
            created: now.floor_second().to_rfc3339(),
            until: until.map(|last| last.to_string()),
        };
        let _one_at_a_time = self.guard()?;
        let mut tokens = self.load()?;
        if tokens.iter().any(|known| known.label == token.label) {
            let why = format!(
                "there is a token `{}` already; name another label",
                token.label
            );
            return Err(self.refused(&why));
        }
        tokens.push(token.clone());
        self.save(tokens)?;
        Ok((secret, token))
    }

    /// Revokes the one token of that label, or whose digest begins so, or which is that one itself.
    ///
    /// # Errors
    /// Where none or several fit, or the file cannot be written; then nothing is revoked.
    pub fn revoke(&self, name: &str) -> Result<Token, StoreError> {
        let _one_at_a_time = self.guard()?;
        let mut tokens = self.load()?;
        let whole = sha256(name);
        let lower = name.to_ascii_lowercase();
        let exact = |token: &Token| token.label == name || token.sha256 == whole;
        let begins = |token: &Token| {
            lower.len() >= SHORTEST_PREFIX && token.sha256.starts_with(lower.as_str())
        };
        let mut fits: Vec<usize> = positions(&tokens, exact);
        if fits.is_empty() {
            fits = positions(&tokens, begins);
        }
        let [at] = fits[..] else {
            let why = if fits.is_empty() {
                "no token has that label or number; `candor token list` shows them all"
            } else {
                "several tokens begin so; name more of the number"
            };
            return Err(self.refused(why));
        };
        let revoked = tokens.remove(at);
        self.save(tokens)?;
        Ok(revoked)
    }

    fn stamp(&self) -> Result<Stamp, StoreError> {
        match std::fs::metadata(&self.path) {
            Ok(file) => Ok(Some((
                file.ino(),
                file.len(),
                file.mtime(),
                file.mtime_nsec(),
            ))),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(StoreError::io(&self.path, &error)),
        }
    }

    fn load(&self) -> Result<Vec<Token>, StoreError> {
        let text = match std::fs::read(&self.path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(StoreError::io(&self.path, &error)),
        };
        let contents: Contents = serde_json::from_slice(&text).map_err(|error| {
            StoreError::broken(
                &self.path,
                format!(
                    "{error}; put the last good copy of it back, or remove it and make new tokens"
                ),
            )
        })?;
        if contents.format != FORMAT {
            return Err(StoreError::broken(
                &self.path,
                format!(
                    "it is of format {}, and this program reads {FORMAT}",
                    contents.format
                ),
            ));
        }
        Ok(contents.tokens)
    }

    fn save(&self, tokens: Vec<Token>) -> Result<(), StoreError> {
        let contents = Contents {
            format: FORMAT,
            tokens,
        };
        let mut text = serde_json::to_vec_pretty(&contents)
            .map_err(|error| StoreError::broken(&self.path, error.to_string()))?;
        text.push(b'\n');
        replace_file(&self.path, &text, true)
    }

    /// Two commands at once must not lose each other's token.
    fn guard(&self) -> Result<File, StoreError> {
        let directory = self.path.parent().unwrap_or(&self.path);
        crate::store::create_directory(directory)?;
        let io = |error: std::io::Error| StoreError::io(directory, &error);
        let file = File::open(directory).map_err(io)?;
        file.lock().map_err(io)?;
        Ok(file)
    }

    fn refused(&self, why: &str) -> StoreError {
        StoreError::Io {
            file: self.path.clone(),
            why: why.to_owned(),
        }
    }
}

fn positions(tokens: &[Token], fits: impl Fn(&Token) -> bool) -> Vec<usize> {
    let all = tokens.iter().enumerate();
    all.filter(|(_, token)| fits(token))
        .map(|(at, _)| at)
        .collect()
}

fn sha256(secret: &str) -> String {
    HEXLOWER.encode(digest::digest(&digest::SHA256, secret.as_bytes()).as_ref())
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn now() -> Instant {
        Instant::parse_rfc3339("2026-11-23T12:00:00Z").unwrap()
    }

    #[test]
    fn a_token_lets_in_until_it_ends_or_is_revoked() {
        let directory = tempfile::tempdir().unwrap();
        let tokens = Tokens::of(directory.path());
        let elsewhere = Tokens::of(directory.path());
        assert_eq!(elsewhere.list().unwrap(), []);
        let last = Date::parse("2026-11-30").unwrap();
        let (secret, token) = tokens
            .issue(TokenKind::Admin, Some("ops"), Some(last), now())
            .unwrap();
        assert!(secret.starts_with("candor_admin_") && secret.len() == 13 + 43);
        assert_eq!(
            elsewhere.kind_of(&secret, now()).unwrap(),
            Some(TokenKind::Admin)
        );
        let late = |text: &str| Instant::parse_rfc3339(text).unwrap();
        assert!(
            elsewhere
                .kind_of(&secret, late("2026-11-30T23:59:59Z"))
                .unwrap()
                .is_some()
        );
        assert_eq!(
            elsewhere
                .kind_of(&secret, late("2026-12-01T00:00:00Z"))
                .unwrap(),
            None
        );
        assert_eq!(
            elsewhere
                .kind_of(&secret[..secret.len() - 1], now())
                .unwrap(),
            None
        );
        assert_eq!(elsewhere.kind_of("", now()).unwrap(), None);
        assert_eq!(
            elsewhere.kind_of(&token.sha256, now()).unwrap(),
            None,
            "a digest is no token"
        );

        let path = directory.path().join("tokens");
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(
            !text.contains(&secret[13..]),
            "the token itself is never stored"
        );
        assert_eq!(
            std::fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o600
        );

        assert!(
            tokens
                .issue(TokenKind::Write, Some("ops"), None, now())
                .is_err()
        );
        assert_eq!(tokens.revoke(token.short()).unwrap(), token);
        assert_eq!(
            elsewhere.kind_of(&secret, now()).unwrap(),
            None,
            "seen without a restart"
        );
        assert!(tokens.revoke("ops").is_err());
    }

    #[test]
    fn a_file_that_cannot_be_understood_lets_nobody_in() {
        let directory = tempfile::tempdir().unwrap();
        let tokens = Tokens::of(directory.path());
        let (secret, _) = tokens.issue(TokenKind::Write, None, None, now()).unwrap();
        assert_eq!(
            tokens.kind_of(&secret, now()).unwrap(),
            Some(TokenKind::Write)
        );
        std::fs::write(directory.path().join("tokens"), "{").unwrap();
        assert!(matches!(
            tokens.kind_of(&secret, now()),
            Err(StoreError::Broken { .. })
        ));
        assert!(tokens.issue(TokenKind::Write, None, None, now()).is_err());
    }

    #[test]
    fn what_a_kind_covers() {
        use TokenKind::{Admin, Subject, Write};
        assert!(Admin.covers(Write) && Admin.covers(Subject) && Write.covers(Write));
        assert!(!Write.covers(Admin) && !Write.covers(Subject) && !Subject.covers(Write));
    }
}
