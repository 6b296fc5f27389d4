//! A workspace of a wanted size, shaped like a real one: most tools local, some on the server, some both.

use std::io;
use std::path::Path;

const CANDOR: &str = "candor: 1
workspace: generated
languages: [en]
regimes: [gdpr]
site: {out: site, base_url: https://generated.example}
";
const ORGANISATION: &str = "legal_name: Generated Tools GmbH
trading_name: Generated
address: {street: Beispielweg 2, postal_code: \"10115\", city: Berlin, country: DE}
contact: {email: privacy@generated.example, url: https://generated.example/contact}
data_protection_officer: {required: true, name: Office of the DPO, email: dpo@generated.example}
eu_representative: not-applicable
uk_representative: not-applicable
supervisory_authority: {name: Berlin data protection commissioner, url: https://authority.example}
roles:
  - {role: controller, for: [visitor, account-holder]}
data_privacy_framework: not-applicable
";
const DATA: &str = "uploaded-image:
  label: The picture you choose
  source: [visitor]
  identifies: maybe
result-image:
  label: The edited picture
  derived_from: uploaded-image
  source: [our-processing]
  identifies: maybe
";
const RETENTION: &str = "uploads:
  delete_within: 24 hours
  counted_from: upload
  at_end: erase
  enforced_by: candor
results:
  keep_at_least: 7 days
  delete_within: 7 days 2 hours
  counted_from: result
  at_end: erase
  enforced_by: candor
";
const RIGHTS: &str = "answer_within: 1 month
free_of_charge: true
channels: [{email: privacy@bench.example}]
rights:
  access: {how: request}
  rectification: {how: request}
  erasure: {how: request}
  restriction: {how: request}
  portability: {how: request}
  objection: {how: request}
  complaint: {to: supervisory_authority}
";
const PRIVACY_PAGE: &str = "---
title: Privacy
page: privacy
---
# Privacy\n\nWhat each tool does stands on its own page.\n";
const VENDORS: usize = 11;

/// Writes the workspace, replacing one that stood there.
pub(crate) fn write(at: &Path, tools: usize) -> io::Result<()> {
    if at.exists() {
        std::fs::remove_dir_all(at)?;
    }
    for directory in ["policies/tools", "policies/pages", "subprocessors", "site"] {
        std::fs::create_dir_all(at.join(directory))?;
    }
    let put = |path: String, text: &str| std::fs::write(at.join(path), text);
    put("candor.yaml".to_owned(), CANDOR)?;
    put("policies/organisation.yaml".to_owned(), ORGANISATION)?;
    put("policies/data.yaml".to_owned(), DATA)?;
    put("policies/retention.yaml".to_owned(), RETENTION)?;
    put("policies/rights.yaml".to_owned(), RIGHTS)?;
    put("policies/pages/privacy.en.md".to_owned(), PRIVACY_PAGE)?;
    for number in 0..VENDORS {
        put(
            format!("subprocessors/{}.yaml", vendor_id(number)),
            &vendor(number),
        )?;
    }
    for number in 0..tools {
        put(
            format!("policies/tools/tool-{number:05}.yaml"),
            &tool(number),
        )?;
    }
    Ok(())
}

fn vendor_id(number: usize) -> String {
    format!("host-{number:02}")
}

fn vendor(number: usize) -> String {
    format!(
        "legal_name: Host {number} SARL
relation: processor
serves: [controller]
stage: active
purpose: hosting of tools
established_in: [LU]
contact: {{role: data protection, url: https://host-{number}.example/privacy}}
processes_in:
  - {{countries: [DE], data: [uploaded-image, result-image]}}
receives: [uploaded-image, result-image]
keeps: [{{data: uploaded-image, keep: uploads}}, {{data: result-image, keep: results}}]
used: {{when: always}}
training: never
contract: {{dpa: https://host-{number}.example/dpa, signed: 2026-01-15, flow_down: true}}
reviewed: 2026-10-01
"
    )
}

/// Of ten tools six are local, three on the server, one both.
fn tool(number: usize) -> String {
    let head = format!(
        "name: Tool {number}\nsummary: Change picture number {number}.\nurl: /tools/tool-{number:05}/\n"
    );
    let vendor = vendor_id(number % VENDORS);
    match number % 10 {
        0..=5 => format!(
            "{head}location: local
account: not-needed
formats: [JPG, PNG, WebP]
purpose: requested-service
uses: [{{data: uploaded-image, keep: nothing}}]
also_loads: [application code, fonts]
cleared_when: [page-refresh, tab-closed, reset]
certainty: always
"
        ),
        6..=8 => format!(
            "{head}location: server\naccount: not-needed\n{}",
            server("", &vendor)
        ),
        _ => format!(
            "{head}location: hybrid
account: not-needed
activities:
  - id: crop-{number}
    location: local
    purpose: requested-service
    uses: [{{data: uploaded-image, keep: nothing}}]
  - id: enlarge-{number}
    location: server
    only_when: the visitor presses \"Enlarge\"
    why_server: the model does not fit into every browser
{}",
            server("    ", &vendor)
        ),
    }
}

fn server(indent: &str, vendor: &str) -> String {
    [
        "purpose: requested-service",
        "legal_basis: contract",
        "subjects: [visitor]",
        "uses: [{data: uploaded-image, keep: uploads}]",
        "creates: [{data: result-image, keep: results, from: uploaded-image}]",
        "operations: [enlarge]",
        "storage: {medium: encrypted-disk, regions: [DE]}",
        &format!("recipients: [{vendor}]"),
    ]
    .map(|line| format!("{indent}{line}\n"))
    .concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_tools_as_wanted_and_nothing_left_of_the_last() {
        let root = tempfile::tempdir().unwrap();
        let at = root.path().join("w");
        for wanted in [25, 10] {
            write(&at, wanted).unwrap();
            assert_eq!(
                std::fs::read_dir(at.join("policies/tools"))
                    .unwrap()
                    .count(),
                wanted
            );
        }
        let hybrid = std::fs::read_to_string(at.join("policies/tools/tool-00009.yaml")).unwrap();
        assert!(hybrid.contains("    recipients: [host-09]\n"), "{hybrid}");
    }
}
