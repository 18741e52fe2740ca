//! The sink that writes JSON text.

use super::{Fragment, Refusal, Scalar, Sink};
use crate::class::Class;

/// Appends compact JSON text to a byte buffer. Numbers are written as JavaScript does.
#[derive(Debug)]
pub struct BytesSink<'o> {
    out: &'o mut Vec<u8>,
    comma: bool,
}

impl<'o> BytesSink<'o> {
    /// Writes at the end of `out`.
    pub fn new(out: &'o mut Vec<u8>) -> Self {
        Self { out, comma: false }
    }

    fn separate(&mut self) {
        if self.comma {
            self.out.push(b',');
        }
    }
}

impl Sink for BytesSink<'_> {
    fn begin_object(&mut self) -> Result<(), Refusal> {
        self.separate();
        self.out.push(b'{');
        self.comma = false;
        Ok(())
    }

    fn key(&mut self, name: &str) -> Result<(), Refusal> {
        self.separate();
        write_string(self.out, name);
        self.out.push(b':');
        self.comma = false;
        Ok(())
    }

    fn end_object(&mut self) -> Result<(), Refusal> {
        self.out.push(b'}');
        self.comma = true;
        Ok(())
    }

    fn begin_array(&mut self) -> Result<(), Refusal> {
        self.separate();
        self.out.push(b'[');
        self.comma = false;
        Ok(())
    }

    fn end_array(&mut self) -> Result<(), Refusal> {
        self.out.push(b']');
        self.comma = true;
        Ok(())
    }

    fn scalar(&mut self, _class: Class, value: Scalar<'_>) -> Result<(), Refusal> {
        self.separate();
        match value {
            Scalar::Null => self.out.extend_from_slice(b"null"),
            Scalar::Bool(true) => self.out.extend_from_slice(b"true"),
            Scalar::Bool(false) => self.out.extend_from_slice(b"false"),
            Scalar::Str(s) => write_string(self.out, s),
            number => write_number(self.out, number),
        }
        self.comma = true;
        Ok(())
    }

    fn literal(&mut self, fragment: &Fragment) -> Result<(), Refusal> {
        if fragment.leads() {
            self.separate();
        }
        self.out.extend_from_slice(fragment.text());
        self.comma = fragment.trails();
        Ok(())
    }
}

/// Writes a number of any [`Scalar`] kind; what is no number becomes `null`.
pub(crate) fn write_number(out: &mut Vec<u8>, value: Scalar<'_>) {
    match value {
        Scalar::Int(i) => write_int(out, i < 0, i.unsigned_abs()),
        Scalar::Uint(u) => write_int(out, false, u),
        Scalar::Float(f) if f.is_finite() => {
            out.extend_from_slice(ryu_js::Buffer::new().format_finite(f).as_bytes());
        }
        _ => out.extend_from_slice(b"null"),
    }
}

fn write_int(out: &mut Vec<u8>, negative: bool, mut rest: u64) {
    let mut digits = [0_u8; 20];
    let mut at = digits.len();
    loop {
        at -= 1;
        digits[at] = b'0' + u8::try_from(rest % 10).unwrap_or(0);
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    if negative {
        out.push(b'-');
    }
    out.extend_from_slice(&digits[at..]);
}

/// Writes a JSON string with its quotes.
pub(crate) fn write_string(out: &mut Vec<u8>, text: &str) {
    out.push(b'"');
    let bytes = text.as_bytes();
    let mut from = 0;
    let mut next = 0;
    while let Some(at) = special(bytes, next) {
        let byte = bytes[at];
        next = at + 1;
        out.extend_from_slice(&bytes[from..at]);
        from = at + 1;
        match byte {
            b'"' => out.extend_from_slice(b"\\\""),
            b'\\' => out.extend_from_slice(b"\\\\"),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'\t' => out.extend_from_slice(b"\\t"),
            0x08 => out.extend_from_slice(b"\\b"),
            0x0c => out.extend_from_slice(b"\\f"),
            other => {
                const HEX: &[u8; 16] = b"0123456789abcdef";
                out.extend_from_slice(b"\\u00");
                out.push(HEX[usize::from(other >> 4)]);
                out.push(HEX[usize::from(other & 15)]);
            }
        }
    }
    out.extend_from_slice(&bytes[from..]);
    out.push(b'"');
}

/// The place of the next byte from `at` on that JSON escapes, eight bytes at a time.
fn special(bytes: &[u8], mut at: usize) -> Option<usize> {
    const ONES: u64 = u64::MAX / 255;
    const HIGH: u64 = ONES << 7;
    // A byte that is zero after `x ^ y` was equal: its borrow sets the high bit.
    let zero = |x: u64| x.wrapping_sub(ONES) & !x & HIGH;
    while let Some(chunk) = bytes
        .get(at..at + 8)
        .and_then(|c| <[u8; 8]>::try_from(c).ok())
    {
        let word = u64::from_le_bytes(chunk);
        let control = word.wrapping_sub(ONES * 0x20) & !word & HIGH;
        if (control | zero(word ^ (ONES * 0x22)) | zero(word ^ (ONES * 0x5c))) != 0 {
            break;
        }
        at += 8;
    }
    let rest = bytes.get(at..)?;
    rest.iter()
        .position(|b| *b < 0x20 || matches!(b, b'"' | b'\\'))
        .map(|i| at + i)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_string_reads_back_as_it_was_written(text in "[\\x00-\\x7fäß東😀\"\\\\]{0,40}") {
            let mut out = Vec::new();
            write_string(&mut out, &text);
            let read: String = serde_json::from_slice(&out).unwrap();
            prop_assert_eq!(read, text);
        }
    }

    #[test]
    fn numbers_are_written_as_javascript_writes_them() {
        let mut out = Vec::new();
        for value in [
            Scalar::Int(i64::MIN),
            Scalar::Uint(u64::MAX),
            Scalar::Float(1.0),
            Scalar::Float(1e21),
            Scalar::Float(f64::NAN),
        ] {
            write_number(&mut out, value);
            out.push(b' ');
        }
        let expected = "-9223372036854775808 18446744073709551615 1 1e+21 null ";
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }
}
