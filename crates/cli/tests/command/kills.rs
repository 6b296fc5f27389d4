//! `serve` under load is killed again and again: nothing that was acknowledged is lost before its end, nothing is read after
//! it, what is absent has a receipt and nothing else has, and no file is left. CANDOR_KILLS sets the number of kills.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use candor_runtime::tlog::{Keys, Signed, verify};
use serde_json::Value;

use crate::client::Client;
use crate::serve::{Server, bucket_keys, found_in};
use crate::workspace::{Copy, files};

/// Every upload lives for at least so long, and for at most eight seconds.
const YOUNG: Duration = Duration::from_secs(5);
const OLD: Duration = Duration::from_secs(8);
const CLIENTS: usize = 4;
const CANARY: &[u8] = b"KILL-CANARY";

/// An acknowledged object.
struct Known {
    id: String,
    commitment: String,
    body: Vec<u8>,
    /// Before it was sent, and after it was acknowledged.
    sent: Instant,
    acknowledged: Instant,
    /// The person whom it is about; it then lives until that person is erased.
    person: Option<String>,
    /// Its erasure was asked for; and was acknowledged.
    erasing: bool,
    erased: bool,
    held: bool,
}

#[derive(Default)]
struct Work {
    known: Mutex<Vec<Known>>,
    /// Everybody for whom something was sent. What was stored and not answered before the kill is theirs, too.
    persons: Mutex<BTreeSet<String>>,
}

fn body(seed: usize) -> Vec<u8> {
    // Most are small, and some have a file of their own.
    let length = if seed % 23 == 7 {
        1_200_000
    } else {
        20 + seed * 7_919 % 60_000
    };
    let rest = (0..length).map(|at| u8::try_from((at * 31 + seed) % 251).unwrap());
    CANARY.iter().copied().chain(rest).collect()
}

impl Work {
    fn upload(
        &self,
        client: &Client,
        seed: usize,
        person: Option<String>,
        held: bool,
    ) -> Option<()> {
        if let Some(person) = &person {
            self.persons.lock().unwrap().insert(person.clone());
        }
        let body = body(seed);
        let tool = if person.is_some() {
            "gallery"
        } else {
            "enlarge"
        };
        let sent = Instant::now();
        let path = format!("/v1/tools/{tool}/uploads");
        let (status, answer) = client.send("POST", &path, person.as_deref(), &body)?;
        assert_eq!(status, 201, "{}", String::from_utf8_lossy(&answer));
        let answer: Value = serde_json::from_slice(&answer).unwrap();
        self.known.lock().unwrap().push(Known {
            id: answer["id"].as_str().unwrap().to_owned(),
            commitment: answer["commitment"].as_str().unwrap().to_owned(),
            body,
            sent,
            acknowledged: Instant::now(),
            person,
            erasing: false,
            erased: false,
            held,
        });
        Some(())
    }

    /// Notes on every object that fits.
    fn note(&self, fits: impl Fn(&Known) -> bool, note: impl Fn(&mut Known)) {
        self.known
            .lock()
            .unwrap()
            .iter_mut()
            .filter(|one| fits(one))
            .for_each(note);
    }

    /// Something that is not held and not being erased.
    fn any(&self, seed: usize) -> Option<(String, Vec<u8>, Instant, Option<String>)> {
        let known = self.known.lock().unwrap();
        let free: Vec<&Known> = known
            .iter()
            .filter(|one| !one.held && !one.erasing)
            .collect();
        let one = free.get(seed % free.len().max(1))?;
        Some((
            one.id.clone(),
            one.body.clone(),
            one.sent,
            one.person.clone(),
        ))
    }

    /// Works until the server goes.
    fn client(&self, client: &Client, number: usize, round: usize) -> Option<()> {
        for step in 0.. {
            let seed = (round * 1_000 + step) * CLIENTS + number;
            match step % 8 {
                3 => {
                    let (id, body, sent, person) = self.any(seed)?;
                    let read = client.read(&id)?;
                    // Another client may be erasing it meanwhile, and its end may have come.
                    assert!(
                        read == (200, body) || read.0 == 410 || (read.0 == 404 && person.is_some()),
                        "{id}: {}",
                        read.0
                    );
                    if read.0 != 200 && person.is_none() && sent.elapsed() < YOUNG {
                        self.note(
                            |one| one.id == id,
                            |one| assert!(one.erasing, "{} is lost", one.id),
                        );
                    }
                }
                5 => {
                    let (id, _, _, person) = self.any(seed)?;
                    let same = |one: &Known| match &person {
                        Some(person) => one.person.as_ref() == Some(person),
                        None => one.id == id,
                    };
                    self.note(same, |one| one.erasing = true);
                    let path = match &person {
                        Some(person) => format!("/v1/subjects/{person}"),
                        None => format!("/v1/objects/{id}"),
                    };
                    let (status, _) = client.send("DELETE", &path, None, b"")?;
                    assert!([200, 204, 404, 410].contains(&status), "{path}: {status}");
                    self.note(same, |one| one.erased = true);
                }
                // A person is used once, so that whatever is stored for one was stored before the erasure.
                6 => self.upload(client, seed, Some(format!("person-{seed}")), false)?,
                _ => self.upload(client, seed, None, false)?,
            }
        }
        Some(())
    }

    /// Everything that is known holds on a server that has just started. What is over is forgotten. Gives how many were
    /// read, and how many receipts were verified.
    fn check(&self, client: &Client) -> (usize, usize) {
        let ask = |path: &str| client.send("GET", path, None, b"").expect("a whole answer");
        let keys = String::from_utf8(ask("/v1/log/keys").1).unwrap();
        let keys = Keys::parse(&keys).unwrap();
        let (mut read, mut receipts) = (0, 0);
        self.known.lock().unwrap().retain(|one| {
            let receipt = format!("/v1/receipts/{}?commitment={}", one.id, one.commitment);
            let was_old = one.person.is_none() && one.acknowledged.elapsed() > OLD;
            let (status, found) = client.read(&one.id).unwrap_or_else(|| {
                // What still streams at its end is broken off, and refused from then on.
                let may_end = one.person.is_none() && one.sent.elapsed() >= YOUNG;
                assert!(may_end, "{} is broken off before its end", one.id);
                client.read(&one.id).expect("a whole answer")
            });
            if status == 200 {
                read += 1;
                assert!(found == one.body, "{} came back changed", one.id);
                assert!(!one.erased, "{} is read after its erasure", one.id);
                assert!(!was_old, "{} is read after its end", one.id);
                let (status, _) = ask(&receipt);
                let is_young = one.person.is_some() || one.sent.elapsed() < YOUNG;
                assert!(
                    status == 404 || !is_young,
                    "{} is there, and a receipt says that it is gone",
                    one.id
                );
                return true;
            }
            let is_young = one.person.is_some() || one.sent.elapsed() < YOUNG;
            assert!(
                status == 410 || (status == 404 && one.person.is_some()),
                "{}: {status}",
                one.id
            );
            assert!(
                !is_young || one.erasing,
                "{} was acknowledged and is lost",
                one.id
            );
            if one.held {
                assert_eq!(ask(&receipt).0, 404, "{} is held and not destroyed", one.id);
                return true;
            }
            // Refused from its end on; the receipt comes when the bytes are seen to be gone.
            let since = Instant::now();
            let proof = loop {
                match ask(&receipt) {
                    (200, proof) => break String::from_utf8(proof).unwrap(),
                    // There is none yet; one that cannot be given is another matter, and waiting would hide it.
                    (404, _) => assert!(
                        since.elapsed() < Duration::from_secs(30),
                        "{} is gone without a receipt",
                        one.id
                    ),
                    (status, _) => panic!("the receipt of {}: {status}", one.id),
                }
                std::thread::sleep(Duration::from_millis(20));
            };
            let verified = verify(&proof, &keys).unwrap();
            assert_eq!(verified.signed, Signed::ByKnownKey);
            let member: String = verified
                .member
                .unwrap()
                .iter()
                .map(|byte| format!("{byte:02x}"))
                .collect();
            assert_eq!(member, one.commitment);
            receipts += 1;
            false
        });
        (read, receipts)
    }
}

fn token(copy: &Copy) -> String {
    let output = copy.run(&["token", "new", "--kind", "admin"]);
    let token = String::from_utf8(output.stdout).unwrap().trim().to_owned();
    assert!(
        !token.is_empty(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    token
}

fn hold(copy: &Copy, id: &str) -> bool {
    copy.run(&["hold", id, "--reason", "case 7", "--by", "legal"])
        .status
        .success()
}

#[test]
fn a_server_under_load_is_killed_again_and_again() {
    let set = std::env::var("CANDOR_KILLS").ok();
    let kills: usize = set.and_then(|count| count.parse().ok()).unwrap_or(10);
    let copy = Copy::of("tests/workspaces/seconds");
    std::fs::create_dir_all(copy.path(".candor")).unwrap();
    let token = token(&copy);
    let client = |server: &Server| Client {
        address: server.address.clone(),
        token: token.clone(),
    };
    let work = Work::default();
    let (mut read, mut receipts) = (0, 0);
    let mut held = Vec::new();
    for round in 0..kills {
        let server = Server::start(copy.directory.path());
        let own = client(&server);
        let (more, proved) = work.check(&own);
        read += more;
        receipts += proved;
        if round % 5 == 0 {
            work.upload(&own, round, None, true).unwrap();
            let id = work.known.lock().unwrap().last().unwrap().id.clone();
            assert!(hold(&copy, &id));
            held.push(id);
        }
        std::thread::scope(|scope| {
            for number in 0..CLIENTS {
                let (work, own) = (&work, &own);
                scope.spawn(move || work.client(own, number, round));
            }
            std::thread::sleep(Duration::from_millis(50 + (round as u64 * 7_919) % 500));
            server.kill();
        });
        let left = found_in(&copy.path(".candor"), CANARY);
        assert!(left.is_empty(), "plain text in {left:?}");
    }
    finish(&copy, &work, client, &held);
    assert!(
        read > 0 && receipts > 0,
        "{read} reads, {receipts} receipts"
    );
}

/// Lets everything end, and looks whether anything is left.
fn finish(copy: &Copy, work: &Work, client: impl Fn(&Server) -> Client, held: &[String]) {
    let server = Server::start(copy.directory.path());
    let own = client(&server);
    let persons = work.persons.lock().unwrap().clone();
    for person in persons {
        work.note(
            |one| one.person.as_ref() == Some(&person),
            |one| one.erasing = true,
        );
        own.send("DELETE", &format!("/v1/subjects/{person}"), None, b"")
            .unwrap();
        work.note(
            |one| one.person.as_ref() == Some(&person),
            |one| one.erased = true,
        );
    }
    std::thread::sleep(OLD + Duration::from_secs(1));
    work.check(&own);
    for id in held {
        let seen = own.read(id).unwrap();
        assert_eq!(seen.0, 410);
        // An administrator still reads what is held.
        let kept = own.send("GET", &format!("/v1/objects/{id}"), None, b"");
        assert_eq!(kept.unwrap().0, 200);
        let released = copy.run(&["release", id]);
        assert!(
            released.status.success(),
            "{}",
            String::from_utf8_lossy(&released.stderr)
        );
    }
    work.note(|one| one.held, |one| one.held = false);
    work.check(&own);
    assert_eq!(
        work.known.lock().unwrap().len(),
        0,
        "everything is gone, and has a receipt"
    );
    let data = copy.path(".candor");
    let none: Vec<std::path::PathBuf> = Vec::new();
    let orphans = |directory: &Path| files(directory);
    let since = Instant::now();
    while !orphans(&data.join("cohorts")).is_empty() && since.elapsed() < Duration::from_secs(10) {
        std::thread::sleep(Duration::from_millis(50));
    }
    assert_eq!(orphans(&data.join("cohorts")), none);
    assert_eq!(orphans(&data.join("holds")), none);
    assert_eq!(bucket_keys(&data), 0);
}
