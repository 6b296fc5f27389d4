//! `candor init`: a new workspace.

use std::fs;
use std::path::{Path, PathBuf};

use crate::exit::Exit;
use crate::output::say;
use crate::scaffold;

/// Where.
#[derive(clap::Args, Debug)]
pub(crate) struct Arguments {
    /// The directory of the workspace; it is made where it does not exist.
    #[arg(default_value = ".")]
    directory: PathBuf,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Exit, String> {
    let root = &arguments.directory;
    let name = workspace_name(root)?;
    let mut files: Vec<(PathBuf, String)> = candor_check::kinds()
        .into_iter()
        .filter_map(|kind| Some((format!("schemas/{kind}.json"), candor_check::schema(kind)?)))
        .map(|(path, schema)| (root.join(path), schema))
        .collect();
    for (path, kind, text) in scaffold::WORKSPACE {
        let up = "../".repeat(path.matches('/').count());
        let modeline = match kind {
            "" => String::new(),
            kind => format!("# yaml-language-server: $schema={up}schemas/{kind}.json\n"),
        };
        files.push((root.join(path), modeline + &text.replace("NAME", &name)));
    }
    // Everything is looked at before anything is written.
    let in_the_way: Vec<String> = files
        .iter()
        .filter(|(path, _)| path.exists())
        .map(|(path, _)| path.display().to_string())
        .collect();
    if !in_the_way.is_empty() {
        return Err(format!(
            "nothing was written, because these files are there already: {}",
            in_the_way.join(", ")
        ));
    }
    for (path, text) in &files {
        write(path, text)?;
    }
    say!(
        "Began the workspace `{name}` in {}: {} files.",
        root.display(),
        files.len()
    );
    say!("Next:");
    say!(
        "  candor -C {} new tool resize --location local",
        root.display()
    );
    say!(
        "  candor -C {} check      (lists what is still open)",
        root.display()
    );
    say!(
        "  candor -C {} build      (writes the pages into site/)",
        root.display()
    );
    Ok(Exit::Fine)
}

/// The name of the directory as an id.
fn workspace_name(root: &Path) -> Result<String, String> {
    let absolute =
        std::path::absolute(root).map_err(|error| format!("{}: {error}", root.display()))?;
    let name = absolute
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    Ok(scaffold::id(&name).unwrap_or_else(|_| "my-product".to_owned()))
}

/// Writes a file that must not be there yet.
pub(crate) fn write(path: &Path, text: &str) -> Result<(), String> {
    use std::io::Write;
    let failed = |error: std::io::Error| format!("{} cannot be written: {error}", path.display());
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).map_err(failed)?;
    }
    let mut file = fs::File::create_new(path).map_err(failed)?;
    file.write_all(text.as_bytes()).map_err(failed)
}
