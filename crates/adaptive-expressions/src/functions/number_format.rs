//! Numbers with grouped digits, by culture.

use super::culture::{Culture, Cultures};

/// A number with a fixed number of digits after the decimal sign.
pub(super) fn fixed(n: f64, digits: usize, locale: &str, cultures: Cultures) -> String {
    let culture = Culture::of(locale, cultures);
    let plain = to_fixed(n.abs(), digits);
    let negative = n.is_sign_negative()
        && !n.is_nan()
        && plain.bytes().any(|b| b.is_ascii_digit() && b != b'0')
        || n == f64::NEG_INFINITY;
    let whole_len = plain.bytes().take_while(u8::is_ascii_digit).count();
    let (whole, rest) = plain.split_at(whole_len);
    let grouped = whole_len >= culture.sizes.0 + culture.least;
    let mut out = String::new();
    if negative {
        out.push('\u{2212}');
    }
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && grouped && starts_group(whole_len - i, culture.sizes) {
            out.push(culture.group);
        }
        out.push(in_digits(digit, culture.zero));
    }
    for (i, c) in rest.chars().enumerate() {
        out.push(if i == 0 && c == '.' {
            culture.decimal
        } else {
            in_digits(c, culture.zero)
        });
    }
    out
}

/// Whether a group begins where this many digits are left.
fn starts_group(left: usize, (first, others): (usize, usize)) -> bool {
    left == first || (left > first && (left - first).is_multiple_of(others))
}

fn in_digits(c: char, zero: char) -> char {
    match c.to_digit(10) {
        Some(digit) => char::from_u32(zero as u32 + digit).unwrap_or(c),
        None => c,
    }
}

/// `toFixed` of JavaScript: exact, halves away from zero; from 1e21 on the plain text.
fn to_fixed(n: f64, digits: usize) -> String {
    if !n.is_finite() || n >= 1e21 {
        return ryu_js::Buffer::new().format(n).to_owned();
    }
    let text = format!("{n:.digits$}");
    // Rust rounds an exact half to even; JavaScript takes the greater.
    let exact = format!("{n:.*}", digits + 30);
    let dot = exact.find('.').unwrap_or(exact.len());
    let tail = exact.get(dot + 1 + digits..).unwrap_or_default();
    let half = tail
        .strip_prefix('5')
        .is_some_and(|zeros| zeros.bytes().all(|b| b == b'0'));
    if !half {
        return text;
    }
    let cut = if digits == 0 { dot } else { dot + 1 + digits };
    increment(&exact[..cut])
}

/// The decimal number that is one greater in its last place.
fn increment(text: &str) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for byte in bytes.iter_mut().rev() {
        match *byte {
            b'.' => {}
            b'9' => *byte = b'0',
            _ => {
                *byte += 1;
                return String::from_utf8_lossy(&bytes).into_owned();
            }
        }
    }
    format!("1{}", String::from_utf8_lossy(&bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_go_away_from_zero() {
        assert_eq!(to_fixed(2.5, 0), "3");
        assert_eq!(to_fixed(9.5, 0), "10");
        assert_eq!(to_fixed(0.125, 2), "0.13");
        assert_eq!(to_fixed(1.005, 2), "1.00");
    }

    #[test]
    fn cultures_group_digits() {
        assert_eq!(
            fixed(1_234_567.891, 2, "en-US", Cultures::All),
            "1,234,567.89"
        );
        assert_eq!(
            fixed(1_234_567.891, 2, "de-DE", Cultures::All),
            "1.234.567,89"
        );
        assert_eq!(
            fixed(12_345_678.0, 0, "en-IN", Cultures::All),
            "1,23,45,678"
        );
        assert_eq!(fixed(-1.5, 1, "ar-EG", Cultures::All), "−١٫٥");
        assert_eq!(fixed(-0.001, 1, "en-US", Cultures::All), "0.0");
        assert_eq!(fixed(12345.5, 1, "pt-PT", Cultures::Peer), "12,345.5");
    }

    #[cfg(feature = "culture")]
    #[test]
    fn cultures_beyond_the_peer_group_digits() {
        assert_eq!(fixed(1234.5, 1, "pt-PT", Cultures::All), "1234,5");
        assert_eq!(fixed(12345.5, 1, "pt-PT", Cultures::All), "12\u{a0}345,5");
    }
}
