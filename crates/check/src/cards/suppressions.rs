//! Faults of comments and side files that set claims aside.

use candor_syntax::{RuleCard, Severity};

use super::cards;

cards! { SUPPRESSIONS, structural: false;
    UNKNOWN_SUPPRESSION = "claims/unknown-suppression", Error, "a claim set aside by a name that does not exist", r#"
## What it checks
A comment `policy-claim-ignore NAME reason="…"`, and `ignore` in the file beside a translation (`NAME.json.claims.yaml`), name a kind of claim, a rule about text, or `*`.

## Why it matters
A misspelt name sets nothing aside, and somebody believes that it does.

## Fails
```markdown fails text/faq.md
<!-- policy-claim-ignore no-trainng reason="a quotation from the law" --> # <-

Your pictures are never used to train models.
```

## Passes
```markdown passes text/faq.md
<!-- policy-claim-ignore no-training reason="a quotation from the law" -->

Your pictures are never used to train models.
```

## Basis
GDPR Article 5(2).
"#;
    EXPIRED_SUPPRESSION = "claims/expired-suppression", Error, "a claim set aside until a day that has passed", r#"
## What it checks
The day after `until=` in a comment that sets a claim aside is still to come, or is today.

## Why it matters
It was meant to be looked at again on that day, and from then on it sets nothing aside.

## Fails
```markdown fails text/faq.md
<!-- policy-claim-ignore no-training reason="the contract is being signed" until=2026-01-31 --> # <-

Your pictures are never used to train models.
```

## Passes
```markdown passes text/faq.md
<!-- policy-claim-ignore no-training reason="the contract is being signed" until=2099-01-31 -->

Your pictures are never used to train models.
```

## Basis
GDPR Article 5(2): whoever answers for the data must be able to show why something was set aside, and for how long.
"#;
    UNUSED_SUPPRESSION = "claims/unused-suppression", Error, "a comment that sets no finding aside", r#"
## What it checks
A comment or an entry that sets a claim aside fits at least one finding of what it covers: the line on which it stands behind text, else the next block, value or line.

## Why it matters
It is mistyped, stands at the wrong place, or is no longer needed and would hide the next finding.

## Fails
```markdown fails text/faq.md
<!-- policy-claim-ignore no-training reason="a quotation from the law" --> # <-

Uploaded pictures are deleted within 24 hours.
```

## Passes
```json passes text/en.json
{"faq": {"training": "Your pictures are never used to train models."}}
```
```yaml with text/en.json.claims.yaml
faq.training: {ignore: no-training, reason: a quotation from the law}
```

## Basis
GDPR Article 5(2).
"#;
    REFUSED_SUPPRESSION = "claims/refused-suppression", Error, "a contradiction that cannot be set aside", r#"
## What it checks
No comment sets aside a sentence about where files go which the declarations contradict.

## Why it matters
A visitor decides by this sentence whether to choose a file at all. A false one is put right, not set aside.

## Fails
```markdown fails text/faq.md
# Enlarge

<!-- policy-claim-ignore no-upload reason="marketing wants it" --> # <-

Your pictures never leave your browser.
```

## Passes
```markdown passes text/faq.md
# Enlarge

Your pictures are enlarged on our servers.
```

## Basis
GDPR Article 5(1)(a); Directive 2005/29/EC Article 6(1)(b).
"#;
}
