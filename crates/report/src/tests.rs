use std::time::Duration;

use candor_syntax::{Diagnostic, Edit, RuleCard, SourceFile, Sources};

use super::*;

const CARD: RuleCard = RuleCard {
    id: "boundary/example",
    severity: Severity::Error,
    regimes: &["gdpr"],
    title: "an example",
    structural: false,
    contradiction: false,
    documentation: "An example.",
};

fn with_report<T>(look: impl FnOnce(&Report<'_>) -> T) -> T {
    let mut sources = Sources::default();
    let file = sources.add(SourceFile::new(
        "policies/tools/a.yaml",
        "name: Größe\nlocation: locl\n",
    ));
    let finding = Diagnostic::new(&CARD, "expected local, server or hybrid; found `locl`")
        .at(file.place(24..28))
        .related(file.place(6..13), "the tool <is> named \"here\"")
        .because("a reader must know")
        .help("did you mean `local`?")
        .subject("a")
        .pointer("/location")
        .edit(Edit::replace(file.path().clone(), 24..28, "local"));
    let diagnostics = [finding];
    let summary = Summary::of(&diagnostics, 3, Duration::from_millis(7));
    look(&Report {
        diagnostics: &diagnostics,
        sources: &sources,
        cards: &[&CARD],
        summary,
        rules_url: "https://x.example",
    })
}

#[test]
fn every_format_names_the_same_line_and_column() {
    with_report(|report| {
        let place = report.diagnostics[0].place.clone().unwrap();
        assert_eq!((place.line, place.column), (2, 11));
        assert!(
            report.human(false).contains("policies/tools/a.yaml:2:11"),
            "{}",
            report.human(false)
        );
        let json: serde_json::Value = serde_json::from_str(&report.json()).unwrap();
        assert_eq!(
            (&json["findings"][0]["line"], &json["findings"][0]["column"]),
            (&2.into(), &11.into())
        );
        assert_eq!(json["summary"]["errors"], 1);
        let sarif: serde_json::Value = serde_json::from_str(&report.sarif()).unwrap();
        let region = &sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"];
        assert_eq!(
            (&region["startLine"], &region["startColumn"]),
            (&2.into(), &11.into())
        );
        assert_eq!(
            sarif["runs"][0]["results"][0]["fixes"][0]["artifactChanges"][0]["replacements"][0]["insertedContent"]
                ["text"],
            "local"
        );
        assert!(
            report
                .github()
                .contains("file=policies/tools/a.yaml,line=2,col=11,")
        );
        let gitlab: serde_json::Value = serde_json::from_str(&report.gitlab()).unwrap();
        assert_eq!(gitlab[0]["location"]["lines"]["begin"], 2);
        assert!(
            report
                .junit()
                .contains("name=\"policies/tools/a.yaml:2:11\"")
        );
    });
}

#[test]
fn people_read_why_and_what_to_do() {
    with_report(|report| {
        let text = report.human(false);
        for part in [
            "error[boundary/example]",
            "why",
            "a reader must know",
            "did you mean `local`?",
            "1 error in 3 files",
        ] {
            assert!(text.contains(part), "{part} is missing in:\n{text}");
        }
    });
}

#[test]
fn a_fingerprint_survives_edits_above() {
    with_report(|report| {
        let mut moved = report.diagnostics[0].clone();
        if let Some(place) = &mut moved.place {
            place.line += 10;
        }
        assert_eq!(fingerprint(&moved), fingerprint(&report.diagnostics[0]));
        moved.pointer = Some("/other".to_owned());
        assert_ne!(fingerprint(&moved), fingerprint(&report.diagnostics[0]));
    });
}

#[test]
fn what_could_not_be_checked_is_said() {
    let summary = Summary {
        files: 1,
        unchecked: 2,
        ..Summary::default()
    };
    assert_eq!(summary.sentence(), "2 points not checked in 1 file");
    assert_eq!(
        Summary {
            files: 2,
            ..Summary::default()
        }
        .sentence(),
        "no findings in 2 files"
    );
}

#[test]
fn long_lines_are_clipped_around_the_mark() {
    let mut sources = Sources::default();
    let prose = "ein sehr langer Satz ".repeat(40);
    let file = sources.add(SourceFile::new(
        "a.yaml",
        format!("text: {prose}WRONG {prose}\n"),
    ));
    let start = file.text().find("WRONG").unwrap();
    let diagnostics =
        [Diagnostic::new(&CARD, "this word is wrong").at(file.place(start..start + 5))];
    let report = Report {
        diagnostics: &diagnostics,
        sources: &sources,
        cards: &[&CARD],
        summary: Summary::of(&diagnostics, 1, Duration::ZERO),
        rules_url: "https://x.example",
    };
    let text = report.human_within(false, 80);
    assert!(text.contains("WRONG"), "{text}");
    assert!(text.contains(&format!("a.yaml:1:{}", start + 1)), "{text}");
    for line in text.lines() {
        assert!(
            line.chars().count() <= 100,
            "{} columns: {line}",
            line.chars().count()
        );
    }
}
