//! The claims as JSON.

use candor_check::{JudgedClaim, JudgedText};
use candor_claims::{Bound, Polarity};
use candor_syntax::SetAside;
use serde::Serialize;

use super::Found;

#[derive(Serialize)]
struct Report<'a> {
    claims: Vec<Claim<'a>>,
    not_assessed: Vec<NotAssessed<'a>>,
    passed_over: Vec<PassedOver<'a>>,
}

#[derive(Serialize)]
struct PassedOver<'a> {
    path: &'a str,
    why: &'a str,
}

#[derive(Serialize)]
struct Claim<'a> {
    file: &'a str,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
    text: &'a str,
    kind: &'static str,
    value: Option<&'a str>,
    bound: Option<&'static str>,
    polarity: &'static str,
    object: Option<&'a str>,
    recipient: Option<&'a str>,
    anchor: Option<&'a str>,
    absolute: bool,
    hedged: bool,
    scope: &'a str,
    lang: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<&'a str>,
    verdict: &'static str,
    fact: Option<Fact<'a>>,
    why: &'a str,
    trace: Vec<&'a str>,
    /// What sets the finding about it aside.
    #[serde(skip_serializing_if = "Option::is_none")]
    set_aside: Option<Aside<'a>>,
}

#[derive(Serialize)]
struct Aside<'a> {
    by: &'static str,
    why: &'a str,
}

#[derive(Serialize)]
struct Fact<'a> {
    file: &'a str,
    line: u32,
}

#[derive(Serialize)]
struct NotAssessed<'a> {
    file: &'a str,
    line: u32,
    column: u32,
    why: &'a str,
}

/// All claims, and all that was not looked at.
pub(super) fn report(found: &Found) -> Result<String, String> {
    let report = Report {
        claims: found
            .texts
            .iter()
            .flat_map(|text| {
                text.claims
                    .iter()
                    .map(|claim| of(text, claim, &found.set_aside))
            })
            .collect(),
        not_assessed: found
            .texts
            .iter()
            .flat_map(|text| &text.not_assessed)
            .map(|left| NotAssessed {
                file: &left.place.file,
                line: left.place.line,
                column: left.place.column,
                why: &left.why,
            })
            .collect(),
        passed_over: found
            .passed_over
            .iter()
            .map(|(path, why)| PassedOver { path, why })
            .collect(),
    };
    serde_json::to_string_pretty(&report)
        .map_err(|error| format!("the report cannot be written: {error}"))
}

fn of<'a>(text: &'a JudgedText, judged: &'a JudgedClaim, set_aside: &'a [SetAside]) -> Claim<'a> {
    let (claim, place) = (&judged.stated.claim, &judged.place);
    let aside = set_aside.iter().find(|one| {
        let finding = &one.finding;
        finding.place.as_ref() == Some(place) && finding.message.starts_with(claim.kind.word())
    });
    Claim {
        file: &text.file,
        line: place.line,
        column: place.column,
        end_line: place.end_line,
        end_column: place.end_column,
        text: &judged.stated.text,
        kind: claim.kind.word(),
        value: claim.value.as_deref(),
        bound: claim.bound.map(|bound| match bound {
            Bound::AtMost => "at-most",
            Bound::AtLeast => "at-least",
            Bound::Exactly => "exactly",
        }),
        polarity: match claim.polarity {
            Polarity::Asserts => "asserts",
            Polarity::Denies => "denies",
        },
        object: claim.object.as_deref(),
        recipient: claim.recipient.as_deref(),
        anchor: claim.anchor.as_deref(),
        absolute: claim.absolute,
        hedged: claim.hedged,
        scope: &judged.scope,
        lang: judged.stated.language.code(),
        key: judged.stated.unit.key_path.as_deref(),
        verdict: judged.judgement.verdict.word(),
        fact: judged.judgement.fact.as_ref().map(|origin| Fact {
            file: &origin.file,
            line: origin.line,
        }),
        why: &judged.judgement.why,
        trace: claim
            .trace
            .iter()
            .chain(&judged.judgement.trace)
            .map(String::as_str)
            .collect(),
        set_aside: aside.map(|one| Aside {
            by: one.by.word(),
            why: &one.why,
        }),
    }
}
