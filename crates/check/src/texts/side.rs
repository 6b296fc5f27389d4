//! The file beside a text that cannot hold comments: which of its values are set aside, by their keys.

use std::sync::Arc;

use candor_syntax::{Node, Place, SourceFile, Value, parse};

/// What such a file's name adds to that of the text.
pub(super) const ENDING: &str = ".claims.yaml";

/// One value that is set aside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SideEntry {
    /// The keys that lead to the value, with full stops between them.
    pub key: String,
    /// The kind of claim or the rule; `*` for all.
    pub rule: String,
    /// Why.
    pub reason: String,
    /// The last day on which it holds, `YYYY-MM-DD`.
    pub until: Option<String>,
    /// Where that stands.
    pub place: Place,
}

/// What a side file says.
#[derive(Clone, Debug, Default)]
pub(super) struct Side {
    pub(super) entries: Vec<SideEntry>,
    pub(super) faults: Vec<(String, Place)>,
    pub(super) source: Option<Arc<SourceFile>>,
}

impl Side {
    /// Reads one: a map from keys to one entry or a list of entries.
    pub(super) fn read(name: &str, text: String) -> Self {
        let source = Arc::new(SourceFile::new(name, text));
        let (document, faults) = parse(source.clone());
        let mut side = Self {
            source: Some(source),
            ..Self::default()
        };
        for fault in faults {
            let place = fault.place.unwrap_or_else(|| Place::start_of(name));
            side.faults.push((fault.message, place));
        }
        let Some(document) = document else {
            return side;
        };
        let Value::Mapping(entries) = &document.root.value else {
            let place = document.place(&document.root);
            let wrong =
                "this file names no keys; write `hero.title: {ignore: no-upload, reason: \"why\"}`";
            side.faults.push((wrong.to_owned(), place));
            return side;
        };
        for entry in entries {
            let key = entry.key.as_str().unwrap_or_default();
            let single = std::slice::from_ref(&entry.value);
            let list = match &entry.value.value {
                Value::Sequence(items) => items.as_slice(),
                _ => single,
            };
            for node in list {
                let place = document.place_of(entry.key.span);
                match one(key, node, place.clone()) {
                    Ok(entry) => side.entries.push(entry),
                    Err(why) => side.faults.push((why, place)),
                }
            }
        }
        side
    }
}

fn one(key: &str, node: &Node, place: Place) -> Result<SideEntry, String> {
    let Value::Mapping(entries) = &node.value else {
        return Err(format!(
            "`{key}` says neither what is set aside nor why; write `{{ignore: no-upload, reason: \"why\"}}`"
        ));
    };
    let known = ["ignore", "reason", "until"];
    for entry in entries {
        let name = entry.key.as_str().unwrap_or_default();
        if !known.contains(&name) {
            return Err(format!(
                "`{name}` is not known here; `ignore`, `reason` and `until` are"
            ));
        }
    }
    let text = |name: &str| {
        let value = node.get(name)?.as_str()?.trim();
        (!value.is_empty()).then(|| value.to_owned())
    };
    let rule = text("ignore").ok_or_else(|| {
        format!("`{key}` does not say which kind of claim or rule is set aside; write `ignore: no-upload`")
    })?;
    let reason = text("reason").ok_or_else(|| {
        format!("`{key}` gives no reason, so nobody can judge later whether it still holds")
    })?;
    let until = match node.get("until") {
        None => None,
        Some(value) => {
            let day = value
                .as_str()
                .filter(|day| candor_model::Date::parse(day).is_some());
            let day = day.ok_or_else(|| {
                format!("`until` of `{key}` is no day; days are written as 2027-01-31")
            })?;
            Some(day.to_owned())
        }
    };
    Ok(SideEntry {
        key: key.to_owned(),
        rule,
        reason,
        until,
        place,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_read_and_every_fault_is_named() {
        let side = Side::read(
            "en.json.claims.yaml",
            "hero.title: {ignore: no-upload, reason: a quotation, until: 2027-01-31}\n\
             list.0:\n  - {ignore: no-sale, reason: x}\n  - {ignore: '*', reason: ''}\n\
             a: {ignore: no-sale, reason: x, until: soon}\nb: {reason: x}\nc: {ignore: x, because: y}\nd: yes\n"
                .to_owned(),
        );
        let keys: Vec<&str> = side
            .entries
            .iter()
            .map(|entry| entry.key.as_str())
            .collect();
        assert_eq!(keys, ["hero.title", "list.0"]);
        let first = side.entries.first().unwrap_or_else(|| unreachable!());
        assert_eq!(first.until.as_deref(), Some("2027-01-31"));
        assert_eq!((first.place.line, first.place.column), (1, 1));
        let lines: Vec<u32> = side.faults.iter().map(|(_, place)| place.line).collect();
        assert_eq!(lines, [2, 5, 6, 7, 8]);
    }
}
