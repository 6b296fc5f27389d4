//! Ciphertext has no content to know again, but it is as long as what it hides.

/// Files whose lengths differ by less cannot be told from noise.
const LEAST: i64 = 256;
/// The block of common ciphers.
const BLOCK: i64 = 16;

/// Whether a message grew by exactly as much as the file did: byte for byte, in blocks of a cipher, in base64 or in
/// hexadecimal. Both arguments are (length of the file, length of the message).
pub fn slope(a: (usize, usize), b: (usize, usize)) -> bool {
    let difference = |from: usize, to: usize| -> Option<i64> {
        Some(i64::try_from(to).ok()? - i64::try_from(from).ok()?)
    };
    let (Some(file), Some(message)) = (difference(a.0, b.0), difference(a.1, b.1)) else {
        return false;
    };
    if file.abs() < LEAST || file.signum() != message.signum() {
        return false;
    }
    let (file, message) = (file.abs(), message.abs());
    let is_blocks = |bytes: i64| bytes % BLOCK == 0 && (bytes - file).abs() < BLOCK;
    let is_plain = |bytes: i64| bytes == file || is_blocks(bytes);
    let is_hex = message % 2 == 0 && is_plain(message / 2);
    // Four letters for three bytes; each end is padded to four letters, or cut to the letters that it needs.
    let is_base64 = (0..=2).any(|slack| {
        let near = message * 3 / 4 + slack - 1;
        is_plain(near) || (near - file).abs() <= 2
    });
    is_plain(message) || is_hex || is_base64
}
