//! What callers are told while not a byte of the disk is free. The child is this test binary itself, in a mount namespace
//! of its own, so that its temporary directory is a small file system.

use std::fs::File;
use std::io::{ErrorKind, Write};
use std::path::Path;
use std::process::Command;

use crate::client::{picture, start};

const MOUNTED: &str = "CANDOR_FULL_DISK";

fn fill(path: &Path) {
    let mut file = File::create(path).unwrap();
    for size in [1 << 20, 1 << 12, 1] {
        while file.write_all(&vec![7; size]).is_ok() {}
    }
    let error = file.write_all(&[7]).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::StorageFull);
}

#[test]
fn child_that_serves_on_a_full_disk() {
    let Ok(mount) = std::env::var(MOUNTED) else {
        return;
    };
    let server = start(true);
    assert!(server.directory.path().starts_with(&mount));
    let stored = server.upload(&picture()).json();
    let foreign = Path::new(&mount).join("foreign");
    fill(&foreign);
    // The first refusal may be of the data itself, and the next ones are of the room for deletion.
    for _ in 0..3 {
        let refused = server.send(
            "POST",
            "/v1/tools/enlarge/uploads",
            &[("Content-Type", "image/png")],
            &[7; 900_000],
        );
        assert_eq!(refused.status, 507);
        let kind = refused.header("content-type");
        assert_eq!(kind.as_deref(), Some("application/problem+json"));
        let told = refused.json();
        assert_eq!(
            (&told["rule"], &told["status"]),
            (&"store/full".into(), &507.into())
        );
        assert!(
            told["detail"]
                .as_str()
                .unwrap()
                .contains("nothing was stored")
        );
    }
    // Reading and erasing go on.
    let url = stored["erase_url"].as_str().unwrap();
    assert_eq!(server.get(url).status, 200);
    assert_eq!(server.send("DELETE", url, &[], b"").status, 204);
    assert_eq!(server.get(url).status, 410);
    std::fs::remove_file(&foreign).unwrap();
    assert_eq!(server.upload(&picture()).status, 201);
    #[allow(clippy::print_stdout, reason = "the parent looks for it")]
    {
        println!("TAKEN");
    }
}

#[test]
fn a_full_disk_is_answered_with_507() {
    let directory = tempfile::tempdir().unwrap();
    // An account that is not root becomes root of its own namespace, where the system lets it.
    let line = "mount -t tmpfs -o size=40m tmpfs \"$0\" && exec \"$@\"";
    let child = |options: &[&str]| {
        Command::new("unshare")
            .args(options)
            .args(["--mount", "sh", "-c", line])
            .arg(directory.path())
            .arg(std::env::current_exe().unwrap())
            .args([
                "--exact",
                "full::child_that_serves_on_a_full_disk",
                "--nocapture",
            ])
            .env(MOUNTED, directory.path())
            .env("TMPDIR", directory.path())
            .output()
            .unwrap()
    };
    let mut output = child(&[]);
    if !output.status.success() && String::from_utf8_lossy(&output.stderr).contains("not permitted")
    {
        output = child(&["--map-root-user", "--user"]);
    }
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && told.contains("TAKEN"),
        "{told}\n{}\nWithout the right to mount a small file system this cannot be tested.",
        String::from_utf8_lossy(&output.stderr)
    );
}
