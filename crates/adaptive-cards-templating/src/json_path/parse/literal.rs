//! String and number literals (RFC 9535, sections 2.3.1.1 and 2.3.5.1).

use serde_json::{Number, Value};

use super::Parser;
use crate::json_path::{JsonPathError, Mode};

impl Parser<'_> {
    /// A string literal in either quotes.
    pub(super) fn string(&mut self) -> Result<String, JsonPathError> {
        let start = self.at;
        let quote = self.peek().unwrap_or('\'');
        self.at += 1;
        let mut out = String::new();
        loop {
            let Some(c) = self.peek() else {
                return Err(self.error_at(start, &format!("expected a closing `{quote}`")));
            };
            match c {
                c if c == quote => {
                    self.at += 1;
                    return Ok(out);
                }
                '\\' => {
                    self.at += 1;
                    let escaped = self.escape(quote)?;
                    out.push(escaped);
                }
                c if c < ' ' => {
                    return Err(
                        self.error("expected an escape, such as `\\n`, not a control character")
                    );
                }
                c => {
                    out.push(c);
                    self.at += c.len_utf8();
                }
            }
        }
    }

    fn escape(&mut self, quote: char) -> Result<char, JsonPathError> {
        let meaning = match self.peek() {
            Some('u') => {
                self.at += 1;
                return self.code_point();
            }
            Some(c @ ('/' | '\\')) => c,
            Some(c @ ('\'' | '"')) if c == quote || self.mode == Mode::Newtonsoft => c,
            Some('b') => '\u{8}',
            Some('f') => '\u{c}',
            Some('n') => '\n',
            Some('r') => '\r',
            Some('t') => '\t',
            _ => {
                let expected = "expected `b`, `f`, `n`, `r`, `t`, `u`, `/`, `\\` or the quote";
                return Err(self.error(expected));
            }
        };
        self.at += 1;
        Ok(meaning)
    }

    /// One or, for a surrogate pair, two units of UTF-16, behind the first `u`.
    fn code_point(&mut self) -> Result<char, JsonPathError> {
        let start = self.at;
        let half =
            |parser: &Self| parser.error_at(start, "expected both halves of a surrogate pair");
        let first = self.unit()?;
        let code = match first {
            0xd800..=0xdbff => {
                if !self.eat("\\u") {
                    return Err(half(self));
                }
                let second = self.unit()?;
                if !(0xdc00..=0xdfff).contains(&second) {
                    return Err(half(self));
                }
                0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00)
            }
            other => other,
        };
        char::from_u32(code).ok_or_else(|| half(self))
    }

    fn unit(&mut self) -> Result<u32, JsonPathError> {
        let digits = self.rest().get(..4).unwrap_or_default();
        if digits.len() < 4 || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(self.error("expected four hexadecimal digits"));
        }
        self.at += 4;
        u32::from_str_radix(digits, 16).map_err(|_| self.error("expected four hexadecimal digits"))
    }

    /// A number literal of JSON; `-0` is allowed.
    pub(super) fn number(&mut self) -> Result<Value, JsonPathError> {
        let bytes = self.rest().as_bytes();
        let digits = |from: usize| {
            bytes
                .get(from..)
                .unwrap_or_default()
                .iter()
                .take_while(|b| b.is_ascii_digit())
                .count()
        };
        let mut len = usize::from(bytes.first() == Some(&b'-'));
        let whole = digits(len);
        if whole == 0 || (whole > 1 && bytes[len] == b'0') {
            return Err(self.error("expected a number without leading zero"));
        }
        len += whole;
        if bytes.get(len) == Some(&b'.') {
            match digits(len + 1) {
                0 => return Err(self.error("expected digits after the point")),
                fraction => len += 1 + fraction,
            }
        }
        if matches!(bytes.get(len), Some(b'e' | b'E')) {
            let sign = usize::from(matches!(bytes.get(len + 1), Some(b'+' | b'-')));
            match digits(len + 1 + sign) {
                0 => return Err(self.error("expected digits of the exponent")),
                exponent => len += 1 + sign + exponent,
            }
        }
        let Some(number) = number_of(&self.rest()[..len]) else {
            return Err(self.error("expected a number in the range of a 64-bit float"));
        };
        self.at += len;
        Ok(Value::Number(number))
    }
}

/// Integers stay integers where they fit. The rest is the nearest 64-bit float, which `serde_json`
/// does not always find.
fn number_of(text: &str) -> Option<Number> {
    let signed = text.parse::<i64>().ok().filter(|_| text != "-0");
    signed
        .map(Number::from)
        .or_else(|| text.parse::<u64>().ok().map(Number::from))
        .or_else(|| Number::from_f64(text.parse().ok()?))
}
