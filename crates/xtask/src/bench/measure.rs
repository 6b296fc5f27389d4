//! What one command used.
//!
//! The system reports the peak memory of *all* children that a process has waited for, so each command is started by a
//! process of its own, which has no other child.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use nix::sys::resource::{UsageWho, getrusage};
use serde_json::{Value, json};

/// What one run used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Sample {
    /// From start to end.
    pub(crate) wall: Duration,
    /// User and system time.
    pub(crate) cpu: Duration,
    /// Peak resident memory in KiB.
    pub(crate) peak_kib: u64,
    /// The exit code, or -1 after a signal.
    pub(crate) code: i64,
}

impl Sample {
    /// Before the first run: anything is less.
    pub(crate) const NONE: Self = Self {
        wall: Duration::MAX,
        cpu: Duration::MAX,
        peak_kib: u64::MAX,
        code: 0,
    };

    /// The least of each of two runs.
    pub(crate) fn least(self, other: Self) -> Self {
        Self {
            wall: self.wall.min(other.wall),
            cpu: self.cpu.min(other.cpu),
            peak_kib: self.peak_kib.min(other.peak_kib),
            code: other.code,
        }
    }

    fn parse(json: &str) -> Option<Self> {
        let value: Value = serde_json::from_str(json).ok()?;
        let number = |key: &str| value.get(key).and_then(Value::as_u64);
        Some(Self {
            wall: Duration::from_micros(number("wall_us")?),
            cpu: Duration::from_micros(number("cpu_us")?),
            peak_kib: number("peak_kib")?,
            code: value.get("code")?.as_i64()?,
        })
    }
}

/// Runs `program` with `-C directory` in a process of its own and gives what it used.
pub(crate) fn run(program: &Path, directory: &Path, arguments: &[&str]) -> Result<Sample, String> {
    let mut words = vec![
        program.display().to_string(),
        "-C".to_owned(),
        directory.display().to_string(),
    ];
    words.extend(arguments.iter().map(|word| (*word).to_owned()));
    command(&words)
}

/// Runs a command in a process of its own and gives what it used.
pub(crate) fn command(words: &[String]) -> Result<Sample, String> {
    command_in(Path::new("."), words)
}

/// The same in a directory.
pub(crate) fn command_in(directory: &Path, words: &[String]) -> Result<Sample, String> {
    let own =
        std::env::current_exe().map_err(|error| format!("cannot find this program: {error}"))?;
    let mut command = Command::new(own);
    command
        .args(["measure", "--"])
        .args(words)
        .current_dir(directory);
    let text = crate::repository::output(&mut command)?;
    Sample::parse(&text).ok_or_else(|| "a measurement printed something that is not one".to_owned())
}

/// Runs a command with its output thrown away and prints what it used.
pub(crate) fn print(command: &[String]) -> Result<(), String> {
    let (program, arguments) = command
        .split_first()
        .ok_or("there is no command to measure")?;
    let start = Instant::now();
    let status = Command::new(program)
        .args(arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .map_err(|error| format!("cannot start `{program}`: {error}"))?;
    let wall = start.elapsed();
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN)
        .map_err(|error| format!("no resource usage: {error}"))?;
    let micros = |time: nix::sys::time::TimeVal| {
        time.tv_sec()
            .saturating_mul(1_000_000)
            .saturating_add(time.tv_usec())
    };
    println!(
        "{}",
        json!({
            "wall_us": u64::try_from(wall.as_micros()).unwrap_or(u64::MAX),
            "cpu_us": micros(usage.user_time()).saturating_add(micros(usage.system_time())),
            "peak_kib": usage.max_rss(),
            "code": status.code().unwrap_or(-1),
        })
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_of_each_counts_and_broken_output_is_none() {
        let one = Sample::parse(r#"{"wall_us":5,"cpu_us":9,"peak_kib":3,"code":0}"#).unwrap();
        let two = Sample::parse(r#"{"wall_us":7,"cpu_us":2,"peak_kib":4,"code":1}"#).unwrap();
        let least = Sample::NONE.least(one).least(two);
        assert_eq!(
            (least.wall, least.cpu, least.peak_kib),
            (one.wall, two.cpu, 3)
        );
        assert_eq!(Sample::parse(r#"{"wall_us":5}"#), None);
    }
}
