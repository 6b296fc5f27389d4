//! Candor's store.

use std::io::Read;
use std::sync::Arc;

use candor_runtime::tlog::{Keys, verify};
use candor_runtime::{Deposit, NewObject, Store, StoreOptions};

use super::{BYTES, Kept, name};
use crate::copies::{STAYS, body};
use crate::load::load;
use crate::{LIFE, Outcome, clock, new_object};

pub(super) struct Own {
    store: Store,
    new: NewObject,
    body: Vec<u8>,
    kept: Vec<Deposit>,
    keys: Keys,
    _directory: tempfile::TempDir,
}

impl Own {
    pub(super) fn open() -> Outcome<Self> {
        let directory = tempfile::tempdir()?;
        let data = directory.path().join("data");
        let store = Store::open(&data, Arc::new(clock()), StoreOptions::default())?;
        let tag = store.register_window("bench", "1 hour")?;
        Ok(Self {
            new: new_object(tag, LIFE),
            body: body(STAYS, BYTES),
            kept: Vec::new(),
            keys: store.log_keys()?,
            store,
            _directory: directory,
        })
    }

    fn put(&self, person: u64) -> Outcome<Deposit> {
        let mut new = self.new.clone();
        new.meta.subject = Some(name(person));
        Ok(self.store.put(new, &mut self.body.as_slice())?)
    }

    fn at(&self, at: u64) -> Outcome<&Deposit> {
        let one = self.kept.get(usize::try_from(at)?);
        Ok(one.ok_or("no such record")?)
    }

    fn receipt(&self, at: u64) -> Outcome<String> {
        let one = self.at(at)?;
        let receipt = self.store.receipt(&one.id, Some(&one.commitment))?;
        Ok(receipt.to_string())
    }
}

impl Kept for Own {
    fn load(&mut self, persons: &[u64]) -> Outcome<()> {
        let loaded = load(persons.len() as u64, |number| {
            let person = persons.get(usize::try_from(number)?);
            self.put(*person.ok_or("no such record")?)
        })?;
        self.kept.extend(loaded);
        Ok(())
    }

    fn store(&mut self, person: u64) -> Outcome<()> {
        let one = self.put(person)?;
        self.kept.push(one);
        Ok(())
    }

    fn read(&mut self, at: u64) -> Outcome<()> {
        let mut bytes = Vec::with_capacity(BYTES);
        if let Ok(mut body) = self.store.read(&self.at(at)?.id, None) {
            body.read_to_end(&mut bytes)?;
        }
        Ok(())
    }

    fn read_person(&mut self, person: u64) -> Outcome<()> {
        for id in self.store.of_subject(&name(person)) {
            self.store.head(&id)?;
        }
        Ok(())
    }

    fn erase(&mut self, at: u64) -> Outcome<()> {
        let _ = self.store.erase(&self.at(at)?.id, false);
        Ok(())
    }

    fn erase_on_record(&mut self, at: u64) -> Outcome<()> {
        self.store.erase(&self.at(at)?.id, false)?;
        Ok(())
    }

    fn read_log(&mut self, at: u64) -> Outcome<()> {
        self.receipt(at).map(|_| ())
    }

    fn verify_erased(&mut self, at: u64) -> Outcome<()> {
        if self.store.read(&self.at(at)?.id, None).is_ok() {
            return Err("an erased object was read".into());
        }
        let receipt = verify(&self.receipt(at)?, &self.keys)?;
        if receipt.member.is_some() {
            Ok(())
        } else {
            Err("a receipt does not speak of its object".into())
        }
    }
}
