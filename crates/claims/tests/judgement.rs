//! Sentences of every kind, in every language, with the verdict that the facts give.

#![allow(clippy::unwrap_used, reason = "a test may stop at a fault of its own")]

mod judged;

use std::collections::{BTreeMap, BTreeSet};

use candor_claims::{Context, Facts, Kind, Language, Said, Scope, Verdict, judge, recognise};
use candor_model::Tool;
use candor_model::vocabulary::EvidenceLevel;
use judged::policy;

/// One line of the table.
struct Case<'t> {
    workspace: &'t str,
    language: Language,
    tool: &'t str,
    kind: &'t str,
    verdict: &'t str,
    sentence: &'t str,
}

fn cases() -> Vec<Case<'static>> {
    let lines = include_str!("judged/sentences.txt").lines();
    let rows = lines.filter(|line| !line.starts_with('#'));
    rows.map(|line| {
        let cells: Vec<&str> = line.splitn(6, " | ").collect();
        let [workspace, language, tool, kind, verdict, sentence] = cells[..] else {
            unreachable!("{line}");
        };
        Case {
            workspace,
            language: Language::of(language).unwrap(),
            tool,
            kind,
            verdict,
            sentence,
        }
    })
    .collect()
}

#[test]
fn sentences_get_the_verdict_that_the_facts_give() {
    let mut policies = BTreeMap::new();
    let mut wrong = Vec::new();
    for case in cases() {
        let policy = &*policies
            .entry(case.workspace)
            .or_insert_with(|| policy(case.workspace));
        let facts = Facts::of(policy, BTreeMap::new(), EvidenceLevel::Declared);
        let tool = policy
            .references::<Tool>()
            .find(|one| policy[*one].id.as_str() == case.tool);
        let scope = tool.map_or(Scope::Product, |tool| Scope::Tools(vec![tool]));
        let context = Context {
            language: Some(case.language),
            ..Context::default()
        };
        let claims = recognise(case.sentence, &context);
        let Some(claim) = claims.iter().find(|claim| claim.kind.word() == case.kind) else {
            wrong.push(format!("{}: no {}", case.sentence, case.kind));
            continue;
        };
        let judgement = judge(&Said::alone(claim, case.sentence), &scope, &facts);
        if judgement.verdict.word() != case.verdict {
            wrong.push(format!(
                "{}: {}, expected {}: {}",
                case.sentence,
                judgement.verdict.word(),
                case.verdict,
                judgement.why
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_kind_and_every_language_is_judged() {
    let cases = cases();
    let kinds: BTreeSet<&str> = cases.iter().map(|case| case.kind).collect();
    assert_eq!(kinds, Kind::ALL.iter().map(|kind| kind.word()).collect());
    for language in Language::ALL {
        assert!(cases.iter().any(|case| case.language == language));
    }
}

#[test]
fn a_local_claim_is_backed_by_the_asked_evidence_alone() {
    let policy = policy(".");
    let resize = policy
        .references::<Tool>()
        .find(|tool| policy[*tool].id.as_str() == "resize")
        .unwrap();
    let sentence = "Your files never leave your device.";
    let claims = recognise(sentence, &Context::default());
    let said = Said::alone(&claims[0], sentence);
    let scope = Scope::Tools(vec![resize]);
    for (reached, verdict) in [
        (EvidenceLevel::Scanned, Verdict::Unverified),
        (EvidenceLevel::Observed, Verdict::Backed),
    ] {
        let levels = BTreeMap::from([(policy[resize].id.clone(), reached)]);
        let facts = Facts::of(&policy, levels, EvidenceLevel::Observed);
        assert_eq!(judge(&said, &scope, &facts).verdict, verdict);
    }
}
