//! From JSON text (RFC 8259) to a tape.

use super::{Tape, Token, number};
use crate::scan::{plain, plain_or_dollar};
use crate::span::{Span, narrow};

/// The text is not JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct JsonError {
    /// In bytes from the start of the text.
    pub(crate) offset: usize,
    pub(crate) message: &'static str,
}

type Read<T> = Result<T, JsonError>;

impl<'t> Tape<'t> {
    /// Reads a whole text. Nesting costs memory by the text's length and no stack.
    pub(crate) fn read(source: &'t str) -> Read<Self> {
        if u32::try_from(source.len()).is_err() {
            return Err(JsonError {
                offset: 0,
                message: "longer than 4 GiB",
            });
        }
        let tape = Tape {
            source,
            decoded: String::new(),
            tokens: Vec::with_capacity(source.len() / 12 + 8),
            dollars: 0,
        };
        let mut reader = Reader {
            bytes: source.as_bytes(),
            at: 0,
            tape,
            open: Vec::with_capacity(16),
        };
        reader.document()?;
        Ok(reader.tape)
    }
}

struct Reader<'t> {
    bytes: &'t [u8],
    at: usize,
    tape: Tape<'t>,
    /// Containers without an end so far.
    open: Vec<u32>,
}

impl Reader<'_> {
    fn document(&mut self) -> Read<()> {
        loop {
            self.space();
            if self.value()? {
                continue;
            }
            if self.next()? {
                return Ok(());
            }
        }
    }

    /// Reads a value; whether it is a container that has begun.
    fn value(&mut self) -> Read<bool> {
        let token = match self.peek() {
            b'"' => {
                self.at += 1;
                self.text()?
            }
            b'{' => {
                self.begin(Token::Object { end: 0 });
                if self.peek() == b'}' {
                    self.end();
                    return Ok(false);
                }
                self.name()?;
                return Ok(true);
            }
            b'[' => {
                self.begin(Token::Array { end: 0 });
                if self.peek() == b']' {
                    self.end();
                    return Ok(false);
                }
                return Ok(true);
            }
            b't' => self.word("true", Token::Bool(true))?,
            b'f' => self.word("false", Token::Bool(false))?,
            b'n' => self.word("null", Token::Null)?,
            b'-' | b'0'..=b'9' => {
                let rest = self.tape.source.get(self.at..).unwrap_or_default();
                let Some((token, len)) = number::number(rest) else {
                    return self.fail("not a number, or one too large");
                };
                self.at += len;
                token
            }
            _ => return self.fail("expected a value"),
        };
        self.tape.tokens.push(token);
        Ok(false)
    }

    /// Goes on after a value, up to the next one; whether it was the last.
    fn next(&mut self) -> Read<bool> {
        loop {
            self.space();
            let Some(open) = self.open.last() else {
                if self.at < self.bytes.len() {
                    return self.fail("more text after the value");
                }
                return Ok(true);
            };
            let object = matches!(self.tape.token(*open), Token::Object { .. });
            match (self.peek(), object) {
                (b',', true) => {
                    self.at += 1;
                    self.space();
                    self.name()?;
                    return Ok(false);
                }
                (b',', false) => {
                    self.at += 1;
                    return Ok(false);
                }
                (b'}', true) | (b']', false) => self.end(),
                (_, true) => return self.fail("expected `,` or `}`"),
                (_, false) => return self.fail("expected `,` or `]`"),
            }
        }
    }

    fn name(&mut self) -> Read<()> {
        if self.peek() != b'"' {
            return self.fail("expected a name in quotes");
        }
        self.at += 1;
        let name = self.text()?;
        self.tape.tokens.push(name);
        self.space();
        if self.peek() != b':' {
            return self.fail("expected `:`");
        }
        self.at += 1;
        Ok(())
    }

    fn begin(&mut self, token: Token) {
        self.at += 1;
        self.open.push(narrow(self.tape.tokens.len()));
        self.tape.tokens.push(token);
        self.space();
    }

    fn end(&mut self) {
        self.at += 1;
        let after = narrow(self.tape.tokens.len());
        let open = self.open.pop().map(|at| at as usize);
        if let Some(Token::Object { end } | Token::Array { end }) =
            open.and_then(|at| self.tape.tokens.get_mut(at))
        {
            *end = after;
        }
    }

    fn word(&mut self, word: &str, token: Token) -> Read<Token> {
        if !self.bytes[self.at..].starts_with(word.as_bytes()) {
            return self.fail("expected a value");
        }
        self.at += word.len();
        Ok(token)
    }

    /// The byte that stands next; 0, which JSON has no use for, at the end.
    fn peek(&self) -> u8 {
        self.bytes.get(self.at).copied().unwrap_or(0)
    }

    fn space(&mut self) {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.bytes.get(self.at) {
            self.at += 1;
            // Most of it is indentation.
            while let Some(chunk) = self.bytes.get(self.at..self.at + 8) {
                let Ok(chunk) = <[u8; 8]>::try_from(chunk) else {
                    break;
                };
                let other = u64::from_le_bytes(chunk) ^ u64::from_le_bytes([b' '; 8]);
                self.at += (other.trailing_zeros() / 8) as usize;
                if other != 0 {
                    break;
                }
            }
        }
    }

    /// A text whose opening quote is read.
    fn text(&mut self) -> Read<Token> {
        let start = self.at;
        let (len, dollar) = plain_or_dollar(&self.bytes[start..]);
        self.at += len;
        match self.bytes.get(self.at) {
            Some(b'"') => {
                self.at += 1;
                let span = Span::new(start - 1, self.at);
                if !dollar {
                    return Ok(Token::Plain(span));
                }
                self.tape.dollars += 1;
                Ok(Token::Source(span))
            }
            Some(b'\\') => self.escaped(start),
            Some(_) => self.fail("a control character in a text"),
            None => self.fail("a text without end"),
        }
    }

    /// A text with escapes, the first of which stands next.
    fn escaped(&mut self, start: usize) -> Read<Token> {
        let source = self.tape.source;
        let from = self.tape.decoded.len();
        let mut plain_from = start;
        loop {
            let run = source.get(plain_from..self.at).unwrap_or_default();
            self.tape.decoded.push_str(run);
            match self.bytes.get(self.at) {
                Some(b'"') => {
                    self.at += 1;
                    self.tape.dollars += usize::from(self.tape.decoded[from..].contains('$'));
                    return Ok(Token::Decoded(Span::new(from, self.tape.decoded.len())));
                }
                Some(b'\\') => {
                    let c = self.escape()?;
                    self.tape.decoded.push(c);
                }
                Some(_) => return self.fail("a control character in a text"),
                None => return self.fail("a text without end"),
            }
            plain_from = self.at;
            self.at += plain(&self.bytes[self.at..]);
        }
    }

    /// The character that the escape at hand stands for.
    fn escape(&mut self) -> Read<char> {
        let letter = self.bytes.get(self.at + 1).copied();
        let c = match letter {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode(),
            _ => return self.fail("an escape that does not exist"),
        };
        self.at += 2;
        Ok(c)
    }

    /// `\uXXXX`, or two of them for a character beyond the basic plane.
    fn unicode(&mut self) -> Read<char> {
        let units = [self.unit(self.at), self.unit(self.at + 6)];
        let high = matches!(units[0], Some(0xd800..=0xdbff));
        let units = units.into_iter().map_while(|unit| unit);
        match char::decode_utf16(units).next() {
            Some(Ok(c)) => {
                self.at += if high { 12 } else { 6 };
                Ok(c)
            }
            Some(Err(_)) => self.fail("half of a surrogate pair"),
            None => self.fail("`\\u` without four hexadecimal digits"),
        }
    }

    fn unit(&self, at: usize) -> Option<u16> {
        let text = self.tape.source.get(at..at + 6)?.strip_prefix("\\u")?;
        // `from_str_radix` would take a sign.
        if !text.bytes().all(|b| b.is_ascii_hexdigit()) {
            return None;
        }
        u16::from_str_radix(text, 16).ok()
    }

    fn fail<T>(&self, message: &'static str) -> Read<T> {
        Err(JsonError {
            offset: self.at,
            message,
        })
    }
}
