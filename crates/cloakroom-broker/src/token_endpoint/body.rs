//! From the bytes of an answer to its fields: JSON, or form-encoded as some providers still do.

use http::{HeaderMap, header};
use serde_json::{Map, Value};

/// What is wrong with a body. Never holds any of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct BodyError {
    /// Line and column, or `body`.
    pub(super) place: String,
    pub(super) reason: &'static str,
    /// A page for people: a login, a maintenance or an error page.
    pub(super) is_page: bool,
}

fn wrong(place: impl Into<String>, reason: &'static str) -> BodyError {
    BodyError {
        place: place.into(),
        reason,
        is_page: false,
    }
}

/// Reads a body. What it begins with decides, not its label, which is wrong often enough; a label
/// that does not fit is noted.
pub(super) fn parse(
    headers: &HeaderMap,
    body: &[u8],
    leniencies: &mut Vec<String>,
) -> Result<Map<String, Value>, BodyError> {
    let body = match body.strip_prefix(b"\xef\xbb\xbf") {
        Some(rest) => {
            leniencies.push("the answer begins with a byte order mark".to_owned());
            rest
        }
        None => body,
    };
    let label = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|text| text.split(';').next())
        .map(|text| text.trim().to_ascii_lowercase())
        .unwrap_or_default();
    match body.iter().find(|byte| !byte.is_ascii_whitespace()) {
        None => Err(wrong("body", "it is empty")),
        Some(b'{') => {
            if label != "application/json" && !label.ends_with("+json") {
                leniencies.push("JSON that is not labelled as such".to_owned());
            }
            json(body)
        }
        Some(b'<') => Err(BodyError {
            is_page: true,
            ..wrong("body", "it is a page, not JSON")
        }),
        Some(b'[' | b'"' | b'0'..=b'9' | b'-') => Err(wrong("body", "it is not a JSON object")),
        Some(_) => {
            let fields = form(body)?;
            leniencies.push("a form-encoded answer instead of JSON".to_owned());
            Ok(fields)
        }
    }
}

fn json(body: &[u8]) -> Result<Map<String, Value>, BodyError> {
    serde_json::from_slice(body).map_err(|error| {
        wrong(
            format!("line {} column {}", error.line(), error.column()),
            match error.classify() {
                serde_json::error::Category::Eof => "the JSON ends too early",
                _ => "it is not JSON",
            },
        )
    })
}

fn form(body: &[u8]) -> Result<Map<String, Value>, BodyError> {
    let body = body.trim_ascii();
    // Anything else than a form would be cut into pieces at random.
    if body.iter().any(|byte| !byte.is_ascii_graphic()) || !body.contains(&b'=') {
        return Err(wrong("body", "it is neither JSON nor form-encoded"));
    }
    let mut fields = Map::new();
    for (name, value) in form_urlencoded::parse(body) {
        if fields
            .insert(name.into_owned(), Value::String(value.into_owned()))
            .is_some()
        {
            return Err(wrong("body", "a parameter stands in it twice"));
        }
    }
    if fields.contains_key("access_token") || fields.contains_key("error") {
        Ok(fields)
    } else {
        Err(wrong(
            "body",
            "it is neither JSON nor a token answer in a form",
        ))
    }
}
