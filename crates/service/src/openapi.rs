//! `GET /v1/openapi.json`: the calls of this service, as OpenAPI 3.1.

mod disclosures;
mod events;
mod persons;

use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

/// The document.
pub(crate) async fn document() -> Response {
    (
        [(header::CONTENT_TYPE, "application/json")],
        build().to_string(),
    )
        .into_response()
}

fn problem(description: &str) -> Value {
    json!({ "description": description, "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } } })
}

fn answer(description: &str, schema: &str) -> Value {
    let reference = format!("#/components/schemas/{schema}");
    json!({ "description": description, "content": { "application/json": { "schema": { "$ref": reference } } } })
}

fn in_path(name: &str) -> Value {
    json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } })
}

fn in_query(name: &str, description: &str) -> Value {
    json!({ "name": name, "in": "query", "description": description, "schema": { "type": "string" } })
}

fn build() -> Value {
    let body = json!({ "required": true, "content": { "*/*": { "schema": { "type": "string", "format": "binary" } } } });
    let optional_instant = json!({ "type": ["string", "null"], "format": "date-time" });
    let mut document = json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Candor runtime",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Takes data within the boundaries of a privacy policy and erases it when the policy says.",
        },
        "paths": {
            "/v1/tools/{tool}/uploads": { "post": {
                "summary": "Store an upload under the window that the policy declares.",
                "parameters": [
                    in_path("tool"),
                    in_query("activity", "The server activity, where the tool has several."),
                    in_query("category", "The data category, where the activity uses several."),
                ],
                "requestBody": body,
                "responses": {
                    "201": answer("Stored.", "Stored"),
                    "403": problem("The policy does not allow it."),
                    "404": problem("No such tool."),
                    "409": problem("Several activities or categories fit."),
                    "413": problem("The body is too large."),
                    "415": problem("The tool does not take this format."),
                    "503": problem("Only deletion goes on."),
                    "507": problem("The disk is full."),
                },
            }},
            "/v1/tools/{tool}/jobs": { "post": {
                "summary": "Order an operation on an upload.",
                "parameters": [in_path("tool")],
                "requestBody": { "required": true, "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Order" } } } },
                "responses": {
                    "202": answer("Ordered.", "Job"),
                    "400": problem("The order cannot be read."),
                    "403": problem("The policy does not allow it."),
                    "404": problem("No such tool or upload."),
                    "410": problem("The upload is gone."),
                },
            }},
            "/v1/tools/{tool}/run": { "post": {
                "summary": "Run an operation on the body and answer with the result; nothing is stored.",
                "parameters": [in_path("tool"), in_query("operation", "The operation; further parameters go to it.")],
                "requestBody": body,
                "responses": { "200": { "description": "The result." }, "400": problem("Not processed."), "403": problem("The policy does not allow it.") },
            }},
            "/v1/events/{category}": events::record(),
            "/v1/events/{category}/counts": events::counts(),
            "/v1/disclosures": disclosures::permit(),
            "/v1/jobs/{id}": { "get": {
                "summary": "Tell where a job stands.",
                "parameters": [in_path("id")],
                "responses": { "200": answer("The job.", "Job"), "404": problem("No such job."), "410": problem("Gone with its upload.") },
            }},
            "/v1/objects/{id}": {
                "get": {
                    "summary": "Read an object, or a range of it.",
                    "parameters": [in_path("id")],
                    "responses": { "200": { "description": "The object." }, "206": { "description": "A part of it." }, "404": problem("No such object."), "410": problem("Its window has ended, or it was erased.") },
                },
                "delete": {
                    "summary": "Erase an object now, and what was made from it.",
                    "parameters": [in_path("id")],
                    "responses": { "204": { "description": "Erased." }, "404": problem("No such object."), "410": problem("It was gone already.") },
                },
            },
        },
        "components": { "schemas": {
            "Stored": {
                "type": "object",
                "required": ["id", "category", "window", "expires_at", "available_until", "erased_by", "commitment", "salt", "erase_url"],
                "properties": {
                    "id": { "type": "string" },
                    "category": { "type": "string" },
                    "window": { "type": "string" },
                    "expires_at": optional_instant,
                    "available_until": optional_instant,
                    "erased_by": optional_instant,
                    "commitment": { "type": "string", "description": "SHA-256(salt || id || SHA-256(body)), hexadecimal." },
                    "salt": { "type": "string" },
                    "erase_url": { "type": "string" },
                },
            },
            "Order": {
                "type": "object",
                "required": ["upload", "operation"],
                "properties": { "upload": { "type": "string" }, "operation": { "type": "string" }, "parameters": { "type": "object" } },
            },
            "Job": {
                "type": "object",
                "required": ["id", "state", "result"],
                "properties": {
                    "id": { "type": "string" },
                    "state": { "enum": ["queued", "running", "done", "failed", "expired"] },
                    "result": { "anyOf": [{ "$ref": "#/components/schemas/Stored" }, { "type": "null" }] },
                    "problem": { "$ref": "#/components/schemas/Problem" },
                },
            },
            "EventsAccepted": events::accepted_schema(),
            "EventCounts": events::counts_schema(),
            "Permit": disclosures::schema(),
            "Problem": {
                "type": "object",
                "required": ["title", "status", "detail"],
                "properties": {
                    "type": { "type": "string" },
                    "title": { "type": "string" },
                    "status": { "type": "integer" },
                    "detail": { "type": "string" },
                    "rule": { "type": "string" },
                    "policy": {
                        "type": "object",
                        "properties": { "file": { "type": "string" }, "line": { "type": "integer" }, "column": { "type": "integer" } },
                    },
                },
            },
        }},
    });
    for (path, calls) in persons::paths() {
        if let Some(paths) = document
            .pointer_mut("/paths")
            .and_then(Value::as_object_mut)
        {
            paths.insert(path.to_owned(), calls);
        }
    }
    document
}
