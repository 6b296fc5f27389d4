//! A body far larger than the memory of the server goes through it. CANDOR_BODY_MIB sets the size of the body.

use std::io::{BufReader, BufWriter, Read, Write};
use std::net::TcpStream;
use std::process::Command;
use std::time::Duration;

use crate::serve::Server;
use crate::workspace::Copy;

/// Memory that the process may have for itself: heap, stacks and private mappings that can be written.
const LIMIT: u64 = 256 * 1024 * 1024;
/// In a normal run; more than the limit, so a body that is held whole cannot fit.
const DEFAULT_MIB: u64 = 300;
const BLOCK: usize = 64 * 1024;

/// A block of the body, which its number alone determines.
fn block(number: u64) -> Vec<u8> {
    let mut state = number.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let words = (0..BLOCK / 8).flat_map(|_| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()
    });
    words.collect()
}

#[test]
fn a_body_larger_than_the_memory_goes_through_the_server() {
    let mib = std::env::var("CANDOR_BODY_MIB").map_or(DEFAULT_MIB, |text| text.parse().unwrap());
    let blocks = mib * 1024 * 1024 / BLOCK as u64;
    let length = blocks * BLOCK as u64;
    let copy = Copy::of("tests/workspaces/seconds");
    let gallery = std::fs::read_to_string(copy.path("policies/tools/gallery.yaml")).unwrap();
    copy.write(
        "policies/tools/gallery.yaml",
        &gallery.replace("max_size: 20 MB", "max_size: 4 GB"),
    );
    let mut command = Command::new("prlimit");
    command
        .arg(format!("--data={LIMIT}"))
        .arg(env!("CARGO_BIN_EXE_candor"));
    let server = Server::start_by(command, copy.directory.path());

    let connect = || {
        let stream = TcpStream::connect(&server.address).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(300)))
            .unwrap();
        stream
    };
    let stream = connect();
    let mut out = BufWriter::new(&stream);
    write!(
        out,
        "POST /v1/tools/gallery/uploads HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nContent-Type: image/png\r\n\
         Candor-Subject: somebody\r\nContent-Length: {length}\r\n\r\n",
        server.address
    )
    .unwrap();
    for number in 0..blocks {
        out.write_all(&block(number)).unwrap();
    }
    out.flush().unwrap();
    let mut answer = String::new();
    (&stream).read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");
    let answer: serde_json::Value =
        serde_json::from_str(answer.split("\r\n\r\n").nth(1).unwrap()).unwrap();
    let url = answer["erase_url"].as_str().unwrap();

    let mut stream = connect();
    let head = format!(
        "GET {url} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n",
        server.address
    );
    stream.write_all(head.as_bytes()).unwrap();
    let mut read = BufReader::new(stream);
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut one = [0];
        read.read_exact(&mut one).unwrap();
        head.push(one[0]);
    }
    assert!(head.starts_with(b"HTTP/1.1 200"));
    let mut found = vec![0; BLOCK];
    for number in 0..blocks {
        read.read_exact(&mut found).unwrap();
        assert!(found == block(number), "block {number} came back changed");
    }
    assert_eq!(read.read(&mut found).unwrap(), 0);
    assert_eq!(server.send("DELETE", url, b"").0, 204);
    assert_eq!(server.send("GET", url, b"").0, 410);
}
