//! Numbers of JSON text.

use super::Token;

/// Reads the number at the start of `bytes` (RFC 8259, section 6), with its length; `None` when it
/// is none, or has no place in a double.
pub(super) fn number(text: &str) -> Option<(Token, usize)> {
    let bytes = text.as_bytes();
    let digits = |from: usize| {
        let rest = bytes.get(from..).unwrap_or_default();
        rest.iter().take_while(|b| b.is_ascii_digit()).count()
    };
    let negative = bytes.first() == Some(&b'-');
    let first = usize::from(negative);
    let whole = digits(first);
    if whole == 0 || (whole > 1 && bytes[first] == b'0') {
        return None;
    }
    let mut at = first + whole;
    let end_of_integer = at;
    if bytes.get(at) == Some(&b'.') {
        let fraction = digits(at + 1);
        if fraction == 0 {
            return None;
        }
        at += 1 + fraction;
    }
    if matches!(bytes.get(at), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(at + 1), Some(b'+' | b'-')));
        let exponent = digits(at + 1 + sign);
        if exponent == 0 {
            return None;
        }
        at += 1 + sign + exponent;
    }
    let literal = &text[..at];
    if at == end_of_integer && literal != "-0" {
        if let Ok(int) = literal.parse() {
            return Some((Token::Int(int), at));
        }
        if let Ok(uint) = literal.parse() {
            return Some((Token::Uint(uint), at));
        }
    }
    let float: f64 = literal.parse().ok()?;
    float.is_finite().then_some((Token::Float(float), at))
}
