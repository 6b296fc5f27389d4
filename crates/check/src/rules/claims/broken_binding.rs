//! Text that is bound to a fact that does not exist.

use candor_claims::{Binding, BoundBy, FaultOf};
use candor_syntax::{RuleCard, Severity};

use crate::facts::Facts;
use crate::findings::{Findings, Rule};
use crate::texts::Sentence;

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "claims/broken-binding",
        severity: Severity::Error,
        regimes: &[],
        title: "text that is bound to a fact that does not exist",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
The path after `data-claim=`, in a comment `policy-claim PATH`, or in a template variable such as `{{ window.uploads }}` names a fact of the workspace: the same paths that generated pages carry in `data-fact`. And there is text that it binds. Template variables that begin with no noun of the model (`window.`, `tool.`, `vendor.`, `data.`, `promise.`, `organisation.`, `rights.`, `audience.`, `notice.`) are left alone.

## Why it matters
A binding with a slip in it looks like a check and is none.

## Fails
```markdown fails text/faq.md
Uploads are deleted after <span data-claim="window.upload">24 hours</span>. # <-
```

## Passes
```markdown passes text/faq.md
Uploads are deleted after <span data-claim="window.uploads">24 hours</span>.
```

## Basis
GDPR Article 5(2).
"#,
    },
    check,
};

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for text in &facts.texts.files {
        for (fault, place) in &text.faults {
            if fault.about == FaultOf::Binding {
                findings
                    .report_place(&RULE, place.clone(), fault.message.clone())
                    .because("a binding with a slip in it looks like a check and is none")
                    .help("put it on the element, or before the paragraph, whose text states the fact");
            }
        }
        for one in &text.bound {
            let Some(Binding::Unknown(near)) = &one.binding else {
                continue;
            };
            if one.bound.by == BoundBy::PerhapsVariable && near.is_none() {
                continue;
            }
            let help = match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => "paths are written like window.uploads, tool.resize.location or rights.answer_within, with _ \
                         for - in ids"
                    .to_owned(),
            };
            findings
                .report_sentence(
                    &RULE,
                    &Sentence::of_binding(one),
                    format!(
                        "no fact is called `{}`, so nothing holds this text",
                        one.bound.path
                    ),
                )
                .because("a binding with a slip in it looks like a check and is none")
                .help(help);
        }
    }
}
