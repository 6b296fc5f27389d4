//! Printing to stdout.

use std::fmt::Arguments;
use std::io::{ErrorKind, Write};
use std::sync::atomic::{AtomicBool, Ordering};

/// Prints a line to stdout, as `println!` does, without a panic where nobody reads any more: the command goes on, so that
/// a server keeps deleting and an exit code stays true.
macro_rules! say {
    () => { $crate::output::line(format_args!("")) };
    ($($words:tt)*) => { $crate::output::line(format_args!($($words)*)) };
}
pub(crate) use say;

/// Whether something could not be printed, for another reason than that nobody reads.
static INCOMPLETE: AtomicBool = AtomicBool::new(false);

/// Prints a line; see [`say`].
pub(crate) fn line(words: Arguments<'_>) {
    match writeln!(std::io::stdout().lock(), "{words}") {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            if !INCOMPLETE.swap(true, Ordering::Relaxed) {
                eprintln!("error: stdout cannot be written to: {error}");
            }
        }
        Ok(()) | Err(_) => {}
    }
}

/// Whether what was printed is incomplete, such as on a full disk; then no exit code but that of a fault is true.
pub(crate) fn is_incomplete() -> bool {
    INCOMPLETE.load(Ordering::Relaxed)
}
