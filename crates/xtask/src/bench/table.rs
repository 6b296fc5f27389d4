//! The table of check and build.

use std::fmt::Write as _;
use std::path::PathBuf;

use super::measure::Sample;

/// One command on one workspace.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) command: &'static [&'static str],
    pub(crate) tools: usize,
    pub(crate) best: Sample,
    /// Whether any run ended with another code than 0: its time is then not that of a whole run.
    pub(crate) failed: bool,
    pub(crate) at: PathBuf,
}

/// The table, and how the time per tool grows against the smallest workspace.
pub(crate) fn render(rows: &[Row], rounds: u32) -> String {
    let mut text = format!(
        "## Check and build\n\nThe least of {rounds} interleaved runs, each a new process. `growth` is the wall time per tool \
         against the smallest workspace.\n\n| command | tools | wall ms | cpu ms | peak MiB | wall us per tool | growth |\n\
         |---|---:|---:|---:|---:|---:|---:|\n"
    );
    for row in rows {
        let base = rows
            .iter()
            .filter(|other| other.command == row.command)
            .min_by_key(|other| other.tools);
        let growth = base.map_or(1.0, |base| per_tool(row) / per_tool(base));
        let mark = if row.failed {
            " (ended with an error)"
        } else {
            ""
        };
        let _ = writeln!(
            text,
            "| {}{mark} | {} | {:.1} | {:.1} | {:.1} | {:.1} | {growth:.2} |",
            row.command.join(" "),
            row.tools,
            row.best.wall.as_secs_f64() * 1e3,
            row.best.cpu.as_secs_f64() * 1e3,
            kib_as_mib(row.best.peak_kib),
            per_tool(row),
        );
    }
    text
}

/// Microseconds of wall time per tool.
#[expect(
    clippy::cast_precision_loss,
    reason = "a figure for people, far below 2^52"
)]
fn per_tool(row: &Row) -> f64 {
    row.best.wall.as_secs_f64() * 1e6 / row.tools.max(1) as f64
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a figure for people, far below 2^52"
)]
pub(crate) fn kib_as_mib(kib: u64) -> f64 {
    kib as f64 / 1024.0
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn growth_is_against_the_smallest_of_the_same_command() {
        let row = |command, tools, millis, failed| Row {
            command,
            tools,
            best: Sample {
                wall: Duration::from_millis(millis),
                cpu: Duration::ZERO,
                peak_kib: 2048,
                code: 0,
            },
            failed,
            at: PathBuf::new(),
        };
        let text = render(
            &[
                row(&["check"], 1000, 30, false),
                row(&["check"], 100, 2, false),
                row(&["build"], 100, 9, true),
            ],
            3,
        );
        assert!(
            text.contains("| check | 1000 | 30.0 | 0.0 | 2.0 | 30.0 | 1.50 |"),
            "{text}"
        );
        assert!(
            text.contains("| build (ended with an error) | 100 |"),
            "{text}"
        );
    }
}
