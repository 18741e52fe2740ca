//! Path and query, whose refusals are problems like all others.

use axum::extract::{FromRequestParts, Path as AxumPath, Query as AxumQuery};
use axum::response::{IntoResponse as _, Response};
use http::request::Parts;
use serde::de::DeserializeOwned;

use crate::problem::route_error;

route_error! {
    /// Why path or query were not understood.
    enum PartsError {
        /// A segment is not UTF-8 after decoding.
        Path => (
            BAD_REQUEST, "path_malformed",
            "The address could not be understood.",
            "A segment of the path is not percent-encoded UTF-8."
        ),
        /// A parameter is of another type, or one is missing.
        Query => (
            BAD_REQUEST, "query_malformed",
            "The address could not be understood.",
            "A parameter of the query is missing or of another type than this route expects."
        ),
    }
}

/// The only segment that varies.
#[derive(Debug)]
pub(crate) struct Path(pub(crate) String);

impl<S: Send + Sync> FromRequestParts<S> for Path {
    type Rejection = Response;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        match AxumPath::<String>::from_request_parts(parts, state).await {
            Ok(AxumPath(text)) => Ok(Self(text)),
            Err(_) => Err(PartsError::Path.into_response()),
        }
    }
}

/// The two segments that vary.
#[derive(Debug)]
pub(crate) struct PathPair(pub(crate) String, pub(crate) String);

impl<S: Send + Sync> FromRequestParts<S> for PathPair {
    type Rejection = Response;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        match AxumPath::<(String, String)>::from_request_parts(parts, state).await {
            Ok(AxumPath((first, second))) => Ok(Self(first, second)),
            Err(_) => Err(PartsError::Path.into_response()),
        }
    }
}

/// The query.
#[derive(Debug)]
pub(crate) struct Query<T>(pub(crate) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Response;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        match AxumQuery::<T>::from_request_parts(parts, state).await {
            Ok(AxumQuery(value)) => Ok(Self(value)),
            Err(_) => Err(PartsError::Query.into_response()),
        }
    }
}
