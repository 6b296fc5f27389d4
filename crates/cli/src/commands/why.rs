//! `candor why PAGE#ANCHOR`: from a sentence of a page to the lines that declare it and what carries it.

use std::path::Path;

use html5gum::{Token, Tokenizer};

use crate::commands::build::{output, print_blocking};
use crate::commands::check::Levels;
use crate::commands::ledger::{self, Format};
use crate::exit::Exit;
use crate::findings::{Depth, look};
use crate::output::say;
use crate::workspace;

/// Which sentence.
#[derive(clap::Args, Debug)]
pub(crate) struct Arguments {
    /// A page of the site and an anchor in it, such as `privacy/#window-uploads`; the path of a fact, such as
    /// `window.uploads`, is an anchor, too.
    #[arg(value_name = "PAGE#ANCHOR")]
    place: String,
    /// The form of the answer.
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    #[command(flatten)]
    levels: Levels,
}

pub(crate) fn run(directory: Option<&Path>, arguments: &Arguments) -> Result<Exit, String> {
    let (page, anchor) = arguments
        .place
        .split_once('#')
        .filter(|(_, anchor)| !anchor.is_empty())
        .ok_or_else(|| {
            format!(
                "`{}` names no anchor; write PAGE#ANCHOR, such as privacy/#window-uploads",
                arguments.place
            )
        })?;
    let root = workspace::find(directory)?;
    let look = look(&root, &arguments.levels.options(), Depth::Pages)?;
    let (Some(policy), Some(rendered)) = (&look.policy, &look.rendered) else {
        print_blocking(&look, "There is no page to follow");
        return Ok(Exit::Findings);
    };
    let path = page_path(page);
    if path.split('/').any(|part| part == "..") {
        return Err(format!("the site has no page {path}: it lies outside"));
    }
    let html = match rendered.files.iter().find(|file| file.path == path) {
        Some(file) => String::from_utf8_lossy(&file.bytes).into_owned(),
        None => {
            // Pages that people wrote carry facts in their marked regions.
            let site = output(&root, &look, None).unwrap_or_else(|| root.join("site"));
            std::fs::read_to_string(site.join(&path))
                .map_err(|error| format!("the site has no page {path}: {error}"))?
        }
    };
    let Some(found) = Sentence::find(&html, anchor) else {
        return Err(format!(
            "{path} has no element `{anchor}`: neither an id nor a fact is called so"
        ));
    };
    let rows = candor_render::ledger(policy, &look.proofs);
    let facts: Vec<_> = found
        .facts
        .iter()
        .map(|fact| {
            let declared = policy.fact(fact).map(|declared| declared.origin);
            let row = rows.iter().find(|row| row.fact == *fact);
            (fact, declared, row)
        })
        .collect();
    if let Format::Json = arguments.format {
        let facts: Vec<serde_json::Value> = facts
            .iter()
            .map(|(fact, declared, row)| {
                serde_json::json!({
                    "fact": fact,
                    "file": declared.as_ref().map(|at| &*at.file),
                    "line": declared.as_ref().map(|at| at.line),
                    "column": declared.as_ref().map(|at| at.column),
                    "ledger": row.map(ledger::Entry::of),
                })
            })
            .collect();
        let document = serde_json::json!({ "page": path, "anchor": anchor, "text": found.text, "facts": facts });
        say!("{document:#}");
    } else {
        say!("{path}#{anchor}");
        say!("    “{}”\n", found.text);
        for (fact, declared, row) in &facts {
            match declared {
                Some(at) => say!("{fact} is declared in {at}"),
                None => say!("{fact} is not declared by this workspace"),
            }
            match row {
                Some(row) => ledger::print(row),
                None => say!(),
            }
        }
        if facts.is_empty() {
            say!("Nothing in it is a fact of its own: these are words of the page.");
        }
    }
    Ok(Exit::Fine)
}

/// The file of a page, as addresses and paths name it.
fn page_path(page: &str) -> String {
    let page = page.trim_start_matches('/');
    if page.is_empty() || page.ends_with('/') {
        format!("{page}index.html")
    } else if page.contains('.') {
        page.to_owned()
    } else {
        format!("{page}/index.html")
    }
}

/// What an element says, and the facts in it.
struct Sentence {
    text: String,
    facts: Vec<String>,
}

impl Sentence {
    /// The first element with that id, or that states that fact; its text with single spaces.
    fn find(html: &str, anchor: &str) -> Option<Self> {
        /// Elements that have no end tag (HTML, 13.1.2).
        const VOID: [&[u8]; 8] = [
            b"area", b"br", b"hr", b"img", b"input", b"link", b"meta", b"source",
        ];
        let mut within: Option<(Self, u32)> = None;
        for token in Tokenizer::new(html) {
            let Ok(token) = token;
            match token {
                Token::StartTag(tag) => {
                    let attribute = |name: &[u8]| {
                        tag.attributes
                            .iter()
                            .find(|(own, _)| own.as_slice() == name)
                            .map(|(_, value)| String::from_utf8_lossy(value).into_owned())
                    };
                    let fact = attribute(b"data-fact");
                    let is_wanted = attribute(b"id").as_deref() == Some(anchor)
                        || fact.as_deref() == Some(anchor);
                    if within.is_none() && is_wanted {
                        let (text, facts) = (String::new(), Vec::new());
                        within = Some((Self { text, facts }, 0));
                    }
                    if let Some((sentence, depth)) = &mut within {
                        sentence.text.push(' ');
                        if let Some(fact) = fact
                            && !sentence.facts.contains(&fact)
                        {
                            sentence.facts.push(fact);
                        }
                        if !VOID.contains(&tag.name.as_slice()) {
                            *depth += 1;
                        }
                    }
                }
                Token::String(text) => {
                    if let Some((sentence, _)) = &mut within {
                        sentence.text.push_str(&String::from_utf8_lossy(&text));
                    }
                }
                Token::EndTag(_) => {
                    if let Some((sentence, depth)) = &mut within {
                        sentence.text.push(' ');
                        *depth = depth.saturating_sub(1);
                        if *depth == 0 {
                            break;
                        }
                    }
                }
                _ => {}
            }
        }
        let (sentence, _) = within?;
        let words: Vec<&str> = sentence.text.split_whitespace().collect();
        Some(Self {
            text: words.join(" "),
            ..sentence
        })
    }
}
