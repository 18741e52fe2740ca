//! The sink that writes JSON text.

use super::{Fragment, Refusal, Scalar, Sink};
use crate::class::Class;
use crate::scan::plain;

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
            Scalar::Bool(true) => self.out.extend_from_slice(b"true"),
            Scalar::Bool(false) => self.out.extend_from_slice(b"false"),
            Scalar::Str(s) => write_string(self.out, s),
            number_or_null => write_number(self.out, number_or_null),
        }
        self.comma = true;
        Ok(())
    }

    fn literal(&mut self, fragment: &Fragment<'_>) -> Result<(), Refusal> {
        if fragment.leads() {
            self.separate();
        }
        self.out.extend_from_slice(fragment.text());
        self.comma = fragment.trails();
        Ok(())
    }
}

/// Where JSON text is appended.
pub(crate) trait Append {
    fn append(&mut self, text: &str);
}

impl Append for Vec<u8> {
    fn append(&mut self, text: &str) {
        self.extend_from_slice(text.as_bytes());
    }
}

impl Append for String {
    fn append(&mut self, text: &str) {
        self.push_str(text);
    }
}

/// Writes a number of any [`Scalar`] kind; what is no number becomes `null`.
pub(crate) fn write_number(out: &mut impl Append, value: Scalar<'_>) {
    match value {
        Scalar::Int(i) => write_int(out, i < 0, i.unsigned_abs()),
        Scalar::Uint(u) => write_int(out, false, u),
        Scalar::Float(f) if is_small_integer(f) => {
            #[allow(clippy::cast_possible_truncation)]
            let int = f as i64;
            write_int(out, int < 0, int.unsigned_abs());
        }
        Scalar::Float(f) if f.is_finite() => {
            out.append(ryu_js::Buffer::new().format_finite(f));
        }
        _ => out.append("null"),
    }
}

/// Whether it is an integer that a double holds exactly, which most numbers of cards are.
fn is_small_integer(f: f64) -> bool {
    f.fract() == 0.0 && f.abs() < 9_007_199_254_740_992.0
}

fn write_int(out: &mut impl Append, negative: bool, mut rest: u64) {
    let mut text = [0_u8; 21];
    let mut at = text.len();
    loop {
        at -= 1;
        text[at] = b'0' + u8::try_from(rest % 10).unwrap_or(0);
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    if negative {
        at -= 1;
        text[at] = b'-';
    }
    out.append(std::str::from_utf8(&text[at..]).unwrap_or_default());
}

/// Writes a JSON string with its quotes.
pub(crate) fn write_string(out: &mut impl Append, text: &str) {
    out.append("\"");
    write_escaped(out, text);
    out.append("\"");
}

fn write_escaped(out: &mut impl Append, text: &str) {
    let bytes = text.as_bytes();
    let mut from = 0;
    loop {
        let at = from + plain(&bytes[from..]);
        out.append(&text[from..at]);
        let Some(byte) = bytes.get(at) else {
            return;
        };
        from = at + 1;
        match byte {
            b'"' => out.append("\\\""),
            b'\\' => out.append("\\\\"),
            b'\n' => out.append("\\n"),
            b'\r' => out.append("\\r"),
            b'\t' => out.append("\\t"),
            0x08 => out.append("\\b"),
            0x0c => out.append("\\f"),
            other => {
                const HEX: &str = "0123456789abcdef";
                let digit = |n: u8| &HEX[usize::from(n)..=usize::from(n)];
                out.append("\\u00");
                out.append(digit(other >> 4));
                out.append(digit(other & 15));
            }
        }
    }
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
            Scalar::Float(-0.0),
            Scalar::Float(-12.0),
            Scalar::Float(0.1),
            Scalar::Float(9_007_199_254_740_993.0),
            Scalar::Float(1e21),
            Scalar::Float(f64::NAN),
        ] {
            write_number(&mut out, value);
            out.push(b' ');
        }
        let expected =
            "-9223372036854775808 18446744073709551615 1 0 -12 0.1 9007199254740992 1e+21 null ";
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }
}
