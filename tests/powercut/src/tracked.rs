//! The open files below the recorded directory, and the log that is written.

use std::collections::HashMap;
use std::ffi::CStr;
use std::os::raw::{c_char, c_int};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use crate::log::{Change, FAULT, LOG, NOTES, ROOT};

/// What a descriptor stands for.
#[derive(Clone, Debug)]
pub(crate) enum Open {
    /// A file, by its number.
    File(u32),
    /// A directory, by its path.
    Directory(String),
    /// The file of notes.
    Notes,
}

/// Everything that is known while it is recorded.
#[derive(Debug, Default)]
pub(crate) struct Tracked {
    pub(crate) open: HashMap<c_int, Open>,
    /// The numbers of files by device and inode.
    numbers: HashMap<(u64, u64), u32>,
    next: u32,
    changes: u64,
}

struct Setting {
    root: String,
    log: c_int,
    fault: Option<Fault>,
}

/// Which change fails.
#[derive(Clone, Copy)]
struct Fault {
    at: u64,
    error: c_int,
    /// So does everything that follows, unless it gives room back.
    lasts: bool,
}

fn setting() -> Option<&'static Setting> {
    static SETTING: OnceLock<Option<Setting>> = OnceLock::new();
    SETTING
        .get_or_init(|| {
            let root = std::env::var(ROOT).ok()?;
            let path = std::ffi::CString::new(std::env::var(LOG).ok()?).ok()?;
            let flags = libc::O_WRONLY | libc::O_CREAT | libc::O_APPEND | libc::O_CLOEXEC;
            let fault = std::env::var(FAULT).ok().and_then(|text| {
                let mut words = text.split(' ');
                Some(Fault {
                    at: words.next()?.parse().ok()?,
                    error: words.next()?.parse().ok()?,
                    lasts: words.next() == Some("on"),
                })
            });
            // SAFETY: the path is a terminated string; a raw call, so that the recorder does not meet itself.
            let log = unsafe {
                libc::syscall(
                    libc::SYS_openat,
                    libc::AT_FDCWD,
                    path.as_ptr(),
                    flags,
                    0o600,
                )
            };
            Some(Setting {
                root,
                log: c_int::try_from(log).ok().filter(|log| *log >= 0)?,
                fault,
            })
        })
        .as_ref()
}

/// The one lock: changes happen and are written down in the same order.
pub(crate) fn lock() -> Option<MutexGuard<'static, Tracked>> {
    static TRACKED: OnceLock<Mutex<Tracked>> = OnceLock::new();
    setting()?;
    let tracked = TRACKED.get_or_init(Mutex::default);
    Some(tracked.lock().unwrap_or_else(PoisonError::into_inner))
}

/// The path of a file below the recorded directory; nothing for all others.
pub(crate) fn relative(directory: c_int, path: *const c_char) -> Option<String> {
    let root = &setting()?.root;
    // SAFETY: the caller of the C library's function passed a terminated string.
    let text = unsafe { CStr::from_ptr(path) }.to_str().ok()?;
    let whole = if text.starts_with('/') {
        text.to_owned()
    } else if directory == libc::AT_FDCWD {
        format!("{}/{text}", std::env::current_dir().ok()?.display())
    } else {
        let base = std::fs::read_link(format!("/proc/self/fd/{directory}")).ok()?;
        format!("{}/{text}", base.display())
    };
    let rest = whole.strip_prefix(root.as_str())?;
    Some(rest.strip_prefix('/').unwrap_or(rest).to_owned())
}

impl Tracked {
    /// Whether the next change is to fail, and with which error. A disk that stays full still lets files go.
    pub(crate) fn fault(&mut self, gives_room: bool) -> Option<c_int> {
        let fault = setting()?.fault?;
        self.changes += 1;
        let fails = if fault.lasts && self.changes > fault.at + 1 {
            !gives_room
        } else {
            self.changes == fault.at + 1
        };
        fails.then_some(fault.error)
    }

    /// Writes a change down.
    pub(crate) fn note(&self, change: &Change) {
        let Some(setting) = setting() else { return };
        let bytes = change.encode();
        let mut rest = bytes.as_slice();
        while !rest.is_empty() {
            // SAFETY: the buffer is live and as long as is said.
            let written =
                unsafe { libc::syscall(libc::SYS_write, setting.log, rest.as_ptr(), rest.len()) };
            match usize::try_from(written) {
                Ok(written) if written > 0 => rest = &rest[written..],
                _ => return,
            }
        }
    }

    /// Notes an opened descriptor. A file that is seen for the first time is a new one, also where it was there before.
    pub(crate) fn opened(&mut self, fd: c_int, path: String, was_there: bool, truncated: bool) {
        if path == NOTES {
            self.open.insert(fd, Open::Notes);
            return;
        }
        // SAFETY: a zeroed stat is a valid one to be filled, and the descriptor is open.
        let (result, stat) = unsafe {
            let mut stat: libc::stat = std::mem::zeroed();
            (libc::fstat(fd, &raw mut stat), stat)
        };
        if result != 0 {
            return;
        }
        if stat.st_mode & libc::S_IFMT == libc::S_IFDIR {
            self.open.insert(fd, Open::Directory(path));
            return;
        }
        let key = (stat.st_dev, stat.st_ino);
        if !was_there {
            self.numbers.remove(&key);
        }
        let number = match self.numbers.get(&key) {
            Some(number) => {
                if truncated {
                    self.note(&Change::Length(*number, 0));
                }
                *number
            }
            None => {
                self.next += 1;
                self.numbers.insert(key, self.next);
                self.note(&Change::Create(self.next, path));
                self.next
            }
        };
        self.open.insert(fd, Open::File(number));
    }
}
