//! `candor new tool|vendor|window|activity NAME`.

use std::fs;
use std::path::Path;

use candor_model::vocabulary::{Relation, Vocabulary};

use crate::commands::init::write;
use crate::exit::Exit;
use crate::output::say;
use crate::scaffold;
use crate::workspace;

/// What to add.
#[derive(clap::Args, Debug)]
pub(crate) struct Arguments {
    /// The kind of thing.
    #[arg(value_enum)]
    kind: Kind,
    /// Its id, such as `background-removal`.
    name: String,
    /// Where a tool processes.
    #[arg(long, value_enum, default_value_t = Location::Server)]
    location: Location,
    /// What a vendor is in law, such as `processor` or `independent-controller`.
    #[arg(long, default_value = "processor")]
    relation: String,
    /// The data that a tool or an activity uses.
    #[arg(long, value_name = "ID", default_value = "uploaded-file")]
    data: String,
}

/// The kinds of things.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Kind {
    Tool,
    Vendor,
    Window,
    Activity,
}

/// Where a tool processes.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Location {
    Local,
    Server,
    Hybrid,
}

pub(crate) fn run(directory: Option<&Path>, arguments: &Arguments) -> Result<Exit, String> {
    let root = workspace::find(directory)?;
    let id = scaffold::id(&arguments.name)?;
    let (path, kind, text) = match arguments.kind {
        Kind::Window => return add_window(&root, &id),
        Kind::Tool => {
            let text = match arguments.location {
                Location::Local => scaffold::TOOL_LOCAL,
                Location::Server => scaffold::TOOL_SERVER,
                Location::Hybrid => scaffold::TOOL_HYBRID,
            };
            (format!("policies/tools/{id}.yaml"), "tool", text)
        }
        Kind::Vendor => (
            format!("subprocessors/{id}.yaml"),
            "vendor",
            scaffold::VENDOR,
        ),
        Kind::Activity => (
            format!("policies/activities/{id}.yaml"),
            "activity",
            scaffold::ACTIVITY,
        ),
    };
    let relation = Relation::parse(&arguments.relation).ok_or_else(|| {
        format!(
            "`{}` is no relation; take {}",
            arguments.relation,
            Relation::choices()
        )
    })?;
    let text = text
        .replace("DATA", &scaffold::id(&arguments.data)?)
        .replace("RELATION", relation.word())
        .replace("/tools/NAME/", &format!("/tools/{id}/"))
        .replace("NAME", &scaffold::title(&id));
    let target = root.join(&path);
    if target.exists() {
        return Err(format!(
            "{} is there already; nothing was written",
            target.display()
        ));
    }
    write(&target, &(scaffold::modeline(&root, &path, kind) + &text))?;
    say!("Wrote {path}. `candor check` lists what is still open in it.");
    Ok(Exit::Fine)
}

/// Appends a window to the list; nothing that stands there changes.
fn add_window(root: &Path, id: &str) -> Result<Exit, String> {
    let path = "policies/retention.yaml";
    let target = root.join(path);
    let window = scaffold::WINDOW.replace("NAME", id);
    if !target.exists() {
        write(
            &target,
            &(scaffold::modeline(root, path, "retention") + &window),
        )?;
        say!("Wrote {path} with the window `{id}`.");
        return Ok(Exit::Fine);
    }
    let failed = |error: std::io::Error| format!("{path} cannot be changed: {error}");
    let mut text = fs::read_to_string(&target).map_err(failed)?;
    let has = |line: &str| {
        line.split_once(':').is_some_and(|(key, _)| {
            !key.starts_with([' ', '#']) && candor_syntax::same_word(key.trim(), id)
        })
    };
    if let Some(at) = text.lines().position(has) {
        return Err(format!(
            "the window `{id}` is there already ({path}:{}); nothing was written",
            at + 1
        ));
    }
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    text.push_str(&window);
    // Written beside it and moved over it, so that a full disk loses nothing.
    let beside = target.with_extension("yaml.new");
    fs::write(&beside, &text).map_err(failed)?;
    fs::rename(&beside, &target).map_err(failed)?;
    say!("Added the window `{id}` to {path}.");
    Ok(Exit::Fine)
}
