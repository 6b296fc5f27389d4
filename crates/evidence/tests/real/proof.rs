//! Whether what a sink received is the canary, by undoing exactly what the page did to it.

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use data_encoding::{BASE64, BASE64URL_NOPAD, HEXLOWER, HEXUPPER};
use flate2::read::{DeflateDecoder, GzDecoder};
use image::imageops::FilterType;
use sha2::{Digest as _, Sha256};

use super::canary::{ARTIST, HEIGHT, NAME, WIDTH, canary};
use crate::sinks::Received;

/// So many bytes of the canary prove that it was sent; as many as the narrowest channel of the battery carries.
const PART: usize = 300;

/// Whether the arrivals at one sink prove the leak.
pub(crate) fn proves(proof: &str, arrivals: &[Received]) -> bool {
    let canary = canary();
    let part = &canary[..PART];
    let any = |test: &dyn Fn(&Received) -> bool| arrivals.iter().any(test);
    let says =
        |words: &str| any(&|one| holds(one.head.as_bytes(), words) || holds(&one.bytes, words));
    match proof {
        "raw" => any(&|one| is_within(&one.bytes, part)),
        "base64" => says(&BASE64URL_NOPAD.encode(part)) || says(&BASE64.encode(part)),
        "form-base64" => says(&BASE64.encode(part).replace('+', "%2B").replace('/', "%2F")),
        "hex" => says(&HEXLOWER.encode(part)),
        "percent" => {
            let digits = HEXUPPER.encode(part).into_bytes();
            let escaped = digits.chunks(2).fold(String::new(), |all, pair| {
                all + "%" + &String::from_utf8_lossy(pair)
            });
            says(&escaped)
        }
        "gzip" => any(&|one| all_of(GzDecoder::new(&one.bytes[..])) == canary),
        "deflate" => any(&|one| {
            all_of(DeflateDecoder::new(&one.bytes[..])) == BASE64.encode(&canary).as_bytes()
        }),
        "layered" => any(&|one| layered(&one.bytes).is_some_and(|bytes| bytes == canary)),
        "chunks" => parts(arrivals, |one| Some(one.bytes.clone())) == canary,
        "chunks-base64" => {
            parts(arrivals, |one| {
                let line = one.head.lines().next()?;
                let text = line.split_once("?d=")?.1;
                BASE64URL_NOPAD.decode(text.as_bytes()).ok()
            }) == canary
        }
        "xor" => any(&|one| {
            let keys = (0..32).cycle().map(|at: u8| at * 7 + 13);
            one.bytes
                .iter()
                .zip(keys)
                .map(|(byte, key)| byte ^ key)
                .eq(canary.iter().copied())
        }),
        "aes" => any(&|one| deciphered(&one.bytes).is_some_and(|bytes| bytes == canary)),
        "sealed" => any(&|one| is_sealed(one, part)),
        "picture" => any(&|one| shows(&one.bytes)),
        "digest" => says(&HEXLOWER.encode(&Sha256::digest(&canary))),
        "name" => says(NAME),
        "size" => says(&format!("\"size\":{}", canary.len())),
        "dimensions" => says(&format!("\"width\":{WIDTH},\"height\":{HEIGHT}")),
        "text" => says(ARTIST),
        "connected" => !arrivals.is_empty(),
        other => panic!("no proof is called {other}"),
    }
}

/// Whether a net-log names the host that the page looks up.
pub(crate) fn is_looked_up(net_log: &[u8]) -> bool {
    let label = HEXLOWER.encode(&Sha256::digest(canary())[..30]);
    holds(net_log, &format!("{label}.collector.example"))
}

fn holds(bytes: &[u8], words: &str) -> bool {
    is_within(bytes, words.as_bytes())
}

fn is_within(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

fn all_of(mut from: impl std::io::Read) -> Vec<u8> {
    let mut bytes = Vec::new();
    // What cannot be undone proves nothing.
    let _ = from.read_to_end(&mut bytes);
    bytes
}

fn layered(bytes: &[u8]) -> Option<Vec<u8>> {
    let value: serde_json::Value = serde_json::from_slice(bytes).ok()?;
    let outer = BASE64.decode(value["state"].as_str()?.as_bytes()).ok()?;
    BASE64.decode(&all_of(GzDecoder::new(&outer[..]))).ok()
}

/// The parts in the order of the numbers in their paths.
fn parts(arrivals: &[Received], of: impl Fn(&Received) -> Option<Vec<u8>>) -> Vec<u8> {
    let mut found: Vec<(usize, Vec<u8>)> = arrivals
        .iter()
        .filter_map(|one| {
            let (_, rest) = one.head.split_once("/part/")?;
            let number = rest.split(|letter: char| !letter.is_ascii_digit()).next()?;
            Some((number.parse().ok()?, of(one)?))
        })
        .collect();
    found.sort();
    found.into_iter().flat_map(|(_, bytes)| bytes).collect()
}

/// Whether a body, or a word of the head in base64, is ciphertext of this behind its nonce.
fn is_sealed(one: &Received, part: &[u8]) -> bool {
    let words = one
        .head
        .split([' ', '=', '/', '\n', ';'])
        .filter_map(|word| BASE64URL_NOPAD.decode(word.as_bytes()).ok());
    words
        .chain([one.bytes.clone()])
        .any(|bytes| unsealed(&bytes).is_some_and(|plain| is_within(&plain, part)))
}

fn unsealed(bytes: &[u8]) -> Option<Vec<u8>> {
    let (nonce, hidden) = bytes.split_at_checked(12)?;
    opened(nonce.try_into().ok()?, hidden)
}

fn deciphered(bytes: &[u8]) -> Option<Vec<u8>> {
    opened([0; 12], bytes)
}

fn opened(nonce: [u8; 12], bytes: &[u8]) -> Option<Vec<u8>> {
    let secret: Vec<u8> = (0..32_u8).map(|at| at * 5 + 1).collect();
    let key = LessSafeKey::new(UnboundKey::new(&AES_256_GCM, &secret).ok()?);
    let mut bytes = bytes.to_vec();
    let nonce = Nonce::assume_unique_for_key(nonce);
    let plain = key.open_in_place(nonce, Aad::empty(), &mut bytes).ok()?;
    Some(plain.to_vec())
}

/// Whether a JPEG in the bytes shows the canary: its colours differ little from those of the canary at the same size.
fn shows(bytes: &[u8]) -> bool {
    let Some(start) = bytes.windows(3).position(|at| at == [0xff, 0xd8, 0xff]) else {
        return false;
    };
    let Ok(picture) = image::load_from_memory(&bytes[start..]) else {
        return false;
    };
    let picture = picture.to_rgb8();
    let own = image::load_from_memory(&canary()).unwrap().to_rgb8();
    let own = image::imageops::resize(
        &own,
        picture.width(),
        picture.height(),
        FilterType::Triangle,
    );
    let differences = picture.as_raw().iter().zip(own.as_raw());
    let sum: u64 = differences
        .map(|(one, other)| u64::from(one.abs_diff(*other)))
        .sum();
    picture.width() == 64 && sum / u64::try_from(own.as_raw().len()).unwrap() < 20
}
