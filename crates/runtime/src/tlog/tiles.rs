//! The tiles of a log as files, at the paths of C2SP tlog-tiles.

use std::io;
use std::path::{Path, PathBuf};

use tlog_tiles::tile::{Tile, TileReader};
use tlog_tiles::tlog::Error;

/// The height of a tile.
pub(super) const HEIGHT: u8 = 8;
/// Hashes in a full tile.
pub(super) const WIDTH: u32 = 1 << HEIGHT;
/// Bytes of a hash.
pub(super) const HASH: usize = 32;

/// Tiles below a directory. Of a partial tile only the one that the checkpoint needs is kept. Any other one, wider or
/// narrower, may be what a crash left, so whoever reads asks for the width of the checkpoint.
#[derive(Debug)]
pub(super) struct Tiles {
    pub(super) directory: PathBuf,
}

/// A number in three-digit elements, all but the last with an `x`.
pub(super) fn elements(number: u64) -> String {
    let mut text = format!("{:03}", number % 1000);
    let mut rest = number / 1000;
    while rest > 0 {
        text = format!("x{:03}/{text}", rest % 1000);
        rest /= 1000;
    }
    text
}

/// The path of a tile or bundle: `level` is a number, or `entries`.
pub(super) fn path_of(directory: &Path, level: &str, number: u64, width: u32) -> PathBuf {
    let base = directory.join("tile").join(level).join(elements(number));
    if width == WIDTH {
        return base;
    }
    let mut partial = base.into_os_string();
    partial.push(".p");
    PathBuf::from(partial).join(width.to_string())
}

/// The partial files of a tile with their widths, narrowest first. Where `unnamed` is asked for, also those that a crash left
/// under the name they had while they were written.
pub(super) fn partial_files(
    directory: &Path,
    level: &str,
    number: u64,
    unnamed: bool,
) -> io::Result<Vec<(u32, PathBuf)>> {
    let some = path_of(directory, level, number, 1);
    let Some(parent) = some.parent() else {
        return Ok(Vec::new());
    };
    let mut files = Vec::new();
    match std::fs::read_dir(parent) {
        Ok(entries) => {
            for entry in entries {
                let entry = entry?;
                let name = entry.file_name();
                let name = name.to_string_lossy();
                let width = match name.strip_suffix(".new") {
                    Some(width) if unnamed => width,
                    _ => &name,
                };
                if let Ok(width) = width.parse() {
                    files.push((width, entry.path()));
                }
            }
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    files.sort_unstable();
    Ok(files)
}

impl Tiles {
    /// The first hashes of a tile.
    pub(super) fn read(&self, level: u8, number: u64, width: u32) -> io::Result<Vec<u8>> {
        let mut bytes = self.file(&level.to_string(), number, width)?;
        let length = width as usize * HASH;
        if bytes.len() < length {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        bytes.truncate(length);
        Ok(bytes)
    }

    /// The narrowest file of a tile or bundle that is wide enough.
    pub(super) fn file(&self, level: &str, number: u64, width: u32) -> io::Result<Vec<u8>> {
        let mut files = partial_files(&self.directory, level, number, false)?;
        files.push((WIDTH, path_of(&self.directory, level, number, WIDTH)));
        for (_, path) in files.into_iter().filter(|(found, _)| *found >= width) {
            match std::fs::read(path) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                read => return read,
            }
        }
        Err(io::ErrorKind::NotFound.into())
    }
}

impl TileReader for Tiles {
    fn height(&self) -> u8 {
        HEIGHT
    }

    fn read_tiles(&self, tiles: &[Tile]) -> Result<Vec<Vec<u8>>, Error> {
        tiles
            .iter()
            .map(|tile| {
                self.read(tile.level(), tile.level_index(), tile.width())
                    .map_err(|error| {
                        Error::InvalidInput(format!("tile {} cannot be read: {error}", tile.path()))
                    })
            })
            .collect()
    }

    fn save_tiles(&self, _: &[Tile], _: &[Vec<u8>]) {}
}
