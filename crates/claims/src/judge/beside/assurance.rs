//! Certificates, audits and contracts that are said to exist.

use candor_model::{Origin, Policy, Vendor};

use super::super::facts::Facts;
use super::super::said::Said;
use super::super::words::any;
use super::super::{Judgement, Scope, Verdict};
use super::first;

/// Words of praise that stand for a certificate, without one.
const PRAISE: &[&str] = &[
    "enterprise-grade",
    "bank-grade",
    "military-grade",
    "tier-4",
    "tier 4",
    "tier iv",
    "comply with gdpr",
    "gdpr compliant",
    "gdpr-compliant",
    "dsgvo-konform",
    "conforme au rgpd",
    "conforme al rgpd",
];

/// Words for audits.
const AUDITS: &[&str] = &[
    "third-party security audit",
    "third-party audit",
    "external audit",
    "independent audit",
    "independently audited",
    "regularly audited",
    "externe audits",
    "unabhängige prüfung",
    "audits externes",
    "auditorías externas",
];

/// Words for contracts with vendors and for a review of them.
const CONTRACTS: &[&str] = &[
    "strict data processing agreement",
    "data processing agreements with all",
    "strenge auftragsverarbeitungsvertr",
];
const REVIEWS: &[&str] = &[
    "carefully vetted",
    "thoroughly vetted",
    "carefully selected",
    "sorgfältig ausgewählt",
    "sorgfältig geprüft",
];

/// Schemes of certification.
const SCHEMES: &[&str] = &[
    "iso 27001",
    "iso/iec 27001",
    "iso 27017",
    "iso 27018",
    "soc 1",
    "soc 2",
    "soc 3",
    "pci dss",
    "hipaa certified",
];

/// Phrases of which a sentence has one where `find` finds anything.
pub(super) const SIGNS: &[&[&str]] = &[PRAISE, AUDITS, CONTRACTS, REVIEWS, SCHEMES];

pub(super) fn find(lower: &str) -> Option<&'static str> {
    SIGNS.iter().find_map(|words| first(lower, words))
}

pub(super) fn judge(said: &Said<'_>, scope: &Scope, facts: &Facts<'_>) -> Option<Judgement> {
    let policy = facts.policy;
    if said.has(AUDITS) {
        return audit(policy);
    }
    if said.has(CONTRACTS) || said.has(REVIEWS) {
        let is_contract = said.has(CONTRACTS);
        let open = policy.vendors().iter().find(|vendor| match is_contract {
            true => !vendor.contract.as_ref().is_some_and(|contract| {
                contract.signed.is_some()
                    && contract
                        .dpa
                        .as_ref()
                        .is_some_and(|dpa| dpa.known().is_some())
            }),
            false => vendor
                .reviewed
                .as_ref()
                .is_none_or(|day| day.known().is_none()),
        })?;
        let what = if is_contract {
            "a data processing agreement with the day of its signing"
        } else {
            "the day of its last review"
        };
        return Some(unproved(
            &format!("the file of {} does not state {what}", open.name()),
            &open.origin,
        ));
    }
    let schemes: Vec<&str> = SCHEMES
        .iter()
        .copied()
        .filter(|scheme| said.has(&[scheme]))
        .collect();
    if schemes.is_empty() {
        let origin = policy
            .security
            .first()
            .map(|measure| &measure.measure.origin);
        return Some(
            Judgement::new(
                Verdict::Unverified,
                "the text praises a level of security or compliance, and no certificate, audit or report that shows it is \
                 declared; name what was checked, by whom and when, or leave the word out",
            )
            .at_any(origin),
        );
    }
    let vendors: Vec<&Vendor> = match scope {
        Scope::Vendor(vendor) => vec![&policy[*vendor]],
        _ => policy.vendors().iter().collect(),
    };
    let declared = |scheme: &str| {
        vendors
            .iter()
            .flat_map(|vendor| &vendor.certifications)
            .any(|one| {
                any(
                    &one.scheme.value.to_lowercase(),
                    &[scheme.trim_start_matches("iso/iec ")],
                )
            })
            || policy.security.iter().any(|measure| {
                any(
                    &measure.measure.value.replace('-', " ").to_lowercase(),
                    &[scheme],
                )
            })
    };
    let missing = schemes.into_iter().find(|scheme| !declared(scheme))?;
    Some(Judgement::new(
        Verdict::Unverified,
        format!(
            "the text names the certificate {}, and none is declared; declare it under `certifications` with its scope",
            missing.to_uppercase()
        ),
    ))
}

/// An audit needs its day and its report.
fn audit(policy: &Policy) -> Option<Judgement> {
    let audit = policy.security.iter().find(|measure| {
        any(
            &measure.measure.value.to_lowercase(),
            &["external-audit", "audit"],
        ) && !measure.measure.value.contains("log")
    });
    match audit {
        None => Some(Judgement::new(
            Verdict::Unverified,
            "the text speaks of audits, and policies/security.yaml declares none; declare `external-audit` with `by` and `last`",
        )),
        Some(audit) if audit.last.as_ref().is_some_and(|day| day.known().is_some()) => None,
        Some(audit) => Some(unproved(
            "the declared audit does not state the day of the last one",
            &audit.measure.origin,
        )),
    }
}

fn unproved(why: &str, origin: &Origin) -> Judgement {
    Judgement::new(
        Verdict::Unverified,
        format!("the text says that somebody checked or signed something, and {why}; state it, or leave the sentence out"),
    )
    .at(origin)
}
