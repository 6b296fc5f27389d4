//! A client that may be cut off at any moment: an answer counts only where all of it came.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// Where a server is, and the token that requests carry.
#[derive(Clone)]
pub(crate) struct Client {
    pub(crate) address: String,
    pub(crate) token: String,
}

impl Client {
    /// Reads an object as anybody does who knows its id: without a token.
    pub(crate) fn read(&self, id: &str) -> Option<(u16, Vec<u8>)> {
        let visitor = Self {
            token: String::new(),
            ..self.clone()
        };
        visitor.send("GET", &format!("/v1/objects/{id}"), None, b"")
    }

    /// Status and body; nothing where the server went before all of it had come.
    pub(crate) fn send(
        &self,
        method: &str,
        path: &str,
        subject: Option<&str>,
        body: &[u8],
    ) -> Option<(u16, Vec<u8>)> {
        let mut stream = TcpStream::connect(&self.address).ok()?;
        stream
            .set_read_timeout(Some(Duration::from_secs(60)))
            .ok()?;
        let subject = subject.map_or_else(String::new, |subject| {
            format!("Candor-Subject: {subject}\r\n")
        });
        let token = match self.token.as_str() {
            "" => String::new(),
            token => format!("Authorization: Bearer {token}\r\n"),
        };
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n{token}{subject}\
             Content-Type: image/png\r\nContent-Length: {}\r\n\r\n",
            self.address,
            body.len()
        );
        stream.write_all(head.as_bytes()).ok()?;
        // A refusal may come before the whole body was sent.
        let _ = stream.write_all(body);
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        let at = bytes.windows(4).position(|window| window == b"\r\n\r\n")?;
        let head = String::from_utf8_lossy(&bytes[..at]).to_lowercase();
        let body = bytes[at + 4..].to_vec();
        let length = head
            .lines()
            .find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
        if length.is_some_and(|length: usize| length != body.len()) {
            return None;
        }
        Some((head.get(9..12)?.parse().ok()?, body))
    }
}
