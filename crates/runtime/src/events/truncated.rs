//! What "shortened before it is stored" means for a text.
//!
//! An IP address loses its last octet (version 4) or all but its first 48 bits (version 6). An instant becomes its day, a
//! day the first of its month. A web address keeps its scheme and host. Any other text keeps the first half of its characters, and at most 16.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use candor_model::{Date, Id, Instant};

use super::personal::names_address;

const MOST_CHARACTERS: usize = 16;

/// A shortened text; nothing where the field must hold an IP address and does not.
pub(super) fn truncated(field: &Id, text: &str) -> Option<String> {
    if let Ok(address) = text.trim().parse::<IpAddr>() {
        return Some(network(address).to_string());
    }
    if names_address(field) {
        return None;
    }
    if let Some(instant) = Instant::parse_rfc3339(text) {
        return Some(instant.date().to_string());
    }
    if let Some(day) = Date::parse(text) {
        return Date::new(day.year(), day.month(), 1).map(|first| first.to_string());
    }
    if let Some((scheme, rest)) = text.split_once("://") {
        let host = rest.split(['/', '?', '#', '\\']).next().unwrap_or_default();
        let host = host.rsplit('@').next().unwrap_or_default();
        return Some(format!("{scheme}://{host}"));
    }
    let kept = (text.chars().count() / 2).min(MOST_CHARACTERS);
    Some(text.chars().take(kept).collect())
}

/// The network of an address: the first 24 bits of version 4, the first 48 of version 6.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => {
            let [first, second, third, _] = address.octets();
            IpAddr::V4(Ipv4Addr::new(first, second, third, 0))
        }
        IpAddr::V6(address) => {
            let [first, second, third, ..] = address.segments();
            IpAddr::V6(Ipv6Addr::new(first, second, third, 0, 0, 0, 0, 0))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_text_is_shortened() {
        for (field, text, expected) in [
            ("ip-address", "203.0.113.77", Some("203.0.113.0")),
            ("ip-address", "::ffff:203.0.113.77", Some("203.0.113.0")),
            ("ip-address", "2001:db8:1:2:3:4:5:6", Some("2001:db8:1::")),
            ("network", "203.0.113.77", Some("203.0.113.0")),
            ("ip-address", "unknown", None),
            ("time", "2026-11-23T23:30:00+01:00", Some("2026-11-23")),
            (
                "referrer",
                "https://maria@shop.example/orders/7?x=1",
                Some("https://shop.example"),
            ),
            ("day", "2026-11-23", Some("2026-11-01")),
            ("postcode", "10115", Some("10")),
            ("name", "Käthe", Some("Kä")),
            ("letter", "x", Some("")),
        ] {
            assert_eq!(
                truncated(&Id::new(field), text).as_deref(),
                expected,
                "{field}: {text}"
            );
        }
        let long = truncated(&Id::new("note"), &"y".repeat(400));
        assert_eq!(long, Some("y".repeat(16)));
    }
}
