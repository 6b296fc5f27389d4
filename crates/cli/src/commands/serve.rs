//! `candor serve`: check, build, serve.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use candor_model::Policy;
use candor_model::clock::SystemClock;
use candor_runtime::{LastResort, Runtime, Store, StoreError};
use candor_syntax::Severity;

use crate::commands::build::{NOTHING_BUILT, output, print_blocking, sentence};
use crate::commands::check::Levels;
use crate::commands::sweep::print_worst_case;
use crate::exit::Exit;
use crate::findings::{Depth, Look, cards, look};
use crate::operate::{Control, Operated, Place, worst_case};
use crate::output::say;
use crate::workspace;

/// How to serve.
#[derive(clap::Args, Debug)]
pub(crate) struct Arguments {
    #[command(flatten)]
    place: Place,
    /// Believe a clock that jumped ahead by more than a week. What it says is over is then destroyed for good.
    #[arg(long)]
    confirm_clock: bool,
    /// The address to listen on. Any address but a loopback one needs tokens (`candor token new`).
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    #[command(flatten)]
    levels: Levels,
}

pub(crate) fn run(directory: Option<&Path>, arguments: &Arguments) -> Result<Exit, String> {
    let root = workspace::find(directory)?;
    let look = look(&root, &arguments.levels.options(), Depth::Pages)?;
    let policy = enforceable(&look);
    let data = match (&arguments.place.data, &look.policy) {
        (Some(named), _) => named.clone(),
        (None, Some(policy)) => root.join(&policy.settings.store.data),
        (None, None) => root.join(".candor"),
    };
    let Some(policy) = policy else {
        print_blocking(&look, NOTHING_BUILT);
        if !data.is_dir() {
            return Ok(Exit::Findings);
        }
        say!(
            "{} holds data, so its deletion goes on; new data is refused until the workspace checks.",
            data.display()
        );
        return serve(&root, &look, None, &data, arguments);
    };
    print_checked(&look);
    let policy = Arc::new(policy.clone());
    if let (Some(out), Some(rendered)) = (output(&root, &look, None), look.rendered.as_ref()) {
        match candor_render::publish::write(&out, rendered) {
            Ok(published) => say!("{}", sentence(&published, &out)),
            // A full disk, say. Deletion does not wait for pages; but nothing new is taken under a policy that is not the
            // one that people can read.
            Err(error) if data.is_dir() => {
                say!(
                    "The pages could not be written, so the old ones are served and new data is refused; deletion goes on: {error}."
                );
                return serve(&root, &look, None, &data, arguments);
            }
            Err(error) => return Err(error.to_string()),
        }
    }
    serve(&root, &look, Some(policy), &data, arguments)
}

/// The policy, unless a contradiction or a fault of a page stands against enforcing it.
fn enforceable(look: &Look) -> Option<&Policy> {
    let policy = look.policy.as_ref()?;
    let complete = look
        .rendered
        .as_ref()
        .is_some_and(candor_render::Rendered::is_complete);
    let cards = cards();
    let contradicted = look.diagnostics.iter().any(|diagnostic| {
        diagnostic.severity == Severity::Error
            && cards
                .iter()
                .any(|card| card.id == diagnostic.rule && card.contradiction)
    });
    (complete && !contradicted).then_some(policy)
}

fn print_checked(look: &Look) {
    let summary = &look.summary;
    say!(
        "Checked {} files: {} errors, {} warnings, {} notes, {} that could not be checked.",
        summary.files,
        summary.errors,
        summary.warnings,
        summary.infos,
        summary.unchecked
    );
    if summary.errors > 0 {
        say!(
            "None of them is a contradiction, so the site is served; `candor check` shows them all."
        );
    }
}

/// Destroys keys on time until the process is stopped. Every step is whole by itself, so it may be stopped at any moment.
fn keys_only(data: &Path, arguments: &Arguments) -> Result<Exit, String> {
    let options = arguments.place.options();
    let opened = LastResort::open(data, Arc::new(SystemClock), &options);
    let mut keys = opened.map_err(|error| error.to_string())?;
    if arguments.confirm_clock {
        keys.confirm_clock();
    }
    let mut told = None;
    loop {
        let now = match keys.end_due() {
            Ok(0) => None,
            Ok(count) => Some(format!("{count} keys were destroyed; {} are left.", keys.keys())),
            // The instants in it change all the time.
            Err(StoreError::ClockJumped { .. }) => Some(
                "The clock is more than a week ahead of the newest change to the store, so no key is destroyed. Where the time is true: candor serve --confirm-clock".to_owned(),
            ),
            Err(error) => Some(error.to_string()),
        };
        if now.is_some() && now != told {
            say!("{}", now.as_deref().unwrap_or_default());
            told = now;
        }
        std::thread::sleep(KEYS_STEP);
    }
}

/// How often it is looked for keys that are to go.
const KEYS_STEP: std::time::Duration = std::time::Duration::from_millis(250);

fn serve(
    root: &Path,
    look: &Look,
    policy: Option<Arc<Policy>>,
    data: &Path,
    arguments: &Arguments,
) -> Result<Exit, String> {
    let store = match Store::open(data, Arc::new(SystemClock), arguments.place.options()) {
        Ok(store) => store,
        Err(StoreError::Broken { file, why }) if file.ends_with("catalogue.db") => {
            say!(
                "{} is damaged: {why}. Nothing is served until it is put back. What ends meanwhile is made unreadable on time: its key is destroyed. Its bytes and its receipt wait for the catalogue.",
                file.display()
            );
            return keys_only(data, arguments);
        }
        Err(error) => return Err(error.to_string()),
    };
    let clock = store.clock_state();
    if arguments.confirm_clock {
        if clock.suspect {
            print_worst_case(&worst_case(&store));
            say!("The clock was confirmed with --confirm-clock, so they are destroyed now.");
        }
        store.confirm_clock();
    } else if clock.suspect {
        say!(
            "The clock says {}, and the store last saw {}. Until `candor sweep --confirm-clock` nothing is read and nothing is destroyed; that command says first what would go.",
            clock.wall,
            clock.mark
        );
    }
    if clock.behind_millis > 0 {
        say!(
            "The clock says {}, and the store has already seen {}. Until the clock is there again time stands still for the store: what has ended stays ended, and {}.",
            clock.wall,
            clock.mark,
            if clock.refuses {
                "new data is refused, because it would live longer than promised. Put the clock right"
            } else {
                "windows that start now are counted from what the clock says"
            }
        );
    }
    for damage in store.damages() {
        say!("{damage}");
    }
    let store = Arc::new(store);
    let runtime = match policy {
        Some(policy) => Some(Arc::new(
            Runtime::new(policy, store.clone()).map_err(|refusal| refusal.to_string())?,
        )),
        None => None,
    };
    if let Some(runtime) = &runtime {
        say!(
            "Enforcing policy {} on {}.",
            &runtime.policy_hash()[..12],
            data.display()
        );
    }
    if let Some(runtime) = &runtime {
        for one in runtime.shortenings() {
            say!(
                "The window `{}` is shorter than before: {} stored objects keep what they were promised. `candor sweep --shorten {}` shows what would end earlier.",
                one.window,
                one.objects,
                one.window
            );
        }
    }
    let operated = Operated {
        store: store.clone(),
        runtime: runtime.clone(),
    };
    let control = Control::listen(data, operated);
    if let Err(why) = &control {
        say!(
            "Commands such as `candor status` cannot reach this server until it is started again: {why}. Everything else goes on."
        );
    }
    let settings = look.policy.as_ref().map(|policy| &policy.settings);
    let config = candor_service::Config {
        listen: arguments.listen,
        site: root.join(settings.map_or("site", |settings| &settings.site.out)),
        headers: settings
            .and_then(|settings| settings.site.headers.as_ref())
            .map(|headers| root.join(&headers.value)),
        base_url: settings
            .and_then(|settings| settings.site.base_url.as_ref())
            .map(|base| base.value.clone()),
        runtime,
        store,
        patience: candor_service::STALLED,
    };
    let engine = tokio::runtime::Runtime::new()
        .map_err(|error| format!("no thread could be started: {error}"))?;
    let served = engine.block_on(candor_service::serve(config, |address| {
        say!("Serving http://{address}/ (privacy pages: http://{address}/privacy/). Stop with Ctrl-C.");
    }));
    // Whatever is still at work was never answered; to the store it is no different from a crash.
    engine.shutdown_timeout(candor_service::STALLED);
    served.map_err(|error| error.to_string())?;
    say!("Stopped. Nothing is lost: deletion goes on where it stood with the next start.");
    Ok(Exit::Fine)
}
