//! A relay that asks for a user name and never relays: STUN messages of RFC 8489, the allocation of RFC 8656.

use tokio::net::UdpSocket;

use super::log::Log;

const COOKIE: [u8; 4] = [0x21, 0x12, 0xa4, 0x42];
const ALLOCATE: u16 = 0x0003;
const ALLOCATE_ERROR: u16 = 0x0113;
const USERNAME: u16 = 0x0006;
const ERROR_CODE: u16 = 0x0009;
const REALM: u16 = 0x0014;
const NONCE: u16 = 0x0015;

/// Answers every allocation with "401, who are you?" and writes down the name that comes back.
pub(super) async fn start(log: Log) -> u16 {
    let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let port = socket.local_addr().unwrap().port();
    tokio::spawn(async move {
        let mut bytes = vec![0; 64 << 10];
        while let Ok((length, from)) = socket.recv_from(&mut bytes).await {
            let Some(message) = Message::read(&bytes[..length]) else {
                log.add("turn", "datagram", &bytes[..length]);
                continue;
            };
            match message.attribute(USERNAME) {
                Some(name) => log.add("turn", format!("type {:#06x}", message.kind), name),
                None if message.kind == ALLOCATE => {
                    let _ = socket.send_to(&message.who_are_you(), from).await;
                }
                None => {}
            }
        }
    });
    port
}

struct Message<'b> {
    kind: u16,
    transaction: &'b [u8],
    attributes: &'b [u8],
}

impl<'b> Message<'b> {
    fn read(bytes: &'b [u8]) -> Option<Self> {
        let (header, attributes) = bytes.split_at_checked(20)?;
        (header.get(4..8)? == COOKIE).then_some(Self {
            kind: u16::from_be_bytes([header[0], header[1]]),
            transaction: &header[8..20],
            attributes,
        })
    }

    fn attribute(&self, wanted: u16) -> Option<&'b [u8]> {
        let mut rest = self.attributes;
        while let Some((header, tail)) = rest.split_at_checked(4) {
            let kind = u16::from_be_bytes([header[0], header[1]]);
            let length = usize::from(u16::from_be_bytes([header[2], header[3]]));
            if kind == wanted {
                return tail.get(..length);
            }
            // Values are padded to four bytes.
            rest = tail.get(length.next_multiple_of(4)..)?;
        }
        None
    }

    fn who_are_you(&self) -> Vec<u8> {
        let mut attributes = Vec::new();
        attribute(&mut attributes, ERROR_CODE, b"\0\0\x04\x01Unauthorized");
        attribute(&mut attributes, REALM, b"relay.example");
        attribute(&mut attributes, NONCE, b"0123456789abcdef");
        let mut answer = ALLOCATE_ERROR.to_be_bytes().to_vec();
        answer.extend(u16::try_from(attributes.len()).unwrap().to_be_bytes());
        answer.extend(COOKIE);
        answer.extend(self.transaction);
        answer.extend(attributes);
        answer
    }
}

fn attribute(to: &mut Vec<u8>, kind: u16, value: &[u8]) {
    to.extend(kind.to_be_bytes());
    to.extend(u16::try_from(value.len()).unwrap().to_be_bytes());
    to.extend(value);
    to.resize(to.len().next_multiple_of(4), 0);
}
