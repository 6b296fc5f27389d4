//! A promise that data is never stored, against the windows and stores that hold it.

use candor_model::vocabulary::{Medium, NeverDo};
use candor_model::{Activity, DataUse, Extent, HeldBy, Keep, Never, Policy, Promise};
use candor_syntax::{RuleCard, Severity};

use super::contradicted::covers;
use crate::facts::Facts;
use crate::findings::{Findings, Rule};

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "promise/never-stored",
        severity: Severity::Error,
        regimes: &[],
        title: "\"never stored\" against a window that keeps",
        structural: false,
        contradiction: true,
        documentation: r#"
## What it checks
A promise with `never: store` covers no data that a server activity keeps under a window, or that lies in a lasting store. Where a vendor sets the window, the promise is held against it only with `includes_vendors: true`; a store of the customer's own is left out.

## Why it matters
"We never store your pictures" and "kept for 24 hours" cannot both be true (GDPR Article 5(1)(a)). A cache, a disk and a bucket are stores, too.

## Fails
```yaml fails policies/promises.yaml
- id: nothing-stored
  says: Your pictures are never stored.
  about: [uploaded-image]
  never: store # <-
```

## Passes
```yaml passes policies/promises.yaml
- {id: no-accounts, says: Account details are never stored., about: [account], never: store}
```

## Basis
GDPR Article 5(1)(a); 15 U.S.C. 45.
"#,
    },
    check,
};

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let policy = facts.policy;
    for promise in &policy.promises {
        for never in &promise.never {
            if never.value != Never::Do(NeverDo::Store) {
                continue;
            }
            for activity in policy
                .activities()
                .iter()
                .filter(|activity| activity.is_server() && promise.holds_for(activity))
            {
                let kept = activity
                    .data_uses()
                    .filter(|data| covers(promise, data.data.value))
                    .find_map(|data| Some((data, how_kept(policy, promise, activity, data)?)));
                let Some((data, how)) = kept else { continue };
                let name = policy.activity_name(activity);
                let label = policy[data.data.value].label.first();
                findings
                    .report(
                        &RULE,
                        &never.origin,
                        format!("the promise `{}` says never stored, and `{name}` keeps \"{label}\" {how}", promise.id),
                    )
                    .subject(promise.id.as_str())
                    .related(&data.keep.origin, "it is kept here")
                    .because("both cannot be true of the same data, and people rely on the promise (GDPR Article 5(1)(a))")
                    .help("narrow the promise to what is true, such as \"erased within 24 hours\", or keep nothing: `keep: nothing`, or a window with `memory_only: true`");
            }
        }
    }
}

/// How an activity keeps data; nothing where it does not, or where only a vendor does whom the promise leaves out.
fn how_kept(
    policy: &Policy,
    promise: &Promise,
    activity: &Activity,
    data: &DataUse,
) -> Option<String> {
    let storage = activity
        .storage
        .as_ref()
        .and_then(|storage| storage.known());
    let holder = storage.and_then(|storage| storage.held_by.as_ref());
    if holder.is_some_and(|holder| holder.value == HeldBy::Customer) {
        return None;
    }
    match data.keep.value {
        Keep::Nothing => None,
        Keep::Window(reference) => {
            let window = &policy[reference];
            match &window.extent {
                Extent::MemoryOnly => None,
                Extent::SetBy { .. } if !promise.includes_vendors => None,
                _ => Some(format!("under the window `{}`", window.id)),
            }
        }
        Keep::NotStated => {
            if holder.is_some_and(|holder| holder.value != HeldBy::Us) && !promise.includes_vendors
            {
                return None;
            }
            let lasting = storage?.medium.iter().find(|medium| {
                !matches!(
                    medium.value,
                    Medium::Memory | Medium::EncryptedCache | Medium::NotStated
                )
            })?;
            Some(format!("in a store of the kind `{}`", lasting.value))
        }
    }
}
