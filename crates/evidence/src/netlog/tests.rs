#![allow(clippy::unwrap_used, reason = "a test ends at the first fault")]

use proptest::prelude::*;

use super::*;

/// What Chromium 156 wrote of a page that posts three times and says goodbye with a beacon; only what is read is kept.
const REAL: &[u8] = include_bytes!("../../tests/netlog/three-posts.json");

fn read(bytes: &[u8]) -> Result<NetLog, String> {
    // Small pieces, as a slow disk gives them.
    NetLog::from_reader(BufReader::with_capacity(97, bytes), &Cancel::default())
}

#[test]
fn a_real_log_says_what_left_and_how_much_of_it() {
    let log = read(REAL).unwrap();
    assert!(log.is_complete && !log.is_cut);
    let posts: Vec<(&str, u64)> = log
        .requests
        .iter()
        .filter(|one| one.method == "POST")
        .map(|one| {
            let path = one.url.strip_prefix("http://127.0.0.1:8765");
            (path.unwrap(), one.length)
        })
        .collect();
    assert_eq!(posts, [("/a", 5000), ("/b", 300), ("/index.html", 777)]);
    let bodies: Vec<(String, usize)> = log
        .sockets
        .iter()
        .flat_map(requests)
        .filter(|one| one.method == "POST")
        .map(|one| (one.url, one.body.len()))
        .collect();
    assert!(
        bodies.contains(&("http://127.0.0.1:8765/index.html".to_owned(), 777)),
        "{bodies:?}"
    );
}

#[test]
fn a_log_without_its_end_or_with_a_broken_line_is_not_complete() {
    let cut = REAL.len() - 40;
    assert!(!read(&REAL[..cut]).unwrap().is_complete);
    let text = String::from_utf8(REAL.to_vec()).unwrap();
    let broken = text.replacen("\"phase\"", "\"phase", 1);
    assert!(!read(broken.as_bytes()).unwrap().is_complete);
    assert!(read(b"").unwrap().requests.is_empty());
    assert!(read(b"[]\n").is_err());
}

#[test]
fn bytes_that_the_log_does_not_show_are_told() {
    let text = String::from_utf8(REAL.to_vec()).unwrap();
    let more = text.replacen("\"byte_count\":", "\"byte_count\":9", 1);
    assert!(read(more.as_bytes()).unwrap().is_cut);
}

#[test]
fn an_interrupted_reading_ends() {
    let cancel = Cancel::default();
    cancel.cancel();
    assert!(NetLog::from_reader(REAL, &cancel).is_err());
}

proptest! {
    #[test]
    fn any_bytes_are_a_log_or_an_error(bytes: Vec<u8>) {
        let _either = read(&bytes);
        let head = REAL.split(|byte| *byte == b'\n').next().unwrap();
        let _either = read(&[head, b"\n\"events\": [\n", &bytes].concat());
    }

    #[test]
    fn a_damaged_log_keeps_no_more_than_it_says(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..16),
        cut in any::<prop::sample::Index>(),
    ) {
        let mut bytes = REAL.to_vec();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        bytes.truncate(cut.index(bytes.len()) + 1);
        if let Ok(log) = read(&bytes) {
            let kept: usize = log.sockets.iter().map(|socket| socket.bytes.len()).sum();
            prop_assert!(kept <= bytes.len());
            for socket in &log.sockets {
                requests(socket);
            }
        }
    }
}
