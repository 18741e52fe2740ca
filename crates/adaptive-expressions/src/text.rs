//! Text as JavaScript counts it: in UTF-16 units. Half of a surrogate pair becomes U+FFFD.

/// Length in UTF-16 units.
pub(crate) fn units(text: &str) -> usize {
    if text.is_ascii() {
        text.len()
    } else {
        text.encode_utf16().count()
    }
}

/// The unit at an index, as text.
pub(crate) fn unit_at(text: &str, index: usize) -> Option<String> {
    if text.is_ascii() {
        return text.get(index..=index).map(str::to_owned);
    }
    text.encode_utf16()
        .nth(index)
        .map(|unit| String::from_utf16_lossy(&[unit]))
}

/// The units from `start` to before `end`.
pub(crate) fn slice(text: &str, start: usize, end: usize) -> String {
    let end = end.max(start);
    if text.is_ascii() {
        let end = end.min(text.len());
        return text.get(start.min(end)..end).unwrap_or_default().to_owned();
    }
    let part: Vec<u16> = text.encode_utf16().skip(start).take(end - start).collect();
    String::from_utf16_lossy(&part)
}

/// The index in units of a byte offset.
pub(crate) fn units_before(text: &str, byte: usize) -> usize {
    units(&text[..byte])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_counted_in_utf_16_units() {
        assert_eq!(units("naïve 東京 😀"), 11);
        assert_eq!(slice("a😀b", 0, 3), "a😀");
        assert_eq!(slice("abc", 5, 9), "");
        assert_eq!(unit_at("é", 0).as_deref(), Some("é"));
    }
}
