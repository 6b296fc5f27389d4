//! Permits before data goes to a vendor.

use candor_model::clock::{Clock, SystemClock};
use candor_runtime::TokenKind;
use serde_json::{Value, json};

use crate::client::{Answer, Server, start};

fn ask(server: &Server, body: &Value) -> Answer {
    let headers = [("Content-Type", "application/json")];
    server.send(
        "POST",
        "/v1/disclosures",
        &headers,
        body.to_string().as_bytes(),
    )
}

/// What is in the log, by vendor and data.
fn logged(server: &Server) -> Value {
    let admin = crate::persons::token(server, TokenKind::Admin);
    let today = SystemClock.now().date();
    let path = format!("/v1/events/disclosure/counts?by=vendor,data&from=2026-01-01&until={today}");
    let answer = server.send("GET", &path, &[("Authorization", &admin)], b"");
    answer.json()["counts"].clone()
}

#[test]
fn a_permit_is_in_the_log_before_it_is_given() {
    let server = start(true);
    let answer = ask(
        &server,
        &json!({"vendor": "nimbus", "activity": "enlarge", "data": ["uploaded-image", "uploaded_image"]}),
    );
    let told = answer.json();
    assert_eq!(answer.status, 201, "{told}");
    assert_eq!(told["permit"].as_str().map(str::len), Some(32), "{told}");
    assert_eq!(told["data"], json!(["uploaded-image"]), "named once");
    assert_eq!(told["window"], "uploads");
    let counts = logged(&server);
    assert_eq!(counts.as_array().map(Vec::len), Some(1), "{counts}");
    assert_eq!(counts[0]["count"], 1);
    assert_eq!(
        counts[0]["values"],
        json!({"vendor": "nimbus", "data": "uploaded-image"})
    );
}

#[test]
fn what_the_policy_does_not_allow_gets_no_permit_and_no_line() {
    let server = start(true);
    for (vendor, activity, data, rule, place) in [
        (
            "cirrus",
            "enlarge",
            "uploaded-image",
            "boundary/undeclared-vendor",
            None,
        ),
        (
            "stratus",
            "enlarge",
            "uploaded-image",
            "boundary/vendor-not-in-use",
            Some("subprocessors/stratus.yaml"),
        ),
        (
            "nimbus",
            "usage-counts",
            "usage-count",
            "boundary/not-a-recipient",
            Some("policies/activities/usage-counts.yaml"),
        ),
        (
            "nimbus",
            "enlarge",
            "result-image",
            "boundary/vendor-data",
            Some("subprocessors/nimbus.yaml"),
        ),
        (
            "nimbus",
            "enlarge",
            "usage-count",
            "boundary/undeclared-category",
            Some("policies/tools/enlarge.yaml"),
        ),
        (
            "nimbus",
            "nowhere",
            "uploaded-image",
            "boundary/undeclared-activity",
            None,
        ),
    ] {
        let answer = ask(
            &server,
            &json!({"vendor": vendor, "activity": activity, "data": [data]}),
        );
        let told = answer.json();
        assert_eq!(answer.status, 403, "{told}");
        assert_eq!(told["rule"], rule, "{told}");
        assert_eq!(told["policy"]["file"].as_str(), place, "{told}");
    }
    let none = ask(
        &server,
        &json!({"vendor": "nimbus", "activity": "enlarge", "data": []}),
    );
    assert_eq!(
        (none.status, &none.json()["rule"]),
        (400, &json!("disclosure/no-data"))
    );
    let unread = ask(&server, &json!({"vendor": "nimbus", "what": 1}));
    assert_eq!(unread.status, 400);
    assert_eq!(logged(&server), json!([]));
}

#[test]
fn an_object_goes_only_while_it_is_there_unrestricted_and_of_that_data() {
    let server = start(true);
    let stored = server.send(
        "POST",
        "/v1/tools/enlarge/uploads",
        &[("Content-Type", "image/png"), ("Candor-Subject", "ada")],
        b"a picture",
    );
    let id = stored.json()["id"].as_str().unwrap().to_owned();
    let request = json!({"vendor": "nimbus", "activity": "enlarge", "data": ["uploaded-image"], "object": id});
    assert_eq!(ask(&server, &request).status, 201);

    let token = crate::persons::token(&server, TokenKind::Subject);
    let tokens = [("Authorization", token.as_str())];
    server.send("PUT", "/v1/subjects/ada/restriction", &tokens, b"");
    // Since there is a token now, writing needs one, too.
    let write = crate::persons::token(&server, TokenKind::Write);
    let ask = |request: &Value| {
        let headers = [("Authorization", write.as_str())];
        let body = request.to_string();
        let answer = server.send("POST", "/v1/disclosures", &headers, body.as_bytes());
        (answer.status, answer.json()["rule"].clone())
    };
    assert_eq!(ask(&request), (403, json!("disclosure/restricted")));
    server.send("DELETE", "/v1/subjects/ada/restriction", &tokens, b"");
    server.send("DELETE", &format!("/v1/objects/{id}"), &[], b"");
    assert_eq!(ask(&request).0, 410);
}

#[test]
fn a_request_that_is_no_data_is_read_up_to_a_limit() {
    let server = start(true);
    let long = vec![b' '; 70_000];
    let answer = server.send("POST", "/v1/disclosures", &[], &long);
    assert_eq!(
        (answer.status, &answer.json()["rule"]),
        (413, &json!("runtime/too-large"))
    );
    let answer = server.send("POST", "/v1/tools/enlarge/jobs", &[], &long);
    assert_eq!(answer.status, 413);
}
