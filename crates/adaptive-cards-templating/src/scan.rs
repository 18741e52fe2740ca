//! Plain runs inside JSON strings, for reading and for writing.

/// How many bytes stand before the next one that ends a run of plain text (a quote, a backslash, a
/// control character), and whether there may be a `$` among them. Eight bytes at a time.
pub(crate) fn plain(bytes: &[u8]) -> (usize, bool) {
    const ONES: u64 = u64::MAX / 255;
    const HIGH: u64 = ONES << 7;
    // Marks the lowest byte that is `of`, if any; higher ones may be marked by its borrow. Only the
    // high bits count, and only where the word has none.
    let is = |word: u64, of: u64| (word ^ (ONES * of)).wrapping_sub(ONES);
    let marks = |word: u64| {
        let control = word.wrapping_sub(ONES * 0x20);
        (control | is(word, 0x22) | is(word, 0x5c)) & !word & HIGH
    };
    let mut at = 0;
    let mut dollar = false;
    while let Some(word) = word(bytes, at) {
        let ends = marks(word);
        dollar |= is(word, 0x24) & !word & HIGH != 0;
        if ends != 0 {
            return (at + (ends.trailing_zeros() / 8) as usize, dollar);
        }
        at += 8;
    }
    if let Some(last) = bytes.len().checked_sub(8).filter(|_| at < bytes.len()) {
        // The last eight once more, of which some are known to be plain.
        if let Some(word) = word(bytes, last) {
            let ends = marks(word);
            dollar |= is(word, 0x24) & !word & HIGH != 0;
            let len = if ends == 0 {
                8
            } else {
                ends.trailing_zeros() / 8
            };
            return (last + len as usize, dollar);
        }
    }
    let rest = bytes.get(at..).unwrap_or_default();
    for (i, b) in rest.iter().enumerate() {
        if *b < 0x20 || matches!(b, b'"' | b'\\') {
            return (at + i, dollar);
        }
        dollar |= *b == b'$';
    }
    (bytes.len(), dollar)
}

fn word(bytes: &[u8], at: usize) -> Option<u64> {
    let chunk = bytes.get(at..at + 8)?;
    chunk.try_into().ok().map(u64::from_le_bytes)
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
