//! The log on disk: bundles, tiles, and the signed checkpoint that is written last.

use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use signed_note::{Note, Signer};
use tlog_tiles::checkpoint::Checkpoint;
use tlog_tiles::tile::{Tile, TileHashReader};
use tlog_tiles::tlog::{
    EMPTY_HASH, Error, Hash, HashReader, check_record, prove_record, prove_tree, record_hash,
    stored_hash_count, stored_hashes, tree_hash,
};

use super::keys::Keys;
use super::proof::{Proof, SetProof};
use super::signer::LogSigner;
use super::tiles::{HASH, HEIGHT, Tiles, WIDTH, partial_files, path_of};
use super::{entries, set};
use crate::store::{StoreError, create_directory, replace_file};

/// A log that can be appended to. Its directory can be served as static files.
#[derive(Debug)]
pub struct Log {
    tiles: Tiles,
    signer: LogSigner,
    keys: Keys,
    size: u64,
    root: Hash,
    checkpoint: String,
}

impl Log {
    /// Opens a log, or begins one in an empty or absent directory. What a crash left behind the checkpoint is not part of the
    /// log and is overwritten by what comes next. A signer that is new becomes the log's newest key.
    ///
    /// # Errors
    /// A checkpoint that no key of the log signed, tiles that do not hash to it, or a file that cannot be read or written.
    pub fn open(directory: &Path, signer: LogSigner) -> Result<Self, StoreError> {
        create_directory(directory)?;
        let keys_path = directory.join("keys");
        let mut keys = match std::fs::read_to_string(&keys_path) {
            Ok(text) => Keys::parse(&text).map_err(|why| StoreError::broken(&keys_path, why))?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Keys::default(),
            Err(error) => return Err(StoreError::io(&keys_path, &error)),
        };
        let verifier = signer.verifier();
        if !keys.contains(&verifier) {
            keys.push(verifier);
            replace_file(&keys_path, keys.to_text().as_bytes(), false)?;
        }
        let mut log = Self {
            tiles: Tiles {
                directory: directory.to_owned(),
            },
            signer,
            keys,
            size: 0,
            root: EMPTY_HASH,
            checkpoint: String::new(),
        };
        let path = log.checkpoint_path();
        match std::fs::read_to_string(&path) {
            Ok(text) => log.read_checkpoint(text)?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                log.checkpoint = log.sign(0, EMPTY_HASH, &[&log.signer])?;
                replace_file(&path, log.checkpoint.as_bytes(), false)?;
            }
            Err(error) => return Err(StoreError::io(&path, &error)),
        }
        Ok(log)
    }

    fn checkpoint_path(&self) -> PathBuf {
        self.tiles.directory.join("checkpoint")
    }

    fn read_checkpoint(&mut self, text: String) -> Result<(), StoreError> {
        let broken = |why: &str| StoreError::broken(&self.checkpoint_path(), why);
        let note = Note::from_bytes(text.as_bytes())
            .map_err(|error| broken(&format!("it is no signed checkpoint ({error})")))?;
        note.verify(&self.keys.verifiers())
            .map_err(|error| broken(&format!("no key of this log signed it ({error})")))?;
        let checkpoint = Checkpoint::from_bytes(note.text())
            .map_err(|_| broken("it is no checkpoint of a log"))?;
        if checkpoint.size() > set::MOST {
            return Err(broken("its size cannot be true"));
        }
        self.size = checkpoint.size();
        self.root = *checkpoint.hash();
        self.checkpoint = text;
        // Reading the hashes of the right edge checks every tile of it against the signed root.
        let computed = self
            .hashes(|reader| tree_hash(self.size, reader))
            .map_err(|why| self.damaged(&why))?;
        if computed.0 != self.root.0 {
            return Err(self.damaged(&Error::InconsistentTile));
        }
        Ok(())
    }

    fn damaged(&self, why: &Error) -> StoreError {
        let why = format!("its tiles do not lead to the root that was signed ({why})");
        StoreError::broken(&self.tiles.directory.join("tile"), why)
    }

    fn hashes<T>(
        &self,
        read: impl FnOnce(&TileHashReader<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        read(&TileHashReader::new(self.size, self.root, &self.tiles))
    }

    fn sign(&self, size: u64, root: Hash, signers: &[&LogSigner]) -> Result<String, StoreError> {
        let broken = |why: String| StoreError::broken(&self.checkpoint_path(), why);
        let checkpoint = Checkpoint::new(self.signer.name(), size, root, "")
            .map_err(|error| broken(error.to_string()))?;
        let mut note =
            Note::new(&checkpoint.to_bytes(), &[]).map_err(|error| broken(error.to_string()))?;
        let signers: Vec<&dyn Signer> = signers.iter().map(|one| *one as &dyn Signer).collect();
        note.add_sigs(&signers)
            .map_err(|error| broken(error.to_string()))?;
        String::from_utf8(note.to_bytes()).map_err(|error| broken(error.to_string()))
    }

    /// Appends leaves; they are durable and signed when this returns. Gives their places.
    ///
    /// # Errors
    /// A leaf of more than 65,535 bytes, or a file that cannot be written; then the log is as it was.
    pub fn append(&mut self, leaves: &[Vec<u8>]) -> Result<Range<u64>, StoreError> {
        let range = self.size..self.size + leaves.len() as u64;
        if leaves.is_empty() {
            return Ok(range);
        }
        if leaves.iter().any(|leaf| leaf.len() > entries::MOST) {
            return Err(StoreError::broken(
                &self.tiles.directory,
                "a leaf is longer than the log can hold",
            ));
        }
        let overlay = self.new_hashes(leaves).map_err(|why| self.damaged(&why))?;
        let root = tree_hash(range.end, &overlay).map_err(|why| self.damaged(&why))?;
        self.write_bundles(leaves)?;
        for tile in Tile::new_tiles(HEIGHT, range.start, range.end) {
            let bytes = tile.read_data(&overlay).map_err(|why| self.damaged(&why))?;
            let level = tile.level().to_string();
            self.write(&level, tile.level_index(), tile.width(), &bytes)?;
        }
        let checkpoint = self.sign(range.end, root, &[&self.signer])?;
        replace_file(&self.checkpoint_path(), checkpoint.as_bytes(), false)?;
        let before = std::mem::replace(&mut self.size, range.end);
        self.root = root;
        self.checkpoint = checkpoint;
        self.remove_others(before)?;
        Ok(range)
    }

    /// The hashes that new leaves bring, over those that are on disk.
    fn new_hashes(&self, leaves: &[Vec<u8>]) -> Result<Overlay<'_>, Error> {
        let overlay = Overlay {
            log: self,
            new: RefCell::default(),
        };
        for (number, leaf) in (self.size..).zip(leaves) {
            let hashes = stored_hashes(number, leaf, &overlay)?;
            let first = stored_hash_count(number);
            let mut new = overlay.new.borrow_mut();
            for (at, hash) in (first..).zip(hashes) {
                new.insert(at, hash);
            }
        }
        Ok(overlay)
    }

    fn write_bundles(&self, leaves: &[Vec<u8>]) -> Result<(), StoreError> {
        let width = u64::from(WIDTH);
        let end = self.size + leaves.len() as u64;
        for number in self.size / width..=(end - 1) / width {
            let start = number * width;
            let mut whole = Vec::new();
            if start < self.size {
                let known = u32::try_from(self.size - start).unwrap_or(WIDTH);
                whole = entries::read(&self.tiles, number, known).map_err(|error| {
                    StoreError::io(
                        &path_of(&self.tiles.directory, "entries", number, known),
                        &error,
                    )
                })?;
            }
            let from = usize::try_from(start.saturating_sub(self.size)).unwrap_or(usize::MAX);
            let room = WIDTH as usize - whole.len();
            whole.extend(leaves.iter().skip(from).take(room).cloned());
            let count = u32::try_from(whole.len()).unwrap_or(WIDTH);
            self.write("entries", number, count, &entries::bundle(&whole))?;
        }
        Ok(())
    }

    fn write(&self, level: &str, number: u64, width: u32, bytes: &[u8]) -> Result<(), StoreError> {
        let path = path_of(&self.tiles.directory, level, number, width);
        if let Some(parent) = path.parent() {
            create_directory(parent)?;
        }
        replace_file(&path, bytes, false)
    }

    /// Removes the partial files that the checkpoint does not need: those that a wider one has replaced, and what a crash
    /// left. The checkpoint that needs the others is durable.
    fn remove_others(&self, before: u64) -> Result<(), StoreError> {
        let directory = &self.tiles.directory;
        let mut places = vec![("entries".to_owned(), 0)];
        let mut level = 0;
        while before >> (HEIGHT * level) > 0 {
            places.push((level.to_string(), level));
            level += 1;
        }
        for (name, level) in places {
            let number = before >> (HEIGHT * (level + 1));
            let needed = (self.size >> (HEIGHT * level)) - (number << HEIGHT);
            let sample = path_of(directory, &name, number, 1);
            let files = partial_files(directory, &name, number, true)
                .map_err(|error| StoreError::io(&sample, &error))?;
            let kept = path_of(
                directory,
                &name,
                number,
                u32::try_from(needed).unwrap_or(WIDTH),
            );
            for (_, path) in files.into_iter().filter(|(_, path)| *path != kept) {
                std::fs::remove_file(&path).map_err(|error| StoreError::io(&path, &error))?;
            }
        }
        Ok(())
    }

    /// Signs with another key from now on. The checkpoint is signed by both once.
    ///
    /// # Errors
    /// Where a file cannot be written; then the old key goes on.
    pub fn rotate(&mut self, signer: LogSigner) -> Result<(), StoreError> {
        let checkpoint = self.sign(self.size, self.root, &[&self.signer, &signer])?;
        let mut keys = self.keys.clone();
        keys.push(signer.verifier());
        let path = self.tiles.directory.join("keys");
        replace_file(&path, keys.to_text().as_bytes(), false)?;
        replace_file(&self.checkpoint_path(), checkpoint.as_bytes(), false)?;
        self.checkpoint = checkpoint;
        self.keys = keys;
        self.signer = signer;
        Ok(())
    }

    /// How many leaves there are.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The signed checkpoint.
    pub fn checkpoint(&self) -> &str {
        &self.checkpoint
    }

    /// The public keys, newest last.
    pub fn keys(&self) -> &Keys {
        &self.keys
    }

    /// A leaf; nothing beyond the end.
    ///
    /// # Errors
    /// Where its bundle cannot be read.
    pub fn leaf(&self, index: u64) -> Result<Option<Vec<u8>>, StoreError> {
        if index >= self.size {
            return Ok(None);
        }
        let (number, at) = (index / u64::from(WIDTH), index % u64::from(WIDTH));
        // The width of the checkpoint and no narrower one: between its file and those that are no longer needed, a crash may
        // have left one that holds other leaves.
        let width = self.width(0, number);
        let leaves = entries::read(&self.tiles, number, width).map_err(|error| {
            StoreError::io(
                &path_of(&self.tiles.directory, "entries", number, width),
                &error,
            )
        })?;
        let at = usize::try_from(at).unwrap_or(usize::MAX);
        Ok(leaves.into_iter().nth(at))
    }

    /// How many hashes of a tile, or leaves of a bundle, belong to the log.
    fn width(&self, level: u8, number: u64) -> u32 {
        let hashes = u32::from(level) * u32::from(HEIGHT);
        let all = self.size.checked_shr(hashes).unwrap_or(0);
        let own = all.saturating_sub(number.saturating_mul(WIDTH.into()));
        u32::try_from(own).unwrap_or(WIDTH).min(WIDTH)
    }

    /// The receipt of a leaf, with the proof that an object was in its set where one is asked for; nothing beyond the end.
    ///
    /// # Errors
    /// Where a tile or bundle cannot be read.
    pub fn proof(&self, index: u64, member: Option<SetProof>) -> Result<Option<Proof>, StoreError> {
        let Some(leaf) = self.leaf(index)? else {
            return Ok(None);
        };
        let path = self
            .hashes(|reader| prove_record(self.size, index, reader))
            .map_err(|why| self.damaged(&why))?;
        // Neither the bundle nor every full tile was checked while it was read; no receipt leaves that does not verify.
        check_record(&path, self.size, self.root, index, record_hash(&leaf))
            .map_err(|why| self.damaged(&why))?;
        Ok(Some(Proof {
            index,
            leaf,
            member,
            path: path.into_iter().map(|hash| hash.0).collect(),
            checkpoint: self.checkpoint.clone(),
        }))
    }

    /// The proof that this log continues one of an older size, as hashes; nothing where that size lies ahead.
    ///
    /// # Errors
    /// Where a tile cannot be read.
    pub fn consistency(&self, older: u64) -> Result<Option<Vec<[u8; 32]>>, StoreError> {
        if older == 0 || older > self.size {
            return Ok((older == 0).then(Vec::new));
        }
        let path = self
            .hashes(|reader| prove_tree(self.size, older, reader))
            .map_err(|why| self.damaged(&why))?;
        Ok(Some(path.into_iter().map(|hash| hash.0).collect()))
    }

    /// The bytes at a path of the log below `tile/`, as an HTTP server gives them out: `0/000.p/5`, `entries/x001/234`.
    pub fn resource(&self, path: &str) -> Option<Vec<u8>> {
        let (level, rest) = path.split_once('/')?;
        let (number, width) = match rest.split_once(".p/") {
            Some((number, width)) => (
                number,
                width.parse().ok().filter(|w| (1..WIDTH).contains(w))?,
            ),
            None => (rest, WIDTH),
        };
        let mut index: u64 = 0;
        let parts: Vec<&str> = number.split('/').collect();
        for (at, part) in parts.iter().enumerate() {
            let digits = if at + 1 == parts.len() {
                part
            } else {
                part.strip_prefix('x')?
            };
            if digits.len() != 3 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
                return None;
            }
            index = index.checked_mul(1000)?.checked_add(digits.parse().ok()?)?;
        }
        let height = match level {
            "entries" => 0,
            level => level.parse().ok().filter(|level| *level < 64)?,
        };
        // What lies behind the checkpoint is nothing that was signed.
        let own = self.width(height, index);
        if width > own {
            return None;
        }
        if level == "entries" {
            let mut leaves = entries::read(&self.tiles, index, own).ok()?;
            leaves.truncate(width as usize);
            return Some(entries::bundle(&leaves));
        }
        let mut hashes = self.tiles.read(height, index, own).ok()?;
        hashes.truncate(width as usize * HASH);
        Some(hashes)
    }
}

/// Hashes of new leaves before they are written, and those on disk.
struct Overlay<'l> {
    log: &'l Log,
    new: RefCell<HashMap<u64, Hash>>,
}

impl HashReader for Overlay<'_> {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<Hash>, Error> {
        let new = self.new.borrow();
        let old: Vec<u64> = indexes
            .iter()
            .copied()
            .filter(|index| !new.contains_key(index))
            .collect();
        let mut read = if old.is_empty() {
            Vec::new()
        } else {
            self.log.hashes(|reader| reader.read_hashes(&old))?
        }
        .into_iter();
        indexes
            .iter()
            .map(|index| match new.get(index) {
                Some(hash) => Ok(*hash),
                None => read.next().ok_or(Error::IndexesNotInTree),
            })
            .collect()
    }
}
