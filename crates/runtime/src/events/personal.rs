//! Text that looks like a person: what no field may hold unless the policy says so.

use std::net::{IpAddr, Ipv6Addr};

use candor_model::vocabulary::Identifies;
use candor_model::{DataCategory, Id};

/// What a text looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Personal {
    IpAddress,
    EmailAddress,
    UserAgent,
}

impl Personal {
    /// The words for a message.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::IpAddress => "an IP address",
            Self::EmailAddress => "an e-mail address",
            Self::UserAgent => "the full description of a browser (user agent)",
        }
    }
}

/// Whether values of this category are searched: it declares that it leads to nobody, or only with further knowledge, or
/// does not say.
pub(super) fn is_strict(category: &DataCategory) -> bool {
    !matches!(
        category.identifies.value.known(),
        Some(Identifies::Identified | Identifies::Maybe)
    )
}

/// Whether a field says by its name that it holds an IP address.
pub(super) fn names_address(field: &Id) -> bool {
    let name = field.as_str();
    matches!(name, "ip" | "ip-address") || name.ends_with("-ip") || name.ends_with("-ip-address")
}

/// Whether a text is an IP address and nothing else.
pub(super) fn is_address(text: &str) -> bool {
    text.trim().parse::<IpAddr>().is_ok()
}

/// What of a text looks like a person, beyond what the field's name says.
pub(super) fn found_beyond(field: &Id, text: &str) -> Option<Personal> {
    found_in(text).filter(|found| match found {
        Personal::IpAddress => !names_address(field),
        Personal::EmailAddress => !matches!(field.as_str(), "email" | "e-mail" | "email-address"),
        Personal::UserAgent => field.as_str() != "user-agent",
    })
}

/// What of a text looks like a person. It errs on the side of finding.
pub(super) fn found_in(text: &str) -> Option<Personal> {
    if text.contains("Mozilla/5.0 (") {
        return Some(Personal::UserAgent);
    }
    if text
        .split(|character: char| !is_address_of_mail(character))
        .any(is_email)
    {
        return Some(Personal::EmailAddress);
    }
    let part = |character: char| !(character.is_alphanumeric() || matches!(character, '.' | ':'));
    text.split(part).any(is_ip).then_some(Personal::IpAddress)
}

fn is_address_of_mail(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '@' | '.' | '-' | '_' | '+')
}

/// Something, `@`, and a name with a dot between its letters.
fn is_email(word: &str) -> bool {
    let Some((person, host)) = word.rsplit_once('@') else {
        return false;
    };
    let host = host.trim_matches('.');
    person.chars().any(char::is_alphanumeric)
        && host
            .rsplit_once('.')
            .is_some_and(|(name, end)| !name.is_empty() && end.chars().any(char::is_alphabetic))
}

fn is_ip(word: &str) -> bool {
    let word = word.trim_end_matches(['.', ':']).trim_start_matches('.');
    // An address of version 4 may carry a port.
    let without_port = match word.split_once(':') {
        Some((address, port)) if !port.contains(':') => address,
        _ => word,
    };
    match without_port.parse::<IpAddr>() {
        Ok(IpAddr::V4(_)) => true,
        // `a::b` is a path in many languages, and an address in none that anybody has.
        Ok(IpAddr::V6(address)) => {
            address != Ipv6Addr::UNSPECIFIED
                && word.contains(|character: char| character.is_ascii_digit())
        }
        Err(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_seen_in_text() {
        for (text, expected) in [
            ("203.0.113.7", Some(Personal::IpAddress)),
            ("failed for 203.0.113.7.", Some(Personal::IpAddress)),
            ("from=203.0.113.7:52114", Some(Personal::IpAddress)),
            ("[2001:db8::7]:443", Some(Personal::IpAddress)),
            ("peer 2001:DB8:0:0:0:0:0:7", Some(Personal::IpAddress)),
            ("::ffff:203.0.113.7", Some(Personal::IpAddress)),
            (
                "ask maria.k+shop@person.example now",
                Some(Personal::EmailAddress),
            ),
            ("<maria@person.example>", Some(Personal::EmailAddress)),
            ("Mozilla/5.0 (X11; Linux x86_64)", Some(Personal::UserAgent)),
            ("resize", None),
            ("2026-11-23T12:30:45Z", None),
            ("12:30:45", None),
            ("1.2.3", None),
            ("126.0.6478.127", None),
            ("a::b", None),
            ("::", None),
            ("std::net::IpAddr", None),
            ("me@home", None),
            ("@media screen.", None),
            ("", None),
        ] {
            assert_eq!(found_in(text), expected, "{text}");
        }
    }

    #[test]
    fn a_field_may_hold_what_its_name_says() {
        let address = "203.0.113.7";
        assert_eq!(found_beyond(&Id::new("ip_address"), address), None);
        assert_eq!(found_beyond(&Id::new("client-ip"), address), None);
        assert_eq!(
            found_beyond(&Id::new("ship"), address),
            Some(Personal::IpAddress)
        );
        assert_eq!(found_beyond(&Id::new("email"), "a@b.example"), None);
        assert_eq!(
            found_beyond(&Id::new("email"), address),
            Some(Personal::IpAddress)
        );
    }
}
