//! Bound text that says something else than its fact.

use candor_claims::{Binding, BoundBy};
use candor_syntax::{RuleCard, Severity};

use crate::facts::Facts;
use crate::findings::{Findings, Rule};
use crate::texts::Sentence;

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "claims/bound-value",
        severity: Severity::Error,
        regimes: &[],
        title: "bound text that says something else than its fact",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
Text that is bound to a fact (`data-claim="window.uploads"`, or a comment `policy-claim window.uploads` before it) carries the fact's value: the length of a window, of a notice or of an answer; the words for a tool's location (browser, device, server); the level of its evidence; the least age; a name, a label or the words of a promise. It is judged by the value and never by the pattern of the sentence.

## Why it matters
People rely on the sentence, and whoever bound it wanted to hear of a change of the fact.

## Fails
```markdown fails text/faq.md
Uploads are deleted after <span data-claim="window.uploads">2 hours</span>. # <-
```

## Passes
```markdown passes text/faq.md
<!-- policy-claim window.uploads -->

After one day, at the latest, the picture that you gave us is gone.
```

## Basis
GDPR Articles 5(1)(a), 13(2)(a).
"#,
    },
    check,
};

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let all = facts.texts.files.iter().flat_map(|text| &text.bound);
    for one in all.filter(|one| one.bound.by == BoundBy::Markup) {
        if let Some(Binding::Differs(why, fact)) = &one.binding {
            findings
                .report_sentence(
                    &RULE,
                    &Sentence::of_binding(one),
                    format!("this is bound to `{}`, and {why}", one.bound.path),
                )
                .because("people rely on the sentence, and the fact says otherwise (GDPR Article 5(1)(a))")
                .help("write the declared value, or bind the text to the fact that it states")
                .related(fact, "this is declared");
        }
    }
}
