//! How much is measured.

use std::time::Duration as Span;

/// The sizes of one run.
pub(crate) struct Scale {
    /// How long each round of ingest and of reads takes.
    pub(crate) span: Span,
    /// Objects in the expiry cases.
    pub(crate) counts: &'static [u64],
    /// Records and operations of the roles.
    pub(crate) records: u64,
    pub(crate) operations: u64,
    /// Records of the residue cases; every second one is due.
    pub(crate) residue: u64,
    /// Objects in the buckets whose receipts are made and verified.
    pub(crate) receipts: &'static [u64],
    /// How long a rival that ends rows by itself is waited for.
    pub(crate) patience: Span,
}

impl Scale {
    /// `quick` shows that everything runs and its figures mean nothing, `standard` takes minutes, `full` has the million.
    pub(crate) fn named(word: &str) -> Option<Self> {
        match word {
            "quick" => Some(Self {
                span: Span::from_millis(50),
                counts: &[2_000],
                records: 500,
                operations: 200,
                residue: 2_000,
                receipts: &[100],
                patience: Span::from_secs(3),
            }),
            "standard" => Some(Self {
                span: Span::from_secs(1),
                counts: &[10_000, 100_000],
                records: 10_000,
                operations: 1_000,
                residue: 10_000,
                receipts: &[100, 10_000],
                patience: Span::from_secs(30),
            }),
            "full" => Some(Self {
                span: Span::from_secs(1),
                counts: &[10_000, 100_000, 1_000_000],
                records: 100_000,
                operations: 10_000,
                residue: 100_000,
                receipts: &[100, 10_000, 100_000],
                patience: Span::from_secs(60),
            }),
            _ => None,
        }
    }
}
