//! `WWW-Authenticate`: what an API says of a token that it refused (RFC 9110 §11.6.1, RFC 6750 §3).
//! Nothing in it is trusted beyond two words: no URL of it is ever followed (SEC-EGRESS-10).

use http::header::WWW_AUTHENTICATE;
use http::{HeaderMap, StatusCode};

/// More than this is not read at all.
const MAX_BYTES: usize = 8 * 1024;
/// Scopes that are taken from one challenge.
const MAX_SCOPES: usize = 20;

/// A challenge: its scheme and parameters in their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Challenge {
    pub(crate) scheme: String,
    pub(crate) parameters: Vec<(String, String)>,
}

impl Challenge {
    /// The value of a parameter, its name without case.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.parameters
            .iter()
            .find(|(n, _)| n.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }
}

/// What a refusal asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Demand {
    /// 401 with `invalid_token`: another token.
    AnotherToken,
    /// 403 with `insufficient_scope`: these scopes, as far as they are named.
    Scopes(Vec<String>),
    /// Nothing that could be done by itself.
    Nothing,
}

/// What the API asks for by its status and challenges.
pub(crate) fn demand(status: StatusCode, headers: &HeaderMap) -> Demand {
    let bearer: Vec<Challenge> = challenges(headers)
        .into_iter()
        .filter(|c| c.scheme.eq_ignore_ascii_case("bearer"))
        .collect();
    let with = |error: &str| bearer.iter().find(|c| c.get("error") == Some(error));
    match status {
        StatusCode::UNAUTHORIZED if with("invalid_token").is_some() => Demand::AnotherToken,
        StatusCode::FORBIDDEN => match with("insufficient_scope") {
            Some(challenge) => Demand::Scopes(scopes(challenge.get("scope").unwrap_or_default())),
            None => Demand::Nothing,
        },
        _ => Demand::Nothing,
    }
}

/// Scope tokens (RFC 6749 §3.3); what is not one is left out.
fn scopes(text: &str) -> Vec<String> {
    let mut scopes: Vec<String> = Vec::new();
    for scope in text.split(' ') {
        let valid = !scope.is_empty()
            && scope.len() <= 256
            && scope
                .bytes()
                .all(|b| matches!(b, 0x21 | 0x23..=0x5b | 0x5d..=0x7e));
        if valid && scopes.len() < MAX_SCOPES && !scopes.iter().any(|s| s == scope) {
            scopes.push(scope.to_owned());
        }
    }
    scopes
}

/// All challenges of an answer, from all fields of the name. Too large or malformed ones end the
/// reading; what stood before counts.
pub(crate) fn challenges(headers: &HeaderMap) -> Vec<Challenge> {
    let fields: Vec<&str> = headers
        .get_all(WWW_AUTHENTICATE)
        .iter()
        .filter_map(|v| v.to_str().ok())
        .collect();
    if fields.iter().map(|field| field.len()).sum::<usize>() > MAX_BYTES {
        return Vec::new();
    }
    fields.into_iter().flat_map(parse).collect()
}

/// Reads one field: a list of challenges, in which commas part challenges and parameters alike.
fn parse(text: &str) -> Vec<Challenge> {
    let mut reader = Reader {
        text: text.as_bytes(),
        at: 0,
    };
    let mut found: Vec<Challenge> = Vec::new();
    loop {
        reader.skip(|b| matches!(b, b' ' | b'\t' | b','));
        let Some(name) = reader.token() else {
            return found;
        };
        if reader.equals_sign() {
            let (Some(challenge), Some(value)) = (found.last_mut(), reader.value()) else {
                return found;
            };
            challenge.parameters.push((name, value));
        } else {
            found.push(Challenge {
                scheme: name,
                parameters: Vec::new(),
            });
            reader.skip_token68();
        }
    }
}

struct Reader<'a> {
    text: &'a [u8],
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    fn skip(&mut self, what: impl Fn(u8) -> bool) {
        while self.peek().is_some_and(&what) {
            self.at += 1;
        }
    }

    fn take(&mut self, what: impl Fn(u8) -> bool) -> Option<String> {
        let from = self.at;
        self.skip(what);
        let taken = self
            .text
            .get(from..self.at)
            .filter(|taken| !taken.is_empty())?;
        Some(String::from_utf8_lossy(taken).into_owned())
    }

    fn token(&mut self) -> Option<String> {
        self.take(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b))
    }

    /// `=` with blanks around it; otherwise stays where it was.
    fn equals_sign(&mut self) -> bool {
        let from = self.at;
        self.skip(|b| matches!(b, b' ' | b'\t'));
        if self.peek() == Some(b'=') {
            self.at += 1;
            self.skip(|b| matches!(b, b' ' | b'\t'));
            return true;
        }
        self.at = from;
        false
    }

    /// A token or a quoted string.
    fn value(&mut self) -> Option<String> {
        if self.peek() != Some(b'"') {
            return self.token();
        }
        self.at += 1;
        let mut value = Vec::new();
        loop {
            let byte = self.peek()?;
            self.at += 1;
            match byte {
                b'"' => return Some(String::from_utf8_lossy(&value).into_owned()),
                b'\\' => {
                    value.push(self.peek()?);
                    self.at += 1;
                }
                byte => value.push(byte),
            }
        }
    }

    /// Skips the credentials that a scheme may have in place of parameters, as `Basic` or
    /// `Negotiate` do.
    fn skip_token68(&mut self) {
        let from = self.at;
        self.skip(|b| matches!(b, b' ' | b'\t'));
        let blob = self
            .take(|b| b.is_ascii_alphanumeric() || b"-._~+/".contains(&b))
            .is_some();
        self.skip(|b| b == b'=');
        self.skip(|b| matches!(b, b' ' | b'\t'));
        if !(blob && matches!(self.peek(), None | Some(b','))) {
            self.at = from;
        }
    }
}

#[cfg(test)]
#[path = "challenge_tests.rs"]
mod tests;
