//! The calls for events.

use serde_json::{Value, json};

use super::{answer, in_path, in_query, problem};

/// `/v1/events/{category}`.
pub(super) fn record() -> Value {
    let event = json!({ "type": "object", "additionalProperties": { "type": ["string", "number", "boolean", "null"] } });
    json!({ "post": {
        "summary": "Store events of a data category under its window. All of a request are stored, or none.",
        "description": "Only fields that the policy declares are stored, in the form in which it says that they are kept: \
            `never` and `not-received` are dropped and counted in the answer; `hashed` becomes a tag that differs in every \
            bucket; `truncated` shortens an IP address to 24 or 48 bits, an instant to its day, a day to its month, a web \
            address to its host, and any other text to the first half of it, at most 16 characters. `day` and `time` are \
            filled in where they are declared and absent. At most 10,000 events and 8 MiB in a request, 64 KiB in an \
            event, 4 KiB in a text.",
        "parameters": [
            in_path("category"),
            in_query("activity", "The activity, where several on a server use the category."),
            { "name": "Candor-Subject", "in": "header", "description": "The person whom the events are about; refused where the category identifies nobody.", "schema": { "type": "string" } },
        ],
        "requestBody": { "required": true, "content": {
            "application/json": { "schema": { "oneOf": [event, { "type": "array", "items": event }] } },
            "application/x-ndjson": { "schema": { "type": "string" } },
        } },
        "responses": {
            "202": answer("Stored.", "EventsAccepted"),
            "400": problem("An event cannot be read, or holds what the policy does not declare; the line is named."),
            "403": problem("The policy does not allow it."),
            "409": problem("Several activities fit."),
            "413": problem("Too much in one request."),
            "415": problem("Neither JSON nor NDJSON."),
            "503": problem("Only deletion goes on."),
            "507": problem("The disk is full."),
        },
    }})
}

/// `/v1/events/{category}/counts`.
pub(super) fn counts() -> Value {
    json!({ "get": {
        "summary": "Count stored events by day and by the values of fields; both days are included.",
        "parameters": [
            in_path("category"),
            in_query("by", "Declared fields, separated by commas."),
            in_query("from", "The first day in UTC, such as 2026-11-01."),
            in_query("until", "The last day in UTC."),
        ],
        "responses": {
            "200": answer("The counts.", "EventCounts"),
            "400": problem("A day or field that cannot be counted, or more than 10,000 groups."),
            "403": problem("No such data category."),
        },
    }})
}

/// The schema of the answer to stored events.
pub(super) fn accepted_schema() -> Value {
    let instant = json!({ "type": "string", "format": "date-time" });
    json!({
        "type": "object",
        "required": ["accepted", "dropped", "window", "expires_at", "erased_by"],
        "properties": {
            "accepted": { "type": "integer" },
            "dropped": { "type": "object", "additionalProperties": { "type": "integer" }, "description": "How often each field came that is never stored." },
            "window": { "type": "string" },
            "expires_at": instant,
            "erased_by": instant,
        },
    })
}

/// The schema of the answer to a count.
pub(super) fn counts_schema() -> Value {
    let day = json!({ "type": "string", "format": "date" });
    json!({
        "type": "object",
        "required": ["category", "from", "until", "by", "total", "undated", "kept", "counts"],
        "properties": {
            "category": { "type": "string" },
            "from": day,
            "until": day,
            "by": { "type": "array", "items": { "type": "string" } },
            "total": { "type": "integer" },
            "undated": { "type": "integer", "description": "Stored lines that do not say their day; they are in no group." },
            "kept": { "type": "integer", "description": "Events that are gone, under a window that ends in `anonymise`, and of which counts by day and one field stay. They are in the groups and the total, unless more than one field is asked for." },
            "counts": { "type": "array", "items": {
                "type": "object",
                "required": ["day", "values", "count"],
                "properties": { "day": day, "values": { "type": "object" }, "count": { "type": "integer" } },
            } },
        },
    })
}
