//! The operations as a caller sees them: bytes in, bytes out.

mod hostile;
mod limits;
mod metadata;
mod operations;
#[allow(
    clippy::expect_used,
    reason = "a picture that cannot be made ends the test"
)]
mod pictures;
