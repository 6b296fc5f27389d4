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
        set_aside: &[],
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
        set_aside: &[],
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

/// One finding at every character of a text: all formats name the same places.
#[test]
fn formats_agree_at_every_character() {
    let mut sources = Sources::default();
    let file = sources.add(SourceFile::new(
        "pages/größe 1.yaml",
        "größe: 1\n\nb: \"日本\"\r\nc: x\n",
    ));
    let mut diagnostics: Vec<Diagnostic> = file
        .text()
        .char_indices()
        .filter(|(_, character)| !character.is_whitespace())
        .map(|(at, character)| {
            let place = file.place(at..at + character.len_utf8());
            Diagnostic::new(&CARD, format!("it is {character}")).at(place)
        })
        .rev()
        .collect();
    sort(&mut diagnostics);
    let report = Report {
        diagnostics: &diagnostics,
        set_aside: &[],
        sources: &sources,
        cards: &[&CARD],
        summary: Summary::of(&diagnostics, 1, Duration::ZERO),
        rules_url: "https://x.example",
    };
    let json: serde_json::Value = serde_json::from_str(&report.json()).unwrap();
    let sarif: serde_json::Value = serde_json::from_str(&report.sarif()).unwrap();
    let human = report.human(false);
    let shown: Vec<&str> = human
        .lines()
        .filter_map(|line| line.trim_start().strip_prefix("--> "))
        .collect();
    assert_eq!(shown.len(), diagnostics.len());
    for (index, diagnostic) in diagnostics.iter().enumerate() {
        let place = diagnostic.place.clone().unwrap();
        assert_eq!(shown[index], place.to_string());
        let finding = &json["findings"][index];
        assert_eq!(
            (&finding["line"], &finding["column"]),
            (&place.line.into(), &place.column.into())
        );
        let location = &sarif["runs"][0]["results"][index]["locations"][0]["physicalLocation"];
        let region = &location["region"];
        assert_eq!(
            (&region["startLine"], &region["startColumn"]),
            (&place.line.into(), &place.column.into())
        );
        assert_eq!(
            (&region["endLine"], &region["endColumn"]),
            (&place.end_line.into(), &place.end_column.into())
        );
        assert_eq!(
            location["artifactLocation"]["uri"],
            "pages/gr%C3%B6%C3%9Fe%201.yaml"
        );
        assert_eq!(location["artifactLocation"]["uriBaseId"], "WORKSPACE");
    }
    assert_eq!(
        sarif["runs"][0]["tool"]["driver"]["rules"][0]["id"],
        CARD.id
    );
}

#[test]
fn text_cannot_break_out_of_a_format() {
    let hostile = "a\n::error::b, 100% <x> & \"y\" \u{1b}[31m";
    let diagnostics =
        [Diagnostic::new(&CARD, hostile).at(candor_syntax::Place::start_of("a,b:c.yaml"))];
    let sources = Sources::default();
    let report = Report {
        diagnostics: &diagnostics,
        set_aside: &[],
        sources: &sources,
        cards: &[&CARD],
        summary: Summary::of(&diagnostics, 1, Duration::ZERO),
        rules_url: "https://x.example",
    };
    let github = report.github();
    assert_eq!(
        github.lines().filter(|line| line.starts_with("::")).count(),
        1,
        "{github}"
    );
    assert!(github.contains("file=a%2Cb%3Ac.yaml,"), "{github}");
    assert!(github.contains("100%25"), "{github}");
    let junit = report.junit();
    assert!(junit.contains("&lt;x&gt; &amp; &quot;y&quot;"), "{junit}");
    assert!(!junit.contains('\u{1b}'), "{junit}");
    assert!(!report.human(false).contains('\u{1b}'));
}
