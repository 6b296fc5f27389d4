//! What slow clients, damage and a clock that jumps do to a server: nothing to anybody else.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant as Wall};

use candor_model::Instant;
use candor_model::clock::ManualClock;
use candor_runtime::{JobState, Runtime, Store, StoreError, StoreOptions, Upload};

use crate::client::{Server, picture, policy, start};

fn connect(server: &Server) -> TcpStream {
    let stream = TcpStream::connect(server.address).unwrap();
    let limit = Some(Duration::from_secs(60));
    stream.set_read_timeout(limit).unwrap();
    stream
}

fn begin_upload(server: &Server, (tool, activity): (&str, &str), length: usize) -> TcpStream {
    let mut stream = connect(server);
    let head = format!(
        "POST /v1/tools/{tool}/uploads?activity={activity} HTTP/1.1\r\nHost: {}\r\nContent-Type: image/png\r\nConnection: close\r\n\
         Content-Length: {length}\r\n\r\n",
        server.address
    );
    stream.write_all(head.as_bytes()).unwrap();
    stream
}

#[test]
fn an_answer_that_streams_at_the_end_breaks_off() {
    let server = start(true);
    // More than the buffers of both sockets hold.
    let length = 16 << 20;
    let body: Vec<u8> = (0..length)
        .map(|at| u8::try_from(at % 251).unwrap())
        .collect();
    // On a machine with much else to do the window of four seconds may end before the body is there.
    let answer = (0..20).find_map(|_| {
        let mut stream = begin_upload(&server, ("moment", "short"), length);
        let _ = stream.write_all(&body);
        let mut answer = String::new();
        let _ = stream.read_to_string(&mut answer);
        answer.starts_with("HTTP/1.1 201").then_some(answer)
    });
    let answer = answer.expect("a whole upload");
    let json: serde_json::Value =
        serde_json::from_str(answer.split("\r\n\r\n").nth(1).unwrap()).unwrap();
    let url = json["erase_url"].as_str().unwrap();

    let mut slow = connect(&server);
    let head = format!(
        "GET {url} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n",
        server.address
    );
    slow.write_all(head.as_bytes()).unwrap();
    let mut first = [0; 4096];
    let read = slow.read(&mut first).unwrap();
    let told = String::from_utf8_lossy(&first[..read]).into_owned();
    assert!(told.starts_with("HTTP/1.1 200"), "{told}");
    let since = Wall::now();
    while server.send("HEAD", url, &[], b"").status != 410 {
        assert!(since.elapsed() < Duration::from_secs(60), "it never ended");
        std::thread::sleep(Duration::from_millis(50));
    }
    let mut rest = Vec::new();
    // The connection is closed without the rest; whether that reads as an end or as a reset is the system's.
    let _ = slow.read_to_end(&mut rest);
    assert!(
        read + rest.len() < length,
        "the whole body came although its end had come"
    );
}

#[test]
fn a_body_that_stalls_is_broken_off_and_keeps_nobody_waiting() {
    let server = start(true);
    let stored = server.upload(&picture()).json();
    let url = stored["erase_url"].as_str().unwrap();
    // As many as the threads that may block would hold.
    let mut stalled: Vec<TcpStream> = (0..600)
        .map(|_| {
            let mut stream = begin_upload(&server, ("enlarge", "enlarge"), 100_000);
            stream.write_all(b"the beginning").unwrap();
            stream
        })
        .collect();
    assert_eq!(server.get(url).status, 200);
    assert_eq!(server.send("DELETE", url, &[], b"").status, 204);
    assert_eq!(server.get(url).status, 410);
    for stream in &mut stalled {
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        let answer = String::from_utf8_lossy(&answer);
        assert!(
            answer.starts_with("HTTP/1.1 400") || answer.starts_with("HTTP/1.1 503"),
            "{answer:?}"
        );
    }
    assert_eq!(server.upload(&picture()).status, 201);
}

#[test]
fn a_head_that_stalls_is_broken_off_and_keeps_nobody_waiting() {
    let server = start(true);
    let mut stalled: Vec<TcpStream> = [
        "",
        "GET /healthz HTTP/1.1\r\nHos",
        "POST /v1/events/x HTTP/1.1\r\nHost: a\r\n",
    ]
    .iter()
    .map(|part| {
        let mut stream = connect(&server);
        stream.write_all(part.as_bytes()).unwrap();
        stream
    })
    .collect();
    // One that asked before and stays open must not wait for ever either.
    let mut idle = connect(&server);
    let head = format!("GET /healthz HTTP/1.1\r\nHost: {}\r\n\r\n", server.address);
    idle.write_all(head.as_bytes()).unwrap();
    stalled.push(idle);
    assert_eq!(server.get("/healthz").status, 200);
    for (number, stream) in stalled.iter_mut().enumerate() {
        let mut answer = Vec::new();
        stream
            .read_to_end(&mut answer)
            .expect("the server ends the connection");
        let answer = String::from_utf8_lossy(&answer);
        let was_answered = answer.starts_with("HTTP/1.1 200");
        assert_eq!(was_answered, number == 3, "{number}: {answer:?}");
    }
    assert_eq!(server.get("/healthz").status, 200);
}

struct Place {
    directory: tempfile::TempDir,
    clock: ManualClock,
}

impl Place {
    fn new() -> Self {
        Self {
            directory: tempfile::tempdir().unwrap(),
            clock: ManualClock::at(Instant::parse_rfc3339("2026-11-23T12:00:00Z").unwrap()),
        }
    }

    fn open(&self) -> Runtime {
        let clock = Arc::new(self.clock.clone());
        let store = Store::open(self.directory.path(), clock, StoreOptions::default()).unwrap();
        Runtime::new(Arc::new(policy()), Arc::new(store)).unwrap()
    }

    fn segments(&self) -> Vec<PathBuf> {
        let mut list = Vec::new();
        let mut waiting = vec![self.directory.path().join("cohorts")];
        while let Some(next) = waiting.pop() {
            if next.is_dir() {
                let entries = std::fs::read_dir(next).unwrap();
                waiting.extend(entries.map(|entry| entry.unwrap().path()));
            } else {
                list.push(next);
            }
        }
        list
    }
}

fn upload(runtime: &Runtime) -> Result<candor_runtime::ObjectId, candor_runtime::Refusal> {
    let upload = Upload {
        tool: "enlarge",
        content_type: Some("image/png"),
        ..Upload::default()
    };
    let accepted = runtime.upload(&upload, &mut picture().as_slice())?;
    Ok(accepted.id)
}

#[test]
fn a_damaged_record_of_a_job_costs_that_job() {
    let place = Place::new();
    let runtime = place.open();
    let id = upload(&runtime).unwrap();
    let order = |runtime: &Runtime| {
        let ordered = runtime.order("enlarge", &id, "enlarge", Default::default());
        ordered.unwrap().id
    };
    let (whole, damaged) = (order(&runtime), order(&runtime));
    drop(runtime);
    let segment = place.segments().remove(0);
    let mut bytes = std::fs::read(&segment).unwrap();
    let at = bytes.len() - 60;
    bytes[at] ^= 1;
    std::fs::write(&segment, &bytes).unwrap();
    let runtime = place.open();
    assert_eq!(runtime.job(&whole).unwrap().state, JobState::Queued);
    assert!(runtime.job(&damaged).is_err());
    let faults = runtime.job_faults();
    assert_eq!(faults.len(), 1);
    assert_eq!(faults[0].id, damaged);
    assert!(upload(&runtime).is_ok());
}

#[test]
fn a_job_whose_outcome_is_damaged_is_not_made_a_second_time() {
    let place = Place::new();
    let runtime = place.open();
    let id = upload(&runtime).unwrap();
    let job = runtime
        .order("enlarge", &id, "enlarge", Default::default())
        .unwrap();
    let taken = runtime.take_job(Duration::from_secs(5)).unwrap();
    runtime.fail(&taken, "no picture").unwrap();
    drop(runtime);
    let segment = place.segments().remove(0);
    let mut bytes = std::fs::read(&segment).unwrap();
    let at = bytes.len() - 60;
    bytes[at] ^= 1;
    std::fs::write(&segment, &bytes).unwrap();
    let runtime = place.open();
    assert_eq!(runtime.job_faults().len(), 1);
    assert_eq!(runtime.job(&job.id).unwrap().state, JobState::Failed);
    assert_eq!(runtime.waiting_jobs(), 0);
}

#[test]
fn a_store_with_jobs_starts_after_a_long_stop_and_waits_for_its_clock() {
    let place = Place::new();
    let runtime = place.open();
    let id = upload(&runtime).unwrap();
    runtime
        .order("enlarge", &id, "enlarge", Default::default())
        .unwrap();
    drop(runtime);
    // Eight days are more than are believed by themselves.
    place.clock.advance_seconds(8 * 86_400);
    let runtime = place.open();
    assert!(matches!(
        runtime.store().head(&id),
        Err(StoreError::ClockJumped { .. })
    ));
    assert_eq!(runtime.sweep().unwrap_err().rule, "store/clock");
    runtime.store().confirm_clock();
    assert_eq!(runtime.store().head(&id).unwrap_err(), StoreError::Gone);
    assert_eq!(runtime.sweep().unwrap().buckets, 1);
    assert!(place.segments().is_empty());
    assert!(upload(&runtime).is_ok());
}

#[test]
fn jobs_that_wait_come_back_when_a_jump_turns_out_to_be_an_error() {
    let place = Place::new();
    let start = candor_model::clock::Clock::now(&place.clock);
    let runtime = place.open();
    let id = upload(&runtime).unwrap();
    let job = runtime
        .order("enlarge", &id, "enlarge", Default::default())
        .unwrap();
    drop(runtime);
    place.clock.advance_seconds(8 * 86_400);
    let runtime = place.open();
    assert_eq!(runtime.waiting_jobs(), 0);
    // The operator puts the clock right, and then confirms it.
    place.clock.set(start.saturating_add_seconds(60));
    runtime.store().confirm_clock();
    runtime.sweep().unwrap();
    assert_eq!(runtime.job(&job.id).unwrap().state, JobState::Queued);
    assert_eq!(runtime.waiting_jobs(), 1);
}

#[test]
fn a_clock_that_runs_back_never_lets_new_data_live_longer() {
    let place = Place::new();
    let start = candor_model::clock::Clock::now(&place.clock);
    let runtime = place.open();
    let at = |seconds: i64| start.saturating_add_seconds(seconds);
    place.clock.set(at(5_000));
    let early = upload(&runtime).unwrap();
    // A correction: the window counts from what the clock says.
    place.clock.set(at(4_970));
    let corrected = upload(&runtime).unwrap();
    assert!(corrected.expires_at().unwrap() <= at(4_970 + 86_400));
    // More than a correction: nothing new, and everything else goes on.
    place.clock.set(at(1_000));
    let refusal = upload(&runtime).unwrap_err();
    assert_eq!(refusal.rule, "store/clock-behind");
    let clock = runtime.store().clock_state();
    assert_eq!((clock.behind_millis, clock.refuses), (4_000_000, true));
    assert!(runtime.store().head(&early).is_ok());
    assert_eq!(runtime.erase(&early).unwrap(), 1);
    runtime.sweep().unwrap();
    place.clock.set(at(5_001));
    assert!(upload(&runtime).is_ok());
}
