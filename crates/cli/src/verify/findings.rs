//! What runs came to as findings, for the forms that CI systems read.

use std::path::Path;

use candor_evidence::{Leak, Position, Report, Verdict};
use candor_model::vocabulary::EvidenceLevel;
use candor_model::{Policy, Tool};
use candor_syntax::{Diagnostic, Place, RuleCard, SourceFile};

use super::Verified;
use super::words::{short, since};

/// The rules under which runs are reported.
pub(crate) const RULES: [&str; 3] = [LEAK, INCONCLUSIVE, LEVEL_TOO_LOW];
const LEAK: &str = "evidence/leak";
const INCONCLUSIVE: &str = "evidence/inconclusive";
const LEVEL_TOO_LOW: &str = "evidence/level-too-low";

/// The findings over all tools, in the order of the text.
pub(crate) fn findings(
    root: &Path,
    policy: &Policy,
    all: &[Verified],
    cards: &[&'static RuleCard],
) -> Vec<Diagnostic> {
    let card = |id: &str| cards.iter().find(|card| card.id == id);
    let mut found = Vec::new();
    for verified in all {
        let Some(tool) = policy.tool(verified.tool.as_str()) else {
            continue;
        };
        match (verified.verdict(), &verified.outcome) {
            (Verdict::Leak, Ok(report)) => {
                if let Some(card) = card(LEAK) {
                    let leaks = report.leaks.iter();
                    found.extend(leaks.map(|leak| of_leak(card, root, tool, leak, report)));
                }
            }
            (Verdict::Local, _) if verified.level < verified.wanted => {
                found.extend(card(LEVEL_TOO_LOW).map(|card| of_level(card, tool, verified)));
            }
            (Verdict::Inconclusive, _) => {
                found.extend(card(INCONCLUSIVE).map(|card| of_doubt(card, tool, verified)));
            }
            _ => {}
        }
    }
    found
}

fn of_leak(card: &RuleCard, root: &Path, tool: &Tool, leak: &Leak, report: &Report) -> Diagnostic {
    let message = format!(
        "`{}` is said to be local, and it sends by {} to {}, {} ms after {}: {}",
        tool.id,
        leak.channel,
        short(&leak.url),
        leak.after,
        since(leak),
        leak.note
    );
    let script = leak.script.as_ref();
    let place = script.and_then(|at| place_in_build(root, tool, at, report));
    let path = leak.url.split(['?', '#']).next().unwrap_or(&leak.url);
    let finding = Diagnostic::new(card, message)
        // Two leaks from one file are two findings.
        .subject(format!("{}: {} to {}", tool.id, leak.channel, short(path)))
        .because("a statement that a file stays on the device must be true of the code that is shipped (GDPR Article 5(1)(a))")
        .help(leak.advice);
    match place {
        Some(place) => finding
            .at(place)
            .related(declared(tool), "the tool is said to be local here"),
        None => finding.at(declared(tool)),
    }
}

fn of_level(card: &RuleCard, tool: &Tool, verified: &Verified) -> Diagnostic {
    let message = format!(
        "`{}` is proved as {}, and {} is asked for",
        tool.id, verified.level, verified.wanted
    );
    let reason = match verified.reason() {
        Some(reason) => format!("{reason}; the words on a page rest on the level of the evidence"),
        None => "the words on a page rest on the level of the evidence".to_owned(),
    };
    // Below `isolated` it is the tool itself that falls short, and no headers help.
    let help = match verified.level < EvidenceLevel::Isolated {
        true => "let the tool do its whole job without a network, or ask for less",
        false => verified.closing(),
    };
    Diagnostic::new(card, message)
        .at(declared(tool))
        .subject(tool.id.as_str())
        .because(format!("{reason} (GDPR Article 5(2))"))
        .help(help)
}

fn of_doubt(card: &RuleCard, tool: &Tool, verified: &Verified) -> Diagnostic {
    let why = verified.reason().unwrap_or("no reason is known");
    Diagnostic::new(card, format!("nothing could be said about `{}`: {why}", tool.id))
        .at(declared(tool))
        .subject(tool.id.as_str())
        .because("where the tool could not be driven, nothing is known of it")
        .help("declare the steps in `evidence.scenario`; `candor verify --html FILE` shows how each run ended")
}

/// Where the tool says that it is local.
fn declared(tool: &Tool) -> Place {
    let origin = &tool.location.origin;
    Place {
        file: origin.file.clone(),
        line: origin.line,
        column: origin.column,
        end_line: origin.end_line,
        end_column: origin.end_column,
    }
}

/// The place of a script in the workspace, where its URL names a file of the build that the browser really loaded.
fn place_in_build(root: &Path, tool: &Tool, at: &Position, report: &Report) -> Option<Place> {
    let build = tool.evidence.as_ref()?.build.as_ref()?;
    let (scheme, rest) = at.url.split_once("://")?;
    // A build is served on loopback; a script of another host is no file of the workspace.
    let (host, path) = rest.split_once('/')?;
    if scheme != "http" || host.split(':').next() != Some("127.0.0.1") {
        return None;
    }
    let path = path.split(['?', '#']).next().unwrap_or(path);
    let name = match path.is_empty() || path.ends_with('/') {
        true => format!("{path}index.html"),
        false => path.to_owned(),
    };
    // Only names that were served: no address of a page leads out of the build.
    let name = report
        .files
        .keys()
        .find(|known| known.trim_start_matches('/') == name)?;
    let directory = build.root.value.trim_end_matches('/');
    let file = match directory {
        "" | "." => name.trim_start_matches('/').to_owned(),
        inside => format!("{inside}/{}", name.trim_start_matches('/')),
    };
    let text = std::fs::read_to_string(root.join(&file)).ok()?;
    let source = SourceFile::new(file.clone(), text);
    let line = source.line(at.line)?;
    let column = characters(line, at.column);
    let end_column = column + u32::from(usize::try_from(column).ok()? <= line.chars().count());
    Some(Place {
        file: file.into(),
        line: at.line,
        column,
        end_line: at.line,
        end_column,
    })
}

/// A browser counts UTF-16 units from 1, an editor characters.
fn characters(line: &str, units: u32) -> u32 {
    let (mut left, mut column) = (units.saturating_sub(1), 1);
    for character in line.chars() {
        if left == 0 {
            break;
        }
        left = left.saturating_sub(if character.len_utf16() == 2 { 2 } else { 1 });
        column += 1;
    }
    column
}

#[cfg(test)]
mod tests {
    use super::characters;

    #[test]
    fn columns_of_a_browser_become_characters() {
        assert_eq!(characters("abc", 1), 1);
        assert_eq!(characters("abc", 3), 3);
        assert_eq!(
            characters("a\u{1f600}c", 4),
            3,
            "two units are one character"
        );
        assert_eq!(characters("abc", 900), 4, "beyond the end is the end");
    }
}
