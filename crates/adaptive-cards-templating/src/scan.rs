//! Plain runs inside JSON strings, for reading and for writing.

const ONES: u64 = u64::MAX / 255;
const HIGH: u64 = ONES << 7;

/// How many bytes stand before the next one that ends a run of plain text: a quote, a backslash, a
/// control character.
#[inline]
pub(crate) fn plain(bytes: &[u8]) -> usize {
    scan(bytes, |_| {})
}

/// The same, and whether there may be a `$` among them.
#[inline]
pub(crate) fn plain_or_dollar(bytes: &[u8]) -> (usize, bool) {
    let mut dollars = 0;
    let len = scan(bytes, |word| dollars |= is(word, b'$'));
    (len, dollars != 0)
}

/// Eight bytes at a time, each of which `look` sees, with a few more.
#[inline]
fn scan(bytes: &[u8], mut look: impl FnMut(u64)) -> usize {
    let mut at = 0;
    while let Some(word) = word(bytes, at) {
        look(word);
        let ends = ends(word);
        if ends != 0 {
            return at + place(ends);
        }
        at += 8;
    }
    if at == bytes.len() {
        return at;
    }
    if let Some((last, word)) = bytes
        .len()
        .checked_sub(8)
        .and_then(|at| Some((at, word(bytes, at)?)))
    {
        // The last eight, of which some are known to be plain.
        look(word);
        let ends = ends(word);
        return last + if ends == 0 { 8 } else { place(ends) };
    }
    let mut short = [b' '; 8];
    for (to, from) in short.iter_mut().zip(bytes) {
        *to = *from;
    }
    let word = u64::from_le_bytes(short);
    look(word);
    let ends = ends(word);
    if ends == 0 { bytes.len() } else { place(ends) }
}

fn word(bytes: &[u8], at: usize) -> Option<u64> {
    let chunk = bytes.get(at..at + 8)?;
    chunk.try_into().ok().map(u64::from_le_bytes)
}

/// The place of the lowest mark.
fn place(marks: u64) -> usize {
    (marks.trailing_zeros() / 8) as usize
}

/// Marks the lowest byte that ends a run, if any; higher ones may be marked by its borrow.
fn ends(word: u64) -> u64 {
    let control = word.wrapping_sub(ONES * 0x20) & !word & HIGH;
    control | is(word, b'"') | is(word, b'\\')
}

/// Marks the lowest byte that is `byte`, an ASCII one.
fn is(word: u64, byte: u8) -> u64 {
    (word ^ (ONES * u64::from(byte))).wrapping_sub(ONES) & !word & HIGH
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
            prop_assert_eq!(plain(bytes), expected);
            let (len, dollar) = plain_or_dollar(bytes);
            prop_assert_eq!(len, expected);
            prop_assert!(dollar || !bytes[..len].contains(&b'$'));
        }
    }
}
