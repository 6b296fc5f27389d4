//! A disk as a power cut can leave it: what was synced is there, of the rest any part.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use candor_powercut::log::Change;

/// Numbers that look random and are the same for the same seed (xorshift64*).
#[derive(Clone, Debug)]
pub struct Chance(u64);

impl Chance {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 11) % bound.max(1)
    }
}

/// What happens to changes that were not synced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// None of them reached the disk.
    AllLost,
    /// All of them did: the process was stopped, and nothing else.
    AllKept,
    /// Each by itself was kept, lost, or torn.
    Any,
}

#[derive(Clone, Debug, Default)]
struct File {
    synced: Vec<u8>,
    pending: Vec<Data>,
}

#[derive(Clone, Debug)]
enum Data {
    Write(u64, Vec<u8>),
    Length(u64),
    Punch(u64, u64),
}

/// An entry of a directory: a file by its number, or a directory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Entry {
    File(u32),
    Directory,
}

/// A change of names that is not synced: what each path holds afterwards.
#[derive(Clone, Debug)]
struct Names(Vec<(String, Option<Entry>)>);

/// The disk as the process sees it, and what of it is durable.
#[derive(Clone, Debug, Default)]
pub struct Disk {
    files: BTreeMap<u32, File>,
    now: BTreeMap<String, Entry>,
    durable: BTreeMap<String, Entry>,
    pending: Vec<Names>,
}

fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(parent, _)| parent)
}

impl Data {
    fn apply(&self, bytes: &mut Vec<u8>) {
        match self {
            Self::Write(at, new) => {
                let (at, end) = (*at as usize, *at as usize + new.len());
                if bytes.len() < end {
                    bytes.resize(end, 0);
                }
                bytes[at..end].copy_from_slice(new);
            }
            Self::Length(length) => bytes.resize(*length as usize, 0),
            Self::Punch(at, length) => {
                let end = bytes.len().min((*at + *length) as usize);
                if let Some(hole) = bytes.get_mut(*at as usize..end) {
                    hole.fill(0);
                }
            }
        }
    }

    /// A part of a write: its beginning, or some of its sectors.
    fn torn(&self, chance: &mut Chance, bytes: &mut Vec<u8>) {
        const SECTOR: u64 = 512;
        let Self::Write(at, new) = self else {
            return self.apply(bytes);
        };
        if chance.below(2) == 0 {
            let kept = chance.below(new.len() as u64 + 1) as usize;
            return Self::Write(*at, new[..kept].to_vec()).apply(bytes);
        }
        let grows = chance.below(2) == 0;
        if grows {
            let end = *at as usize + new.len();
            bytes.resize(bytes.len().max(end), 0);
        }
        let mut start = *at;
        let end = *at + new.len() as u64;
        while start < end {
            let next = ((start / SECTOR + 1) * SECTOR).min(end);
            if chance.below(2) == 0 {
                let part = new[(start - at) as usize..(next - at) as usize].to_vec();
                Self::Write(start, part).apply(bytes);
            }
            start = next;
        }
    }
}

impl Disk {
    /// Carries out a change.
    pub fn apply(&mut self, change: &Change) {
        match change {
            Change::Create(number, path) => {
                self.files.insert(*number, File::default());
                self.rename(vec![(path.clone(), Some(Entry::File(*number)))]);
            }
            Change::Write(number, at, bytes) => self.data(*number, Data::Write(*at, bytes.clone())),
            Change::Length(number, length) => self.data(*number, Data::Length(*length)),
            Change::Punch(number, at, length) => self.data(*number, Data::Punch(*at, *length)),
            Change::Sync(number) => {
                let file = self.files.entry(*number).or_default();
                for data in std::mem::take(&mut file.pending) {
                    data.apply(&mut file.synced);
                }
            }
            Change::SyncDirectory(path) => {
                // Everything that was done to this directory's names is durable; what was done elsewhere is not.
                let mut left: Vec<Names> = Vec::new();
                for names in std::mem::take(&mut self.pending) {
                    if !names.0.iter().any(|(one, _)| parent(one) == path) {
                        left.push(names);
                        continue;
                    }
                    // Once a directory is gone for good, nothing that was done in it can come back: a later directory
                    // of the same name is another one.
                    for gone in names.removed_directories(&self.durable) {
                        left.retain(|earlier| !earlier.0.iter().any(|(one, _)| within(one, &gone)));
                    }
                    names.apply(&mut self.durable);
                }
                self.pending = left;
            }
            Change::Rename(from, to) => {
                let mut names = vec![(from.clone(), None)];
                names.push((to.clone(), self.now.get(from).copied()));
                self.rename(names);
            }
            Change::Unlink(path) | Change::RemoveDirectory(path) => {
                self.rename(vec![(path.clone(), None)]);
            }
            Change::MakeDirectory(path) => {
                self.rename(vec![(path.clone(), Some(Entry::Directory))]);
            }
            Change::Note(_) => {}
        }
    }

    fn data(&mut self, number: u32, data: Data) {
        self.files.entry(number).or_default().pending.push(data);
    }

    fn rename(&mut self, names: Vec<(String, Option<Entry>)>) {
        let names = Names(names);
        names.apply(&mut self.now);
        self.pending.push(names);
    }

    /// Writes the disk that a cut leaves below a directory.
    pub fn cut(&self, fate: Fate, chance: &mut Chance, directory: &Path) {
        let mut names = self.durable.clone();
        for one in &self.pending {
            let kept = match fate {
                Fate::AllLost => false,
                Fate::AllKept => true,
                Fate::Any => chance.below(2) == 0,
            };
            if kept {
                one.apply(&mut names);
            }
        }
        // What is in a directory that is not there cannot be reached.
        let mut reached: BTreeSet<String> = BTreeSet::from([String::new()]);
        for (path, entry) in &names {
            if !reached.contains(parent(path)) {
                continue;
            }
            match entry {
                Entry::Directory => {
                    std::fs::create_dir_all(directory.join(path)).unwrap();
                    reached.insert(path.clone());
                }
                Entry::File(number) => {
                    let bytes = self.contents(*number, fate, chance);
                    std::fs::write(directory.join(path), bytes).unwrap();
                }
            }
        }
    }

    fn contents(&self, number: u32, fate: Fate, chance: &mut Chance) -> Vec<u8> {
        let Some(file) = self.files.get(&number) else {
            return Vec::new();
        };
        let mut bytes = file.synced.clone();
        for data in &file.pending {
            match fate {
                Fate::AllLost => {}
                Fate::AllKept => data.apply(&mut bytes),
                Fate::Any => match chance.below(3) {
                    0 => {}
                    1 => data.apply(&mut bytes),
                    _ => data.torn(chance, &mut bytes),
                },
            }
        }
        bytes
    }
}

fn within(path: &str, directory: &str) -> bool {
    let rest = path.strip_prefix(directory);
    rest.is_some_and(|rest| rest.starts_with('/'))
}

impl Names {
    fn removed_directories(&self, tree: &BTreeMap<String, Entry>) -> Vec<String> {
        let removed = self.0.iter().filter(|(_, entry)| entry.is_none());
        let paths = removed.map(|(path, _)| path);
        paths
            .filter(|path| tree.get(*path) == Some(&Entry::Directory))
            .cloned()
            .collect()
    }

    fn apply(&self, tree: &mut BTreeMap<String, Entry>) {
        for gone in self.removed_directories(tree) {
            tree.retain(|path, _| !within(path, &gone));
        }
        for (path, entry) in &self.0 {
            match entry {
                Some(entry) => {
                    tree.insert(path.clone(), *entry);
                }
                None => {
                    tree.remove(path);
                }
            }
        }
    }
}
