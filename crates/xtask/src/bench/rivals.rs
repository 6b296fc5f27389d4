//! The same work done by other tools, in the same run: schema validation of the same files by ajv-cli and
//! check-jsonschema, and as many pages of the same facts written by Hugo.
//!
//! A tool that is not on the path is not measured, and the report says so.

use std::fmt::Write as _;
use std::path::Path;

use super::measure::{self, Sample};
use super::table::Row;

/// One rival at one size.
pub(crate) struct Rival {
    name: &'static str,
    does: &'static str,
    /// The command of Candor that does the same or more.
    against: &'static str,
    tools: usize,
    command: Vec<String>,
    /// The option that names a directory for what it writes; every run gets a fresh one.
    output: Option<&'static str>,
    best: Option<Sample>,
    failed: bool,
}

/// The rivals for the workspaces at `bench`, a directory per size.
pub(crate) fn prepare(root: &Path, bench: &Path, sizes: &[usize]) -> std::io::Result<Vec<Rival>> {
    let mut rivals = Vec::new();
    for &tools in sizes {
        let at = bench.join(tools.to_string());
        let schema = root.join("site/schemas/tool.json").display().to_string();
        let files = at.join("policies/tools");
        // Programs in Node.js and Python take minutes for the largest size, which says nothing that 1,000 does not.
        if tools <= 1_000 {
            rivals.push(Rival {
                name: "ajv-cli",
                does: "validates the tool files against their schema",
                against: "check --format json",
                tools,
                command: [
                    "ajv",
                    "validate",
                    "--spec=draft7",
                    "--strict=false",
                    "-s",
                    &schema,
                    "-d",
                    &format!("{}/*.yaml", files.display()),
                ]
                .map(str::to_owned)
                .to_vec(),
                output: None,
                best: None,
                failed: false,
            });
            let mut command = vec![
                "check-jsonschema".to_owned(),
                "--schemafile".to_owned(),
                schema,
            ];
            for entry in std::fs::read_dir(&files)? {
                command.push(entry?.path().display().to_string());
            }
            rivals.push(Rival {
                name: "check-jsonschema",
                does: "validates the tool files against their schema",
                against: "check --format json",
                tools,
                command,
                output: None,
                best: None,
                failed: false,
            });
        }
        let site = bench.join(format!("hugo-{tools}"));
        hugo_site(&files, &site)?;
        rivals.push(Rival {
            name: "hugo",
            does: "writes one page per tool from the same YAML",
            against: "build",
            tools,
            command: vec![
                "hugo".to_owned(),
                "--quiet".to_owned(),
                "--source".to_owned(),
                site.display().to_string(),
            ],
            output: Some("--destination"),
            best: None,
            failed: false,
        });
    }
    Ok(rivals)
}

/// A site for Hugo: the YAML of a tool is the front matter of its page, and one template prints it.
fn hugo_site(tools: &Path, site: &Path) -> std::io::Result<()> {
    if site.exists() {
        std::fs::remove_dir_all(site)?;
    }
    let (content, layouts) = (site.join("content/tools"), site.join("layouts/_default"));
    std::fs::create_dir_all(&content)?;
    std::fs::create_dir_all(&layouts)?;
    std::fs::write(
        site.join("hugo.toml"),
        "baseURL = \"https://example.org/\"\ntitle = \"Tools\"\ndisableKinds = [\"taxonomy\", \"term\", \"RSS\", \"sitemap\"]\n",
    )?;
    // Older versions read only this name.
    std::fs::copy(site.join("hugo.toml"), site.join("config.toml"))?;
    std::fs::write(
        layouts.join("single.html"),
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>{{ .Params.name }}</title></head>\n<body><h1>{{ .Params.name }}</h1>\n<p>{{ .Params.location }}</p>\n<dl>{{ range $key, $value := .Params }}<div><dt>{{ $key }}</dt><dd>{{ $value }}</dd></div>{{ end }}</dl>\n</body></html>\n",
    )?;
    std::fs::write(
        layouts.join("list.html"),
        "<!doctype html>\n<html lang=\"en\"><body><ul>{{ range .Pages }}<li><a href=\"{{ .RelPermalink }}\">{{ .Params.name }}</a></li>{{ end }}</ul></body></html>\n",
    )?;
    for entry in std::fs::read_dir(tools)? {
        let path = entry?.path();
        let name = path.with_extension("md");
        let text = std::fs::read_to_string(&path)?;
        // `url` is a key of Hugo's own, and would move the page.
        let matter: String = text
            .lines()
            .filter(|line| !line.starts_with("url:"))
            .map(|line| format!("{line}\n"))
            .collect();
        if let Some(name) = name.file_name() {
            std::fs::write(content.join(name), format!("---\n{matter}---\n"))?;
        }
    }
    Ok(())
}

impl Rival {
    /// Runs it once more, where it is there at all; what it writes goes below `written`.
    pub(crate) fn run(&mut self, written: &Path) -> Result<(), String> {
        let Some((program, _)) = self.command.split_first() else {
            return Ok(());
        };
        if !is_on_path(program) {
            return Ok(());
        }
        let mut command = self.command.clone();
        if let Some(option) = self.output {
            let at = written.join(format!("{}-{}", self.name, self.tools));
            command.extend([option.to_owned(), at.display().to_string()]);
        }
        let sample = measure::command(&command)?;
        self.failed |= sample.code != 0;
        self.best = Some(self.best.map_or(sample, |best| best.least(sample)));
        Ok(())
    }
}

fn is_on_path(program: &str) -> bool {
    let Some(path) = std::env::var_os("PATH") else {
        return false;
    };
    std::env::split_paths(&path).any(|directory| directory.join(program).is_file())
}

/// The table of rivals, with how many times as long each took as Candor.
pub(crate) fn render(rivals: &[Rival], own: &[Row]) -> String {
    let mut text = String::from(
        "\n## Beside others\n\nIn the same rounds on the same files. `ratio` is the rival's wall time over Candor's for the \
         command named; Candor's does more in each: `check` runs every rule, `build` also checks, and writes notes and tables.\n\n\
         | rival | does | tools | wall ms | peak MiB | against | ratio |\n|---|---|---:|---:|---:|---|---:|\n",
    );
    for rival in rivals {
        let own = own
            .iter()
            .find(|row| row.tools == rival.tools && row.command.join(" ") == rival.against);
        let (wall, peak, ratio) = match (rival.best, own) {
            (Some(best), Some(own)) => (
                format!("{:.1}", best.wall.as_secs_f64() * 1e3),
                format!("{:.1}", super::table::kib_as_mib(best.peak_kib)),
                format!(
                    "{:.1}",
                    best.wall.as_secs_f64() / own.best.wall.as_secs_f64()
                ),
            ),
            _ => (
                "not measured: not installed".to_owned(),
                String::new(),
                String::new(),
            ),
        };
        let mark = if rival.failed {
            " (ended with an error)"
        } else {
            ""
        };
        let _ = writeln!(
            text,
            "| {}{mark} | {} | {} | {wall} | {peak} | {} | {ratio} |",
            rival.name, rival.does, rival.tools, rival.against
        );
    }
    text
}
