//! A preference that is said to stay in local storage, and stands in a cookie, too.

use candor_claims::About;
use candor_model::vocabulary::StorageKind;
use candor_syntax::{RuleCard, Severity};

use crate::facts::Facts;
use crate::findings::{Findings, Rule};
use crate::texts::{JudgedRemark, Sentence};

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "claims/local-storage-beside-cookie",
        severity: Severity::Warning,
        regimes: &[],
        title: "a preference that is said to stay in local storage, and stands in a cookie, too",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
Where a sentence says that settings (preferences, language, theme, consent) are kept in the browser's local storage, no declared cookie and no other sentence about cookies is for the same purpose.

## Why it matters
A browser sends every cookie with each request; what is in local storage stays on the device. Who reads the first sentence believes that nothing is sent.

## Fails
```markdown fails text/faq.md
Your preferences are kept in local storage. # <-

We use cookies to remember your preferences.
```

## Passes
```markdown passes text/faq.md
Your preferences are kept in local storage.

We use no cookies for your preferences.
```

## Basis
GDPR Article 5(1)(a); Directive 2002/58/EC Article 5(3).
"#,
    },
    check,
};

/// Stems of one purpose each, in the four languages.
const PURPOSES: &[&[&str]] = &[
    &[
        "preference",
        "setting",
        "einstellung",
        "präferenz",
        "préférence",
        "réglage",
        "preferencia",
        "ajuste",
    ],
    &["theme", "design", "thème", "tema"],
    &["language", "sprache", "langue", "idioma"],
    &["consent", "einwilligung", "consentement", "consentimiento"],
    &["history", "verlauf", "historique", "historial"],
];

/// Words that deny.
const NOT: &[&str] = &[
    "no", "not", "never", "without", "nicht", "nie", "kein", "keine", "keinen", "ohne", "pas",
    "jamais", "aucun", "sans", "nunca", "sin", "ningún",
];

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let remarks = || facts.texts.of_people().flat_map(|text| &text.remarks);
    let of = |about: About| remarks().filter(move |one| one.remark.about == about);
    for local in of(About::LocalStorage).filter(|one| !denies(one)) {
        let Some(purpose) = purpose(&local.remark.text) else {
            continue;
        };
        let said = of(About::Cookie)
            .find(|one| self::purpose(&one.remark.text) == Some(purpose) && !denies(one));
        let declared = facts.policy.device_storage.iter().find(|item| {
            let mut variants = item.purpose.variants();
            item.kind.value == StorageKind::Cookie
                && variants.any(|(_, text)| self::purpose(text) == Some(purpose))
        });
        if said.is_none() && declared.is_none() {
            continue;
        }
        let mut reported = findings
            .report_sentence(
                &RULE,
                &Sentence::of_remark(local),
                "this says that it stays in local storage, and a cookie is for the same purpose",
            )
            .because("a browser sends every cookie with each request, so it does not stay on the device (GDPR Article 5(1)(a))")
            .help("write that a cookie is used, too, or keep it in local storage alone");
        if let Some(said) = said {
            reported = reported.related_place(said.place.clone(), "the sentence about the cookie");
        }
        if let Some(declared) = declared {
            reported.related(&declared.origin, "this cookie is declared");
        }
    }
}

fn purpose(text: &str) -> Option<usize> {
    let lower = text.to_lowercase();
    PURPOSES
        .iter()
        .position(|stems| stems.iter().any(|stem| lower.contains(stem)))
}

fn denies(one: &JudgedRemark) -> bool {
    let lower = one.remark.text.to_lowercase();
    let mut words = lower.split(|letter: char| !letter.is_alphanumeric());
    words.any(|word| NOT.contains(&word))
}
