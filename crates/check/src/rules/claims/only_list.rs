//! A closed list that leaves something out.

use std::collections::BTreeSet;

use candor_claims::About;
use candor_model::vocabulary::{Relation, Stage};
use candor_model::{DataCategory, Origin, Policy, Vendor};
use candor_syntax::{RuleCard, Severity};

use crate::facts::Facts;
use crate::findings::{Findings, Rule};
use crate::texts::Sentence;

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "claims/only-list",
        severity: Severity::Warning,
        regimes: &[],
        title: "a closed list that leaves something out",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
A sentence with "only" (or "solely", "exclusively", and their like in German, French and Spanish) that names recipients or data of the workspace names all of them: every vendor that is in use and gets or sees data, or every category that an activity on a server uses. A sentence that names none of them is not compared.

## Why it matters
A closed list says of everybody who is not on it that they get nothing.

## Fails
```markdown fails text/faq.md
We share your pictures only with Nimbus Hosting SARL. # <-
```
```yaml with subprocessors/lakeside.yaml
legal_name: Lakeside Analytics AB
relation: processor
stage: active
purpose: counting visits
established_in: [SE]
contact: {email: privacy@lakeside.example}
receives: [page-views]
used: {when: always}
```

## Passes
```markdown passes text/faq.md
We share your pictures only with Nimbus Hosting SARL.
```

## Basis
GDPR Articles 5(1)(a), 13(1)(e).
"#,
    },
    check,
};

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let remarks = facts.texts.of_people().flat_map(|text| &text.remarks);
    for one in remarks {
        let sentence = &one.remark.text;
        let left_out = match one.remark.about {
            About::OnlyRecipients => recipients(facts.policy, sentence),
            About::OnlyData => data(facts.policy, sentence),
            About::LocalStorage | About::Cookie => continue,
        };
        let Some((_, first)) = left_out.first() else {
            continue;
        };
        let names: Vec<&str> = left_out.iter().map(|(name, _)| name.as_str()).collect();
        let message = format!(
            "this list says that it is complete, and the declarations hold more: {}",
            names.join(", ")
        );
        findings
            .report_sentence(&RULE, &Sentence::of_remark(one), message)
            .because("a closed list says of everything that is not on it that it is not so (GDPR Article 13(1)(e))")
            .help("name all of them, or take \"only\" away and link to the full list")
            .related(first, "this is declared");
    }
}

/// The vendors in use that a sentence leaves out; nothing where it names none.
fn recipients<'p>(policy: &'p Policy, sentence: &str) -> Vec<(String, &'p Origin)> {
    let lower = sentence.to_lowercase();
    let used = policy.vendors().iter().filter(|vendor| {
        let stage = &vendor.stage.value;
        let gone = matches!(stage, Stage::Planned | Stage::Announced | Stage::Removed);
        let gets = !vendor.receives().is_empty() || !vendor.can_see().is_empty();
        !gone && gets && vendor.relation.value != Relation::SelfHosted
    });
    let is_named = |vendor: &Vendor| {
        let names = [
            vendor.name(),
            vendor.legal_name.value.as_str(),
            vendor.id.as_str(),
        ];
        names
            .iter()
            .any(|name| !name.is_empty() && lower.contains(&name.to_lowercase()))
    };
    let (named, left): (Vec<&Vendor>, Vec<&Vendor>) = used.partition(|vendor| is_named(vendor));
    if named.is_empty() {
        return Vec::new();
    }
    left.into_iter()
        .map(|vendor| (vendor.name().to_owned(), &vendor.legal_name.origin))
        .collect()
}

/// The categories used on servers that a sentence leaves out; nothing where it names none.
fn data<'p>(policy: &'p Policy, sentence: &str) -> Vec<(String, &'p Origin)> {
    let said = words(sentence);
    let mut used: Vec<&DataCategory> = Vec::new();
    for activity in policy.activities().iter().filter(|one| one.is_server()) {
        for data in &activity.uses {
            let category = &policy[data.data.value];
            if used.iter().all(|known| known.id != category.id) {
                used.push(category);
            }
        }
    }
    let is_named = |category: &DataCategory| {
        let mut own = words(category.id.as_str());
        for (_, label) in category.label.variants() {
            own.append(&mut words(label));
        }
        for field in &category.fields {
            own.append(&mut words(field.name.as_str()));
        }
        own.intersection(&said).next().is_some()
    };
    let (named, left): (Vec<&DataCategory>, Vec<&DataCategory>) =
        used.into_iter().partition(|category| is_named(category));
    if named.is_empty() {
        return Vec::new();
    }
    left.into_iter()
        .map(|category| (category.label.first().to_owned(), &category.origin))
        .collect()
}

/// The words of a text that can tell one thing from another; a plural counts as its singular.
fn words(text: &str) -> BTreeSet<String> {
    const EVERYWHERE: &[&str] = &[
        "data",
        "your",
        "information",
        "collect",
        "only",
        "choose",
        "details",
    ];
    text.to_lowercase()
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| word.chars().count() > 3 && !EVERYWHERE.contains(word))
        .map(|word| word.trim_end_matches('s').to_owned())
        .collect()
}
