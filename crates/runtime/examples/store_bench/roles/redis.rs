//! Keys of Redis with an end, and a set per person for what is kept of them.

use super::{BYTES, Kept, name};
use crate::Outcome;
use crate::copies::{STAYS, body};
use crate::redis::{Client, Reply, Server, in_millis, key, pipeline};

pub(super) struct Keys {
    client: Client,
    body: Vec<u8>,
    ends: String,
    /// Whose each record is: the set that it must be taken from.
    persons: Vec<u64>,
    _server: Server,
}

impl Keys {
    pub(super) fn open() -> Outcome<Option<Box<dyn Kept>>> {
        let Some(server) = Server::start()? else {
            return Ok(None);
        };
        Ok(Some(Box::new(Self {
            client: server.connect()?,
            body: body(STAYS, BYTES),
            ends: in_millis(86_400_000)?,
            persons: Vec::new(),
            _server: server,
        })))
    }

    /// Erases in one step, with a note of it where that is wanted.
    fn remove(&mut self, at: u64, noted: bool) -> Outcome<()> {
        let person = self.persons.get(usize::try_from(at)?);
        let set = name(*person.ok_or("no such record")?);
        self.client.send(&[b"MULTI"])?;
        self.client.send(&[b"DEL", &key(at)])?;
        self.client.send(&[b"SREM", set.as_bytes(), &key(at)])?;
        if noted {
            self.client
                .send(&[b"HSET", b"erasures", &key(at), self.ends.as_bytes()])?;
        }
        self.client.send(&[b"EXEC"])?;
        for _ in 0..4 + usize::from(noted) {
            self.client.receive()?;
        }
        Ok(())
    }
}

impl Kept for Keys {
    fn load(&mut self, persons: &[u64]) -> Outcome<()> {
        let (body, ends) = (&self.body, self.ends.as_bytes());
        let numbers = 0..persons.len() as u64;
        pipeline(&mut self.client, numbers.clone(), |client, number| {
            client.send(&[b"SET", &key(number), body, b"PXAT", ends])
        })?;
        pipeline(&mut self.client, numbers, |client, number| {
            let person = persons.get(usize::try_from(number)?);
            let set = name(*person.ok_or("no such record")?);
            client.send(&[b"SADD", set.as_bytes(), &key(number)])
        })?;
        self.persons.extend(persons);
        Ok(())
    }

    fn store(&mut self, person: u64) -> Outcome<()> {
        let key = key(self.persons.len() as u64);
        self.persons.push(person);
        let ends = self.ends.as_bytes();
        self.client.send(&[b"MULTI"])?;
        self.client
            .send(&[b"SET", &key, &self.body, b"PXAT", ends])?;
        self.client
            .send(&[b"SADD", name(person).as_bytes(), &key])?;
        self.client.send(&[b"EXEC"])?;
        for _ in 0..4 {
            self.client.receive()?;
        }
        Ok(())
    }

    fn read(&mut self, at: u64) -> Outcome<()> {
        self.client.call(&[b"GET", &key(at)]).map(|_| ())
    }

    fn read_person(&mut self, person: u64) -> Outcome<()> {
        let set = name(person);
        let Reply::Many(keys) = self.client.call(&[b"SMEMBERS", set.as_bytes()])? else {
            return Err("Redis does not tell the members of a set".into());
        };
        let mut waiting = 0;
        for key in &keys {
            if let Reply::Bytes(key) = key {
                self.client.send(&[b"PEXPIRETIME", key])?;
                waiting += 1;
            }
        }
        for _ in 0..waiting {
            self.client.receive()?;
        }
        Ok(())
    }

    fn erase(&mut self, at: u64) -> Outcome<()> {
        self.remove(at, false)
    }

    fn erase_on_record(&mut self, at: u64) -> Outcome<()> {
        self.remove(at, true)
    }

    fn read_log(&mut self, at: u64) -> Outcome<()> {
        match self.client.call(&[b"HGET", b"erasures", &key(at)])? {
            Reply::Bytes(_) => Ok(()),
            _ => Err("Redis has no note of an erasure".into()),
        }
    }

    fn verify_erased(&mut self, at: u64) -> Outcome<()> {
        match self.client.call(&[b"EXISTS", &key(at)])? {
            Reply::Number(0) => Ok(()),
            _ => Err("Redis still has what was erased".into()),
        }
    }
}
