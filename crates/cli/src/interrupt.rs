//! Ending in order when somebody presses Ctrl-C or a system stops the program.

use candor_evidence::Cancel;
use tokio::signal::unix::{SignalKind, signal};

/// What a shell says of a program that Ctrl-C ended.
const INTERRUPTED: i32 = 130;

/// Has the first signal to end stop what is under way, which cleans up after itself. A second one ends the program at once:
/// its browsers end with it, and the next run removes what they left.
///
/// # Errors
/// Plain words where the system refuses.
pub(crate) fn cancels(cancel: &Cancel) -> Result<(), String> {
    let failed = |error: std::io::Error| format!("signals cannot be watched: {error}");
    let engine = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(failed)?;
    let cancel = cancel.clone();
    let (mut interrupt, mut terminate) = {
        let _inside = engine.enter();
        (
            signal(SignalKind::interrupt()).map_err(failed)?,
            signal(SignalKind::terminate()).map_err(failed)?,
        )
    };
    std::thread::spawn(move || {
        engine.block_on(async move {
            for is_second in [false, true] {
                tokio::select! {
                    _ = interrupt.recv() => {}
                    _ = terminate.recv() => {}
                }
                if is_second {
                    leave();
                }
                cancel.cancel();
            }
        });
    });
    Ok(())
}

#[allow(
    clippy::exit,
    reason = "somebody asked twice, and the thread that could return may be what does not end"
)]
fn leave() -> ! {
    std::process::exit(INTERRUPTED)
}
