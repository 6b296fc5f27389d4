//! Countries for which the European Commission has decided that data is protected well enough (GDPR Article 45).

use candor_model::Territory;

use super::Reading;

/// The decision about one country.
#[derive(Debug)]
pub(crate) struct Adequacy {
    code: &'static str,
    /// What the decision covers, where it is not the whole country.
    pub(crate) only: Option<&'static str>,
    /// The decision, or the review that kept it.
    pub(crate) source: &'static str,
    /// How it was read.
    pub(crate) reading: Reading,
}

const fn kept(code: &'static str) -> Adequacy {
    Adequacy {
        code,
        only: None,
        source: "kept by the Commission's review of January 2024",
        reading: Reading::Secondary,
    }
}

const ROWS: [Adequacy; 15] = [
    kept("AD"),
    kept("AR"),
    Adequacy {
        only: Some("commercial organisations"),
        ..kept("CA")
    },
    kept("CH"),
    kept("FO"),
    kept("GG"),
    kept("IL"),
    kept("IM"),
    kept("JE"),
    kept("NZ"),
    kept("UY"),
    Adequacy {
        code: "BR",
        only: None,
        source: "Decision (EU) 2026/179 of 26 January 2026",
        reading: Reading::Read,
    },
    Adequacy {
        code: "GB",
        only: None,
        source: "renewed on 19 December 2025",
        reading: Reading::Secondary,
    },
    Adequacy {
        code: "JP",
        only: None,
        source: "adequacy decision for Japan",
        reading: Reading::Memory,
    },
    Adequacy {
        code: "KR",
        only: None,
        source: "adequacy decision for Korea",
        reading: Reading::Memory,
    },
];

/// The decision about a place, where the table has one. The United States are not in it: their decision of 10 July 2023
/// covers only those who take part in the Data Privacy Framework.
pub(crate) fn of(place: Territory) -> Option<&'static Adequacy> {
    ROWS.iter()
        .find(|row| Territory::parse(row.code) == Some(place))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_a_country_and_the_united_states_are_not_among_them() {
        for row in &ROWS {
            assert!(Territory::parse(row.code).is_some(), "{}", row.code);
        }
        assert!(Territory::parse("US").is_some_and(|us| of(us).is_none()));
    }
}
