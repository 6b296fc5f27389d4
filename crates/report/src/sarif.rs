//! SARIF 2.1.0: lines and columns from 1, paths relative to the workspace, every rule listed.

use candor_syntax::{Diagnostic, Means, Place, SetAside, Severity};
use serde_json::{Value, json};

use crate::{Report, fingerprint};

impl Report<'_> {
    /// The findings as a SARIF log.
    pub fn sarif(&self) -> String {
        let rules: Vec<Value> = self
            .cards
            .iter()
            .map(|card| {
                json!({
                    "id": card.id,
                    "shortDescription": { "text": card.title },
                    "help": { "text": card.documentation, "markdown": card.documentation },
                    "helpUri": self.url(card.id),
                    "defaultConfiguration": { "level": level(card.severity) },
                })
            })
            .collect();
        let results: Vec<Value> = self
            .diagnostics
            .iter()
            .map(|diagnostic| self.result(diagnostic))
            .chain(self.set_aside.iter().map(|one| self.suppressed(one)))
            .collect();
        let log = json!({
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [{
                "tool": { "driver": {
                    "name": "Candor",
                    "version": env!("CARGO_PKG_VERSION"),
                    "informationUri": self.rules_url,
                    "rules": rules,
                }},
                "columnKind": "unicodeCodePoints",
                "originalUriBaseIds": { "WORKSPACE": { "description": { "text": "The directory of candor.yaml." } } },
                "results": results,
            }],
        });
        serde_json::to_string_pretty(&log).unwrap_or_default()
    }

    fn result(&self, diagnostic: &Diagnostic) -> Value {
        let mut text = diagnostic.message.clone();
        for part in [&diagnostic.reason, &diagnostic.help].into_iter().flatten() {
            text.push_str("\n\n");
            text.push_str(part);
        }
        let mut result = json!({
            "ruleId": diagnostic.rule,
            "level": level(diagnostic.severity),
            "kind": if diagnostic.severity == Severity::Unchecked { "open" } else { "fail" },
            "message": { "text": text },
            "locations": diagnostic.place.iter().map(|place| location(place, None)).collect::<Vec<_>>(),
            "partialFingerprints": { "candor/v1": fingerprint(diagnostic) },
        });
        if !diagnostic.related.is_empty() {
            let related: Vec<Value> = diagnostic
                .related
                .iter()
                .enumerate()
                .map(|(id, related)| {
                    let mut value = location(&related.place, Some(&related.message));
                    value["id"] = json!(id);
                    value
                })
                .collect();
            result["relatedLocations"] = json!(related);
        }
        if let Some(fix) = self.fix(diagnostic) {
            result["fixes"] = json!([fix]);
        }
        result
    }

    /// A result that does not count, with who decided so and why (SARIF 2.1.0, section 3.35).
    fn suppressed(&self, one: &SetAside) -> Value {
        let kind = match one.by {
            Means::Comment => "inSource",
            Means::SideFile | Means::Waiver | Means::Baseline => "external",
        };
        let mut suppression =
            json!({ "kind": kind, "status": "accepted", "justification": one.why });
        if let Some(place) = &one.at {
            suppression["location"] = location(place, None);
        }
        let mut result = self.result(&one.finding);
        result["suppressions"] = json!([suppression]);
        result
    }

    fn fix(&self, diagnostic: &Diagnostic) -> Option<Value> {
        let first = diagnostic.edits.first()?;
        let source = self.sources.get(&first.file)?;
        let replacements: Vec<Value> = diagnostic
            .edits
            .iter()
            .filter(|edit| edit.file == first.file)
            .map(|edit| {
                let place = source.place(edit.start..edit.end);
                json!({ "deletedRegion": region(&place), "insertedContent": { "text": edit.replacement } })
            })
            .collect();
        let change =
            json!({ "artifactLocation": artifact(&first.file), "replacements": replacements });
        let text = diagnostic
            .help
            .clone()
            .unwrap_or_else(|| "Make this change.".to_owned());
        Some(json!({ "description": { "text": text }, "artifactChanges": [change] }))
    }
}

/// "Could not check" has the kind `open`, to which SARIF allows no level but `none` (2.1.0, section 3.27.10).
fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Unchecked => "none",
        Severity::Info => "note",
    }
}

fn location(place: &Place, message: Option<&str>) -> Value {
    let mut location = json!({ "physicalLocation": { "artifactLocation": artifact(&place.file), "region": region(place) } });
    if let Some(message) = message {
        location["message"] = json!({ "text": message });
    }
    location
}

fn artifact(file: &str) -> Value {
    json!({ "uri": relative_uri(file), "uriBaseId": "WORKSPACE" })
}

/// A path as a relative URI reference (RFC 3986): everything but unreserved characters and `/` is percent-encoded.
fn relative_uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}

fn region(place: &Place) -> Value {
    json!({
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    })
}
