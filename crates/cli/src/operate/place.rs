//! Which store a command is about, and how it prints.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use candor_model::Policy;
use candor_model::clock::SystemClock;
use candor_runtime::{RootKey, Store, StoreError, StoreOptions};
use serde::Serialize;

use super::carry_out::{Operated, carry_out};
use super::control::ask;
use super::order::{Answer, Order};
use crate::findings::{Depth, look};
use crate::output::say;
use crate::workspace;

/// The variable with the command that gives the root key.
const ROOT_KEY_COMMAND: &str = "CANDOR_ROOT_KEY_COMMAND";

/// How a command prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Form {
    Human,
    Json,
}

/// Which store.
#[derive(clap::Args, Clone, Debug)]
pub(crate) struct Place {
    /// The data directory instead of `store.data` of candor.yaml.
    #[arg(long, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    /// A shell command that prints the root key as 64 hexadecimal digits, where it is in no file; by default
    /// CANDOR_ROOT_KEY_COMMAND.
    #[arg(long, value_name = "COMMAND")]
    pub(crate) root_key_command: Option<String>,
}

impl Place {
    /// The data directory, and the policy of the workspace where there is one that can be read.
    ///
    /// # Errors
    /// Where neither a directory was named nor a workspace is near.
    pub(crate) fn find(
        &self,
        directory: Option<&Path>,
    ) -> Result<(PathBuf, Option<Policy>), String> {
        let root = match (workspace::find(directory), &self.data) {
            (Ok(root), _) => root,
            (Err(_), Some(data)) => return Ok((data.clone(), None)),
            (Err(error), None) => return Err(error),
        };
        let options =
            candor_check::Options::on(candor_model::clock::Clock::now(&SystemClock).date());
        let policy = look(&root, &options, Depth::Findings)?.policy;
        let data = match (&self.data, &policy) {
            (Some(data), _) => data.clone(),
            (None, Some(policy)) => root.join(&policy.settings.store.data),
            (None, None) => root.join(".candor"),
        };
        Ok((data, policy))
    }

    /// How the store is opened.
    pub(crate) fn options(&self) -> StoreOptions {
        let named = self.root_key_command.clone();
        let command = named.or_else(|| std::env::var(ROOT_KEY_COMMAND).ok());
        StoreOptions {
            root_key: command.map_or(RootKey::File, RootKey::Command),
            ..StoreOptions::default()
        }
    }

    /// Has an order carried out: by the server that has the store open, or on the store itself.
    ///
    /// # Errors
    /// Where there is no store, it cannot be opened, or the order was refused.
    pub(crate) fn order(&self, data: &Path, order: &Order) -> Result<Answer, String> {
        if !data.join("FORMAT").is_file() {
            return Err(format!(
                "there is no store in {}; `candor serve` makes one, and --data names another directory",
                data.display()
            ));
        }
        let answer = match Store::open(data, Arc::new(SystemClock), self.options()) {
            Ok(store) => {
                let operated = Operated {
                    store: Arc::new(store),
                    runtime: None,
                };
                carry_out(&operated, order)
            }
            Err(StoreError::Locked(_)) => ask(data, order)?,
            Err(error) => return Err(error.to_string()),
        };
        match answer {
            Answer::Refused(why) => Err(why),
            answer => Ok(answer),
        }
    }
}

/// Prints one JSON document.
///
/// # Errors
/// Where the value cannot be written as JSON.
pub(crate) fn print_json(value: &impl Serialize) -> Result<(), String> {
    let text = serde_json::to_string_pretty(value).map_err(|error| error.to_string())?;
    say!("{text}");
    Ok(())
}
