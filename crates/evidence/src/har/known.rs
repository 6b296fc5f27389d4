//! The file that was used while a recording was made, made ready for matching.

use std::path::{Path, PathBuf};

use crate::{Canary, Leak};

/// The largest file that is searched for.
const LARGEST: u64 = 64 << 20;
/// A shorter name may stand in an address by chance.
const TELLING: usize = 8;

/// Reads the file.
///
/// # Errors
/// Plain words where it cannot be used.
pub(super) fn read(path: &Path) -> Result<Canary, String> {
    let shown = path.display();
    let about = std::fs::metadata(path)
        .map_err(|error| format!("the file {shown} cannot be read: {error}"))?;
    if !about.is_file() {
        return Err(format!("{shown} is no file"));
    }
    if about.len() > LARGEST {
        return Err(format!(
            "the file {shown} has more than {} MiB; record the tool with a smaller one",
            LARGEST >> 20
        ));
    }
    let bytes =
        std::fs::read(path).map_err(|error| format!("the file {shown} cannot be read: {error}"))?;
    if bytes.is_empty() {
        return Err(format!(
            "the file {shown} is empty, so that nothing of it can be found again"
        ));
    }
    Ok(canary(named(path), bytes))
}

fn named(path: &Path) -> String {
    let name = path.file_name();
    name.map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}

/// Gives files whose names were too short to search for their names again, for the reader.
pub(super) fn name(known: &mut [Canary], files: &[PathBuf], leaks: &mut [Leak]) {
    for (canary, file) in known.iter_mut().zip(files) {
        canary.name = named(file);
        for leak in &mut *leaks {
            leak.note = leak.note.replace(&canary.token, &canary.name);
        }
    }
}

fn canary(name: String, bytes: Vec<u8>) -> Canary {
    let media_type = match bytes.as_slice() {
        [0x89, b'P', b'N', b'G', ..] => "image/png",
        [0xff, 0xd8, 0xff, ..] => "image/jpeg",
        [b'G', b'I', b'F', b'8', ..] => "image/gif",
        [
            b'R',
            b'I',
            b'F',
            b'F',
            _,
            _,
            _,
            _,
            b'W',
            b'E',
            b'B',
            b'P',
            ..,
        ] => "image/webp",
        [b'%', b'P', b'D', b'F', ..] => "application/pdf",
        _ => "application/octet-stream",
    };
    // It stands nowhere by chance: a person's file holds no word that was made to be found.
    let token = candor_record::sha256_hex(&bytes);
    let stem = name
        .rsplit_once('.')
        .map_or(name.as_str(), |(stem, _)| stem);
    let name = match stem.chars().count() >= TELLING {
        true => name,
        false => token.clone(),
    };
    Canary {
        name,
        media_type,
        bytes,
        width: 0,
        height: 0,
        token,
        texts: Vec::new(),
    }
}
