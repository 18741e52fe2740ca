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
    for (at, &byte) in bytes.iter().enumerate() {
        if byte >= 0x20 && byte != b'"' && byte != b'\\' {
            continue;
        }
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
