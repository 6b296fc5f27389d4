//! Reading whole bodies by their id, one reader, everything in memory: what a system adds to copying the bytes.

use std::fs::File;
use std::io::{Read, Write};
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration as Span, Instant as Watch};

use candor_runtime::{Store, StoreOptions};
use serde_json::{Value, json};

use super::copies::{STAYS, body};
use super::ingest::ROUNDS;
use super::load::load;
use super::row::{median, rates};
use super::{Chance, Outcome, clock, postgres, put, redis, sqlite};

/// Bytes of all bodies together, and the most of them.
const TOGETHER: usize = 64 * 1024 * 1024;
const MOST: usize = 10_000;

/// Reads the body of a number and gives its length.
type Reader<'r> = Box<dyn FnMut(usize) -> Outcome<usize> + 'r>;

/// The median of interleaved rounds.
pub(crate) fn measure(size: usize, span: Span) -> Outcome<Vec<Value>> {
    let count = (TOGETHER / size).min(MOST);
    let directory = tempfile::tempdir()?;
    let body = body(STAYS, size);
    let cluster = postgres::Cluster::start()?;
    let server = redis::Server::start()?;
    let mut readers = [
        ("candor store", Some(own(directory.path(), &body, count)?)),
        ("raw file", Some(raw_file(directory.path(), &body, count)?)),
        ("sqlite", Some(rows(directory.path(), &body, count)?)),
        (
            "postgres",
            cluster
                .as_ref()
                .map(|cluster| server_rows(cluster, &body, count))
                .transpose()?,
        ),
        (
            "redis",
            server
                .as_ref()
                .map(|server| keys(server, &body, count))
                .transpose()?,
        ),
    ];
    // Every body is read once before anything is measured, so that none comes from the disk.
    for (_, reader) in &mut readers {
        if let Some(read) = reader {
            (0..count).try_for_each(|number| read(number).map(|_| ()))?;
        }
    }
    let mut measured = [const { Vec::new() }; 5];
    for _ in 0..ROUNDS {
        for ((_, reader), rates) in readers.iter_mut().zip(&mut measured) {
            let rate = reader.as_mut().map(|read| round(read, size, count, span));
            rates.push(rate.transpose()?);
        }
    }
    let names = readers.each_ref().map(|(system, _)| *system);
    let medians: Vec<_> = names.into_iter().zip(measured.map(median)).collect();
    let facts = [("bytes", json!(size)), ("objects", json!(count))];
    Ok(rates("reads", &facts, &medians))
}

/// Reads numbers by chance until the time is up; gives the rate per second.
fn round(read: &mut Reader<'_>, size: usize, count: usize, span: Span) -> Outcome<f64> {
    let mut chance = Chance::new();
    let mut done = 0_u32;
    let begun = Watch::now();
    while begun.elapsed() < span {
        let number = usize::try_from(chance.below(count as u64))?;
        if read(number)? != size {
            return Err("a body was read that is not whole".into());
        }
        done += 1;
    }
    Ok(f64::from(done) / begun.elapsed().as_secs_f64())
}

fn own(directory: &Path, body: &[u8], count: usize) -> Outcome<Reader<'static>> {
    let data = directory.join("data");
    let store = Store::open(&data, Arc::new(clock()), StoreOptions::default())?;
    let tag = store.register_window("bench", "1 hour")?;
    let stored = load(count as u64, |_| put(&store, tag, body))?;
    let length = body.len();
    Ok(Box::new(move |number| {
        let mut bytes = Vec::with_capacity(length);
        store
            .read(&stored[number].id, None)?
            .read_to_end(&mut bytes)
            .map_err(Into::into)
    }))
}

fn raw_file(directory: &Path, body: &[u8], count: usize) -> Outcome<Reader<'static>> {
    let path = directory.join("raw");
    let mut file = File::create(&path)?;
    for _ in 0..count {
        file.write_all(body)?;
    }
    let (file, length) = (File::open(&path)?, body.len());
    Ok(Box::new(move |number| {
        let mut bytes = vec![0; length];
        file.read_exact_at(&mut bytes, (number * length) as u64)?;
        Ok(bytes.len())
    }))
}

fn rows(directory: &Path, body: &[u8], count: usize) -> Outcome<Reader<'static>> {
    let mut database = sqlite::open(&directory.join("bench.db"))?;
    let loading = database.transaction()?;
    let insert = "INSERT INTO objects VALUES (randomblob(16), 1, ?1) RETURNING id";
    let ids = (0..count)
        .map(|_| {
            let mut insert = loading.prepare_cached(insert)?;
            insert.query_row([body], |row| row.get::<_, Vec<u8>>(0))
        })
        .collect::<Result<Vec<_>, _>>()?;
    loading.commit()?;
    sqlite::checkpoint(&database)?;
    Ok(Box::new(move |number| {
        let mut read = database.prepare_cached("SELECT body FROM objects WHERE id = ?1")?;
        let bytes: Vec<u8> = read.query_row([&ids[number]], |row| row.get(0))?;
        Ok(bytes.len())
    }))
}

fn server_rows<'r>(
    cluster: &'r postgres::Cluster,
    body: &[u8],
    count: usize,
) -> Outcome<Reader<'r>> {
    let mut client = cluster.connect()?;
    let mut loading = client.transaction()?;
    let insert = loading
        .prepare("INSERT INTO objects VALUES (gen_random_uuid(), 1, $1) RETURNING id::text")?;
    let ids = (0..count)
        .map(|_| loading.query_one(&insert, &[&body])?.try_get(0))
        .collect::<Result<Vec<String>, _>>()?;
    loading.commit()?;
    postgres::settle(&mut client, "objects")?;
    let select = client.prepare("SELECT body FROM objects WHERE id = $1::text::uuid")?;
    Ok(Box::new(move |number| {
        let row = client.query_one(&select, &[&ids[number]])?;
        let bytes: Vec<u8> = row.try_get(0)?;
        Ok(bytes.len())
    }))
}

fn keys<'r>(server: &'r redis::Server, body: &[u8], count: usize) -> Outcome<Reader<'r>> {
    let mut client = server.connect()?;
    let ends = redis::in_millis(86_400_000)?;
    redis::pipeline(&mut client, 0..count as u64, |client, number| {
        client.send(&[b"SET", &redis::key(number), body, b"PXAT", ends.as_bytes()])
    })?;
    Ok(Box::new(move |number| {
        match client.call(&[b"GET", &redis::key(number as u64)])? {
            redis::Reply::Bytes(bytes) => Ok(bytes.len()),
            other => Err(format!("Redis answered {other:?} to a read").into()),
        }
    }))
}
