//! Keys that are unknown, missing, or no languages.

use candor_syntax::{closest, same_word};
use jsonschema::ValidationError;
use serde_json::Value;

use super::{Teller, substitute};
use crate::cards::{BAD_VALUE, MISSING_KEY, UNKNOWN_KEY};
use crate::kind::Kind;
use crate::schema;

impl Teller<'_> {
    pub(super) fn unknown_key(&mut self, pointer: &str, key: &str, error: &ValidationError<'_>) {
        let known = self.known_keys(error);
        let written = self
            .document
            .node_at(pointer)
            .and_then(|node| node.entry(key))
            .and_then(|entry| entry.key.as_str());
        let written = written.unwrap_or(key).to_owned();
        if let Some((own, value)) = written.split_once(':')
            && let Some(near) = closest(own, known.iter().map(String::as_str))
        {
            self.meant.insert((pointer.to_owned(), near.to_owned()));
            let message = format!("a space is missing behind the colon in `{written}`");
            let help = format!("write `{near}: {}`", value.trim());
            self.push_at_key(&UNKNOWN_KEY, pointer, key, message, &help);
            return;
        }
        let near = closest(&written, known.iter().map(String::as_str));
        let owner = self.owner_above(pointer, key, error);
        let help = match (near, owner) {
            (_, Some(owner)) => {
                format!("indent this line by two spaces more if it belongs to `{owner}`")
            }
            (Some(near), _) => {
                self.meant.insert((pointer.to_owned(), near.to_owned()));
                substitute::did_you_mean(&written, near)
            }
            _ if known.is_empty() => "delete it".to_owned(),
            _ => format!("the keys here are {}", known.join(", ")),
        };
        self.push_at_key(
            &UNKNOWN_KEY,
            pointer,
            key,
            format!("there is no key `{written}` here"),
            &help,
        );
    }

    /// The keys of the block that refused one.
    fn known_keys(&self, error: &ValidationError<'_>) -> Vec<String> {
        schema::properties(self.kind, error.schema_path().as_str())
            .map(|properties| properties.keys().cloned().collect())
            .unwrap_or_default()
    }

    /// The key above a refused one that has no value and whose block would know it: the line is not indented.
    fn owner_above(&self, pointer: &str, key: &str, error: &ValidationError<'_>) -> Option<String> {
        let candor_syntax::Value::Mapping(entries) = &self.document.node_at(pointer)?.value else {
            return None;
        };
        let is_own = |entry: &candor_syntax::Entry| {
            entry.key.as_str().is_some_and(|own| same_word(own, key))
        };
        let at = entries.iter().position(is_own)?;
        let above = entries.get(..at)?.iter().rev();
        let mut empty = above.filter(|entry| {
            matches!(entry.value.value, candor_syntax::Value::Null)
                && entry.value.span.start == entry.value.span.end
        });
        let owner = empty.next()?.key.as_str()?;
        let name = owner.to_lowercase().replace('-', "_");
        let wanted = schema::property(self.kind, error.schema_path().as_str(), &name)?;
        may_have(self.kind, wanted, key).then(|| owner.to_owned())
    }

    pub(super) fn missing_key(
        &mut self,
        pointer: &str,
        property: &Value,
        error: &ValidationError<'_>,
    ) {
        let key = property.as_str().unwrap_or_default();
        if key == "stated" || pointer.is_empty() && self.is_in_unread(key) {
            return;
        }
        let message = format!("the key `{key}` is missing");
        let may_be_open = schema::property(self.kind, error.schema_path().as_str(), key)
            .is_some_and(|schema| schema::may_be_open(self.kind, schema));
        let help = if may_be_open {
            format!("add `{key}:`, or `{key}: not-stated` where the document does not say")
        } else {
            format!("add `{key}:` with its value")
        };
        self.missing
            .push((self.faults.len(), (pointer.to_owned(), key.to_owned())));
        // The place is the key whose block lacks it, or the first line of the file.
        match pointer.rsplit_once('/') {
            Some((parent, own)) => {
                let in_list = self
                    .document
                    .node_at(parent)
                    .is_some_and(|node| matches!(node.value, candor_syntax::Value::Sequence(_)));
                if in_list {
                    self.push_start(&MISSING_KEY, pointer, message, &help);
                } else {
                    self.push_at_key(&MISSING_KEY, parent, own, message, &help);
                }
            }
            None => self.push_start(&MISSING_KEY, pointer, message, &help),
        }
    }

    /// A text in several languages has a key that is none. Often it is one text that contains a colon.
    pub(super) fn no_language(&mut self, pointer: &str, name: &str) {
        let entry = self
            .document
            .node_at(pointer)
            .and_then(|node| node.entry(name));
        let written = entry.and_then(|entry| entry.key.as_str()).unwrap_or(name);
        let message = format!("`{written}` is no language");
        let help = match entry.map(|entry| self.document.raw(&entry.value)) {
            Some(rest) if written.contains(' ') || name.len() > 3 => format!(
                "write the letters of a language such as `en` or `de`; or, if this is one text, put it in quotation marks: \"{written}: {rest}\""
            ),
            _ => "write the letters of a language such as `en` or `de`".to_owned(),
        };
        self.push_at_key(&BAD_VALUE, pointer, name, message, &help);
    }
}

/// Whether the block that a schema describes, as one of its forms, has a key.
fn may_have(kind: Kind, schema: &'static Value, key: &str) -> bool {
    let schema = schema::resolved(kind, schema);
    let own = schema.get("properties").and_then(|keys| keys.get(key));
    let forms = schema.get("anyOf").and_then(Value::as_array);
    own.is_some() || forms.is_some_and(|forms| forms.iter().any(|form| may_have(kind, form, key)))
}
