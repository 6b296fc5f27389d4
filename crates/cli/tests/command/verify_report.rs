//! The reports of `verify` over a page that leaks for real: the place in the script, and words of a hostile page.

use html5gum::{Token, Tokenizer};
use serde_json::Value;

use crate::workspace::Copy;

const LEAK: &str = "addEventListener('change', (event) => {\n  const file = event.target.files?.[0];\n  if (!file) return;\n  /* \u{1f600} */ fetch('/collect?<script>alert(1)</script>', { method: 'POST', body: file }).catch(() => {});\n  setTimeout(() => { throw new Error('<script>alert(2)</script>'); });\n}, true);\n";

#[test]
fn a_leak_stands_at_its_line_in_every_report_and_a_hostile_page_stays_text() {
    let copy = Copy::with_tools(".");
    // The headers of Darkroom would stop the leak.
    copy.write("site/_headers", "/*\n  X-Content-Type-Options: nosniff\n");
    let script = copy.path("site/tools/resize/app.js");
    let own = std::fs::read_to_string(&script).unwrap();
    std::fs::write(&script, format!("{LEAK}{own}")).unwrap();
    let file = copy.path("report.html");
    let words = ["verify", "resize", "--format", "sarif", "--html"];
    let output = copy.run(&[&words[..], &[file.to_str().unwrap()]].concat());
    assert_eq!(output.status.code(), Some(1));

    let log: Value = serde_json::from_slice(&output.stdout).unwrap();
    let results = log["runs"][0]["results"].as_array().unwrap();
    let result = results.iter().find(|result| {
        let text = result["message"]["text"].as_str().unwrap();
        text.contains("sends by fetch to /collect")
    });
    let result = result.unwrap_or_else(|| panic!("{log}"));
    assert_eq!(
        (result["ruleId"].as_str(), result["level"].as_str()),
        (Some("evidence/leak"), Some("error"))
    );
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "site/tools/resize/app.js");
    assert_eq!(place["region"]["startLine"], 4);
    // The face before it is one character for an editor, and two for the browser.
    let line = LEAK.lines().nth(3).unwrap();
    let column = line.chars().position(|character| character == 'f').unwrap() + 1;
    assert_eq!(place["region"]["startColumn"], column);
    let declared = &result["relatedLocations"][0]["physicalLocation"];
    assert_eq!(
        declared["artifactLocation"]["uri"],
        "policies/tools/resize.yaml"
    );

    let page = std::fs::read_to_string(&file).unwrap();
    let (mut text, mut pictures) = (String::new(), 0);
    for token in Tokenizer::new(&page) {
        match token.unwrap() {
            Token::StartTag(tag) => {
                assert_ne!(tag.name, b"script".to_vec());
                pictures += usize::from(tag.name == b"img".to_vec());
            }
            Token::String(part) => text.push_str(&String::from_utf8_lossy(&part)),
            _ => {}
        }
    }
    assert!(pictures >= 4, "each run has its picture");
    assert!(text.contains("/collect?%3Cscript%3Ealert(1)%3C/script%3E"));
    assert!(text.contains("<script>alert(2)</script>"), "the console");
    assert!(
        text.contains(&format!("app.js:4:{}", column + 1)),
        "as the browser counts"
    );
    assert!(
        page.contains("class=\"counted\""),
        "the chart marks the leak"
    );
}
