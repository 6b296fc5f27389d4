//! The examples in the documentation of the rules are their tests.

use std::path::Path;

use candor_check::{Options, Workspace, cards, check, examples, rules};
use candor_model::Date;
use candor_syntax::Severity;

/// The workspace that every example changes in one file.
const BASE: [(&str, &str); 7] = [
    (
        "candor.yaml",
        "candor: 1\nworkspace: base\nlanguages: [en]\nregimes: [gdpr, uk-gdpr, ccpa, eprivacy, fadp]\n",
    ),
    (
        "policies/organisation.yaml",
        "legal_name: Base GmbH\naddress: {city: Berlin, country: DE}\ncontact: {email: a@base.example}\n\
         data_protection_officer: {required: false, reason: small}\neu_representative: not-applicable\n\
         uk_representative: {required: false, reason: no offer there}\nsupervisory_authority: {name: Authority}\n\
         roles: [{role: controller, for: visitor}]\ndata_privacy_framework: not-applicable\n",
    ),
    (
        "policies/data.yaml",
        "uploaded-image: {label: The picture you choose, identifies: maybe}\n\
         result-image: {label: The edited picture, identifies: maybe}\n\
         page-views: {label: Usage counts, identifies: anonymous}\naccount: {label: Account, identifies: identified}\n",
    ),
    (
        "policies/retention.yaml",
        "uploads: {delete_within: 24 hours, counted_from: upload, at_end: erase, enforced_by: candor}\n\
         results: {delete_within: 7 days, counted_from: result, at_end: erase, enforced_by: candor}\n",
    ),
    (
        "policies/tools/resize.yaml",
        "name: Resize\nlocation: local\npurpose: requested-service\nuses: [{data: uploaded-image, keep: nothing}]\n",
    ),
    (
        "policies/tools/enlarge.yaml",
        "name: Enlarge\nlocation: server\npurpose: requested-service\nlegal_basis: contract\nsubjects: [visitor]\n\
         uses: [{data: uploaded-image, keep: uploads}]\ncreates: [{data: result-image, keep: results}]\n\
         storage: {medium: encrypted-disk, regions: [DE]}\nrecipients: [nimbus]\n",
    ),
    (
        "subprocessors/nimbus.yaml",
        "legal_name: Nimbus Hosting SARL\nrelation: subprocessor\nstage: active\npurpose: hosting\n\
         established_in: [LU]\ncontact: {email: privacy@nimbus.example}\nreceives: [uploaded-image, result-image]\n\
         used: {when: always}\n",
    ),
];

fn run(file: &str, text: &str) -> Vec<candor_syntax::Diagnostic> {
    let mut files: Vec<(String, Vec<u8>)> = BASE
        .iter()
        .filter(|(path, _)| *path != file)
        .map(|(path, text)| (path.to_string(), text.as_bytes().to_vec()))
        .collect();
    files.push((file.to_owned(), text.as_bytes().to_vec()));
    let workspace = Workspace::from_files(Path::new("."), files);
    check(&workspace, &Options::on(Date::parse("2026-11-23").unwrap())).diagnostics
}

#[test]
fn the_base_is_clean() {
    let (path, text) = BASE[0];
    assert_eq!(run(path, text), []);
}

#[test]
fn every_example_of_every_rule_holds() {
    for rule in rules() {
        let examples = examples(rule.card.documentation);
        assert!(
            examples.iter().any(|example| example.fails),
            "{} has no failing example",
            rule.card.id
        );
        assert!(
            examples.iter().any(|example| !example.fails),
            "{} has no passing example",
            rule.card.id
        );
        for example in examples {
            let found = run(&example.file, &example.text);
            let structural: Vec<_> = found
                .iter()
                .filter(|finding| {
                    finding.rule.starts_with("schema/") || finding.rule.starts_with("reference/")
                })
                .collect();
            assert!(
                structural.is_empty(),
                "{}: the example is not valid: {structural:?}",
                rule.card.id
            );
            let lines: Vec<u32> = found
                .iter()
                .filter(|finding| finding.rule == rule.card.id)
                .filter_map(|finding| finding.place.as_ref())
                .filter(|place| *place.file == *example.file)
                .map(|place| place.line)
                .collect();
            let unique: std::collections::BTreeSet<u32> = lines.into_iter().collect();
            let expected: std::collections::BTreeSet<u32> = example.lines.iter().copied().collect();
            assert_eq!(
                unique, expected,
                "{}: findings in {} on other lines than marked:\n{}",
                rule.card.id, example.file, example.text
            );
            if !example.fails {
                assert!(
                    found.iter().all(|finding| finding.rule != rule.card.id),
                    "{}: the passing example has findings",
                    rule.card.id
                );
            }
        }
    }
}

#[test]
fn cards_are_unique_and_well_formed() {
    let cards = cards();
    let mut seen = std::collections::BTreeSet::new();
    for card in &cards {
        assert!(seen.insert(card.id), "{} stands twice", card.id);
        let (group, name) = card.id.split_once('/').unwrap();
        let groups = [
            "schema",
            "reference",
            "retention",
            "boundary",
            "evidence",
            "claims",
            "promise",
            "subprocessor",
            "transfer",
            "region",
            "notice",
            "record",
            "security",
            "device-storage",
            "ccpa",
            "children",
            "changes",
            "site",
        ];
        assert!(groups.contains(&group), "{}", card.id);
        assert!(
            name.bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte == b'-'),
            "{}",
            card.id
        );
        assert!(
            !card.title.ends_with('.') && !card.title.is_empty(),
            "{}",
            card.id
        );
        assert!(
            card.documentation.len() > 30,
            "{} is not documented",
            card.id
        );
        assert!(card.severity != Severity::Unchecked || card.id == "schema/not-checked");
    }
}

#[test]
fn a_local_file_that_is_broken_hides_nothing_else() {
    let found = run(
        "policies/tools/resize.yaml",
        "name: Resize\nlocation: locl\npurpse: x\nuses: [{data: a, keep: nothing}]\n",
    );
    let told: Vec<(&str, u32, u32)> = found
        .iter()
        .map(|finding| {
            (
                finding.rule,
                finding.place.as_ref().unwrap().line,
                finding.place.as_ref().unwrap().column,
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("schema/not-checked", 1, 1),
            ("schema/unknown-word", 2, 11),
            ("schema/unknown-key", 3, 1)
        ],
        "{found:?}"
    );
    assert!(found[1].help.as_deref().unwrap().contains("local"));
}
