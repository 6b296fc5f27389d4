//! Bytes that look random and follow from a seed.

use sha2::{Digest, Sha256};

/// An endless row of bytes: SHA-256 over a key and a counter.
pub(super) struct Stream {
    key: [u8; 32],
    counter: u64,
    block: [u8; 32],
    next: usize,
}

impl Stream {
    /// The row of a seed for one purpose.
    pub(super) fn new(seed: &[u8; 32], purpose: &str) -> Self {
        let key = Sha256::new()
            .chain_update(seed)
            .chain_update(purpose.as_bytes())
            .finalize();
        Self {
            key: key.into(),
            counter: 0,
            block: [0; 32],
            next: 32,
        }
    }

    /// The next byte.
    pub(super) fn byte(&mut self) -> u8 {
        if let Some(byte) = self.block.get(self.next) {
            self.next += 1;
            return *byte;
        }
        let block = Sha256::new()
            .chain_update(self.key)
            .chain_update(self.counter.to_le_bytes())
            .finalize();
        self.block = block.into();
        self.counter += 1;
        self.next = 1;
        self.block[0]
    }

    /// A number below a bound; the slight bias of the remainder does not matter here.
    pub(super) fn below(&mut self, bound: u32) -> u32 {
        let word = u32::from_le_bytes([self.byte(), self.byte(), self.byte(), self.byte()]);
        word % bound.max(1)
    }

    /// One of some values.
    pub(super) fn pick<'v>(&mut self, values: &[&'v str]) -> &'v str {
        let count = u32::try_from(values.len()).unwrap_or(1);
        let index = usize::try_from(self.below(count)).unwrap_or(0);
        values.get(index).copied().unwrap_or_default()
    }
}
