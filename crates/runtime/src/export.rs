//! Everything of a person as one archive (GDPR Art. 15 and 20), streamed in bounded memory.

use std::io::{Read, Write};

use aws_lc_rs::digest::{Context, SHA256};
use candor_model::Instant;
use data_encoding::HEXLOWER;
use serde::Serialize;

use crate::object_id::ObjectId;
use crate::refusal::Refusal;
use crate::runtime::failed;
use crate::store::{Store, StoreError, Stored};

/// What an export held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exported {
    /// Objects in the archive.
    pub objects: usize,
    /// Objects whose window ended while it was written; the archive names them.
    pub ended_meanwhile: usize,
}

/// The first file of the archive.
#[derive(Serialize)]
struct Manifest<'m> {
    subject: &'m str,
    exported_at: String,
    objects: Vec<Row>,
}

/// What the manifest says of one object.
#[derive(Serialize)]
struct Row {
    file: String,
    id: ObjectId,
    category: String,
    window: String,
    activity: String,
    media_type: String,
    bytes: u64,
    expires_at: Option<String>,
    erased_by: Option<String>,
    restricted: bool,
    made_from: Option<ObjectId>,
}

impl Store {
    /// Writes a tar archive with everything of a person: `manifest.json` first, then the objects as they were taken, then
    /// `SHA256SUMS`. What ends while it is written is named in `ended-meanwhile.txt`.
    ///
    /// # Errors
    /// Where the store or the writer fails. An archive that broke off has no `SHA256SUMS`.
    pub fn export_subject(&self, subject: &str, out: &mut dyn Write) -> Result<Exported, Refusal> {
        let now = self.now();
        let mut objects: Vec<(ObjectId, Stored)> = Vec::new();
        for id in self.of_subject(subject) {
            match self.head(&id) {
                Ok(stored) => objects.push((id, stored)),
                Err(StoreError::Gone | StoreError::Unknown) => {}
                Err(error) => return Err(error.into()),
            }
        }
        let manifest = Manifest {
            subject,
            exported_at: now.to_rfc3339(),
            objects: objects.iter().map(|(id, stored)| row(id, stored)).collect(),
        };
        let manifest =
            serde_json::to_vec_pretty(&manifest).map_err(|error| failed(&error.to_string()))?;
        let mut archive = tar::Builder::new(out);
        let mut sums = String::new();
        let told = |error: std::io::Error| failed(&error.to_string());
        append(&mut archive, "manifest.json", &manifest, now).map_err(told)?;
        note_sum(&mut sums, &manifest, "manifest.json");
        let mut ended = String::new();
        let mut exported = Exported {
            objects: 0,
            ended_meanwhile: 0,
        };
        for (id, stored) in &objects {
            let body = match self.read_for_subject(id) {
                Ok(body) => body,
                Err(StoreError::Gone | StoreError::Unknown) => {
                    exported.ended_meanwhile += 1;
                    ended.push_str(&format!("{id}\n"));
                    continue;
                }
                Err(error) => return Err(error.into()),
            };
            let name = file_name(id, &stored.meta.media_type);
            let mut hashing = Hashing {
                inner: body,
                hash: Context::new(&SHA256),
            };
            archive
                .append_data(&mut header(stored.length, now), &name, &mut hashing)
                .map_err(told)?;
            let hash = HEXLOWER.encode(hashing.hash.finish().as_ref());
            sums.push_str(&format!("{hash}  {name}\n"));
            exported.objects += 1;
        }
        if !ended.is_empty() {
            append(&mut archive, "ended-meanwhile.txt", ended.as_bytes(), now).map_err(told)?;
        }
        append(&mut archive, "SHA256SUMS", sums.as_bytes(), now).map_err(told)?;
        archive.finish().map_err(told)?;
        Ok(exported)
    }
}

fn row(id: &ObjectId, stored: &Stored) -> Row {
    Row {
        file: file_name(id, &stored.meta.media_type),
        id: *id,
        category: stored.meta.category.clone(),
        window: stored.meta.window.clone(),
        activity: stored.meta.activity.clone(),
        media_type: stored.meta.media_type.clone(),
        bytes: stored.length,
        expires_at: stored.term.expires_at.map(Instant::to_rfc3339),
        erased_by: stored.term.erased_by.map(Instant::to_rfc3339),
        restricted: stored.restricted,
        made_from: stored.meta.from,
    }
}

/// The name of an object's file. Only the ending comes from its media type, and only from a known one.
fn file_name(id: &ObjectId, media_type: &str) -> String {
    let ending = match media_type.split(';').next().unwrap_or_default().trim() {
        "image/png" => ".png",
        "image/jpeg" => ".jpg",
        "image/webp" => ".webp",
        "image/gif" => ".gif",
        "application/pdf" => ".pdf",
        "application/json" => ".json",
        "application/x-ndjson" => ".ndjson",
        "text/plain" => ".txt",
        _ => "",
    };
    format!("objects/{id}{ending}")
}

fn header(length: u64, now: Instant) -> tar::Header {
    let mut header = tar::Header::new_ustar();
    header.set_size(length);
    header.set_mode(0o600);
    header.set_mtime(u64::try_from(now.unix_seconds()).unwrap_or(0));
    header.set_entry_type(tar::EntryType::Regular);
    header
}

fn append(
    archive: &mut tar::Builder<&mut dyn Write>,
    name: &str,
    bytes: &[u8],
    now: Instant,
) -> std::io::Result<()> {
    archive.append_data(&mut header(bytes.len() as u64, now), name, bytes)
}

fn note_sum(sums: &mut String, bytes: &[u8], name: &str) {
    let hash = aws_lc_rs::digest::digest(&SHA256, bytes);
    sums.push_str(&format!("{}  {name}\n", HEXLOWER.encode(hash.as_ref())));
}

/// A reader that knows the digest of what went through it.
struct Hashing<R> {
    inner: R,
    hash: Context,
}

impl<R: Read> Read for Hashing<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.hash.update(buffer.get(..read).unwrap_or_default());
        Ok(read)
    }
}
