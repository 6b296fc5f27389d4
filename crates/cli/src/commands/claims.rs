//! `candor claims`: what published text claims, and how that stands to the facts.

mod human;
mod json;

use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Instant;

use candor_check::{
    Content, JudgedText, Listed, Outcome, PublishedText, TextFile, Texts, Workspace, below, check,
    moved, read_texts, shown,
};
use candor_claims::Language;
use candor_report::Summary;
use candor_syntax::{Diagnostic, SetAside, Sources};

use crate::commands::check::Levels;
use crate::exit::Exit;
use crate::findings::cards;
use crate::output::say;
use crate::workspace;

/// What to read, and how.
#[derive(clap::Args, Debug)]
pub(crate) struct Arguments {
    /// Files and directories of text; `-` reads Markdown from standard input. Without any: the `text` of candor.yaml.
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// The form of the report.
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// The language of all the text: en, de, fr or es. It is found out where it is not given.
    #[arg(long, value_name = "LANGUAGE", value_parser = parse_language)]
    lang: Option<Language>,
    #[command(flatten)]
    levels: Levels,
    /// Let warnings fail, too.
    #[arg(long)]
    strict: bool,
}

/// The forms of the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Human,
    Json,
    Sarif,
}

fn parse_language(text: &str) -> Result<Language, String> {
    Language::of(text).ok_or_else(|| format!("`{text}` is not read; en, de, fr and es are"))
}

/// What was found.
pub(crate) struct Found {
    /// The files that were looked at.
    pub(crate) texts: Vec<JudgedText>,
    /// What was not looked into, and why.
    pub(crate) passed_over: Vec<(String, &'static str)>,
    /// Findings about them, in stable order; none without a workspace.
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// Findings about them that are set aside.
    pub(crate) set_aside: Vec<SetAside>,
    /// What can be shown of files.
    pub(crate) sources: Sources,
    /// Whether there was a workspace to judge by.
    pub(crate) is_judged: bool,
}

pub(crate) fn run(directory: Option<&Path>, arguments: &Arguments) -> Result<Exit, String> {
    let started = Instant::now();
    let root = match (directory, workspace::find(directory)) {
        (_, Ok(root)) => Some(root),
        (None, Err(_)) if !arguments.paths.is_empty() => None,
        (_, Err(error)) => return Err(error),
    };
    let listed = files(&arguments.paths, root.as_deref())?;
    let found = match root {
        Some(root) => judged(&root, listed, arguments)?,
        None => Found {
            texts: read_texts(
                listed.as_ref().map_or(&[][..], |listed| &listed.files),
                arguments.lang,
                None,
            ),
            passed_over: listed.map(|listed| listed.passed_over).unwrap_or_default(),
            diagnostics: Vec::new(),
            set_aside: Vec::new(),
            sources: Sources::default(),
            is_judged: false,
        },
    };
    let summary = Summary::of(&found.diagnostics, found.texts.len(), started.elapsed())
        .with_set_aside(found.set_aside.len());
    match arguments.format {
        Format::Json => say!("{}", json::report(&found)?),
        Format::Human | Format::Sarif => {
            let report = candor_report::Report {
                diagnostics: &found.diagnostics,
                set_aside: &found.set_aside,
                sources: &found.sources,
                cards: &cards(),
                summary,
                rules_url: candor_report::RULES_URL,
            };
            if arguments.format == Format::Sarif {
                say!("{}", report.sarif().trim_end());
            } else {
                human::print(&found, &report);
            }
        }
    }
    let not_assessed = found.texts.iter().any(|text| !text.not_assessed.is_empty());
    Ok(
        match Exit::for_findings(&found.diagnostics, arguments.strict) {
            Exit::Fine if not_assessed => Exit::Unchecked,
            exit => exit,
        },
    )
}

/// The files that the arguments name; nothing where they name none. Those inside of the workspace are named from there,
/// as in `candor check`.
fn files(paths: &[PathBuf], root: Option<&Path>) -> Result<Option<Listed>, String> {
    let root = root.and_then(|root| root.canonicalize().ok());
    let mut listed = Listed::default();
    for path in paths {
        if path.as_os_str() == "-" {
            let mut bytes = Vec::new();
            std::io::stdin()
                .lock()
                .read_to_end(&mut bytes)
                .map_err(|error| format!("standard input cannot be read: {error}"))?;
            listed.files.push(TextFile {
                name: "<stdin>.md".to_owned(),
                content: Content::Memory(bytes),
                side: None,
            });
            continue;
        }
        path.symlink_metadata()
            .map_err(|error| format!("{} cannot be read: {error}", path.display()))?;
        let Listed {
            mut files,
            mut passed_over,
            ..
        } = below(path);
        if let (Some(root), Ok(full)) = (&root, path.canonicalize())
            && let Ok(inside) = full.strip_prefix(root)
        {
            let (before, after) = (shown(path), shown(inside));
            for file in &mut files {
                file.rename(&before, &after);
            }
            for (name, _) in &mut passed_over {
                *name = moved(name, &before, &after);
            }
        }
        listed.files.append(&mut files);
        listed.passed_over.append(&mut passed_over);
    }
    let mut seen = std::collections::BTreeSet::new();
    listed.files.retain(|file| seen.insert(file.name.clone()));
    listed.files.sort_by(|a, b| a.name.cmp(&b.name));
    Ok((!paths.is_empty()).then_some(listed))
}

/// Finds and judges the claims by a workspace.
fn judged(root: &Path, listed: Option<Listed>, arguments: &Arguments) -> Result<Found, String> {
    let workspace = Workspace::load(root).map_err(|error| error.to_string())?;
    let mut options = arguments.levels.options();
    options.texts = listed.map(|listed| PublishedText {
        files: listed.files,
        passed_over: listed.passed_over,
        language: arguments.lang,
    });
    let Outcome {
        policy,
        diagnostics,
        mut set_aside,
        texts,
        ..
    } = check(&workspace, &options);
    let Some(policy) = policy else {
        return Err(format!(
            "nothing can be held against the declarations in {}, because they have faults; `candor check` names them",
            root.display()
        ));
    };
    if options.texts.is_none() && policy.settings.text.is_empty() {
        return Err(
            "candor.yaml names no text: write `text: [site/**/*.html]` there, or name files here"
                .to_owned(),
        );
    }
    let Texts {
        files, passed_over, ..
    } = texts;
    let mut sources = workspace.sources;
    for source in files.iter().flat_map(JudgedText::sources) {
        sources.add(source.clone());
    }
    let mut diagnostics: Vec<Diagnostic> = diagnostics
        .into_iter()
        .filter(|finding| finding.rule.starts_with("claims/"))
        .collect();
    candor_report::sort(&mut diagnostics);
    set_aside.retain(|one| one.finding.rule.starts_with("claims/"));
    Ok(Found {
        texts: files,
        passed_over,
        diagnostics,
        set_aside,
        sources,
        is_judged: true,
    })
}
