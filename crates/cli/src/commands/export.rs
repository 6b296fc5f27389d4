//! `candor export`: what is declared, in the forms of others.

use std::collections::BTreeSet;
use std::path::Path;

use candor_evidence::{
    Cancel, Chromium, HeadersTarget, Inspection, PathRules, Subject, ToolFiles, export, own_paths,
};

use crate::commands::build::print_blocking;
use crate::commands::check::Levels;
use crate::exit::Exit;
use crate::findings::{Depth, look};
use crate::interrupt;
use crate::output::say;
use crate::verify::{self, Place};
use crate::workspace;

/// What to export.
#[derive(clap::Args, Debug)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(clap::Subcommand, Debug)]
enum What {
    /// The headers that close every way out of the local tools. Each tool is driven once, to see which files it reads.
    Headers {
        /// The host for which they are written.
        #[arg(long, value_enum)]
        target: Target,
        /// The tools; all with a build that work wholly in the browser, where none is named.
        tools: Vec<String>,
    },
}

/// The hosts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Target {
    Netlify,
    Cloudflare,
    Vercel,
    Nginx,
    Apache,
    Caddy,
}

impl From<Target> for HeadersTarget {
    fn from(target: Target) -> Self {
        match target {
            Target::Netlify => Self::Netlify,
            Target::Cloudflare => Self::Cloudflare,
            Target::Vercel => Self::Vercel,
            Target::Nginx => Self::Nginx,
            Target::Apache => Self::Apache,
            Target::Caddy => Self::Caddy,
        }
    }
}

pub(crate) fn run(directory: Option<&Path>, arguments: &Arguments) -> Result<Exit, String> {
    let What::Headers { target, tools } = &arguments.what;
    let root = workspace::find(directory)?;
    let look = look(&root, &Levels::default().options(), Depth::Findings)?;
    let Some(policy) = &look.policy else {
        print_blocking(&look, "Nothing can be exported");
        return Ok(Exit::Findings);
    };
    let base = policy.settings.site.base_url.as_ref().ok_or(
        "the headers name the site, and candor.yaml does not say where it stands; write `site: {base_url: https://…}`",
    )?;
    let cancel = Cancel::default();
    interrupt::cancels(&cancel)?;
    let chromium = Chromium::find(&cancel)?;
    let mut closed = Vec::new();
    for tool in verify::chosen(policy, tools)? {
        let has_build = tool
            .evidence
            .as_ref()
            .is_some_and(|plan| plan.build.is_some());
        let sends_too = verify::sends_too(policy, tool);
        if (!has_build || sends_too) && tools.is_empty() {
            continue;
        }
        if sends_too {
            return Err(format!(
                "a part of `{}` works on a server, and these headers would close the way there, too; name the tools that work wholly in the browser",
                tool.id
            ));
        }
        // The headers of today may stop the tool from reading a file that it needs tomorrow, so it is driven without them.
        let mut inspection = verify::inspection(
            &root,
            policy,
            tool,
            &Place {
                url: None,
                at_once: 1,
            },
        )?;
        inspection.without_headers();
        let paths = own_paths(
            &chromium,
            &inspection,
            &candor_record::random_bytes()?,
            &cancel,
        )
        .map_err(|why| format!("what `{}` reads could not be seen: {why}", tool.id))?;
        let entry = entry_directory(&inspection)?;
        let allowed: BTreeSet<String> = paths.reads.union(&paths.links).cloned().collect();
        closed.push(ToolFiles {
            folder: entry,
            files: allowed.into_iter().collect(),
        });
    }
    let rules = PathRules {
        origin: base.value.trim_end_matches('/').to_owned(),
        tools: closed,
    };
    say!("{}", export((*target).into(), &rules)?.trim_end());
    Ok(Exit::Fine)
}

/// The directory in which a tool's first document stands, as visitors see it.
fn entry_directory(inspection: &Inspection) -> Result<String, String> {
    let Subject::Build(build) = &inspection.subject else {
        return Err("headers are written for a build, and the tool names a page".to_owned());
    };
    let directory = build
        .entry
        .rsplit_once('/')
        .map_or("", |(directory, _)| directory);
    Ok(match directory {
        "" => "/".to_owned(),
        directory => format!("/{directory}/"),
    })
}
