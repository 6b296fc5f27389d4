//! A fact as claims are held against it.

use candor_model::{DeclaredFact, Duration, FactValue, Kept, Origin, Ref, Territory, Tool};
use candor_syntax::closest;

use super::words;
use crate::judge::facts::{Facts, meets};
use crate::judge::words::list;
use crate::{Claim, Kind};

/// What a path names.
pub(super) struct NamedFact<'p> {
    path: String,
    pub(super) value: FactValue<'p>,
    pub(super) origin: &'p Origin,
}

/// The first steps of paths by which a template variable names a fact; others are names of many programs.
const NOUNS: &[&str] = &[
    "window",
    "tool",
    "vendor",
    "data",
    "promise",
    "organisation",
    "rights",
    "audience",
    "notice",
];

/// Whether a variable's path begins with such a noun.
pub(crate) fn is_noun(first: &str) -> bool {
    NOUNS.contains(&first)
}

/// What a fact says of a claim that the markup binds to it.
pub(super) enum Answer {
    /// The fact is what the claim says.
    Same,
    /// It is something else.
    Other,
    /// It is no answer to that claim.
    None,
}

impl NamedFact<'_> {
    /// The kind of claim that states such a length of time.
    fn kind(&self) -> Kind {
        match self.path.split('.').next() {
            Some("rights") => Kind::RightsResponseTime,
            Some("notice") => Kind::NoticePeriod,
            _ => Kind::RetentionDuration,
        }
    }

    /// Whether a length of time is the fact.
    pub(super) fn meets(&self, stated: &Duration) -> bool {
        match &self.value {
            FactValue::Lengths(lengths) => lengths.iter().any(|length| meets(length, stated)),
            _ => false,
        }
    }

    /// What the fact says of a claim of a sentence.
    pub(super) fn answer(&self, claim: &Claim, sentence: &str) -> Answer {
        let same = match (&self.value, claim.kind) {
            (FactValue::Lengths(_), kind) => {
                let stated = claim.value.as_deref().map(Duration::parse);
                return match stated {
                    // A length that is the fact's says how long the data is kept, whatever the words around it are.
                    Some(Ok(stated)) if self.meets(&stated) => Answer::Same,
                    Some(_) if kind == self.kind() => Answer::Other,
                    None if kind == self.kind() => Answer::Same,
                    _ => Answer::None,
                };
            }
            (FactValue::MemoryOnly, Kind::NoStorage | Kind::DeletionImmediacy) => true,
            (
                FactValue::Criteria(texts),
                Kind::RetentionDuration | Kind::DeletionImmediacy | Kind::NoStorage,
            ) => words::says(sentence, texts),
            (FactValue::Places(places), Kind::Region) => {
                let stated = claim.value.as_deref().and_then(Territory::parse);
                stated.is_some_and(|stated| are_within(places, stated))
            }
            (FactValue::Stays(stays), Kind::NoUpload | Kind::LocalProcessing) => *stays,
            (FactValue::Excludes(labels), _) => labels.iter().all(|label| {
                let variants: Vec<&str> = label.variants().map(|(_, text)| text).collect();
                words::says(sentence, &variants)
            }),
            (FactValue::Field(field), kind) => {
                match (field.kept.as_ref().map(|kept| &kept.value), kind) {
                    (Some(Kept::NotReceived), Kind::NoUpload | Kind::NoStorage)
                    | (Some(Kept::Never), Kind::NoStorage)
                    | (Some(Kept::Encrypted), Kind::Encryption) => true,
                    _ => return Answer::None,
                }
            }
            _ => return Answer::None,
        };
        if same { Answer::Same } else { Answer::None }
    }

    /// The path with the value, where that is a length of time.
    pub(super) fn words(&self) -> String {
        match &self.value {
            FactValue::Lengths(lengths) => {
                let lengths = list(lengths.iter().map(ToString::to_string));
                format!("`{}` is {lengths}", self.path)
            }
            _ => format!("`{}`", self.path),
        }
    }
}

/// The fact of a path. In paths, ids are written with `_` for `-`.
pub(super) fn resolve<'p>(path: &str, facts: &Facts<'p>) -> Option<NamedFact<'p>> {
    let DeclaredFact { origin, value } = facts.policy().fact(path)?;
    Some(NamedFact {
        path: path.trim().to_owned(),
        value,
        origin,
    })
}

/// The tool of a path that names one.
pub(super) fn tool(path: &str, facts: &Facts<'_>) -> Option<Ref<Tool>> {
    let policy = facts.policy();
    let id = path.trim().strip_prefix("tool.")?;
    let id = id.split('.').next()?.replace('_', "-");
    policy
        .references::<Tool>()
        .find(|tool| policy[*tool].id.as_str() == id)
}

/// The path that was probably meant.
pub fn nearest(path: &str, facts: &Facts<'_>) -> Option<String> {
    let paths = facts.policy().fact_paths();
    closest(path.trim(), paths.iter().map(String::as_str)).map(str::to_owned)
}

/// Whether a place that a text names is one of these, or holds all of them: where one of two countries lies in the Union,
/// "in the Union" is not what is declared.
fn are_within(places: &[Territory], stated: Territory) -> bool {
    places.contains(&stated)
        || (!places.is_empty() && places.iter().all(|place| place.is_within(stated)))
}

#[cfg(test)]
mod tests {
    use candor_model::Territory;

    use super::are_within;

    #[test]
    fn a_union_that_holds_one_of_two_places_is_not_where_data_is() {
        let [german, french, american, union] =
            ["DE", "FR", "US", "EU"].map(|code| Territory::parse(code).unwrap());
        assert!(are_within(&[german, french], union));
        assert!(are_within(&[german, american], german));
        assert!(!are_within(&[german, american], union));
        assert!(!are_within(&[], union));
    }
}
