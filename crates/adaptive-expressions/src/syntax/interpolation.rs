//! Texts with `${expressions}`: in backticks, and whole strings of templates.

use super::ast::{Kind, Node};
use super::strings::end_of_string;
use crate::Names;
use crate::error::{ParseError, ParseErrorKind, Span};
use crate::value::is_space;

/// A part of an interpolated text.
#[derive(Debug, Clone)]
pub enum Part {
    /// Literal text.
    Text(String),
    /// An expression.
    Expression(crate::Expression),
}

/// What stands next in the text: found without looking at the inside of expressions.
enum Piece {
    Text(char),
    /// `${…}`: the bytes of the inside.
    Expression(usize, usize),
    /// Backtick.
    End,
}

/// The length of a text in backticks at the start of `text`, with them.
pub(crate) fn end_of_template(text: &str) -> Option<usize> {
    let mut at = 1;
    while at < text.len() {
        at += plain(text, at).len();
        if at == text.len() {
            break;
        }
        let (piece, len) = piece(text, at);
        at += len;
        if matches!(piece, Piece::End) {
            return Some(at);
        }
    }
    None
}

/// The text at `at` up to the next character that may mean something.
fn plain(text: &str, at: usize) -> &str {
    let rest = &text[at..];
    let end = rest.bytes().position(|b| matches!(b, b'\\' | b'`' | b'$'));
    &rest[..end.unwrap_or(rest.len())]
}

/// Reads one piece at `at`, with its length in bytes.
fn piece(text: &str, at: usize) -> (Piece, usize) {
    let rest = &text[at..];
    let bytes = rest.as_bytes();
    match bytes {
        [b'\\', b'`', ..] => (Piece::Text('`'), 2),
        [b'\\', b'$', ..] => (Piece::Text('$'), 2),
        [b'`', ..] => (Piece::End, 1),
        [b'$', b'{', ..] => match end_of_expression(rest) {
            Some(len) => (Piece::Expression(at + 2, at + len - 1), len),
            None => (Piece::Text('$'), 1),
        },
        _ => rest
            .chars()
            .next()
            .map_or((Piece::End, 1), |c| (Piece::Text(c), c.len_utf8())),
    }
}

/// The length of `${…}` at the start of `text`: at least one character inside, braces only in
/// texts and object literals, no line breaks and no backticks.
fn end_of_expression(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 2;
    loop {
        at += bytes
            .get(at..)?
            .iter()
            .take_while(|b| !ends_run(**b))
            .count();
        match bytes.get(at)? {
            b'}' => return (at > 2).then_some(at + 1),
            b'\'' | b'"' => at += end_of_string(&text[at..])?,
            b'{' => at += end_of_object(&text[at..], 0)?,
            b'\r' | b'\n' | b'`' => return None,
            _ => at += 1,
        }
    }
}

/// Whether a byte may end a run of ordinary ones inside `${…}`.
fn ends_run(byte: u8) -> bool {
    const ENDS: [bool; 256] = {
        let mut ends = [false; 256];
        let bytes = b"}'\"{\r\n`";
        let mut i = 0;
        while i < bytes.len() {
            ends[bytes[i] as usize] = true;
            i += 1;
        }
        ends
    };
    ENDS[usize::from(byte)]
}

/// The length of an object literal inside `${…}`: `{}` or `{name: …}`, without space after `{`.
fn end_of_object(text: &str, depth: u32) -> Option<usize> {
    if depth > 64 {
        return None;
    }
    let bytes = text.as_bytes();
    let mut at = 1;
    if bytes.get(at) == Some(&b'}') {
        return Some(at + 1);
    }
    at += match bytes.get(at)? {
        b'\'' | b'"' => end_of_string(&text[at..])?,
        b'a'..=b'z' | b'A'..=b'Z' | b'_' | b'#' | b'@' | b'$' | b'%' => {
            let tail = bytes[at + 1..].iter();
            1 + tail
                .take_while(|b| b.is_ascii_alphanumeric() || **b == b'_')
                .count()
        }
        _ => return None,
    };
    if bytes.get(at) != Some(&b':') || bytes.get(at + 1) == Some(&b'}') {
        return None;
    }
    at += 1;
    loop {
        match bytes.get(at)? {
            b'}' => return Some(at + 1),
            b'\'' | b'"' => at += end_of_string(&text[at..])?,
            b'{' => at += end_of_object(&text[at..], depth + 1)?,
            b'\r' | b'\n' | b'`' => return None,
            _ => at += 1,
        }
    }
}

/// Splits the inside of a text in backticks. The first part is always a text, perhaps empty.
fn split<T>(
    text: &str,
    mut on_text: impl FnMut(&mut Vec<T>, String),
    mut on_expression: impl FnMut(&mut Vec<T>, usize, usize) -> Result<(), ParseError>,
) -> Result<Vec<T>, ParseError> {
    let mut parts = Vec::new();
    let mut pending = String::new();
    let mut at = 0;
    while at < text.len() {
        let plain = plain(text, at);
        if !plain.is_empty() {
            pending.push_str(plain);
            at += plain.len();
            continue;
        }
        let (piece, len) = piece(text, at);
        match piece {
            Piece::Text(c) => pending.push(c),
            Piece::Expression(from, to) => {
                if !pending.is_empty() {
                    on_text(&mut parts, std::mem::take(&mut pending));
                }
                on_expression(&mut parts, from, to)?;
            }
            Piece::End => {
                return Err(ParseError::new(
                    ParseErrorKind::Unexpected,
                    text,
                    Span::new(at, at + 1),
                    "a backtick ends the text, but more follows",
                ));
            }
        }
        at += len;
    }
    if !pending.is_empty() {
        on_text(&mut parts, pending);
    }
    Ok(parts)
}

/// The expression inside `${…}`: trimmed, an optional `=` before it.
fn parse_inner(
    text: &str,
    from: usize,
    to: usize,
    names: Names<'_>,
    depth: u32,
) -> Result<Node, ParseError> {
    let inner = &text[from..to];
    let from = from + inner.len() - inner.trim_start_matches(is_space).len();
    let inner = inner.trim_matches(is_space);
    super::parser::parse_at(inner, names, depth).map_err(|e| e.moved(text, from))
}

/// A template literal token, with its backticks, as a node.
pub(crate) fn parse_template(
    token: &str,
    span: Span,
    names: Names<'_>,
    depth: u32,
) -> Result<Node, ParseError> {
    let inner = token.get(1..token.len() - 1).unwrap_or_default();
    let text_node = |parts: &mut Vec<Node>, text: String| {
        parts.push(Node::new(Kind::Text(text.into()), span));
    };
    let parts = split(inner, text_node, |parts, from, to| {
        parts.push(parse_inner(inner, from, to, names, depth)?);
        Ok(())
    })
    .map_err(|e| e.moved(token, 1))?;
    Ok(Node::new(Kind::Interpolation(parts), span))
}

/// A string of a template that is one expression, which most of those with expressions are.
pub(crate) fn parse_braced(text: &str, names: Names<'_>) -> Result<Option<Node>, ParseError> {
    if !text.starts_with("${") || end_of_expression(text) != Some(text.len()) {
        return Ok(None);
    }
    parse_inner(text, 2, text.len() - 1, names, 0).map(Some)
}

/// A string of a template, without backticks.
pub(crate) fn parse_interpolated(text: &str, names: Names<'_>) -> Result<Vec<Part>, ParseError> {
    let on_text = |parts: &mut Vec<Part>, text: String| parts.push(Part::Text(text));
    split(text, on_text, |parts, from, to| {
        let node = parse_inner(text, from, to, names, 0)?;
        parts.push(Part::Expression(crate::Expression { node }));
        Ok(())
    })
}

/// The parts of a text as one node: a single expression keeps its type.
pub(crate) fn join(parts: Vec<Part>) -> Node {
    let mut nodes: Vec<Node> = parts
        .into_iter()
        .map(|part| match part {
            Part::Text(text) => Node::new(Kind::Text(text.into()), Span::default()),
            Part::Expression(expression) => expression.node,
        })
        .collect();
    let whole = nodes.len() == 1 && !matches!(nodes[0].kind, Kind::Text(_));
    match nodes.pop() {
        Some(node) if whole => node,
        Some(node) => {
            nodes.push(node);
            Node::new(Kind::Interpolation(nodes), Span::default())
        }
        None => Node::new(Kind::Interpolation(nodes), Span::default()),
    }
}
