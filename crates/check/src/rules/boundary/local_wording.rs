//! Words about a tool that say more than its evidence carries.

use candor_model::vocabulary::{EvidenceLevel, ToolLocation};
use candor_model::{Activity, Origin, Page, Text, Tool};
use candor_syntax::{RuleCard, Severity};

use crate::facts::Facts;
use crate::findings::{Findings, Rule};

pub(crate) static RULE: Rule = Rule {
    card: RuleCard {
        id: "boundary/local-wording",
        severity: Severity::Error,
        regimes: &[],
        title: "words about local processing that the facts do not carry",
        structural: false,
        contradiction: false,
        documentation: r#"
## What it checks
The texts of a tool and the pages in prose are searched for wording such as "never leaves your device" and "stays in your browser". For a tool it must fit the tool's location and its proved level; on a page it must hold for every tool.

## Why it matters
One sentence on a page covers every tool that a reader can think of. It is untrue as soon as one of them sends the file (GDPR Article 5(1)(a)).

## Fails
```yaml fails policies/tools/enlarge.yaml
name: Enlarge
summary: Makes a picture larger. It never leaves your device. # <-
location: server
purpose: requested-service
legal_basis: contract
subjects: [visitor]
uses: [{data: uploaded-image, keep: uploads}]
storage: {medium: encrypted-disk, regions: [DE]}
recipients: none
```

## Passes
```yaml passes policies/tools/resize.yaml
name: Resize
summary: Makes a picture smaller. It is designed to run in your browser.
location: local
purpose: requested-service
uses: [{data: uploaded-image, keep: nothing}]
```

## Basis
GDPR Article 5(1)(a). "Never leaves" needs the level enforced, "stays in your browser" and "not uploaded" need observed.
"#,
    },
    check,
};

/// Wording with the least level that carries it, in lower case.
const WORDING: [(&str, EvidenceLevel); 22] = [
    ("never leave your", EvidenceLevel::Enforced),
    ("never leaves your", EvidenceLevel::Enforced),
    ("do not leave your device", EvidenceLevel::Enforced),
    ("does not leave your device", EvidenceLevel::Enforced),
    ("verlässt nie ihr", EvidenceLevel::Enforced),
    ("verlässt niemals ihr", EvidenceLevel::Enforced),
    ("verlässt ihr gerät nicht", EvidenceLevel::Enforced),
    ("stays in your browser", EvidenceLevel::Observed),
    ("stay in your browser", EvidenceLevel::Observed),
    ("stays on your device", EvidenceLevel::Observed),
    ("stay on your device", EvidenceLevel::Observed),
    ("never uploaded", EvidenceLevel::Observed),
    ("not uploaded", EvidenceLevel::Observed),
    ("no upload", EvidenceLevel::Observed),
    ("without uploading", EvidenceLevel::Observed),
    ("processed locally", EvidenceLevel::Observed),
    ("entirely in your browser", EvidenceLevel::Observed),
    ("bleibt in ihrem browser", EvidenceLevel::Observed),
    ("bleibt auf ihrem gerät", EvidenceLevel::Observed),
    ("nicht hochgeladen", EvidenceLevel::Observed),
    ("nie hochgeladen", EvidenceLevel::Observed),
    ("lokal verarbeitet", EvidenceLevel::Observed),
];

/// The strongest local wording of a text and the level that it needs.
fn wording(text: &str) -> Option<(&'static str, EvidenceLevel)> {
    let lower = text.to_lowercase();
    WORDING
        .into_iter()
        .filter(|(words, _)| lower.contains(words))
        .max_by_key(|(_, level)| *level)
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for tool in facts.policy.tools() {
        for text in texts(tool) {
            for (_, variant) in text.variants() {
                if let Some((words, needed)) = wording(variant) {
                    judge(facts, findings, tool, &text.origin, words, needed);
                }
            }
        }
    }
    for activity in facts.policy.activities() {
        for text in activity.name.iter().chain(&activity.description) {
            for (_, variant) in text.variants() {
                if let Some((words, needed)) = wording(variant) {
                    judge_activity(facts, findings, activity, &text.origin, words, needed);
                }
            }
        }
    }
    for promise in &facts.policy.promises {
        let strongest = promise
            .says
            .variants()
            .filter_map(|(_, variant)| wording(variant))
            .max_by_key(|(_, level)| *level);
        let Some((words, needed)) = strongest else {
            continue;
        };
        // A promise speaks of what it covers, so the weakest activity of a tool in it decides.
        let covered = facts.policy.activities().iter().filter(|activity| {
            activity.tool.is_some()
                && promise.holds_for(activity)
                && activity
                    .data_uses()
                    .any(|used| promise.covers(used.data.value))
        });
        if let Some(weakest) = covered
            .into_iter()
            .find(|activity| !carries(facts, activity, needed))
        {
            judge_activity(
                facts,
                findings,
                weakest,
                &promise.says.origin,
                words,
                needed,
            );
        }
    }
    for page in &facts.policy.pages {
        judge_page(facts, findings, page);
    }
}

/// Whether an activity carries a wording of that level.
fn carries(facts: &Facts<'_>, activity: &Activity, needed: EvidenceLevel) -> bool {
    let tool = activity.tool.map(|tool| &facts.policy[tool]);
    !activity.is_server() && tool.is_some_and(|tool| facts.records.proofs.level(tool) >= needed)
}

/// A text about one activity; its own location decides, whatever else its tool does.
fn judge_activity(
    facts: &Facts<'_>,
    findings: &mut Findings<'_>,
    activity: &Activity,
    at: &Origin,
    words: &str,
    needed: EvidenceLevel,
) {
    if carries(facts, activity, needed) {
        return;
    }
    let name = facts.policy.activity_name(activity);
    let message = match activity
        .tool
        .map(|tool| facts.records.proofs.level(&facts.policy[tool]))
    {
        Some(proved) if !activity.is_server() => {
            format!(
                "\"{words} …\" needs evidence at the level {needed}, and `{name}` is only {proved}"
            )
        }
        _ => format!("\"{words} …\" is said of `{name}`, which runs on a server"),
    };
    findings
        .report(&RULE, at, message)
        .subject(name)
        .related(&activity.location.origin, "the location is declared here")
        .because("a statement that a file stays on the device must be true of the code that is shipped (GDPR Article 5(1)(a))")
        .help("say less, such as \"designed to run in your browser\", or gather the evidence");
}

fn texts(tool: &Tool) -> impl Iterator<Item = &Text> {
    let controls = tool
        .controls
        .iter()
        .flat_map(|control| std::iter::once(&control.what).chain(&control.how));
    std::iter::once(&tool.name)
        .chain(&tool.summary)
        .chain(&tool.advice)
        .chain(&tool.limits)
        .chain(controls)
}

fn judge(
    facts: &Facts<'_>,
    findings: &mut Findings<'_>,
    tool: &Tool,
    at: &Origin,
    words: &str,
    needed: EvidenceLevel,
) {
    let proved = facts.records.proofs.level(tool);
    let message = if tool.location.value != ToolLocation::Local {
        format!(
            "\"{words} …\" is said of `{}`, which is {}",
            tool.id, tool.location.value
        )
    } else if proved < needed {
        format!(
            "\"{words} …\" needs evidence at the level {needed}, and `{}` is only {proved}",
            tool.id
        )
    } else {
        return;
    };
    findings
        .report(&RULE, at, message)
        .subject(tool.id.as_str())
        .related(&tool.location.origin, "the location is declared here")
        .because("a statement that a file stays on the device must be true of the code that is shipped (GDPR Article 5(1)(a))")
        .help("say less, such as \"designed to run in your browser\", or gather the evidence");
}

/// A sentence of a page covers every tool, so the weakest one decides.
fn judge_page(facts: &Facts<'_>, findings: &mut Findings<'_>, page: &Page) {
    for (index, line) in page.body.lines().enumerate() {
        let Some((words, needed)) = wording(line) else {
            continue;
        };
        let weakest = facts.policy.tools().iter().find(|tool| {
            tool.location.value != ToolLocation::Local || facts.records.proofs.level(tool) < needed
        });
        let Some(tool) = weakest else { continue };
        let start = line.to_lowercase().find(words).map_or(0, |at| {
            line.get(..at).map_or(0, |before| before.chars().count())
        });
        let number = page
            .body_line
            .saturating_add(u32::try_from(index).unwrap_or(u32::MAX));
        let column = u32::try_from(start + 1).unwrap_or(1);
        let end_column = column.saturating_add(u32::try_from(words.chars().count()).unwrap_or(0));
        let at = Origin {
            file: page.origin.file.clone(),
            line: number,
            column,
            end_line: number,
            end_column,
        };
        findings
            .report(
                &RULE,
                &at,
                format!(
                    "\"{words} …\" covers every tool, and `{}` does not carry it",
                    tool.id
                ),
            )
            .subject(tool.id.as_str())
            .related(
                &tool.location.origin,
                "this tool's location is declared here",
            )
            .because(
                "one sentence covers every tool that a reader can think of (GDPR Article 5(1)(a))",
            )
            .help("name the tools that it is about, or let {{ table.tools }} say it per tool");
    }
}
