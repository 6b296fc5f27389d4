//! The opposite of a promise: "we sell", "we share with advertisers", "we train on your files".

use candor_model::vocabulary::{NeverDo, Relation, Training};

use super::super::facts::Facts;
use super::super::sale::promised;
use super::super::words::any;
use super::super::{Judgement, Verdict};
use super::first;

/// Words that turn such a sentence into a promise, a condition or a question of somebody else.
const NOT: &[&str] = &[
    "not", "never", "no ", "nor", "don't", "doesn't", "won't", "n't", "without", "unless", "only",
    "if ", "nicht", "nie", "kein", "nur ", "wenn", "ohne", "ne ", "pas ", "jamais", "sans",
    "aucun", "si ", "nunca", "sin ", "ningún", "salvo",
];

const SALE: &[&str] = &[
    "we sell",
    "we may sell",
    "we rent",
    "we trade your",
    "wir verkaufen",
    "wir vermieten",
    "nous vendons",
    "nous louons",
    "vendemos",
    "alquilamos",
];

const SHARING: &[&str] = &[
    "we share",
    "we may share",
    "we disclose",
    "we may disclose",
    "we pass your",
    "we give your",
    "wir teilen",
    "wir geben",
    "nous partageons",
    "nous communiquons",
    "nous transmettons",
    "compartimos",
    "cedemos",
];

/// Recipients who decide for themselves.
const RECIPIENTS: &[&str] = &[
    "advertis",
    "ad network",
    "data broker",
    "partner",
    "third part",
    "werbe",
    "dritte",
    "annonceur",
    "tiers",
    "anunciante",
    "tercero",
    "socios",
];

/// Recipients who work for us, or to whom a law sends data.
const SERVANTS: &[&str] = &[
    "service provider",
    "processor",
    "subprocessor",
    "law",
    "court",
    "authorit",
    "dienstleister",
    "gesetz",
    "behörd",
    "prestataire",
    "sous-traitant",
    "proveedor",
    "encargado",
    "ley",
];

const TRAINING: &[&str] = &[
    "we use your files to train",
    "we use your images to train",
    "we use your uploads to train",
    "we use your data to train",
    "we train our models on",
    "we may use your files to train",
    "we may use your content to train",
    "wir nutzen ihre dateien, um",
    "wir trainieren unsere modelle mit",
    "nous utilisons vos fichiers pour entraîner",
    "usamos sus archivos para entrenar",
    "usamos tus archivos para entrenar",
];

fn affirms(lower: &str) -> bool {
    !any(lower, NOT) && !lower.contains("n't")
}

/// Phrases of which a sentence has one where `find_sale` finds anything.
pub(super) const SIGNS_OF_SALE: &[&[&str]] = &[SALE];

pub(super) fn find_sale(lower: &str) -> Option<&'static str> {
    const DATA: &[&str] = &[
        "data",
        "information",
        "daten",
        "données",
        "datos",
        "información",
        "profil",
        "email",
        "e-mail",
    ];
    first(lower, SALE).filter(|_| affirms(lower) && any(lower, DATA))
}

/// Phrases of which a sentence has one where `find_sharing` finds anything.
pub(super) const SIGNS_OF_SHARING: &[&[&str]] = &[SHARING];

pub(super) fn find_sharing(lower: &str) -> Option<&'static str> {
    first(lower, SHARING)
        .filter(|_| affirms(lower) && any(lower, RECIPIENTS) && !any(lower, SERVANTS))
}

/// Phrases of which a sentence has one where `find_training` finds anything.
pub(super) const SIGNS_OF_TRAINING: &[&[&str]] = &[TRAINING];

pub(super) fn find_training(lower: &str) -> Option<&'static str> {
    first(lower, TRAINING).filter(|_| affirms(lower))
}

/// A sale that is declared never to happen.
pub(super) fn sale(facts: &Facts<'_>) -> Option<Judgement> {
    let (promise, origin) =
        promised(facts, NeverDo::Sell).or_else(|| promised(facts, NeverDo::Rent))?;
    Some(
        Judgement::new(
            Verdict::Contradicted,
            format!(
                "the text says that data is sold, and the promise `{}` says that it never is; correct the text or the promise",
                promise.id
            ),
        )
        .at(origin),
    )
}

/// Recipients whom the declarations rule out.
pub(super) fn sharing(facts: &Facts<'_>) -> Option<Judgement> {
    let declared = facts.policy.vendors().iter().any(|vendor| {
        matches!(
            vendor.relation.value,
            Relation::IndependentController
                | Relation::JointController
                | Relation::Affiliate
                | Relation::NotStated
        )
    });
    if declared {
        return None;
    }
    let promise = promised(facts, NeverDo::Share).or_else(|| promised(facts, NeverDo::Advertise));
    let why = promise.map_or_else(
        || "no declared recipient is anybody but those who work for us".to_owned(),
        |(promise, _)| {
            format!(
                "the promise `{}` and the declared recipients say that it is not",
                promise.id
            )
        },
    );
    Some(
        Judgement::new(
            Verdict::Contradicted,
            format!("the text says that data is given to others who decide for themselves, and {why}; declare them, or correct the text"),
        )
        .at_any(promise.map(|(_, origin)| origin)),
    )
}

/// Training that is declared never to happen.
pub(super) fn training(facts: &Facts<'_>) -> Option<Judgement> {
    let never = |activity: &candor_model::Activity| {
        activity
            .training
            .as_ref()
            .and_then(|training| training.known())
            == Some(&Training::Never)
    };
    let activities: Vec<_> = facts
        .policy
        .activities()
        .iter()
        .filter(|activity| activity.training.is_some())
        .collect();
    let first = activities.first()?;
    let training = first.training.as_ref()?;
    activities.iter().all(|activity| never(activity)).then(|| {
        Judgement::new(
            Verdict::Contradicted,
            "the text says that people's data trains models, and `training: never` is declared; correct one of them",
        )
        .at(&training.origin)
    })
}
