//! Plain runs inside JSON strings, for reading and for writing.

/// How many bytes stand before the next one that ends a run of plain text (a quote, a backslash, a
/// control character), and whether there may be a `$` among them. Eight bytes at a time.
pub(crate) fn plain(bytes: &[u8]) -> (usize, bool) {
    const ONES: u64 = u64::MAX / 255;
    const HIGH: u64 = ONES << 7;
    // The lowest byte that is marked is one that is zero; higher ones may be marked by a borrow.
    let zero = |x: u64| x.wrapping_sub(ONES) & !x & HIGH;
    let mut at = 0;
    let mut dollar = false;
    while let Some(chunk) = bytes.get(at..at + 8) {
        let Ok(chunk) = <[u8; 8]>::try_from(chunk) else {
            break;
        };
        let word = u64::from_le_bytes(chunk);
        let control = word.wrapping_sub(ONES * 0x20) & !word & HIGH;
        let ends = control | zero(word ^ (ONES * 0x22)) | zero(word ^ (ONES * 0x5c));
        dollar |= zero(word ^ (ONES * 0x24)) != 0;
        if ends != 0 {
            return (at + (ends.trailing_zeros() / 8) as usize, dollar);
        }
        at += 8;
    }
    let rest = bytes.get(at..).unwrap_or_default();
    let len = rest
        .iter()
        .take_while(|b| **b >= 0x20 && !matches!(b, b'"' | b'\\'));
    let len = len.inspect(|b| dollar |= **b == b'$').count();
    (at + len, dollar)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn eight_bytes_at_a_time_find_what_one_at_a_time_finds(
            text in "[ -\\~]{0,20}[\\x00-\\x7fäß東😀\"\\\\$]{0,20}"
        ) {
            let bytes = text.as_bytes();
            let special = |b: &u8| *b < 0x20 || matches!(b, b'"' | b'\\');
            let expected = bytes.iter().position(special).unwrap_or(bytes.len());
            let (len, dollar) = plain(bytes);
            prop_assert_eq!(len, expected);
            prop_assert!(dollar || !bytes[..len].contains(&b'$'));
        }
    }
}
