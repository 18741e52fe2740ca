//! String literals: where they end and what they mean.

/// The length of the string literal at the start of `text`, with its quotes.
///
/// A backslash keeps the next quote or backslash inside. When no closing quote is found that way,
/// the last backslash before a quote is an ordinary character: the peer's lexer reads `'a\'` as a
/// whole literal too.
pub(crate) fn end_of_string(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let quote = *bytes.first()?;
    let mut at = 1;
    let mut fallback = None;
    while let Some(&byte) = bytes.get(at) {
        if byte == quote {
            return Some(at + 1);
        }
        if byte == b'\\' {
            match bytes.get(at + 1) {
                Some(&next) if next == quote => {
                    fallback = Some(at + 2);
                    at += 1;
                }
                Some(b'\\') => at += 1,
                _ => {}
            }
        }
        at += 1;
    }
    fallback
}

/// The meaning of a string literal with its quotes.
pub(crate) fn unescape(literal: &str) -> String {
    let quote = literal.as_bytes().first().copied().map_or('\'', char::from);
    let inner = literal
        .get(1..literal.len().saturating_sub(1))
        .unwrap_or_default();
    if !inner.contains('\\') {
        return inner.to_owned();
    }
    // Two passes, as in the peer: quotes first, then the other escapes.
    let quoted = inner.replace(&format!("\\{quote}"), quote.encode_utf8(&mut [0; 4]));
    let mut out = String::with_capacity(quoted.len());
    let mut chars = quoted.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        let meaning = match chars.peek() {
            Some('r') => '\r',
            Some('n') => '\n',
            Some('t') => '\t',
            Some('\\') => '\\',
            Some('\r' | '\n') | None => {
                out.push('\\');
                continue;
            }
            Some(other) => {
                out.push('\\');
                out.push(*other);
                chars.next();
                continue;
            }
        };
        out.push(meaning);
        chars.next();
    }
    out
}

/// A text as a literal in single quotes that means the same.
pub(crate) fn escape(text: &str, out: &mut String) {
    out.push('\'');
    for c in text.chars() {
        if matches!(c, '\'' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out.push('\'');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_backslash_keeps_a_quote_inside() {
        assert_eq!(end_of_string(r"'a\'b' + 1"), Some(6));
        assert_eq!(end_of_string(r"'a\\' + 1"), Some(5));
        assert_eq!(end_of_string(r"'a\'"), Some(4));
        assert_eq!(end_of_string("'open"), None);
    }

    #[test]
    fn escapes_mean_what_they_mean_in_the_peer() {
        assert_eq!(unescape(r"'tab\tnl\n'"), "tab\tnl\n");
        assert_eq!(unescape(r#""uni \u00e9""#), r"uni \u00e9");
        assert_eq!(unescape(r"'a\'"), r"a\");
    }
}
