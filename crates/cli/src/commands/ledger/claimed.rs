//! The rows of published claims: where each is said, what carries it, and how well.

use std::collections::BTreeMap;

use candor_check::{JudgedClaim, Texts};
use candor_claims::Verdict;
use candor_model::Date;
use candor_model::vocabulary::{Strength, Vocabulary};
use candor_render::SaidClaim;

use super::{Entry, Linked};
use crate::output::say;

/// One claim of published text, wherever it stands.
pub(super) struct Claimed<'c> {
    /// Where it is said first.
    first: &'c JudgedClaim,
    /// In how many places it is said.
    places: usize,
}

/// The claims of published text; one sentence in many places is one row.
pub(super) fn published<'c>(claims: impl IntoIterator<Item = &'c JudgedClaim>) -> Vec<Claimed<'c>> {
    let mut rows: Vec<Claimed<'_>> = Vec::new();
    let mut known = BTreeMap::new();
    for claim in claims {
        let own = &claim.stated.claim;
        let key = (
            &claim.stated.text,
            own.kind,
            &own.value,
            &claim.judgement.why,
        );
        let row = *known.entry(key).or_insert_with(|| {
            rows.push(Claimed {
                first: claim,
                places: 0,
            });
            rows.len() - 1
        });
        if let Some(row) = rows.get_mut(row) {
            row.places += 1;
        }
    }
    rows
}

/// What people wrote on the site, for its ledger. What Candor writes there itself is left out: those sentences are the
/// facts of the other rows, and a page that quotes itself would be another one after each build. Left out, too, is what
/// the text itself sets aside on the day of the run.
pub(crate) fn said(texts: &Texts, as_of: Date) -> Vec<SaidClaim> {
    let mut claims = texts.standing(as_of);
    claims.retain(|claim| !texts.is_own(&claim.place.file) && !claim.stated.unit.generated);
    let rows = published(claims).into_iter();
    rows.map(|row| SaidClaim {
        says: row.first.stated.text.clone(),
        language: row.first.stated.language.code().to_owned(),
        said: row.first.place.file.to_string(),
        further: row.places - 1,
        declared: row.first.judgement.fact.clone(),
        strength: row.strength(),
    })
    .collect()
}

impl Claimed<'_> {
    /// How well the facts carry it. What holds for a part is broken for the rest.
    pub(super) fn strength(&self) -> Strength {
        match self.first.judgement.verdict {
            Verdict::Backed | Verdict::Declared => Strength::Declared,
            Verdict::Contradicted | Verdict::Narrowed => Strength::Contradicted,
            Verdict::Unverified | Verdict::NotComparable | Verdict::Vague | Verdict::Listed => {
                Strength::NotStated
            }
        }
    }

    pub(super) fn entry(&self) -> Entry<'_> {
        let JudgedClaim {
            stated,
            place,
            judgement,
            ..
        } = self.first;
        let fact = judgement.fact.as_ref();
        Entry {
            kind: "claim",
            id: stated.claim.kind.word(),
            fact: stated.unit.binding.as_deref().unwrap_or_default(),
            says: &stated.text,
            file: &place.file,
            line: place.line,
            column: place.column,
            links: vec![Linked {
                says: &judgement.why,
                // Where no fact carries it, the sentence stands for itself.
                file: fact.map_or(&place.file, |fact| &fact.file),
                line: fact.map_or(place.line, |fact| fact.line),
                column: fact.map_or(place.column, |fact| fact.column),
                strength: self.strength().word(),
            }],
            weakest: self.strength().word(),
        }
    }

    pub(super) fn print(&self) {
        let JudgedClaim {
            stated,
            place,
            judgement,
            ..
        } = self.first;
        let words: Vec<&str> = stated.text.split_whitespace().collect();
        say!("claim `{}`: {}", stated.claim.kind.word(), words.join(" "));
        let more = match self.places {
            1 => String::new(),
            places => format!(", in {places} places"),
        };
        say!(
            "    said in {}:{}:{}{more}",
            place.file,
            place.line,
            place.column
        );
        match &judgement.fact {
            Some(fact) => say!(
                "    {:12}  {} ({fact})",
                judgement.verdict.word(),
                judgement.why
            ),
            None => say!("    {:12}  {}", judgement.verdict.word(), judgement.why),
        }
        say!("    weakest link: {}\n", self.strength().word());
    }
}
