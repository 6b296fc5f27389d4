//! The public keys of a log, one a line, the newest last. Receipts that an older key signed stay verifiable.

use signed_note::{StandardVerifier, Verifier, VerifierList};

/// Public keys whose signatures count.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keys(Vec<String>);

impl Keys {
    /// Reads keys, one a line; empty lines and lines that begin with `#` are passed over.
    ///
    /// # Errors
    /// The first line that is no key.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut list = Vec::new();
        for line in text.lines().map(str::trim) {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            StandardVerifier::new(line).map_err(|error| format!("`{line}` is no key: {error}"))?;
            list.push(line.to_owned());
        }
        Ok(Self(list))
    }

    /// The keys as text, one a line.
    pub fn to_text(&self) -> String {
        self.0.iter().map(|key| format!("{key}\n")).collect()
    }

    /// Whether a key is among them.
    pub fn contains(&self, key: &str) -> bool {
        self.0.iter().any(|known| known == key)
    }

    /// Adds a key behind the others.
    pub fn push(&mut self, key: String) {
        if !self.contains(&key) {
            self.0.push(key);
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn verifiers(&self) -> VerifierList {
        let all = self.0.iter();
        let known = all.filter_map(|key| StandardVerifier::new(key).ok());
        VerifierList::new(
            known
                .map(|key| Box::new(key) as Box<dyn Verifier>)
                .collect(),
        )
    }
}
