//! Consent that is taken from people who may be too young to give it.

use candor_model::vocabulary::{LegalBasis, Subject};
use candor_syntax::{RuleCard, Severity};

use crate::facts::Facts;
use crate::findings::{Findings, Rule};

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "children/consent-age",
        severity: Severity::Warning,
        regimes: &["gdpr"],
        title: "consent of people below sixteen",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
An activity that rests on consent is not about children, and the minimum age of the service is then at least 16: the age that holds where a member state has made no other law. States may go down to 13.

## Why it matters
Below that age only a parent can consent to an online service that is offered to children (GDPR Article 8(1)).

## Fails
```yaml fails policies/tools/enlarge.yaml
name: Enlarge
location: server
purpose: requested-service
legal_basis: consent # <-
subjects: [visitor, child]
uses: [{data: uploaded-image, keep: uploads}]
storage: {medium: encrypted-disk, regions: [DE]}
recipients: none
```

## Passes
```yaml passes policies/tools/enlarge.yaml
name: Enlarge
location: server
purpose: requested-service
legal_basis: consent
subjects: [visitor]
uses: [{data: uploaded-image, keep: uploads}]
storage: {medium: encrypted-disk, regions: [DE]}
recipients: none
```

## Basis
GDPR Article 8(1). The ages of the single states are not in a table yet.
"#,
    },
    check,
};

/// The age of GDPR Article 8(1), where the law of a member state sets no lower one.
const AGE_OF_CONSENT: u8 = 16;

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let policy = facts.policy;
    let minimum = policy
        .audience
        .as_ref()
        .map(|audience| &audience.minimum_age);
    let young = minimum.filter(|age| age.known().is_some_and(|age| *age < AGE_OF_CONSENT));
    for activity in policy.activities() {
        let Some(basis) = activity
            .legal_basis
            .as_ref()
            .filter(|basis| basis.known() == Some(&LegalBasis::Consent))
        else {
            continue;
        };
        let child = activity
            .subjects
            .as_ref()
            .and_then(|subjects| subjects.known())
            .and_then(|subjects| {
                subjects
                    .iter()
                    .find(|subject| subject.value == Subject::Child)
            });
        let name = policy.activity_name(activity);
        let (message, related) = match (child, young) {
            (Some(child), _) => (
                format!("`{name}` rests on consent, and children are among those who give it"),
                &child.origin,
            ),
            (None, Some(age)) => (
                format!(
                    "`{name}` rests on consent, and people from the age of {} can give it",
                    age.known().copied().unwrap_or_default()
                ),
                &age.origin,
            ),
            (None, None) => continue,
        };
        findings
            .report(&RULE, &basis.origin, message)
            .subject(name)
            .related(related, "the age stands here")
            .because("below 16, or the lower age that a member state has set, a parent must consent (GDPR Article 8(1))")
            .help("ask for consent from 16 on, or from the age of the states in which you offer the service, and say how parents consent");
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::sample::found;

    /// How often consent is found to come from people who may be too young, at this minimum age.
    fn young(minimum_age: u8) -> usize {
        let audience = format!("covers: [visitor]\nminimum_age: {minimum_age}\n");
        let files = [
            ("policies/audience.yaml", audience.as_str()),
            (
                "policies/data.yaml",
                "address: {label: Your address, source: [visitor], identifies: identified}\n",
            ),
            (
                "policies/activities/news.yaml",
                "name: News\nlocation: server\npurpose: marketing\nlegal_basis: consent\nsubjects: [visitor]\nuses: [{data: address, keep: nothing}]\nrecipients: none\n",
            ),
        ];
        found("children/consent-age", "gdpr", &files).len()
    }

    #[test]
    fn the_age_of_the_regulation_is_sixteen() {
        assert_eq!(young(15), 1);
        assert_eq!(young(16), 0);
    }
}
