//! The functions of the C library that change files. Each does what the real one does, and writes it down.
#![allow(
    non_snake_case,
    clippy::missing_safety_doc,
    reason = "the names and the duties of callers are those of the C library"
)]

use std::os::raw::{c_char, c_int, c_void};

use libc::{mode_t, off64_t, size_t, ssize_t};

use crate::log::Change;
use crate::tracked::{Open, lock, relative};

/// Defines a function that finds the real one behind it, once.
macro_rules! real {
    ($name:ident: fn($($argument:ident: $kind:ty),*) -> $result:ty) => {{
        static REAL: std::sync::OnceLock<usize> = std::sync::OnceLock::new();
        // SAFETY: the name is terminated, and the next library's function of that name has this signature.
        let address = *REAL.get_or_init(|| unsafe {
            libc::dlsym(libc::RTLD_NEXT, concat!(stringify!($name), "\0").as_ptr().cast()) as usize
        });
        // SAFETY: as above.
        unsafe { std::mem::transmute::<usize, unsafe extern "C" fn($($kind),*) -> $result>(address) }
    }};
}

fn set_errno(error: c_int) {
    // SAFETY: the C library gives the address of this thread's own error number.
    unsafe { *libc::__errno_location() = error };
}

/// Does an `open` and notes it.
fn opening(
    directory: c_int,
    path: *const c_char,
    flags: c_int,
    real: impl FnOnce() -> c_int,
) -> c_int {
    let Some(own) = relative(directory, path) else {
        return real();
    };
    let Some(mut tracked) = lock() else {
        return real();
    };
    // SAFETY: the path is the caller's; a raw call, so that nothing else is recorded.
    let was_there = unsafe { libc::syscall(libc::SYS_faccessat, directory, path, libc::F_OK) } == 0;
    if !was_there
        && flags & libc::O_CREAT != 0
        && own != crate::log::NOTES
        && let Some(error) = tracked.fault(false)
    {
        set_errno(error);
        return -1;
    }
    let fd = real();
    if fd >= 0 {
        tracked.opened(fd, own, was_there, flags & libc::O_TRUNC != 0);
    }
    fd
}

macro_rules! opens {
    ($($name:ident),*) => {$(
        #[unsafe(no_mangle)]
        unsafe extern "C" fn $name(path: *const c_char, flags: c_int, mode: mode_t) -> c_int {
            let real = real!($name: fn(path: *const c_char, flags: c_int, mode: mode_t) -> c_int);
            opening(libc::AT_FDCWD, path, flags, || unsafe { real(path, flags, mode) })
        }
    )*};
}
opens!(open, open64);

macro_rules! opens_at {
    ($($name:ident),*) => {$(
        #[unsafe(no_mangle)]
        unsafe extern "C" fn $name(directory: c_int, path: *const c_char, flags: c_int, mode: mode_t) -> c_int {
            let real = real!($name: fn(directory: c_int, path: *const c_char, flags: c_int, mode: mode_t) -> c_int);
            opening(directory, path, flags, || unsafe { real(directory, path, flags, mode) })
        }
    )*};
}
opens_at!(openat, openat64);

#[unsafe(no_mangle)]
unsafe extern "C" fn close(fd: c_int) -> c_int {
    let real = real!(close: fn(fd: c_int) -> c_int);
    if let Some(mut tracked) = lock() {
        tracked.open.remove(&fd);
    }
    unsafe { real(fd) }
}

/// Does something to an open file and notes it where it succeeds.
fn changing<R: Copy + PartialEq + From<i8>>(
    fd: c_int,
    real: impl FnOnce() -> R,
    change: impl FnOnce(&Open, R) -> Option<Change>,
) -> R {
    let Some(mut tracked) = lock() else {
        return real();
    };
    let Some(open) = tracked.open.get(&fd).cloned() else {
        drop(tracked);
        return real();
    };
    if !matches!(open, Open::Notes)
        && let Some(error) = tracked.fault(false)
    {
        set_errno(error);
        return R::from(-1);
    }
    let result = real();
    if result != R::from(-1)
        && let Some(change) = change(&open, result)
    {
        tracked.note(&change);
    }
    result
}

/// The change that writing is.
fn written(open: &Open, at: u64, buffer: *const c_void, count: isize) -> Option<Change> {
    let count = usize::try_from(count).ok()?;
    // SAFETY: the real function has just read so many bytes from there.
    let bytes = unsafe { std::slice::from_raw_parts(buffer.cast::<u8>(), count) }.to_vec();
    match open {
        Open::File(number) => Some(Change::Write(*number, at, bytes)),
        Open::Notes => Some(Change::Note(String::from_utf8_lossy(&bytes).into_owned())),
        Open::Directory(_) => None,
    }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn write(fd: c_int, buffer: *const c_void, count: size_t) -> ssize_t {
    let real = real!(write: fn(fd: c_int, buffer: *const c_void, count: size_t) -> ssize_t);
    changing(
        fd,
        || unsafe { real(fd, buffer, count) },
        |open, done| {
            // SAFETY: asks for the place behind what was just written.
            let after = unsafe { libc::lseek64(fd, 0, libc::SEEK_CUR) };
            let at = u64::try_from(after - done as i64).unwrap_or(0);
            written(open, at, buffer, done)
        },
    )
}

macro_rules! writes_at {
    ($($name:ident),*) => {$(
        #[unsafe(no_mangle)]
        unsafe extern "C" fn $name(fd: c_int, buffer: *const c_void, count: size_t, at: off64_t) -> ssize_t {
            let real = real!($name: fn(fd: c_int, buffer: *const c_void, count: size_t, at: off64_t) -> ssize_t);
            changing(fd, || unsafe { real(fd, buffer, count, at) }, |open, done| {
                written(open, u64::try_from(at).unwrap_or(0), buffer, done)
            })
        }
    )*};
}
writes_at!(pwrite, pwrite64);

macro_rules! lengths {
    ($($name:ident),*) => {$(
        #[unsafe(no_mangle)]
        unsafe extern "C" fn $name(fd: c_int, length: off64_t) -> c_int {
            let real = real!($name: fn(fd: c_int, length: off64_t) -> c_int);
            changing(fd, || unsafe { real(fd, length) }, |open, _| match open {
                Open::File(number) => Some(Change::Length(*number, u64::try_from(length).unwrap_or(0))),
                _ => None,
            })
        }
    )*};
}
lengths!(ftruncate, ftruncate64);

macro_rules! punches {
    ($($name:ident),*) => {$(
        #[unsafe(no_mangle)]
        unsafe extern "C" fn $name(fd: c_int, mode: c_int, at: off64_t, length: off64_t) -> c_int {
            let real = real!($name: fn(fd: c_int, mode: c_int, at: off64_t, length: off64_t) -> c_int);
            changing(fd, || unsafe { real(fd, mode, at, length) }, |open, _| match open {
                Open::File(number) if mode & libc::FALLOC_FL_PUNCH_HOLE != 0 => {
                    let unsigned = |number: off64_t| u64::try_from(number).unwrap_or(0);
                    Some(Change::Punch(*number, unsigned(at), unsigned(length)))
                }
                // Blocks that are only kept: the file is as long as they reach, and full of zeros.
                Open::File(number) if mode == 0 => {
                    Some(Change::Length(*number, u64::try_from(at + length).unwrap_or(0)))
                }
                _ => None,
            })
        }
    )*};
}
punches!(fallocate, fallocate64);

macro_rules! syncs {
    ($($name:ident),*) => {$(
        #[unsafe(no_mangle)]
        unsafe extern "C" fn $name(fd: c_int) -> c_int {
            let real = real!($name: fn(fd: c_int) -> c_int);
            changing(fd, || unsafe { real(fd) }, |open, _| match open {
                Open::File(number) => Some(Change::Sync(*number)),
                Open::Directory(path) => Some(Change::SyncDirectory(path.clone())),
                Open::Notes => None,
            })
        }
    )*};
}
syncs!(fsync, fdatasync);

/// Does something to names and notes it where it succeeds.
fn naming(change: Option<Change>, real: impl FnOnce() -> c_int) -> c_int {
    let (Some(change), Some(mut tracked)) = (change, lock()) else {
        return real();
    };
    let gives_room = matches!(change, Change::Unlink(_) | Change::RemoveDirectory(_));
    if let Some(error) = tracked.fault(gives_room) {
        set_errno(error);
        return -1;
    }
    let result = real();
    if result == 0 {
        tracked.note(&change);
    }
    result
}

#[unsafe(no_mangle)]
unsafe extern "C" fn rename(from: *const c_char, to: *const c_char) -> c_int {
    let real = real!(rename: fn(from: *const c_char, to: *const c_char) -> c_int);
    let names = relative(libc::AT_FDCWD, from).zip(relative(libc::AT_FDCWD, to));
    naming(
        names.map(|(from, to)| Change::Rename(from, to)),
        || unsafe { real(from, to) },
    )
}

#[unsafe(no_mangle)]
unsafe extern "C" fn unlink(path: *const c_char) -> c_int {
    let real = real!(unlink: fn(path: *const c_char) -> c_int);
    let change = relative(libc::AT_FDCWD, path).map(Change::Unlink);
    naming(change, || unsafe { real(path) })
}

#[unsafe(no_mangle)]
unsafe extern "C" fn unlinkat(directory: c_int, path: *const c_char, flags: c_int) -> c_int {
    let real = real!(unlinkat: fn(directory: c_int, path: *const c_char, flags: c_int) -> c_int);
    let change = relative(directory, path).map(|path| {
        if flags & libc::AT_REMOVEDIR != 0 {
            Change::RemoveDirectory(path)
        } else {
            Change::Unlink(path)
        }
    });
    naming(change, || unsafe { real(directory, path, flags) })
}

#[unsafe(no_mangle)]
unsafe extern "C" fn mkdir(path: *const c_char, mode: mode_t) -> c_int {
    let real = real!(mkdir: fn(path: *const c_char, mode: mode_t) -> c_int);
    let change = relative(libc::AT_FDCWD, path).map(Change::MakeDirectory);
    naming(change, || unsafe { real(path, mode) })
}

#[unsafe(no_mangle)]
unsafe extern "C" fn rmdir(path: *const c_char) -> c_int {
    let real = real!(rmdir: fn(path: *const c_char) -> c_int);
    let change = relative(libc::AT_FDCWD, path).map(Change::RemoveDirectory);
    naming(change, || unsafe { real(path) })
}
