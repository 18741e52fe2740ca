//! Parsing paths: a cursor over the text; the grammar is in the modules below.

mod expression;
mod function;
mod literal;
mod newtonsoft;
mod segment;

use super::query::Segment;
use super::{JsonPathError, Mode};

/// Greatest length of a path, bytes. Compiling its patterns costs time.
const MAX_LENGTH: usize = 8192;
/// Deepest nesting of filters, queries, functions and parentheses, together. The parser and the
/// evaluation of filters are recursive in it, and in nothing else.
const MAX_DEPTH: u32 = 32;

pub(super) fn parse(text: &str, mode: Mode) -> Result<Vec<Segment>, JsonPathError> {
    let mut parser = Parser {
        text,
        at: 0,
        mode,
        depth: 0,
    };
    if text.len() > MAX_LENGTH {
        return Err(parser.error(&format!("expected a path of at most {MAX_LENGTH} bytes")));
    }
    let segments = match mode {
        Mode::Rfc9535 => {
            if !parser.eat("$") {
                return Err(parser.error("expected `$`, with which a path begins"));
            }
            parser.segments()?
        }
        Mode::Newtonsoft => parser.newtonsoft()?,
    };
    if parser.rest().is_empty() {
        return Ok(segments);
    }
    Err(parser.error(match parser.peek() {
        Some(c) if c.is_ascii_whitespace() => "expected no white space at the end",
        _ => "expected `.`, `[` or the end of the path",
    }))
}

struct Parser<'t> {
    text: &'t str,
    /// Of what is not read yet, in bytes.
    at: usize,
    mode: Mode,
    /// How many filters, queries, functions and parentheses are open.
    depth: u32,
}

impl<'t> Parser<'t> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Reads the token, if it stands here.
    fn eat(&mut self, token: &str) -> bool {
        let found = self.rest().starts_with(token);
        if found {
            self.at += token.len();
        }
        found
    }

    fn expect(&mut self, token: &str) -> Result<(), JsonPathError> {
        if self.eat(token) {
            Ok(())
        } else {
            Err(self.error(&format!("expected `{token}`")))
        }
    }

    fn space(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches([' ', '\t', '\n', '\r']).len();
    }

    /// Reads a token with white space before it; reads nothing if another one follows.
    fn eat_after_space(&mut self, token: &str) -> bool {
        let before = self.at;
        self.space();
        let found = self.eat(token);
        if !found {
            self.at = before;
        }
        found
    }

    /// Parses something nested one deeper.
    fn nested<T>(
        &mut self,
        parse: impl FnOnce(&mut Self) -> Result<T, JsonPathError>,
    ) -> Result<T, JsonPathError> {
        if self.depth == MAX_DEPTH {
            return Err(self.error(&format!("expected no nesting deeper than {MAX_DEPTH}")));
        }
        self.depth += 1;
        let parsed = parse(self)?;
        self.depth -= 1;
        Ok(parsed)
    }

    /// An error at the cursor.
    fn error(&self, reason: &str) -> JsonPathError {
        self.error_at(self.at, reason)
    }

    /// An error where something began.
    fn error_at(&self, at: usize, reason: &str) -> JsonPathError {
        let column = self.text[..at].chars().count() + 1;
        JsonPathError::Syntax {
            column,
            reason: reason.to_owned(),
        }
    }
}
