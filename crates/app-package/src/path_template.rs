//! Path templates of OpenAPI (`/repairs/{id}`) and their safe expansion.

use std::fmt;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Everything but the unreserved characters of RFC 3986, so that a value stays one segment.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// A part of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Segment {
    /// Text as it stands in the description.
    Literal(String),
    /// The name of a path parameter.
    Parameter(String),
}

/// A path of an OpenAPI description, split into literals and parameters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathTemplate {
    text: String,
    segments: Vec<Segment>,
}

/// Why a path can't be built from the values given.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ExpandPathError {
    /// No value for a parameter; an empty one would address another resource.
    #[error("the path parameter {name:?} has no value")]
    Missing {
        /// The parameter.
        name: String,
    },
    /// A value that makes a `.` or `..` segment, which URLs resolve away even when encoded.
    #[error("the value of the path parameter {name:?} would leave its place in the path")]
    LeavesItsPlace {
        /// The parameter.
        name: String,
    },
}

impl PathTemplate {
    /// Splits a path. `None` where it doesn't begin with `/`, braces don't match, or it has a
    /// query or fragment.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        if !text.starts_with('/') || text.contains(['?', '#', '\\']) {
            return None;
        }
        let mut segments = Vec::new();
        let mut rest = text;
        while let Some(open) = rest.find('{') {
            let (literal, tail) = rest.split_at(open);
            let close = tail.find('}')?;
            let name = &tail[1..close];
            if name.is_empty() || name.contains('{') || literal.contains('}') {
                return None;
            }
            if !literal.is_empty() {
                segments.push(Segment::Literal(literal.to_owned()));
            }
            segments.push(Segment::Parameter(name.to_owned()));
            rest = &tail[close + 1..];
        }
        if rest.contains('}') {
            return None;
        }
        if !rest.is_empty() {
            segments.push(Segment::Literal(rest.to_owned()));
        }
        Some(Self {
            text: text.to_owned(),
            segments,
        })
    }

    /// Literals and parameters in order.
    pub fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// Names of the parameters in order.
    pub fn parameters(&self) -> impl Iterator<Item = &str> {
        self.segments.iter().filter_map(|segment| match segment {
            Segment::Parameter(name) => Some(name.as_str()),
            Segment::Literal(_) => None,
        })
    }

    /// The path with values percent-encoded into place. A value can't add a segment, a query or a
    /// fragment, and can't climb.
    ///
    /// # Errors
    /// A value that is missing or empty, or a segment that becomes `.` or `..`.
    pub fn expand<'v>(
        &self,
        value: impl Fn(&str) -> Option<&'v str>,
    ) -> Result<String, ExpandPathError> {
        let mut path = String::new();
        let mut last = None;
        for segment in &self.segments {
            match segment {
                Segment::Literal(text) => path.push_str(text),
                Segment::Parameter(name) => {
                    let value = value(name)
                        .filter(|value| !value.is_empty())
                        .ok_or_else(|| ExpandPathError::Missing { name: name.clone() })?;
                    path.extend(utf8_percent_encode(value, RESERVED));
                    last = Some(name);
                }
            }
        }
        let climbs = path
            .split('/')
            .any(|segment| segment == "." || segment == "..");
        match last {
            Some(name) if climbs => Err(ExpandPathError::LeavesItsPlace { name: name.clone() }),
            _ => Ok(path),
        }
    }
}

impl fmt::Display for PathTemplate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    fn expand(template: &str, value: &str) -> Result<String, ExpandPathError> {
        PathTemplate::parse(template)
            .unwrap()
            .expand(|_| Some(value))
    }

    #[test]
    fn a_value_stays_one_segment() {
        assert_eq!(
            expand("/repairs/{id}", "a/b?c#d%2e é"),
            Ok("/repairs/a%2Fb%3Fc%23d%252e%20%C3%A9".to_owned())
        );
        assert_eq!(expand("/a/{id}/b", "10.5"), Ok("/a/10.5/b".to_owned()));
    }

    #[test]
    fn a_value_that_climbs_is_refused() {
        for value in [".", ".."] {
            assert!(matches!(
                expand("/a/{id}/b", value),
                Err(ExpandPathError::LeavesItsPlace { .. })
            ));
        }
        assert!(matches!(
            expand("/a/{id}{id}", "."),
            Err(ExpandPathError::LeavesItsPlace { .. })
        ));
    }

    #[test]
    fn an_empty_value_is_missing() {
        assert!(matches!(
            expand("/a/{id}", ""),
            Err(ExpandPathError::Missing { .. })
        ));
    }

    #[test]
    fn braces_that_do_not_match_are_no_template() {
        for text in [
            "a",
            "/a/{",
            "/a/}",
            "/a/{}",
            "/a/{b{c}}",
            "/a?b={c}",
            "/a}{b}",
        ] {
            assert_eq!(PathTemplate::parse(text), None, "{text}");
        }
    }
}
