//! The protocol of Redis (RESP2) over a Unix socket.

use std::io::{BufRead, BufReader, BufWriter, Read, Write};
use std::os::unix::net::UnixStream;
use std::path::Path;

use super::Outcome;

/// An answer.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Reply {
    Status,
    Number(i64),
    Bytes(Vec<u8>),
    Nothing,
    Many(Vec<Reply>),
}

/// One connection.
pub(crate) struct Client {
    answers: BufReader<UnixStream>,
    commands: BufWriter<UnixStream>,
}

impl Client {
    pub(super) fn connect(socket: &Path) -> Outcome<Self> {
        let stream = UnixStream::connect(socket)?;
        Ok(Self {
            answers: BufReader::with_capacity(1 << 16, stream.try_clone()?),
            commands: BufWriter::with_capacity(1 << 16, stream),
        })
    }

    pub(super) fn ping(&mut self) -> Outcome<()> {
        self.call(&[b"PING"]).map(|_| ())
    }

    /// Sends a command and waits for its answer.
    pub(crate) fn call(&mut self, words: &[&[u8]]) -> Outcome<Reply> {
        self.send(words)?;
        self.receive()
    }

    /// Adds a command to those that the next answer sends.
    pub(crate) fn send(&mut self, words: &[&[u8]]) -> Outcome<()> {
        write!(self.commands, "*{}\r\n", words.len())?;
        for word in words {
            write!(self.commands, "${}\r\n", word.len())?;
            self.commands.write_all(word)?;
            self.commands.write_all(b"\r\n")?;
        }
        Ok(())
    }

    /// The next answer; an error of Redis is an error here.
    pub(crate) fn receive(&mut self) -> Outcome<Reply> {
        self.commands.flush()?;
        self.answer()
    }

    fn answer(&mut self) -> Outcome<Reply> {
        let mut line = String::new();
        self.answers.read_line(&mut line)?;
        let line = line.trim_end_matches("\r\n");
        let kind = line.chars().next().ok_or("Redis closed the connection")?;
        let rest = &line[kind.len_utf8()..];
        match kind {
            '+' => Ok(Reply::Status),
            ':' => Ok(Reply::Number(rest.parse()?)),
            '$' if rest == "-1" => Ok(Reply::Nothing),
            '$' => {
                let length: u64 = rest.parse()?;
                let mut bytes = Vec::with_capacity(usize::try_from(length)? + 2);
                (&mut self.answers)
                    .take(length + 2)
                    .read_to_end(&mut bytes)?;
                if !bytes.ends_with(b"\r\n") {
                    return Err("an answer of Redis was cut short".into());
                }
                bytes.truncate(bytes.len() - 2);
                Ok(Reply::Bytes(bytes))
            }
            '*' => {
                let count: i64 = rest.parse()?;
                let all = (0..count).map(|_| self.answer());
                Ok(Reply::Many(all.collect::<Outcome<_>>()?))
            }
            _ => Err(format!("Redis answered: {rest}").into()),
        }
    }
}

/// Sends many commands some hundred at a time, each made from its number, and looks at every answer.
pub(crate) fn pipeline(
    client: &mut Client,
    numbers: impl Iterator<Item = u64>,
    mut command: impl FnMut(&mut Client, u64) -> Outcome<()>,
) -> Outcome<()> {
    let mut waiting = 0;
    for number in numbers {
        command(client, number)?;
        waiting += 1;
        if waiting == 500 {
            for _ in 0..std::mem::take(&mut waiting) {
                client.receive()?;
            }
        }
    }
    for _ in 0..waiting {
        client.receive()?;
    }
    Ok(())
}
