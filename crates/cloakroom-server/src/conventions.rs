//! What all routes of the portal API have in common: pages, tags of versions, and how a list is
//! asked for.

use axum::extract::FromRequestParts;
use axum::response::{IntoResponse, Response};
use cloakroom_model::Timestamp;
use cloakroom_store::{Cursor, MOST_ROWS, Page, PageRequest};
use http::request::Parts;
use http::{HeaderValue, StatusCode, header};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::problem::route_error;

route_error! {
    /// Why a list or a change was not understood.
    pub(crate) enum ConventionError {
        /// A text that is no cursor.
        Cursor => (
            BAD_REQUEST, "cursor_malformed",
            "The list could not be continued. Load it again.",
            "cursor is the `next` of an earlier answer, unchanged."
        ),
        /// A page of too few or too many rows.
        Limit => (
            BAD_REQUEST, "limit",
            "The list could not be shown.",
            "limit is 1 to 100."
        ),
        /// A change that does not say which version it is for.
        IfMatchRequired => (
            PRECONDITION_REQUIRED, "if_match_required",
            "The change was not made: load the page again.",
            "Send If-Match with the ETag of what you have seen (RFC 9110 section 13.1.1), so that nobody's change is overwritten."
        ),
        /// What was changed has changed since.
        Changed => (
            PRECONDITION_FAILED, "changed",
            "Somebody else changed this in the meantime. Load it again.",
            "If-Match does not name the version in force; GET has its ETag."
        ),
    }
}

/// How a page of a list is asked for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct PageQuery {
    /// Only what has a word that begins so, without case.
    search: Option<String>,
    /// The `next` of the page before.
    cursor: Option<String>,
    /// How many rows, 1 to 100.
    #[param(minimum = 1, maximum = 100, default = 50)]
    limit: Option<u16>,
}

/// Rows of a page when nothing is said.
const ROWS: u16 = 50;

impl PageQuery {
    /// A page of a list that has filters of its own in place of a search.
    pub(crate) fn of(cursor: Option<String>, limit: Option<u16>) -> Self {
        Self {
            search: None,
            cursor,
            limit,
        }
    }

    /// What the store is asked for.
    pub(crate) fn request(&self) -> Result<PageRequest, ConventionError> {
        let limit = self.limit.unwrap_or(ROWS);
        if !(1..=MOST_ROWS).contains(&limit) {
            return Err(ConventionError::Limit);
        }
        let after = match self.cursor.as_deref().filter(|cursor| !cursor.is_empty()) {
            None => None,
            Some(text) => Some(
                text.parse::<Cursor>()
                    .map_err(|_| ConventionError::Cursor)?,
            ),
        };
        Ok(PageRequest {
            search: self.search.clone(),
            after,
            limit,
        })
    }
}

/// The cursor of the next page as callers hold it.
pub(crate) fn next<T>(page: &Page<T>) -> Option<String> {
    page.next.as_ref().map(ToString::to_string)
}

/// The tag in `If-Match`, which every change needs. Extract it after the caller, so that who may
/// not change learns nothing.
#[derive(Debug)]
pub(crate) struct IfMatch(String);

impl IfMatch {
    /// The tag that the caller has seen.
    pub(crate) fn tag(&self) -> &str {
        &self.0
    }

    /// When what the caller has seen was last changed, where that is its version.
    pub(crate) fn changed_at(&self) -> Result<Timestamp, ConventionError> {
        self.version().map(Timestamp::from_millis)
    }

    /// The version that the caller has seen.
    pub(crate) fn version(&self) -> Result<i64, ConventionError> {
        self.0.parse().map_err(|_| ConventionError::Changed)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for IfMatch {
    type Rejection = Response;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Response> {
        let mut values = parts.headers.get_all(header::IF_MATCH).iter();
        let (Some(value), None) = (values.next(), values.next()) else {
            return Err(ConventionError::IfMatchRequired.into_response());
        };
        let tag = value
            .to_str()
            .ok()
            .and_then(|text| text.trim().strip_prefix('"')?.strip_suffix('"'));
        // A list, a weak tag or `*` names no single version.
        tag.filter(|tag| !tag.contains(['"', ',']))
            .map(|tag| Self(tag.to_owned()))
            .ok_or_else(|| ConventionError::Changed.into_response())
    }
}

/// An answer with the tag of the version that it shows.
#[derive(Debug)]
pub(crate) struct Tagged<T>(pub(crate) StatusCode, pub(crate) String, pub(crate) T);

impl<T: IntoResponse> IntoResponse for Tagged<T> {
    fn into_response(self) -> Response {
        let Self(status, tag, body) = self;
        let mut response = (status, body).into_response();
        // Tags are numbers and hashes: always a header value.
        if let Ok(tag) = HeaderValue::from_str(&format!("\"{tag}\"")) {
            response.headers_mut().insert(header::ETAG, tag);
        }
        response
    }
}

/// Marks an answer that shows a secret once: it is not kept for repetitions.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ShownOnce;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use cloakroom_model::Explain as _;
    use http::Request;

    use super::*;

    async fn tag(values: &[&str]) -> Result<String, u16> {
        let mut request = Request::builder();
        for value in values {
            request = request.header("if-match", *value);
        }
        let (mut parts, ()) = request.body(()).unwrap().into_parts();
        match IfMatch::from_request_parts(&mut parts, &()).await {
            Ok(IfMatch(tag)) => Ok(tag),
            Err(response) => Err(response.status().as_u16()),
        }
    }

    #[tokio::test]
    async fn a_change_names_exactly_one_version() {
        assert_eq!(tag(&["\"3\""]).await, Ok("3".to_owned()));
        assert_eq!(tag(&[]).await, Err(428));
        assert_eq!(tag(&["\"3\"", "\"4\""]).await, Err(428));
        for value in ["*", "3", "W/\"3\"", "\"3\", \"4\"", "\""] {
            assert_eq!(tag(&[value]).await, Err(412), "{value}");
        }
    }

    #[test]
    fn a_page_has_1_to_100_rows_and_50_when_nothing_is_said() {
        let limit = |limit| {
            PageQuery {
                limit,
                ..PageQuery::default()
            }
            .request()
        };
        assert_eq!(limit(None).unwrap().limit, 50);
        assert_eq!(limit(Some(100)).unwrap().limit, 100);
        for wrong in [0, 101] {
            assert_eq!(limit(Some(wrong)).unwrap_err().code(), "limit");
        }
    }
}
