//! How fast a request must be answered.

use candor_model::Duration;
use candor_model::vocabulary::Regime;

use super::Reading;

/// The limit of one regime.
#[derive(Debug)]
pub(crate) struct ResponseTime {
    regime: Regime,
    limit: &'static str,
    /// The article.
    pub(crate) source: &'static str,
    /// How it was read.
    pub(crate) reading: Reading,
}

const ROWS: [ResponseTime; 2] = [
    ResponseTime {
        regime: Regime::Gdpr,
        limit: "1 month",
        source: "GDPR Article 12(3)",
        reading: Reading::Read,
    },
    ResponseTime {
        regime: Regime::UkGdpr,
        limit: "1 month",
        source: "UK GDPR Article 12(3)",
        reading: Reading::Read,
    },
];

/// The row of a regime, where there is one.
pub(crate) fn of(regime: Regime) -> Option<&'static ResponseTime> {
    ROWS.iter().find(|row| row.regime == regime)
}

impl ResponseTime {
    /// The longest time that the law gives.
    pub(crate) fn limit(&self) -> Option<Duration> {
        Duration::parse(self.limit).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_limit_can_be_read() {
        assert!(ROWS.iter().all(|row| row.limit().is_some()));
    }
}
