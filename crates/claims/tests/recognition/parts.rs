//! The parts of a claim beside its kind and value, and each gate by its name.

use candor_claims::{Bound, Claim, Context, Kind, Language, Polarity, recognise};

fn claims(text: &str) -> Vec<Claim> {
    recognise(text, &Context::default())
}

/// The claim of a kind that a sentence makes.
fn claim(text: &str, kind: Kind) -> Claim {
    let found = claims(text);
    let own = found.iter().find(|claim| claim.kind == kind);
    own.unwrap_or_else(|| panic!("no {} in {text:?}: {found:?}", kind.word()))
        .clone()
}

#[test]
fn disclosures_say_the_opposite_of_their_kind() {
    for (text, kind) in [
        ("We share your data with advertisers.", Kind::NoSharing),
        ("We may share your data with our partners.", Kind::NoSharing),
        ("We sell your data.", Kind::NoSale),
        ("We use your files to train our models.", Kind::NoTraining),
        ("We use cookies to remember your settings.", Kind::NoCookies),
        ("We use Google Analytics.", Kind::NoTracking),
        ("An account is required.", Kind::NoAccount),
        ("Your files are uploaded to our servers.", Kind::NoUpload),
        (
            "Your files are processed on our servers.",
            Kind::LocalProcessing,
        ),
    ] {
        assert_eq!(claim(text, kind).polarity, Polarity::Denies, "{text}");
    }
    for (text, kind) in [
        (
            "We never share your data with advertisers.",
            Kind::NoSharing,
        ),
        ("We do not sell your data.", Kind::NoSale),
        ("No account is required.", Kind::NoAccount),
    ] {
        let found = claims(text);
        assert!(
            found
                .iter()
                .all(|claim| claim.polarity == Polarity::Asserts),
            "{text}: {found:?}"
        );
        assert_eq!(claim(text, kind).polarity, Polarity::Asserts);
    }
    assert!(claim("We may share your data with our partners.", Kind::NoSharing).hedged);
}

#[test]
fn objects_are_named_by_their_class() {
    for (text, kind, object) in [
        (
            "Uploaded photos are deleted after 24 hours.",
            Kind::RetentionDuration,
            "file",
        ),
        (
            "Results are deleted after 24 hours.",
            Kind::RetentionDuration,
            "result",
        ),
        (
            "Server logs are deleted after 24 hours.",
            Kind::RetentionDuration,
            "log",
        ),
        (
            "Accounts are deleted after 24 hours.",
            Kind::RetentionDuration,
            "account",
        ),
        (
            "IP addresses are deleted after 24 hours.",
            Kind::RetentionDuration,
            "ip",
        ),
        (
            "We do not sell your personal data.",
            Kind::NoSale,
            "personal",
        ),
        ("We never store usage statistics.", Kind::NoStorage, "usage"),
    ] {
        assert_eq!(claim(text, kind).object.as_deref(), Some(object), "{text}");
    }
    assert_eq!(claim("Nobody is tracked.", Kind::NoTracking).object, None);
}

#[test]
fn recipients_are_kept_as_they_are_called() {
    for (text, recipient) in [
        (
            "We do not share your data with third parties.",
            Some("third parties"),
        ),
        (
            "We never pass your data to advertisers.",
            Some("advertisers"),
        ),
        ("Your data is not disclosed.", None),
    ] {
        assert_eq!(
            claim(text, Kind::NoSharing).recipient.as_deref(),
            recipient,
            "{text}"
        );
    }
}

#[test]
fn anchors_say_what_a_length_counts_from() {
    for (text, kind, anchor) in [
        (
            "Files are deleted 24 hours after upload.",
            Kind::RetentionDuration,
            Some("upload"),
        ),
        (
            "Files are deleted 24 hours after processing.",
            Kind::RetentionDuration,
            Some("completion"),
        ),
        (
            "We erase data within 30 days after you close your account.",
            Kind::RetentionDuration,
            Some("closure"),
        ),
        (
            "We respond to your request within 30 days.",
            Kind::RightsResponseTime,
            Some("request"),
        ),
        ("Logs are kept for 30 days.", Kind::RetentionDuration, None),
        ("We never store your files.", Kind::NoStorage, None),
    ] {
        assert_eq!(claim(text, kind).anchor.as_deref(), anchor, "{text}");
    }
}

#[test]
fn bounds_belong_to_lengths_only() {
    assert_eq!(
        claim(
            "Files are deleted within 24 hours.",
            Kind::RetentionDuration
        )
        .bound,
        Some(Bound::AtMost)
    );
    assert_eq!(
        claim(
            "Changes are announced at least 14 days in advance.",
            Kind::NoticePeriod
        )
        .bound,
        Some(Bound::AtLeast)
    );
    assert_eq!(
        claim("We never store your files.", Kind::NoStorage).bound,
        None
    );
}

#[test]
fn hedges_weaken_and_absolutes_strengthen() {
    for (text, kind, hedged, absolute) in [
        (
            "Files usually stay on your device.",
            Kind::NoUpload,
            true,
            false,
        ),
        (
            "Most tools process files in your browser.",
            Kind::LocalProcessing,
            true,
            false,
        ),
        (
            "All files stay on your device.",
            Kind::NoUpload,
            false,
            true,
        ),
        (
            "Your files stay on your device.",
            Kind::NoUpload,
            false,
            false,
        ),
        (
            "We never share your data, except with our bank.",
            Kind::NoSharing,
            true,
            true,
        ),
        (
            "Logs are kept for about 30 days.",
            Kind::RetentionDuration,
            true,
            false,
        ),
        (
            "Logs are kept for 30 days.",
            Kind::RetentionDuration,
            false,
            false,
        ),
    ] {
        let claim = claim(text, kind);
        assert_eq!((claim.hedged, claim.absolute), (hedged, absolute), "{text}");
    }
}

#[test]
fn the_trace_names_the_words_as_they_are_written() {
    assert_eq!(
        claim("Your files Never leave your device.", Kind::NoUpload).trace,
        ["Never", "leave", "device"]
    );
    let trace = claim(
        "Uploads are gone after 24\u{a0}hours.",
        Kind::RetentionDuration,
    )
    .trace;
    assert_eq!(trace, ["gone", "24\u{a0}hours"]);
}

#[test]
fn a_claim_covers_its_sentence() {
    let text = "We do not sell your data.";
    assert_eq!(claim(text, Kind::NoSale).sentence, 0..text.len());
}

/// Each gate with a sentence that it holds back, and one beside it that it lets pass.
#[test]
fn every_gate_holds_back_its_sentence() {
    for (gate, held, passes) in [
        (
            "question",
            "Do you sell our data?",
            "We do not sell your data.",
        ),
        (
            "advice",
            "Do not upload your passport.",
            "We do not upload your passport.",
        ),
        (
            "please",
            "Please never share your files with anyone.",
            "We never share your files with anyone.",
        ),
        (
            "user",
            "You must not share your files with others.",
            "We do not share your files with others.",
        ),
        (
            "other party",
            "Other tools never delete your files after 24 hours.",
            "Our tools delete your files after 24 hours.",
        ),
        (
            "vendor",
            "Google deletes these files after 24 hours.",
            "We delete these files after 24 hours.",
        ),
        (
            "quotation",
            "They say \"we never sell your data\".",
            "We never sell your data.",
        ),
        (
            "condition",
            "If we delete your files after 24 hours,",
            "We delete your files after 24 hours.",
        ),
        (
            "look back",
            "In the past 12 months no file was deleted.",
            "No file is kept for longer than 12 months.",
        ),
        (
            "quota",
            "Delete up to ten files per 24 hours.",
            "We delete files after 24 hours.",
        ),
        (
            "offer",
            "Keep your files free for a 14 day trial.",
            "We keep your files for 14 days.",
        ),
        (
            "homonym",
            "We do not train our staff on your files.",
            "We do not train our models on your files.",
        ),
        (
            "fault of a program",
            "Your file could not be uploaded.",
            "Your file is not uploaded.",
        ),
        (
            "vague length",
            "Files are deleted after a few days.",
            "Files are deleted after three days.",
        ),
        (
            "placeholder",
            "Files are deleted after [X] days.",
            "Files are deleted after 9 days.",
        ),
    ] {
        let asserted = |text: &str| {
            claims(text)
                .into_iter()
                .filter(|claim| claim.polarity == Polarity::Asserts)
                .collect::<Vec<_>>()
        };
        assert!(
            asserted(held).is_empty(),
            "{gate}: {held:?} gives {:?}",
            asserted(held)
        );
        assert!(
            !asserted(passes).is_empty(),
            "{gate}: {passes:?} gives nothing"
        );
    }
}

#[test]
fn a_label_and_a_quotation_are_gates_of_the_context() {
    let label = Context {
        label: true,
        ..Context::default()
    };
    assert!(recognise("Never sell my data", &label).is_empty());
    let quotation = Context {
        quotation: true,
        ..Context::default()
    };
    assert!(recognise("We never sell your data.", &quotation).is_empty());
}

#[test]
fn the_other_meaning_of_telecharger_makes_no_upload() {
    let french = Context {
        language: Some(Language::Fr),
        ..Context::default()
    };
    assert!(recognise("Ne téléchargez pas ce fichier.", &french).is_empty());
    assert!(recognise("Aucun fichier à télécharger.", &french).is_empty());
}

/// Of a long listing nothing is dropped: the claim at its end is found too.
#[test]
fn the_end_of_a_long_sentence_is_read() {
    let list = "apples, pears and plums, ".repeat(200);
    let found = claims(&format!("We like {list} and we never sell your data."));
    assert!(
        found.iter().any(|claim| claim.kind == Kind::NoSale),
        "{found:?}"
    );
    let bare = "apples ".repeat(1000);
    let found = claims(&format!("{bare}; we never sell your data."));
    assert!(
        found.iter().any(|claim| claim.kind == Kind::NoSale),
        "{found:?}"
    );
}
