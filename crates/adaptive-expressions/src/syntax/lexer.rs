//! Tokens of the default mode. Inside backticks [`super::interpolation`] reads.

use crate::error::{ParseError, ParseErrorKind, Span};

/// A token with its place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Token {
    pub(crate) kind: TokenKind,
    pub(crate) span: Span,
}

/// Kinds of tokens; texts are read through the span.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TokenKind {
    Plus,
    Minus,
    Not,
    Caret,
    Star,
    Slash,
    Percent,
    Equal,
    NotEqual,
    And,
    AndAnd,
    OrOr,
    Less,
    Greater,
    LessEqual,
    GreaterEqual,
    OpenParen,
    CloseParen,
    Dot,
    OpenSquare,
    CloseSquare,
    OpenCurly,
    CloseCurly,
    Comma,
    Colon,
    Arrow,
    Coalesce,
    Question,
    Number,
    Identifier,
    Text,
    /// A text in backticks, with them.
    Template,
    End,
}

impl TokenKind {
    /// How a message names it.
    pub(crate) fn describe(self) -> &'static str {
        match self {
            Self::Number => "a number",
            Self::Identifier => "a name",
            Self::Text => "a text",
            Self::Template => "a text in backticks",
            Self::End => "the end",
            Self::CloseParen => "`)`",
            Self::CloseSquare => "`]`",
            Self::CloseCurly => "`}`",
            Self::Colon => "`:`",
            Self::Comma => "`,`",
            _ => "an operator",
        }
    }
}

/// Reads one token at a time.
#[derive(Debug, Clone)]
pub(crate) struct Lexer<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Lexer<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        Self { text, at: 0 }
    }

    pub(crate) fn next(&mut self) -> Result<Token, ParseError> {
        self.skip_space();
        let start = self.at;
        let rest = &self.text[start..];
        let bytes = rest.as_bytes();
        let Some(&first) = bytes.first() else {
            return Ok(Token {
                kind: TokenKind::End,
                span: Span::new(start, start),
            });
        };
        let (kind, len) = match first {
            b'0'..=b'9' => (TokenKind::Number, number(bytes)),
            b'a'..=b'z' | b'A'..=b'Z' | b'_' | b'#' | b'@' | b'$' | b'%' => identifier(bytes),
            b'\'' | b'"' => match super::strings::end_of_string(rest) {
                Some(len) => (TokenKind::Text, len),
                None => return Err(self.invalid(start, "a text that does not end")),
            },
            b'`' => match super::interpolation::end_of_template(rest) {
                Some(len) => (TokenKind::Template, len),
                None => return Err(self.invalid(start, "a text in backticks that does not end")),
            },
            _ => match operator(bytes) {
                Some(found) => found,
                None => return Err(self.invalid(start, "a character that means nothing here")),
            },
        };
        self.at += len;
        Ok(Token {
            kind,
            span: Span::new(start, start + len),
        })
    }

    fn invalid(&self, start: usize, message: &str) -> ParseError {
        let len = self.text[start..].chars().next().map_or(0, char::len_utf8);
        let span = Span::new(start, start + len);
        ParseError::new(ParseErrorKind::InvalidToken, self.text, span, message)
    }

    fn skip_space(&mut self) {
        let rest = &self.text[self.at..];
        let mut at = 0;
        for (i, c) in rest.char_indices() {
            let line_end = c == '\r' && rest[i + 1..].starts_with('\n');
            if !matches!(c, ' ' | '\t' | '\n' | '\u{feff}' | '\u{a0}') && !line_end {
                break;
            }
            at = i + c.len_utf8();
        }
        self.at += at;
    }
}

fn number(bytes: &[u8]) -> usize {
    let digits = |from: usize| {
        bytes[from..]
            .iter()
            .take_while(|b| b.is_ascii_digit())
            .count()
    };
    let whole = digits(0);
    if bytes.get(whole) == Some(&b'.') {
        let fraction = digits(whole + 1);
        if fraction > 0 {
            return whole + 1 + fraction;
        }
    }
    whole
}

/// A name: an optional mark and letters. `%` alone is the operator.
fn identifier(bytes: &[u8]) -> (TokenKind, usize) {
    let mark = if bytes.starts_with(b"@@") { 2 } else { 1 };
    let tail = bytes[mark..]
        .iter()
        .take_while(|b| b.is_ascii_alphanumeric() || **b == b'_');
    let len = mark + tail.count();
    if len == 1 && bytes[0] == b'%' {
        return (TokenKind::Percent, 1);
    }
    (TokenKind::Identifier, len)
}

fn operator(bytes: &[u8]) -> Option<(TokenKind, usize)> {
    use TokenKind as T;
    let two = match bytes {
        [b'=', b'=', ..] => T::Equal,
        [b'!', b'=', ..] | [b'<', b'>', ..] => T::NotEqual,
        [b'&', b'&', ..] => T::AndAnd,
        [b'|', b'|', ..] => T::OrOr,
        [b'<', b'=', ..] => T::LessEqual,
        [b'>', b'=', ..] => T::GreaterEqual,
        [b'=', b'>', ..] => T::Arrow,
        [b'?', b'?', ..] => T::Coalesce,
        _ => return single(*bytes.first()?).map(|kind| (kind, 1)),
    };
    Some((two, 2))
}

fn single(byte: u8) -> Option<TokenKind> {
    use TokenKind as T;
    Some(match byte {
        b'+' => T::Plus,
        b'-' => T::Minus,
        b'!' => T::Not,
        b'^' => T::Caret,
        b'*' => T::Star,
        b'/' => T::Slash,
        b'&' => T::And,
        b'<' => T::Less,
        b'>' => T::Greater,
        b'(' => T::OpenParen,
        b')' => T::CloseParen,
        b'.' => T::Dot,
        b'[' => T::OpenSquare,
        b']' => T::CloseSquare,
        b'{' => T::OpenCurly,
        b'}' => T::CloseCurly,
        b',' => T::Comma,
        b':' => T::Colon,
        b'?' => T::Question,
        _ => return None,
    })
}
