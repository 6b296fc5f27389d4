//! Sentences held against the facts of this repository's own workspace.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test may stop at a fault of its own"
)]

use std::collections::BTreeMap;
use std::path::Path;

use candor_check::{Options, Workspace, check};
use candor_claims::{Context, Facts, Kind, Scope, Verdict, judge, recognise};
use candor_model::vocabulary::EvidenceLevel;
use candor_model::{Date, Policy, Tool};

fn darkroom() -> Policy {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let workspace = Workspace::load(&root).unwrap();
    let outcome = check(&workspace, &Options::on(Date::parse("2026-11-23").unwrap()));
    outcome.policy.expect("no structural fault")
}

#[test]
fn sentences_get_the_verdict_that_the_facts_give() {
    let policy = darkroom();
    let facts = Facts::of(&policy, BTreeMap::new(), EvidenceLevel::Declared);
    let resize = policy
        .references::<Tool>()
        .find(|tool| policy[*tool].id.as_str() == "resize")
        .unwrap();
    let tool = Scope::Tools(vec![resize]);
    let cases = [
        (
            &Scope::Product,
            "Your files never leave your device.",
            Kind::NoUpload,
            Verdict::Contradicted,
        ),
        (
            &tool,
            "Your files never leave your device.",
            Kind::NoUpload,
            Verdict::Declared,
        ),
        (
            &Scope::Product,
            "We do not store your files.",
            Kind::NoStorage,
            Verdict::Contradicted,
        ),
        (
            &tool,
            "We do not store your files.",
            Kind::NoStorage,
            Verdict::Declared,
        ),
        (
            &Scope::Product,
            "Server logs are deleted after 14 days.",
            Kind::RetentionDuration,
            Verdict::Backed,
        ),
        (
            &Scope::Product,
            "Server logs are deleted after 7 days.",
            Kind::RetentionDuration,
            // The vendor that delivers pages keeps its logs for 24 hours, so this holds for a part.
            Verdict::Narrowed,
        ),
        (
            &Scope::Product,
            "Uploaded files are deleted immediately after processing.",
            Kind::DeletionImmediacy,
            Verdict::Contradicted,
        ),
        (
            &Scope::Product,
            "We never sell your personal data.",
            Kind::NoSale,
            Verdict::Declared,
        ),
        (
            &Scope::Product,
            "We answer your request within 30 days.",
            Kind::RightsResponseTime,
            Verdict::Backed,
        ),
        (
            &Scope::Product,
            "We do not use any cookies.",
            Kind::NoCookies,
            Verdict::Contradicted,
        ),
        (
            &Scope::Product,
            "You must be at least 13 years old.",
            Kind::AgeLimit,
            Verdict::Contradicted,
        ),
    ];
    let mut wrong = Vec::new();
    for (scope, sentence, kind, verdict) in cases {
        let claims = recognise(sentence, &Context::default());
        let Some(claim) = claims.iter().find(|claim| claim.kind == kind) else {
            wrong.push(format!("{sentence}: no claim of that kind"));
            continue;
        };
        let judgement = judge(claim, scope, &facts);
        if judgement.verdict != verdict {
            wrong.push(format!(
                "{sentence} {:?}: {}",
                judgement.verdict, judgement.why
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_local_claim_is_backed_by_the_asked_evidence_alone() {
    let policy = darkroom();
    let resize = policy
        .references::<Tool>()
        .find(|tool| policy[*tool].id.as_str() == "resize")
        .unwrap();
    let claims = recognise("Your files never leave your device.", &Context::default());
    let scope = Scope::Tools(vec![resize]);
    for (reached, verdict) in [
        (EvidenceLevel::Scanned, Verdict::Unverified),
        (EvidenceLevel::Observed, Verdict::Backed),
    ] {
        let levels = BTreeMap::from([(policy[resize].id.clone(), reached)]);
        let facts = Facts::of(&policy, levels, EvidenceLevel::Observed);
        assert_eq!(judge(&claims[0], &scope, &facts).verdict, verdict);
    }
}
