//! Tokens of `JSPath`.

/// A token.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    Name(String),
    Number(f64),
    Text(String),
    Bool(bool),
    Null,
    Sign(&'static str),
    End,
}

/// Longer signs first.
const SIGNS: [&str; 39] = [
    "===", "!==", "^==", "$==", "*==", "==^", "==$", "==*", "==", "!=", "^=", "$=", "*=", "=^",
    "=$", "=*", ">=", "<=", "||", "&&", "..", ".", ":", "{", "}", "(", ")", "[", "]", "^", "+",
    "-", "*", "/", "%", "!", ">", "<", "|",
];

/// Reads the token at the start of `text` after white space; with how many bytes it takes.
pub(super) fn next(text: &str) -> Result<(Token, usize), String> {
    let rest = text.trim_start_matches([' ', '\r', '\n', '\t']);
    let space = text.len() - rest.len();
    let Some(first) = rest.chars().next() else {
        return Ok((Token::End, space));
    };
    let number = starts_number(rest);
    let sign = SIGNS.iter().find(|sign| rest.starts_with(**sign));
    let (token, len) = match first {
        _ if number => read_number(rest)?,
        c if is_name_start(c) && sign.is_none_or(|sign| !sign.starts_with('$')) => name(rest),
        '"' | '\'' => string(rest)?,
        _ => match sign {
            Some(sign) => (Token::Sign(sign), sign.len()),
            None => return Err(format!("unexpected `{rest}`")),
        },
    };
    Ok((token, space + len))
}

fn is_name_start(c: char) -> bool {
    matches!(c, '$' | '@' | '_') || c.is_ascii_alphabetic()
}

fn starts_number(text: &str) -> bool {
    let digits = text.strip_prefix('.').unwrap_or(text);
    digits.starts_with(|c: char| c.is_ascii_digit())
}

fn read_number(text: &str) -> Result<(Token, usize), String> {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.');
    let digits = &text[..end.unwrap_or(text.len())];
    match digits.parse() {
        Ok(n) => Ok((Token::Number(n), digits.len())),
        Err(_) => Err(format!("`{digits}` is no number")),
    }
}

fn name(text: &str) -> (Token, usize) {
    let end = text.find(|c| !is_name_start(c) && !c.is_ascii_digit());
    let name = &text[..end.unwrap_or(text.len())];
    let token = match name {
        "true" => Token::Bool(true),
        "false" => Token::Bool(false),
        "null" => Token::Null,
        name => Token::Name(name.to_owned()),
    };
    (token, name.len())
}

/// A text in quotes; a backslash keeps the next character.
fn string(text: &str) -> Result<(Token, usize), String> {
    let mut chars = text.char_indices();
    let quote = chars.next().map_or('"', |(_, c)| c);
    let mut out = String::new();
    while let Some((at, c)) = chars.next() {
        match c {
            c if c == quote => return Ok((Token::Text(out), at + 1)),
            '\\' => out.extend(chars.next().map(|(_, c)| c)),
            c => out.push(c),
        }
    }
    Err("a text does not end".to_owned())
}
