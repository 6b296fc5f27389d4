//! Sentences of every kind, in every language, with the verdict that the facts give.

#![allow(clippy::unwrap_used, reason = "a test may stop at a fault of its own")]

mod judged;

use std::collections::{BTreeMap, BTreeSet};

use candor_claims::{Context, Facts, Kind, Language, Said, Scope, Verdict, judge, recognise};
use candor_model::Tool;
use candor_model::vocabulary::EvidenceLevel;
use judged::policy;

use Verdict::{Backed, Contradicted, Declared, Narrowed, NotComparable, Unverified};

const DARKROOM: &str = ".";
const STUDIO: &str = "tests/seeds/imgigo";
const PICTURES: &str = "tests/seeds/pixmize";
const MEDIA: &str = "tests/seeds/imagekit";
const API: &str = "tests/seeds/imgapis";
const TOOLS: &str = "tests/seeds/imgkit";

/// Facts, language, tool or nothing, sentence, kind, verdict.
type Case = (
    &'static str,
    Language,
    &'static str,
    &'static str,
    Kind,
    Verdict,
);

use Language::{De, En, Es, Fr};

const CASES: &[Case] = &[
    (
        DARKROOM,
        En,
        "",
        "Everything is processed locally in your browser.",
        Kind::LocalProcessing,
        Contradicted,
    ),
    (
        DARKROOM,
        En,
        "resize",
        "Everything is processed locally in your browser.",
        Kind::LocalProcessing,
        Declared,
    ),
    (
        DARKROOM,
        De,
        "",
        "Die Bilder werden lokal verarbeitet.",
        Kind::LocalProcessing,
        Contradicted,
    ),
    (
        DARKROOM,
        Fr,
        "",
        "Tout est traité localement.",
        Kind::LocalProcessing,
        Contradicted,
    ),
    (
        DARKROOM,
        Es,
        "",
        "Todo se procesa localmente.",
        Kind::LocalProcessing,
        Contradicted,
    ),
    (
        TOOLS,
        En,
        "",
        "Most edits are processed locally in your browser.",
        Kind::LocalProcessing,
        Declared,
    ),
    (
        TOOLS,
        En,
        "crop",
        "Your pictures are always processed locally.",
        Kind::LocalProcessing,
        Narrowed,
    ),
    (
        DARKROOM,
        En,
        "",
        "Your files never leave your device.",
        Kind::NoUpload,
        Contradicted,
    ),
    (
        DARKROOM,
        En,
        "resize",
        "Your files never leave your device.",
        Kind::NoUpload,
        Declared,
    ),
    (
        DARKROOM,
        De,
        "resize",
        "Ihre Dateien verlassen nie Ihr Gerät.",
        Kind::NoUpload,
        Declared,
    ),
    (
        DARKROOM,
        Fr,
        "",
        "Vos fichiers ne quittent jamais votre appareil.",
        Kind::NoUpload,
        Contradicted,
    ),
    (
        DARKROOM,
        Es,
        "",
        "Sus archivos nunca salen de su dispositivo.",
        Kind::NoUpload,
        Contradicted,
    ),
    (
        DARKROOM,
        En,
        "",
        "Your card number never reaches us.",
        Kind::NoUpload,
        Declared,
    ),
    (
        DARKROOM,
        En,
        "",
        "Your home address is never sent to our servers.",
        Kind::NoUpload,
        NotComparable,
    ),
    (
        DARKROOM,
        En,
        "",
        "We do not store your files.",
        Kind::NoStorage,
        Contradicted,
    ),
    (
        DARKROOM,
        En,
        "resize",
        "We do not store your files.",
        Kind::NoStorage,
        Declared,
    ),
    (
        DARKROOM,
        De,
        "",
        "Wir speichern Ihre Dateien nicht.",
        Kind::NoStorage,
        Contradicted,
    ),
    (
        PICTURES,
        En,
        "",
        "We store no images on our own servers.",
        Kind::NoStorage,
        Declared,
    ),
    (
        API,
        En,
        "",
        "We never store your card number.",
        Kind::NoStorage,
        Declared,
    ),
    (
        DARKROOM,
        En,
        "",
        "Server logs are deleted after 14 days.",
        Kind::RetentionDuration,
        Backed,
    ),
    (
        DARKROOM,
        En,
        "",
        "Logs are deleted after 7 days.",
        Kind::RetentionDuration,
        Contradicted,
    ),
    (
        STUDIO,
        De,
        "",
        "Hochgeladene Dateien werden nach 2 Stunden gelöscht.",
        Kind::RetentionDuration,
        Contradicted,
    ),
    (
        STUDIO,
        Fr,
        "",
        "Les fichiers sont supprimés au bout de 24 heures.",
        Kind::RetentionDuration,
        Backed,
    ),
    (
        STUDIO,
        Es,
        "",
        "Los archivos se eliminan después de 3 horas.",
        Kind::RetentionDuration,
        Contradicted,
    ),
    (
        TOOLS,
        En,
        "",
        "Files are deleted after 3 hours.",
        Kind::RetentionDuration,
        Unverified,
    ),
    (
        DARKROOM,
        En,
        "",
        "Uploaded files are deleted immediately after processing.",
        Kind::DeletionImmediacy,
        Contradicted,
    ),
    (
        STUDIO,
        De,
        "",
        "Ihre Dateien werden sofort gelöscht.",
        Kind::DeletionImmediacy,
        Contradicted,
    ),
    (
        PICTURES,
        En,
        "",
        "We do not share your data with advertisers.",
        Kind::NoSharing,
        Declared,
    ),
    (
        PICTURES,
        En,
        "",
        "We never share your data with third parties.",
        Kind::NoSharing,
        Narrowed,
    ),
    (
        DARKROOM,
        En,
        "",
        "We never share your personal data with anyone.",
        Kind::NoSharing,
        Contradicted,
    ),
    (
        DARKROOM,
        De,
        "",
        "Wir geben Ihre Daten nicht an Dritte weiter.",
        Kind::NoSharing,
        Contradicted,
    ),
    (
        DARKROOM,
        En,
        "",
        "We never sell your personal data.",
        Kind::NoSale,
        Declared,
    ),
    (
        DARKROOM,
        Fr,
        "",
        "Nous ne vendons jamais vos données.",
        Kind::NoSale,
        Declared,
    ),
    (
        PICTURES,
        En,
        "",
        "We never sell your personal data.",
        Kind::NoSale,
        Unverified,
    ),
    (
        DARKROOM,
        En,
        "",
        "We never train models on your pictures.",
        Kind::NoTraining,
        Declared,
    ),
    (
        DARKROOM,
        Es,
        "",
        "Nunca entrenamos modelos con sus archivos.",
        Kind::NoTraining,
        Declared,
    ),
    (
        PICTURES,
        En,
        "",
        "We never train models on your pictures.",
        Kind::NoTraining,
        Unverified,
    ),
    (
        STUDIO,
        En,
        "",
        "We collect anonymous usage metrics.",
        Kind::Anonymity,
        Contradicted,
    ),
    (
        DARKROOM,
        En,
        "",
        "We collect anonymous usage counts.",
        Kind::Anonymity,
        Backed,
    ),
    (
        STUDIO,
        De,
        "",
        "Wir erheben anonyme Nutzungsdaten.",
        Kind::Anonymity,
        Contradicted,
    ),
    (
        STUDIO,
        En,
        "",
        "All traffic is encrypted with TLS.",
        Kind::Encryption,
        Declared,
    ),
    (
        STUDIO,
        De,
        "",
        "Alle Verbindungen sind mit TLS verschlüsselt.",
        Kind::Encryption,
        Declared,
    ),
    (
        STUDIO,
        En,
        "",
        "Your pictures are end-to-end encrypted.",
        Kind::Encryption,
        Contradicted,
    ),
    (
        API,
        En,
        "",
        "All traffic is encrypted with TLS.",
        Kind::Encryption,
        Unverified,
    ),
    (
        API,
        En,
        "",
        "Account data is stored in the United States.",
        Kind::Region,
        Backed,
    ),
    (
        API,
        En,
        "",
        "All account data is stored in Germany.",
        Kind::Region,
        Contradicted,
    ),
    (
        STUDIO,
        De,
        "",
        "Alle Bilder werden in Deutschland gespeichert.",
        Kind::Region,
        Unverified,
    ),
    (
        DARKROOM,
        En,
        "",
        "No account is needed.",
        Kind::NoAccount,
        Backed,
    ),
    (
        API,
        En,
        "",
        "No account is needed.",
        Kind::NoAccount,
        Contradicted,
    ),
    (
        API,
        Fr,
        "",
        "Aucun compte n'est nécessaire.",
        Kind::NoAccount,
        Contradicted,
    ),
    (
        TOOLS,
        En,
        "",
        "Basic tools need no account.",
        Kind::NoAccount,
        Declared,
    ),
    (
        TOOLS,
        En,
        "",
        "No account is needed.",
        Kind::NoAccount,
        Unverified,
    ),
    (
        DARKROOM,
        En,
        "",
        "We do not use any cookies.",
        Kind::NoCookies,
        Contradicted,
    ),
    (
        MEDIA,
        En,
        "",
        "We do not use any cookies.",
        Kind::NoCookies,
        Declared,
    ),
    (
        STUDIO,
        En,
        "",
        "We use no tracking cookies.",
        Kind::NoTracking,
        Narrowed,
    ),
    (
        PICTURES,
        En,
        "",
        "We use no advertising cookies.",
        Kind::NoTracking,
        Declared,
    ),
    (
        STUDIO,
        De,
        "",
        "Wir verfolgen Sie nicht.",
        Kind::NoTracking,
        Contradicted,
    ),
    (
        DARKROOM,
        En,
        "",
        "We answer your request within 30 days.",
        Kind::RightsResponseTime,
        Backed,
    ),
    (
        STUDIO,
        De,
        "",
        "Wir beantworten Ihre Anfrage innerhalb von 14 Tagen.",
        Kind::RightsResponseTime,
        Contradicted,
    ),
    (
        DARKROOM,
        En,
        "",
        "We answer your request within 10 business days.",
        Kind::RightsResponseTime,
        Contradicted,
    ),
    (
        STUDIO,
        En,
        "",
        "We answer your request within 21 business days.",
        Kind::RightsResponseTime,
        NotComparable,
    ),
    (
        API,
        En,
        "",
        "We answer your request within 30 days.",
        Kind::RightsResponseTime,
        Unverified,
    ),
    (
        API,
        En,
        "",
        "We notify you at least 14 days before a change of this policy.",
        Kind::NoticePeriod,
        Backed,
    ),
    (
        API,
        En,
        "",
        "We notify you at least 60 days before a change of this policy.",
        Kind::NoticePeriod,
        Contradicted,
    ),
    (
        MEDIA,
        En,
        "",
        "We notify you 30 days before a new subprocessor starts.",
        Kind::NoticePeriod,
        Backed,
    ),
    (
        MEDIA,
        En,
        "",
        "We notify you at least 30 days before a change of this policy.",
        Kind::NoticePeriod,
        Unverified,
    ),
    (
        STUDIO,
        De,
        "",
        "Wir informieren Sie 14 Tage vor einer Änderung.",
        Kind::NoticePeriod,
        Unverified,
    ),
    (
        DARKROOM,
        En,
        "",
        "You must be at least 13 years old.",
        Kind::AgeLimit,
        Contradicted,
    ),
    (
        API,
        En,
        "",
        "The service is not for children under 16.",
        Kind::AgeLimit,
        Backed,
    ),
    (
        API,
        De,
        "",
        "Sie müssen mindestens 16 Jahre alt sein.",
        Kind::AgeLimit,
        Backed,
    ),
];

#[test]
fn sentences_get_the_verdict_that_the_facts_give() {
    let mut policies = BTreeMap::new();
    for (workspace, ..) in CASES {
        policies
            .entry(*workspace)
            .or_insert_with(|| policy(workspace));
    }
    let mut wrong = Vec::new();
    for (workspace, language, tool, sentence, kind, verdict) in CASES {
        let policy = policies.get(workspace).unwrap();
        let facts = Facts::of(policy, BTreeMap::new(), EvidenceLevel::Declared);
        let scope = match policy
            .references::<Tool>()
            .find(|one| policy[*one].id.as_str() == *tool)
        {
            Some(tool) => Scope::Tools(vec![tool]),
            None => Scope::Product,
        };
        let context = Context {
            language: Some(*language),
            ..Context::default()
        };
        let claims = recognise(sentence, &context);
        let Some(claim) = claims.iter().find(|claim| claim.kind == *kind) else {
            wrong.push(format!("{sentence}: no claim of that kind"));
            continue;
        };
        let judgement = judge(&Said::alone(claim, sentence), &scope, &facts);
        if judgement.verdict != *verdict {
            wrong.push(format!(
                "{sentence} {:?}, expected {verdict:?}: {}",
                judgement.verdict, judgement.why
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_kind_and_every_language_is_judged() {
    let kinds: BTreeSet<Kind> = CASES.iter().map(|case| case.4).collect();
    assert_eq!(kinds, Kind::ALL.into_iter().collect());
    for language in Language::ALL {
        assert!(CASES.iter().any(|case| case.1 == language), "{language:?}");
    }
}

#[test]
fn a_local_claim_is_backed_by_the_asked_evidence_alone() {
    let policy = policy(DARKROOM);
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
