//! Plain bytes that are wiped when they are let go.

/// A buffer of plain bytes. It is wiped as a block: wiping byte by byte would cost more than encrypting.
#[derive(Debug, Default)]
pub(super) struct Plain(pub(super) Vec<u8>);

impl Plain {
    pub(super) fn with_room(room: usize) -> Self {
        Self(Vec::with_capacity(room))
    }

    /// Makes room for more bytes. What moves leaves nothing behind.
    pub(super) fn grow(&mut self) {
        let mut larger = Self::with_room((self.0.capacity() * 2).max(64));
        larger.0.extend_from_slice(&self.0);
        std::mem::swap(self, &mut larger);
    }
}

impl Drop for Plain {
    fn drop(&mut self) {
        self.0.clear();
        self.0.resize(self.0.capacity(), 0);
        // The compiler may not leave out what somebody could look at.
        std::hint::black_box(self.0.as_slice());
    }
}
