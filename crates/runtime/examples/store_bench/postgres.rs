//! A private PostgreSQL on a Unix socket. Where it is not installed, nothing is measured.

use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant as Watch;

use postgres::{Client, NoTls};

use super::Outcome;
use super::copies::{self, DUE, STAYS};

/// Where Debian puts the programs of version 15.
const PROGRAMS: &str = "/usr/lib/postgresql/15/bin";
/// The account that Debian's package makes. PostgreSQL does not start as root.
const ACCOUNT: &str = "postgres";
/// Rows, keys and indexes are those of the SQLite case. The bodies do not compress; this spares the attempt.
const TABLE: &str =
    "CREATE TABLE objects (id uuid PRIMARY KEY, ends bigint NOT NULL, body bytea NOT NULL);
    ALTER TABLE objects ALTER COLUMN body SET STORAGE EXTERNAL;
    CREATE INDEX by_end ON objects (ends);";

/// A running cluster in a directory of its own, every setting as it comes; it is stopped and removed when it is dropped.
pub(crate) struct Cluster {
    directory: tempfile::TempDir,
    as_root: bool,
}

impl Cluster {
    /// Starts one with the table of the cases; nothing where the programs are missing.
    pub(crate) fn start() -> Outcome<Option<Self>> {
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
        let mut make = cluster.command("initdb");
        make.args(["--auth=trust", "--username", ACCOUNT, "--pgdata"]);
        finish(make.arg(&files))?;
        let socket = format!("-c listen_addresses= -k {}", cluster.path().display());
        let mut start = cluster.command("pg_ctl");
        start.args(["start", "--wait", "--silent", "--options", &socket]);
        start.arg("--log").arg(cluster.path().join("log"));
        finish(start.arg("--pgdata").arg(&files))?;
        cluster.connect()?.batch_execute(TABLE)?;
        Ok(Some(cluster))
    }

    fn path(&self) -> &Path {
        self.directory.path()
    }

    /// Where all of its files are.
    pub(crate) fn files(&self) -> PathBuf {
        self.path().join("data")
    }

    pub(crate) fn connect(&self) -> Outcome<Client> {
        let mut config = Client::configure();
        config.host_path(self.path()).user(ACCOUNT);
        Ok(config.dbname("postgres").connect(NoTls)?)
    }

    /// Which version this is.
    pub(crate) fn version(&self) -> Outcome<String> {
        let row = self.connect()?.query_one("SHOW server_version", &[])?;
        let text: String = row.try_get(0)?;
        Ok(text.split(' ').next().unwrap_or_default().to_owned())
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

/// Stores that many rows; of every hundred, `share` are due.
pub(crate) fn load(client: &mut Client, count: u64, share: u64, body: usize) -> Outcome<()> {
    let (count, share) = (i64::try_from(count)?, i64::try_from(share)?);
    let [due, stays] = [DUE, STAYS].map(|canary| copies::body(canary, body));
    client.execute(
        "INSERT INTO objects SELECT gen_random_uuid(), CASE WHEN number % 100 < $2::bigint THEN 1 ELSE 2 END,
           CASE WHEN number % 100 < $2 THEN $3::bytea ELSE $4::bytea END FROM generate_series(0, $1::bigint - 1) AS number",
        &[&count, &share, &due, &stays],
    )?;
    settle(client, "objects")
}

/// Leaves nothing for later of what loading a table began.
pub(crate) fn settle(client: &mut Client, table: &str) -> Outcome<()> {
    client.batch_execute(&format!("VACUUM ANALYZE {table}"))?;
    Ok(client.batch_execute("CHECKPOINT")?)
}

/// The rows that are due end, and the space that they took can be used again.
pub(crate) fn delete(client: &mut Client) -> Outcome<()> {
    client.batch_execute("DELETE FROM objects WHERE ends <= 1")?;
    Ok(client.batch_execute("VACUUM objects")?)
}

/// Milliseconds of DELETE and VACUUM of the rows that are due, and what is left of them in its files; nothing where
/// PostgreSQL is not installed.
pub(crate) fn expire(count: u64, share: u64, body: usize) -> Outcome<Option<(f64, u64)>> {
    let Some(cluster) = Cluster::start()? else {
        return Ok(None);
    };
    let mut client = cluster.connect()?;
    load(&mut client, count, share, body)?;
    let begun = Watch::now();
    delete(&mut client)?;
    let elapsed = begun.elapsed().as_secs_f64() * 1000.0;
    client.batch_execute("CHECKPOINT")?;
    let left = copies::count(&cluster.files(), DUE)?;
    Ok(Some((elapsed, left.all)))
}
