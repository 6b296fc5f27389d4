//! The calls for persons and receipts.

use serde_json::{Value, json};

use super::{in_path, in_query, problem};

/// Every path with its calls.
pub(super) fn paths() -> Vec<(&'static str, Value)> {
    vec![
        ("/v1/subjects/{id}", erase()),
        ("/v1/subjects/{id}/events", event()),
        ("/v1/subjects/{id}/export", export()),
        ("/v1/subjects/{id}/restriction", restriction()),
        ("/v1/receipts/{id}", receipt()),
        (
            "/v1/log/checkpoint",
            log("The signed checkpoint of the log of receipts (C2SP tlog-checkpoint)."),
        ),
        (
            "/v1/log/keys",
            log("The public keys of the log, one a line, the newest last."),
        ),
        ("/v1/log/tile/{path}", tile()),
    ]
}

fn counted(summary: &str, key: &str) -> Value {
    json!({
        "summary": summary,
        "description": "Needs a token of the kind `subject` or `admin`.",
        "parameters": [in_path("id")],
        "responses": {
            "200": { "description": "Done.", "content": { "application/json": { "schema": {
                "type": "object", "required": [key], "properties": { key: { "type": "integer" } },
            } } } },
            "401": problem("No token, or one of another kind."),
        },
    })
}

fn erase() -> Value {
    json!({ "delete": counted("Erase everything of a person that is not held, with what was made from it.", "erased") })
}

fn restriction() -> Value {
    json!({
        "put": counted("Keep everything of a person without using it (GDPR Art. 18).", "changed"),
        "delete": counted("Lift a restriction.", "changed"),
    })
}

fn event() -> Value {
    json!({ "post": {
        "summary": "Let something happen to a person: windows that count from it get their end.",
        "description": "An instant in the past is taken as it is: what should have been gone by now goes at once. An end never \
            moves to a later instant, but for `last-use`. Needs a token of the kind `subject` or `admin`.",
        "parameters": [in_path("id")],
        "requestBody": { "required": true, "content": { "application/json": { "schema": {
            "type": "object",
            "required": ["event"],
            "properties": {
                "event": { "enum": ["account-closed", "contract-end", "last-use"] },
                "at": { "type": "string", "format": "date-time", "description": "Now where it is absent." },
            },
        } } } },
        "responses": {
            "200": { "description": "What became of the data under each window." },
            "400": problem("The event cannot be read."),
            "401": problem("No token, or one of another kind."),
        },
    }})
}

fn export() -> Value {
    json!({ "get": {
        "summary": "Everything of a person as one archive: manifest.json, the objects, SHA256SUMS.",
        "description": "An archive that broke off has no SHA256SUMS. Needs a token of the kind `subject` or `admin`.",
        "parameters": [in_path("id")],
        "responses": {
            "200": { "description": "The archive.", "content": { "application/x-tar": {} } },
            "401": problem("No token, or one of another kind."),
        },
    }})
}

fn receipt() -> Value {
    json!({ "get": {
        "summary": "The receipt of a destruction, as a tlog-proof file that is verified offline.",
        "parameters": [
            in_path("id"),
            in_query("commitment", "The commitment that the upload's answer gave; the receipt then proves that this very object was destroyed."),
            in_query("expires_at", "E, where the id does not say it: the instant that the answer to the event told."),
        ],
        "responses": { "200": { "description": "The receipt." }, "400": problem("The commitment or the instant cannot be read, or the instant must be named."), "404": problem("No receipt.") },
    }})
}

fn log(summary: &str) -> Value {
    json!({ "get": { "summary": summary, "responses": { "200": { "description": "Plain text." } } } })
}

fn tile() -> Value {
    json!({ "get": {
        "summary": "A tile or a bundle of entries of the log (C2SP tlog-tiles).",
        "parameters": [in_path("path")],
        "responses": { "200": { "description": "Its bytes." }, "404": { "description": "No such tile." } },
    }})
}
