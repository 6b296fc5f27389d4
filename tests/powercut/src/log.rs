//! The log: what happened to the files, in order.

/// A change, as it is written down. Paths are relative to the recorded directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A file was created. Later changes name it by its number.
    Create(u32, String),
    /// Bytes were written.
    Write(u32, u64, Vec<u8>),
    /// The length was set.
    Length(u32, u64),
    /// A hole was punched.
    Punch(u32, u64, u64),
    /// The file was synced.
    Sync(u32),
    /// A directory was synced.
    SyncDirectory(String),
    /// A file or directory got another name.
    Rename(String, String),
    /// A file was removed.
    Unlink(String),
    /// A directory was made.
    MakeDirectory(String),
    /// A directory was removed.
    RemoveDirectory(String),
    /// Something that the process said.
    Note(String),
}

impl Change {
    /// The bytes in the log: a letter, and fields with their lengths.
    pub fn encode(&self) -> Vec<u8> {
        let (letter, number, first, second, bytes): (u8, u32, u64, u64, Vec<u8>) = match self {
            Self::Create(number, path) => (b'c', *number, 0, 0, path.clone().into_bytes()),
            Self::Write(number, at, bytes) => (b'w', *number, *at, 0, bytes.clone()),
            Self::Length(number, length) => (b'l', *number, *length, 0, Vec::new()),
            Self::Punch(number, at, length) => (b'p', *number, *at, *length, Vec::new()),
            Self::Sync(number) => (b's', *number, 0, 0, Vec::new()),
            Self::SyncDirectory(path) => (b'd', 0, 0, 0, path.clone().into_bytes()),
            Self::Rename(from, to) => (
                b'r',
                0,
                from.len() as u64,
                0,
                [from.as_bytes(), to.as_bytes()].concat(),
            ),
            Self::Unlink(path) => (b'u', 0, 0, 0, path.clone().into_bytes()),
            Self::MakeDirectory(path) => (b'm', 0, 0, 0, path.clone().into_bytes()),
            Self::RemoveDirectory(path) => (b'x', 0, 0, 0, path.clone().into_bytes()),
            Self::Note(text) => (b'n', 0, 0, 0, text.clone().into_bytes()),
        };
        let mut all = vec![letter];
        all.extend_from_slice(&number.to_le_bytes());
        all.extend_from_slice(&first.to_le_bytes());
        all.extend_from_slice(&second.to_le_bytes());
        all.extend_from_slice(&(bytes.len() as u64).to_le_bytes());
        all.extend_from_slice(&bytes);
        all
    }

    /// Reads one change and gives the rest; nothing where the log is cut short or damaged.
    pub fn decode(bytes: &[u8]) -> Option<(Self, &[u8])> {
        let (head, rest) = bytes.split_at_checked(29)?;
        let eight = |at: usize| -> Option<u64> {
            Some(u64::from_le_bytes(head.get(at..at + 8)?.try_into().ok()?))
        };
        let number = u32::from_le_bytes(head.get(1..5)?.try_into().ok()?);
        let (first, second) = (eight(5)?, eight(13)?);
        let (own, rest) = rest.split_at_checked(usize::try_from(eight(21)?).ok()?)?;
        let text = || String::from_utf8(own.to_vec()).ok();
        let change = match head.first()? {
            b'c' => Self::Create(number, text()?),
            b'w' => Self::Write(number, first, own.to_vec()),
            b'l' => Self::Length(number, first),
            b'p' => Self::Punch(number, first, second),
            b's' => Self::Sync(number),
            b'd' => Self::SyncDirectory(text()?),
            b'r' => {
                let text = text()?;
                let (from, to) = text.split_at_checked(usize::try_from(first).ok()?)?;
                Self::Rename(from.to_owned(), to.to_owned())
            }
            b'u' => Self::Unlink(text()?),
            b'm' => Self::MakeDirectory(text()?),
            b'x' => Self::RemoveDirectory(text()?),
            b'n' => Self::Note(text()?),
            _ => return None,
        };
        Some((change, rest))
    }
}

/// The recorded directory.
pub const ROOT: &str = "CANDOR_RECORD_ROOT";
/// The file of the log.
pub const LOG: &str = "CANDOR_RECORD_LOG";
/// The name of the file below the directory whose writes are notes.
pub const NOTES: &str = "notes";
/// Which change is to fail instead of happening, counted from 0, and with which error number: `17 28`. With a third word,
/// `17 28 on`, every change that puts something on the disk fails from there on, and only what is removed goes.
pub const FAULT: &str = "CANDOR_RECORD_FAULT";
