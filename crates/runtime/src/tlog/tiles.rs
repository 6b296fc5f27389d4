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

/// The widths of the partial files of a tile, narrowest first.
pub(super) fn partial_widths(directory: &Path, level: &str, number: u64) -> io::Result<Vec<u32>> {
    let some = path_of(directory, level, number, 1);
    let Some(parent) = some.parent() else {
        return Ok(Vec::new());
    };
    let mut widths = Vec::new();
    match std::fs::read_dir(parent) {
        Ok(entries) => {
            for entry in entries {
                if let Ok(width) = entry?.file_name().to_string_lossy().parse() {
                    widths.push(width);
                }
            }
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    widths.sort_unstable();
    Ok(widths)
}

impl Tiles {
    /// The first hashes of a tile.
    pub(super) fn read(&self, level: u8, number: u64, width: u32) -> io::Result<Vec<u8>> {
        let level = level.to_string();
        let mut widths = partial_widths(&self.directory, &level, number)?;
        widths.push(WIDTH);
        for found in widths.into_iter().filter(|found| *found >= width) {
            match std::fs::read(path_of(&self.directory, &level, number, found)) {
                Ok(mut bytes) => {
                    let length = width as usize * HASH;
                    if bytes.len() < length {
                        return Err(io::ErrorKind::UnexpectedEof.into());
                    }
                    bytes.truncate(length);
                    return Ok(bytes);
                }
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(error),
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
