//! Ending in order when somebody presses Ctrl-C or a system stops the program.

use candor_evidence::Cancel;
use tokio::signal::unix::{SignalKind, signal};

/// Has the first signal to end stop what is under way. It cleans up after itself; a second signal is not waited for.
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
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
            cancel.cancel();
        });
    });
    Ok(())
}
