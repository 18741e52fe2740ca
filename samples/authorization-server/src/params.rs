//! Parameters of a request, from its query or body, each at most once (RFC 6749 §3.1).

use http::{HeaderMap, header};
use serde_json::Value;

/// Named values in the order they came.
#[derive(Clone, Default, Debug)]
pub(crate) struct Params(Vec<(String, String)>);

/// How a body was written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Format {
    Form,
    Json,
}

impl Format {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Form => "form",
            Self::Json => "json",
        }
    }
}

impl Params {
    pub(crate) fn from_query(query: Option<&str>) -> Self {
        Self::from_form(query.unwrap_or_default().as_bytes())
    }

    pub(crate) fn from_form(bytes: &[u8]) -> Self {
        Self(form_urlencoded::parse(bytes).into_owned().collect())
    }

    /// A body as its content type says; JSON only as a flat object of strings.
    pub(crate) fn from_body(
        headers: &HeaderMap,
        body: &[u8],
    ) -> Result<(Self, Format), &'static str> {
        let kind = headers
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.split(';').next())
            .map(|value| value.trim().to_ascii_lowercase());
        match kind.as_deref() {
            Some("application/x-www-form-urlencoded") => Ok((Self::from_form(body), Format::Form)),
            Some("application/json") => Self::from_json(body).map(|params| (params, Format::Json)),
            _ => Err("the body must be application/x-www-form-urlencoded"),
        }
    }

    fn from_json(body: &[u8]) -> Result<Self, &'static str> {
        let Ok(Value::Object(members)) = serde_json::from_slice::<Value>(body) else {
            return Err("the body is not a JSON object");
        };
        members
            .into_iter()
            .map(|(name, value)| match value {
                Value::String(text) => Ok((name, text)),
                _ => Err("each member of the body must be a string"),
            })
            .collect::<Result<_, _>>()
            .map(Self)
    }

    /// The first value of that name. Empty counts as absent (RFC 6749 §3.1).
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(key, value)| key == name && !value.is_empty())
            .map(|(_, value)| value.as_str())
    }

    /// A name that came more than once.
    pub(crate) fn repeated(&self) -> Option<&str> {
        self.0
            .iter()
            .enumerate()
            .find(|(at, (name, _))| self.0[..*at].iter().any(|(earlier, _)| earlier == name))
            .map(|(_, (name, _))| name.as_str())
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    #[test]
    fn a_repeated_parameter_is_found() {
        assert_eq!(
            Params::from_query(Some("a=1&b=2&a=1")).repeated(),
            Some("a")
        );
        assert_eq!(Params::from_query(Some("a=1&b=2")).repeated(), None);
    }

    #[test]
    fn an_empty_value_is_an_absent_one() {
        assert_eq!(Params::from_query(Some("a=&b=2")).get("a"), None);
    }

    #[test]
    fn a_json_body_is_read_as_well() {
        let mut headers = HeaderMap::new();
        headers.insert(
            header::CONTENT_TYPE,
            "application/json; charset=utf-8".parse().unwrap(),
        );
        let (params, format) =
            Params::from_body(&headers, br#"{"grant_type":"refresh_token"}"#).unwrap();
        assert_eq!(format, Format::Json);
        assert_eq!(params.get("grant_type"), Some("refresh_token"));
        assert!(Params::from_body(&headers, br#"{"grant_type":1}"#).is_err());
    }
}
