//! A private PostgreSQL on a Unix socket, driven by `psql`. Where it is not installed, nothing is measured.

use std::io::Write;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::Outcome;

/// Where Debian puts the programs of version 15.
const PROGRAMS: &str = "/usr/lib/postgresql/15/bin";
/// The account that Debian's package makes. PostgreSQL does not start as root.
const ACCOUNT: &str = "postgres";

/// A running cluster in a directory of its own; it is stopped and removed when it is dropped.
struct Cluster {
    directory: tempfile::TempDir,
    as_root: bool,
}

impl Cluster {
    /// Starts one; nothing where the programs are missing.
    fn start() -> Outcome<Option<Self>> {
        if !Path::new(PROGRAMS).join("initdb").is_file() {
            return Ok(None);
        }
        let cluster = Self {
            directory: tempfile::tempdir()?,
            as_root: std::fs::metadata("/proc/self")?.uid() == 0,
        };
        if cluster.as_root {
            finish(Command::new("chown").arg(ACCOUNT).arg(cluster.path()))?;
        }
        let files = cluster.files();
        finish(
            cluster
                .command("initdb")
                .args(["--auth=trust", "--pgdata"])
                .arg(&files),
        )?;
        let socket = format!("-c listen_addresses= -k {}", cluster.path().display());
        let mut start = cluster.command("pg_ctl");
        start.args(["start", "--wait", "--silent", "--options", &socket]);
        start.arg("--log").arg(cluster.path().join("log"));
        finish(start.arg("--pgdata").arg(&files))?;
        Ok(Some(cluster))
    }

    fn path(&self) -> &Path {
        self.directory.path()
    }

    fn files(&self) -> PathBuf {
        self.path().join("data")
    }

    fn command(&self, program: &str) -> Command {
        let program = Path::new(PROGRAMS).join(program);
        let mut command = if self.as_root {
            let mut command = Command::new("runuser");
            command.args(["-u", ACCOUNT, "--"]).arg(program);
            command
        } else {
            Command::new(program)
        };
        command.current_dir("/").stdout(Stdio::null());
        command
    }

    /// Runs statements and gives the milliseconds that `psql` counted for each.
    fn run(&self, statements: &str) -> Outcome<Vec<f64>> {
        let mut command = self.command("psql");
        command.args(["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1"]);
        command
            .args(["--dbname=postgres", "--host"])
            .arg(self.path());
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let mut stdin = child.stdin.take().ok_or("psql takes no statements")?;
        stdin.write_all(format!("\\timing on\n{statements}").as_bytes())?;
        drop(stdin);
        let output = child.wait_with_output()?;
        if !output.status.success() {
            return Err("psql failed".into());
        }
        let text = String::from_utf8(output.stdout)?;
        let times = text.lines().filter_map(|line| line.strip_prefix("Time: "));
        times
            .filter_map(|time| time.split(' ').next())
            .map(|number| Ok(number.parse()?))
            .collect()
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let mut stop = self.command("pg_ctl");
        stop.args(["stop", "--mode=immediate", "--silent", "--pgdata"]);
        // A cluster that never started cannot be stopped; its directory goes all the same.
        let _ = stop.arg(self.files()).stderr(Stdio::null()).status();
    }
}

fn finish(command: &mut Command) -> Outcome<()> {
    if command.status()?.success() {
        Ok(())
    } else {
        Err(format!("{} failed", command.get_program().display()).into())
    }
}

/// Milliseconds of DELETE and VACUUM of the rows that are due; nothing where PostgreSQL is not installed. Rows, keys and
/// indexes are those of the SQLite case, every setting is as it comes.
pub(crate) fn expire(count: u64, share: u64, body: usize) -> Outcome<Option<f64>> {
    let Some(cluster) = Cluster::start()? else {
        return Ok(None);
    };
    cluster.run(&format!(
        "CREATE TABLE objects (id uuid PRIMARY KEY, ends bigint NOT NULL, body bytea NOT NULL);
         CREATE INDEX by_end ON objects (ends);
         INSERT INTO objects SELECT gen_random_uuid(), CASE WHEN number % 100 < {share} THEN 1 ELSE 2 END,
           decode(repeat('5a', {body}), 'hex') FROM generate_series(0, {count} - 1) AS number;
         VACUUM ANALYZE objects; CHECKPOINT;\n"
    ))?;
    let times = cluster.run("DELETE FROM objects WHERE ends <= 1;\nVACUUM objects;\n")?;
    if times.len() != 2 {
        return Err("psql told other times than those of DELETE and VACUUM".into());
    }
    Ok(Some(times.iter().sum()))
}
