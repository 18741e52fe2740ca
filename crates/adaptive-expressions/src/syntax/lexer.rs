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
    /// No token: a text that does not end, or a character that means nothing.
    Invalid,
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

    pub(crate) fn next(&mut self) -> Token {
        self.skip_space();
        let start = self.at;
        let bytes = self.text.as_bytes().get(start..).unwrap_or_default();
        let rest = || self.text.get(start..).unwrap_or_default();
        let ended = |kind, len: Option<usize>| match len {
            Some(len) => (kind, len),
            None => (TokenKind::Invalid, 0),
        };
        let (kind, len) = match bytes.first() {
            None => (TokenKind::End, 0),
            Some(b'0'..=b'9') => (TokenKind::Number, number(bytes)),
            Some(&first) if starts_identifier(first) => identifier(bytes),
            Some(b'\'' | b'"') => ended(TokenKind::Text, super::strings::end_of_string(rest())),
            Some(b'`') => ended(
                TokenKind::Template,
                super::interpolation::end_of_template(rest()),
            ),
            Some(_) => operator(bytes).unwrap_or((TokenKind::Invalid, 0)),
        };
        self.at += len;
        Token {
            kind,
            span: Span::new(start, start + len),
        }
    }

    /// What is wrong where an invalid token begins.
    #[cold]
    pub(crate) fn error(&self, start: usize) -> ParseError {
        let first = self.text.get(start..).and_then(|rest| rest.chars().next());
        let message = match first {
            Some('\'' | '"') => "a text that does not end",
            Some('`') => "a text in backticks that does not end",
            _ => "a character that means nothing here",
        };
        let span = Span::new(start, start + first.map_or(0, char::len_utf8));
        ParseError::new(ParseErrorKind::InvalidToken, self.text, span, message)
    }

    /// Spaces, tabs, line ends, no-break spaces and byte order marks.
    fn skip_space(&mut self) {
        let bytes = self.text.as_bytes();
        loop {
            self.at += match bytes.get(self.at..) {
                Some([b' ' | b'\t' | b'\n', ..]) => 1,
                Some([b'\r', b'\n', ..] | [0xc2, 0xa0, ..]) => 2,
                Some([0xef, 0xbb, 0xbf, ..]) => 3,
                _ => return,
            };
        }
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
    let tail = bytes[mark..].iter().take_while(|b| in_name(**b));
    let len = mark + tail.count();
    if len == 1 && bytes[0] == b'%' {
        return (TokenKind::Percent, 1);
    }
    (TokenKind::Identifier, len)
}

/// Whether a text is one name and nothing else.
pub(crate) fn is_identifier(text: &str) -> bool {
    let mark = text.bytes().next().is_some_and(starts_identifier);
    mark && identifier(text.as_bytes()) == (TokenKind::Identifier, text.len())
}

fn starts_identifier(byte: u8) -> bool {
    matches!(byte, b'a'..=b'z' | b'A'..=b'Z' | b'_' | b'#' | b'@' | b'$' | b'%')
}

/// Whether a byte may stand in a name after its first.
fn in_name(byte: u8) -> bool {
    const NAME: [bool; 256] = {
        let mut name = [false; 256];
        let mut byte = u8::MAX;
        while byte > 0 {
            name[byte as usize] = byte.is_ascii_alphanumeric() || byte == b'_';
            byte -= 1;
        }
        name
    };
    NAME[usize::from(byte)]
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
