//! The call before data goes to a vendor.

use serde_json::{Value, json};

use super::{answer, problem};

/// `/v1/disclosures`.
pub(super) fn permit() -> Value {
    json!({ "post": {
        "summary": "Ask whether data may go to a vendor. The permit is in the disclosure log before the answer comes.",
        "description": "The log is the data category `disclosure`, which the policy declares with the fields `vendor` and \
            `data`, and with `permit`, `activity`, `day` or `time` where they are wanted. \
            `GET /v1/events/disclosure/counts?by=vendor,data` counts it.",
        "requestBody": { "required": true, "content": { "application/json": { "schema": {
            "type": "object",
            "required": ["vendor", "activity", "data"],
            "additionalProperties": false,
            "properties": {
                "vendor": { "type": "string" },
                "activity": { "type": "string", "description": "TOOL/ACTIVITY, or the id alone where no other activity has it." },
                "data": { "type": "array", "items": { "type": "string" }, "minItems": 1 },
                "object": { "type": "string", "description": "The object that goes there, where it is one of this store. It is not written to the log." },
            },
        } } } },
        "responses": {
            "201": answer("Permitted, and logged.", "Permit"),
            "400": problem("The request cannot be read."),
            "403": problem("The policy does not allow it, or declares no log."),
            "404": problem("No such object."),
            "409": problem("Several activities fit."),
            "410": problem("The object is gone."),
            "413": problem("The request is too large."),
            "503": problem("Only deletion goes on."),
            "507": problem("The disk is full."),
        },
    }})
}

/// The schema of a permit.
pub(super) fn schema() -> Value {
    json!({
        "type": "object",
        "required": ["permit", "vendor", "activity", "data", "window", "expires_at"],
        "properties": {
            "permit": { "type": "string", "description": "Names the permit in the log." },
            "vendor": { "type": "string" },
            "activity": { "type": "string" },
            "data": { "type": "array", "items": { "type": "string" } },
            "window": { "type": "string", "description": "The window of the log." },
            "expires_at": { "type": "string", "format": "date-time" },
        },
    })
}
