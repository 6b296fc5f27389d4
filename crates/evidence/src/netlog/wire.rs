//! Requests as they stand on a connection: HTTP/1 with heads and bodies, whatever the protocol showed of them.

use super::Socket;

/// A request on the wire.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct WireRequest<'l> {
    /// When it began, in milliseconds since the Unix epoch.
    pub(crate) at: i64,
    /// The method.
    pub(crate) method: String,
    /// Where to.
    pub(crate) url: String,
    /// Its headers.
    pub(crate) headers: Vec<(String, String)>,
    /// Its body, as far as it left.
    pub(crate) body: &'l [u8],
}

/// Heads are shorter, or they are none.
const LONGEST_HEAD: usize = 1 << 20;

/// The requests that a connection carried; none where it speaks another protocol.
pub(crate) fn requests(socket: &Socket) -> Vec<WireRequest<'_>> {
    let mut found = Vec::new();
    let mut rest = socket.bytes.as_slice();
    while let Some((mut request, after)) = first(rest, socket.is_tls) {
        request.at = socket.time_of(socket.bytes.len() - rest.len());
        rest = after;
        found.push(request);
    }
    found
}

fn first(bytes: &[u8], is_tls: bool) -> Option<(WireRequest<'_>, &[u8])> {
    let near = bytes.get(..bytes.len().min(LONGEST_HEAD))?;
    let end = memchr::memmem::find(near, b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(near.get(..end)?);
    let mut lines = head.split("\r\n");
    let mut words = lines.next()?.split(' ');
    let (method, target, version) = (words.next()?, words.next()?, words.next()?);
    if words.next().is_some() || !version.starts_with("HTTP/1.") {
        return None;
    }
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()))
        .collect();
    let header = |wanted: &str| {
        let mut all = headers.iter();
        all.find(|(name, _)| name.eq_ignore_ascii_case(wanted))
            .map(|(_, value)| value.as_str())
    };
    let scheme = if is_tls { "https" } else { "http" };
    let url = match target.starts_with('/') {
        true => format!("{scheme}://{}{target}", header("host").unwrap_or_default()),
        false => target.to_owned(),
    };
    let after = bytes.get(end + 4..).unwrap_or_default();
    let length = match header("content-length") {
        Some(length) => length.parse().ok()?,
        // What has no length goes on to the end, and so does what is no HTTP any more.
        None if header("transfer-encoding").is_some() || header("upgrade").is_some() => after.len(),
        None => 0,
    };
    let (body, after) = after.split_at(after.len().min(length));
    let request = WireRequest {
        at: 0,
        method: method.to_owned(),
        url,
        headers,
        body,
    };
    Some((request, after))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test ends at the first fault")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn socket(bytes: &[u8]) -> Socket {
        Socket {
            bytes: bytes.to_vec(),
            ..Socket::default()
        }
    }

    const TWO: &[u8] = b"POST /a?x=1 HTTP/1.1\r\nHost: 127.0.0.1:8765\r\nContent-Length: 5\r\n\r\nhelloGET /b HTTP/1.1\r\nHost: 127.0.0.1:8765\r\n\r\n";

    #[test]
    fn bodies_belong_to_their_requests() {
        let socket = socket(TWO);
        let all = requests(&socket);
        assert_eq!(all.len(), 2);
        assert_eq!(all[0].url, "http://127.0.0.1:8765/a?x=1");
        assert_eq!(all[0].body, b"hello");
        assert_eq!((all[1].method.as_str(), all[1].body), ("GET", &b""[..]));
    }

    proptest! {
        #[test]
        fn any_bytes_are_read(bytes: Vec<u8>) {
            requests(&socket(&bytes));
        }

        #[test]
        fn damaged_requests_are_read(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6)) {
            let mut bytes = TWO.to_vec();
            for (at, byte) in changes {
                let at = at.index(bytes.len());
                bytes[at] = byte;
            }
            let socket = socket(&bytes);
            let all = requests(&socket);
            prop_assert!(all.iter().map(|one| one.body.len()).sum::<usize>() <= bytes.len());
        }
    }
}
