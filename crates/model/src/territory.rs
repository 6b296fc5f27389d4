//! Where on earth something is: a country, a group of countries, or anywhere.

use std::fmt;

#[path = "territory_names.rs"]
mod names;

use names::COUNTRIES;

/// A country by its ISO 3166-1 alpha-2 code, a legal area, or the whole world.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Territory {
    /// ISO 3166-1 alpha-2, upper case.
    Country([u8; 2]),
    /// The European Union.
    Eu,
    /// The European Economic Area: the Union, Iceland, Liechtenstein and Norway.
    Eea,
    /// No place is ruled out.
    Worldwide,
}

/// Member states of the European Union, ISO 3166-1 alpha-2 (Greece is `GR`). Source: Treaty on European Union,
/// Article 52, as it stands since 1 February 2020.
const EU: [&[u8; 2]; 27] = [
    b"AT", b"BE", b"BG", b"CY", b"CZ", b"DE", b"DK", b"EE", b"ES", b"FI", b"FR", b"GR", b"HR",
    b"HU", b"IE", b"IT", b"LT", b"LU", b"LV", b"MT", b"NL", b"PL", b"PT", b"RO", b"SE", b"SI",
    b"SK",
];

impl Territory {
    /// Reads `DE`, `EU`, `EEA` or `worldwide`; case does not matter.
    pub fn parse(word: &str) -> Option<Self> {
        match word.to_ascii_uppercase().as_str() {
            "EU" => Some(Self::Eu),
            "EEA" => Some(Self::Eea),
            "WORLDWIDE" => Some(Self::Worldwide),
            "UK" => Some(Self::Country(*b"GB")),
            code => {
                let code: [u8; 2] = code.as_bytes().try_into().ok()?;
                COUNTRIES
                    .iter()
                    .any(|(known, _)| known.as_bytes() == code)
                    .then_some(Self::Country(code))
            }
        }
    }

    /// Whether every place of `self` lies within `other`.
    pub fn is_within(self, other: Self) -> bool {
        match (self, other) {
            (_, Self::Worldwide) => true,
            (Self::Worldwide, _) => false,
            (a, b) if a == b => true,
            (Self::Country(code), Self::Eu) => EU.contains(&&code),
            (Self::Country(code), Self::Eea) => {
                EU.contains(&&code) || matches!(&code, b"IS" | b"LI" | b"NO")
            }
            (Self::Eu, Self::Eea) => true,
            _ => false,
        }
    }

    /// The English name for pages.
    pub fn name(self) -> &'static str {
        match self {
            Self::Eu => "European Union",
            Self::Eea => "European Economic Area",
            Self::Worldwide => "worldwide",
            Self::Country(code) => COUNTRIES
                .iter()
                .find(|(known, _)| known.as_bytes() == code)
                .map_or("unknown country", |(_, name)| name),
        }
    }
}

impl fmt::Display for Territory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Country(code) => write!(f, "{}", String::from_utf8_lossy(code)),
            Self::Eu => f.write_str("EU"),
            Self::Eea => f.write_str("EEA"),
            Self::Worldwide => f.write_str("worldwide"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn areas_contain_their_countries() {
        let parse = |word| Territory::parse(word).unwrap();
        assert!(parse("de").is_within(Territory::Eu));
        assert!(parse("NO").is_within(Territory::Eea));
        assert!(!parse("NO").is_within(Territory::Eu));
        assert!(!parse("US").is_within(Territory::Eea));
        assert!(!Territory::Worldwide.is_within(Territory::Eu));
        assert_eq!(Territory::parse("XX"), None);
        assert_eq!(parse("LU").name(), "Luxembourg");
    }
}
