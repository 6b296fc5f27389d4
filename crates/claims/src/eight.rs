//! Eight bytes of a text at a time.

/// The lowest bit of each byte.
const ONES: u64 = 0x0101_0101_0101_0101;
/// The highest bit of each byte.
const HIGH: u64 = 0x80 * ONES;

/// The first bytes of a text, the first in the lowest place; what is missing is zero, which is no letter.
pub(crate) fn eight(text: &[u8]) -> u64 {
    if let Some(first) = text.first_chunk() {
        return u64::from_le_bytes(*first);
    }
    // Of fewer bytes, two numbers that meet or overlap are all.
    let behind = |length: usize| 8 * (text.len() - length);
    if let (Some(first), Some(last)) = (text.first_chunk(), text.last_chunk()) {
        let (first, last) = (u32::from_le_bytes(*first), u32::from_le_bytes(*last));
        return u64::from(first) | u64::from(last) << behind(4);
    }
    if let (Some(first), Some(last)) = (text.first_chunk(), text.last_chunk()) {
        let (first, last) = (u16::from_le_bytes(*first), u16::from_le_bytes(*last));
        return u64::from(first) | u64::from(last) << behind(2);
    }
    text.first().copied().map_or(0, u64::from)
}

/// With how many plain letters eight bytes begin.
pub(crate) const fn leading(eight: u64) -> usize {
    others(eight).trailing_zeros() as usize / 8
}

/// The highest bit of each byte that is no plain letter.
const fn others(eight: u64) -> u64 {
    // In lower case, and without the highest bit of each byte, so that no sum reaches the next one.
    let lower = (eight | (0x20 * ONES)) & !HIGH;
    let from_a = lower + (0x80 - b'a' as u64) * ONES;
    let behind_z = lower + (0x7f - b'z' as u64) * ONES;
    (eight | !from_a | behind_z) & HIGH
}

/// With how many plain letters and spaces eight bytes begin, at which no sentence ends.
pub(crate) const fn flowing(eight: u64) -> usize {
    let spaced = eight ^ (0x20 * ONES);
    // A byte that is a space is zero now, and only such a one does not reach its highest bit.
    let not_space = ((spaced & !HIGH) + 0x7f * ONES) | spaced;
    (others(eight) & not_space).trailing_zeros() as usize / 8
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn bytes_are_read_as_far_as_there_are_any(bytes in prop::collection::vec(any::<u8>(), 0..12)) {
            let mut first = [0; 8];
            first.iter_mut().zip(&bytes).for_each(|(to, byte)| *to = *byte);
            prop_assert_eq!(eight(&bytes), u64::from_le_bytes(first));
        }

        #[test]
        fn letters_are_counted_eight_at_a_time(bytes in prop::array::uniform8(any::<u8>())) {
            let one_by_one = bytes.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
            prop_assert_eq!(leading(u64::from_le_bytes(bytes)), one_by_one);
        }

        #[test]
        fn letters_and_spaces_are_counted_eight_at_a_time(
            bytes in prop::array::uniform8(prop_oneof![any::<u8>(), Just(b' '), b'a'..=b'z'])
        ) {
            let flows = |byte: &&u8| byte.is_ascii_alphabetic() || **byte == b' ';
            let one_by_one = bytes.iter().take_while(flows).count();
            prop_assert_eq!(flowing(u64::from_le_bytes(bytes)), one_by_one);
        }
    }
}
