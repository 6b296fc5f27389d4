//! The ways in which published text and facts part, each in words of our own, and each with a true sentence beside it.

mod judged;

use std::collections::BTreeMap;

use candor_claims::Verdict;
use judged::{policy, read};

use Verdict::{Contradicted, Narrowed, Unverified, Vague};

/// Where the facts stand: workspaces of this repository, by their path.
const STUDIO: &str = "tests/seeds/imgigo";
const PICTURES: &str = "tests/seeds/pixmize";
const MEDIA: &str = "tests/seeds/imagekit";
const API: &str = "tests/seeds/imgapis";
const TOOLS: &str = "tests/seeds/imgkit";
const DARKROOM: &str = ".";

/// A pattern: its name, the facts, the false text with the kind and the verdict of its finding, and a true text.
type Pattern = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    Verdict,
    &'static str,
    &'static str,
);

const PATTERNS: &[Pattern] = &[
    (
        "immediacy",
        STUDIO,
        "Pictures are wiped the moment the conversion is done.",
        "deletion-immediacy",
        Contradicted,
        STUDIO,
        "Uploaded images are erased within 24 hours of processing.",
    ),
    (
        "nothing stored, and windows",
        STUDIO,
        "We never store your photos.",
        "no-storage",
        Contradicted,
        STUDIO,
        "Results are kept for 7 days.",
    ),
    (
        "nothing stored, and encryption at rest",
        API,
        "We never store the pictures that pass through our servers.",
        "no-storage",
        Contradicted,
        STUDIO,
        "Files are encrypted at rest with AES-256.",
    ),
    (
        "a right talked away",
        STUDIO,
        "There is no need to request deletion of your pictures.",
        "rights",
        Contradicted,
        STUDIO,
        "You can ask us to delete your account.",
    ),
    (
        "objection by leaving",
        API,
        "To object, stop using the service.",
        "rights",
        Contradicted,
        STUDIO,
        "You can object to marketing by writing to us.",
    ),
    (
        "erasure of a part",
        API,
        "We offer full erasure on request.",
        "rights",
        Narrowed,
        STUDIO,
        "We offer full erasure on request.",
    ),
    (
        "anonymous with an address",
        STUDIO,
        "Our usage metrics are anonymous.",
        "anonymity",
        Contradicted,
        DARKROOM,
        "Our usage counts are anonymous.",
    ),
    (
        "anonymous beside logs with addresses",
        PICTURES,
        "We collect anonymous usage statistics.",
        "anonymity",
        Contradicted,
        DARKROOM,
        "We collect anonymous usage counts.",
    ),
    (
        "a region and copies elsewhere",
        API,
        "Data residency is the region of your bucket.",
        "region",
        Contradicted,
        STUDIO,
        "Images are processed in Germany on our own servers.",
    ),
    (
        "a region and vendors without a place",
        STUDIO,
        "All images are stored in Germany.",
        "region",
        Unverified,
        API,
        "Account data is stored in the United States.",
    ),
    (
        "a list of data that is not complete",
        STUDIO,
        "The only data we collect:\n\n- your uploaded images\n- account data\n",
        "exhaustive-list",
        Contradicted,
        STUDIO,
        "The data that we collect is listed below.",
    ),
    (
        "a missing recipient",
        PICTURES,
        "We use the following third-party services:\n\n- ImageKit.io\n- Vercel\n",
        "exhaustive-list",
        Contradicted,
        PICTURES,
        "We use the following third-party services:\n\n- ImageKit.io\n- Vercel\n- Clerk\n",
    ),
    (
        "shared only with, and authorities",
        STUDIO,
        "We share data only with:\n\n- Stripe\n- Amazon Web Services\n- Postmark\n- Cloudflare\n- Pexels\n",
        "exhaustive-list",
        Narrowed,
        STUDIO,
        "We share data only with:\n\n- Stripe\n- Amazon Web Services\n- Postmark\n- Cloudflare\n- Pexels\n- authorities, where a law demands it\n",
    ),
    (
        "a certificate without a fact",
        DARKROOM,
        "We are certified under HIPAA certified and SOC 2.",
        "assurance",
        Unverified,
        API,
        "Cloudflare: ISO 27001, SOC 2.",
    ),
    (
        "audits without a day",
        STUDIO,
        "We run independent audits every year.",
        "assurance",
        Unverified,
        STUDIO,
        "Passwords are encrypted.",
    ),
    (
        "praise",
        PICTURES,
        "Pictures rest on enterprise-grade systems.",
        "assurance",
        Unverified,
        PICTURES,
        "Everything is sent over HTTPS.",
    ),
    (
        "preferences on the device and in cookies",
        PICTURES,
        "Your theme lies in local storage. It is never sent to our servers.",
        "no-upload",
        Contradicted,
        STUDIO,
        "The essential cookies keep you signed in.",
    ),
    (
        "tracking and analytics cookies",
        STUDIO,
        "We set no tracking cookies.",
        "no-tracking",
        Narrowed,
        PICTURES,
        "We set no advertising cookies.",
    ),
    (
        "saying no in an account that nobody needs",
        STUDIO,
        "You can opt out in your account settings.",
        "rights",
        Narrowed,
        API,
        "You can opt out in your account settings.",
    ),
    (
        "a flat role",
        MEDIA,
        "The company acts as a data processor.",
        "role",
        Narrowed,
        MEDIA,
        "The company acts primarily as a data processor.",
    ),
    (
        "purposes",
        MEDIA,
        "We only use it to provide the service.",
        "purpose",
        Narrowed,
        API,
        "We only use it to provide the service.",
    ),
    (
        "no time for changes",
        PICTURES,
        "When we make changes, this page will say so.",
        "notice-period",
        Vague,
        API,
        "When we make changes, this page will say so.",
    ),
    (
        "a length of time that is left open",
        TOOLS,
        "Your files are kept for as long as necessary.",
        "retention-duration",
        Vague,
        PICTURES,
        "Usage statistics are kept for 2 years.",
    ),
    (
        "a length of time that others set",
        PICTURES,
        "Pictures are stored as long as your provider keeps them.",
        "retention-duration",
        Vague,
        PICTURES,
        "Usage statistics are kept for 2 years.",
    ),
    (
        "a promise for another party",
        PICTURES,
        "Neither we nor ImageKit.io use your pictures for anything else.",
        "other-party",
        Unverified,
        DARKROOM,
        "Neither we nor Lakeside use your pictures to train models.",
    ),
    (
        "another party's training",
        PICTURES,
        "ImageKit.io never trains models on your images.",
        "other-party",
        Unverified,
        DARKROOM,
        "Lakeside never trains models on your pictures.",
    ),
    (
        "another party's window",
        PICTURES,
        "ImageKit.io deletes images after 30 days.",
        "other-party",
        Unverified,
        DARKROOM,
        "Lakeside deletes uploaded pictures after 24 hours.",
    ),
    (
        "a placeholder",
        DARKROOM,
        "Logs are kept for [Specify period].",
        "placeholder",
        Vague,
        DARKROOM,
        "See [the list](https://darkroom.example/list).",
    ),
    (
        "a choice that there is not",
        PICTURES,
        "You choose between browser and cloud; choose between both at any time.",
        "rights",
        Narrowed,
        TOOLS,
        "You can choose between formats.",
    ),
    (
        "never leaves, and a server",
        DARKROOM,
        "Your pictures never leave your device.",
        "no-upload",
        Contradicted,
        TOOLS,
        "Many tools process files locally.",
    ),
    (
        "a sale that is declared absent",
        DARKROOM,
        "We sell your data to advertisers.",
        "no-sale",
        Contradicted,
        DARKROOM,
        "We never sell your data.",
    ),
    (
        "sharing that facts deny",
        PICTURES,
        "We share your data with advertisers.",
        "no-sharing",
        Contradicted,
        PICTURES,
        "We share no data with advertising networks.",
    ),
    (
        "training that is declared absent",
        DARKROOM,
        "We use your images to train our models.",
        "no-training",
        Contradicted,
        DARKROOM,
        "We never use your images to train models.",
    ),
];

#[test]
fn each_pattern_is_found_and_its_true_twin_is_silent() {
    let mut policies = BTreeMap::new();
    for (_, false_facts, _, _, _, true_facts, _) in PATTERNS {
        for facts in [false_facts, true_facts] {
            policies.entry(*facts).or_insert_with(|| policy(facts));
        }
    }
    let mut wrong = Vec::new();
    for (name, false_facts, text, kind, verdict, true_facts, twin) in PATTERNS {
        let found = read(&policies[false_facts], "faq.md", text);
        let is = |one: &judged::Found| one.kind.word() == *kind && one.verdict == *verdict;
        if !found.iter().any(is) {
            let found: Vec<String> = found
                .iter()
                .map(|one| format!("{} {}: {}", one.kind.word(), one.verdict.word(), one.why))
                .collect();
            wrong.push(format!("{name}: not found; there: {}", found.join(" | ")));
        }
        for one in read(&policies[true_facts], "faq.md", twin) {
            if one.objects() {
                wrong.push(format!(
                    "{name}: the true text gives {} {}: {}",
                    one.kind.word(),
                    one.verdict.word(),
                    one.why
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
