//! Files that are made anew for each run, so that nothing else on earth holds their bytes, names or texts.
//!
//! Everything follows from a seed: whoever knows the seed of a record can make the same files again.

mod chunk;
mod document;
mod exif;
mod identity;
mod noise;
mod photo;
mod scene;
mod stream;

pub use document::document_pdf;
pub use noise::noise_png;
pub use photo::{photo_gif, photo_jpeg, photo_webp};

/// A file made for a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Canary {
    /// The name of the file; it contains the token.
    pub name: String,
    /// Its media type.
    pub media_type: &'static str,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// The width of the picture in it.
    pub width: u32,
    /// The height of the picture in it.
    pub height: u32,
    /// A word that stands in its name and in its texts, and nowhere else.
    pub token: String,
    /// What its EXIF, its text chunks or its document properties say: a person, a camera, a place.
    pub texts: Vec<String>,
}

impl Canary {
    /// The SHA-256 of its bytes in hexadecimal.
    pub fn sha256(&self) -> String {
        candor_record::sha256_hex(&self.bytes)
    }
}

/// One file of every kind for a role, the noise first: its bytes cannot be compressed, so any part of it is proof.
pub fn of_role(seed: &[u8; 32], role: &str) -> Vec<Canary> {
    vec![
        noise_png(seed, role),
        photo_jpeg(seed, role),
        photo_webp(seed, role),
        photo_gif(seed, role),
        document_pdf(seed, role),
    ]
}

/// The same files as [`of_role`], with what a camera would have made first.
pub fn pictures_first(seed: &[u8; 32], role: &str) -> Vec<Canary> {
    let mut canaries = of_role(seed, role);
    canaries.swap(0, 1);
    canaries
}
