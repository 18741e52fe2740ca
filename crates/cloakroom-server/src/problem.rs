//! The one place where an error becomes an HTTP answer (decision 15).

use std::collections::BTreeMap;

use axum::response::{IntoResponse, Response};
use cloakroom_model::Explain;
use http::{HeaderValue, StatusCode, header};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa::openapi::content::ContentBuilder;
use utoipa::openapi::response::ResponseBuilder;
use utoipa::openapi::{self, Ref, RefOr};

/// What is wrong with one field of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct FieldProblem {
    /// The field, as it is called in the request.
    pub(crate) field: String,
    /// A sentence to stand beside it.
    pub(crate) message: String,
}

/// An error of a route: explained, and with the status that it is answered with.
pub(crate) trait RouteError: Explain {
    /// 400 or above.
    fn status(&self) -> StatusCode;
    /// What is wrong with single fields.
    fn fields(&self) -> Vec<FieldProblem> {
        Vec::new()
    }
    /// Adds every status with which this kind of error is answered, and the codes where they are
    /// known, to the API's description.
    fn document(problems: &mut Documented)
    where
        Self: Sized;
    /// After how many seconds trying again may help (`Retry-After`).
    fn retry_after(&self) -> Option<u64> {
        (self.status() == StatusCode::SERVICE_UNAVAILABLE).then_some(2)
    }
}

/// The answers that are problems, of one operation: codes by status.
#[derive(Debug, Default)]
pub(crate) struct Documented(BTreeMap<u16, Vec<&'static str>>);

impl Documented {
    /// Those of one kind of error.
    pub(crate) fn of<E: RouteError>() -> Self {
        let mut problems = Self::default();
        E::document(&mut problems);
        problems
    }

    /// Adds a status, with codes that stand in its problems.
    pub(crate) fn add(&mut self, status: StatusCode, codes: &[&'static str]) {
        let listed = self.0.entry(status.as_u16()).or_default();
        for code in codes {
            if !listed.contains(code) {
                listed.push(code);
            }
        }
    }

    /// As responses of an OpenAPI description.
    pub(crate) fn responses(&self) -> BTreeMap<String, RefOr<openapi::Response>> {
        let content = ContentBuilder::new()
            .schema(Some(Ref::from_schema_name("Problem")))
            .build();
        let response = |codes: &[&str]| {
            let description = match codes {
                [] => "A problem.".to_owned(),
                codes => format!("A problem: `{}`.", codes.join("`, `")),
            };
            ResponseBuilder::new()
                .description(description)
                .content("application/problem+json", content.clone())
                .build()
        };
        let responses = self.0.iter();
        responses
            .map(|(status, codes)| (status.to_string(), RefOr::T(response(codes))))
            .collect()
    }
}

/// What is wrong and what to do, as problem+json (RFC 9457).
#[derive(Serialize, ToSchema)]
pub(crate) struct Problem {
    /// `urn:cloakroom:problem:` and the code.
    #[serde(rename = "type")]
    kind: String,
    /// The status in words.
    title: String,
    /// The status.
    status: u16,
    /// A stable code in `snake_case`.
    code: String,
    /// A sentence for the user.
    detail: String,
    /// A sentence for the developer: how to mend it.
    developer: String,
    /// Where it is wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<String>,
    /// What is wrong with single fields.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    fields: Vec<FieldProblem>,
}

/// The answer for an error, as problem+json (RFC 9457).
pub(crate) fn answer(error: &dyn RouteError) -> Response {
    let status = error.status();
    let code = error.code();
    metrics::counter!("cloakroom_problems_total", "code" => code, "status" => status.as_u16().to_string())
        .increment(1);
    if status.is_server_error() {
        tracing::error!(code, error = error.developer(), "a request failed");
    }
    let problem = Problem {
        kind: format!("urn:cloakroom:problem:{code}"),
        title: status.canonical_reason().unwrap_or("Error").to_owned(),
        status: status.as_u16(),
        code: code.to_owned(),
        detail: error.user(),
        developer: error.developer(),
        place: error.place(),
        fields: error.fields(),
    };
    let mut response = (status, axum::Json(problem)).into_response();
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/problem+json"),
    );
    if status == StatusCode::UNAUTHORIZED {
        headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    if let Some(seconds) = error.retry_after() {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// Declares the errors of a route: `..Outer(Type)` for those of what it uses, and its own with status, code, sentence
/// for the user and sentence for the developer. All matches it makes are without wildcard.
macro_rules! route_error {
    (
        $(#[$doc:meta])*
        $vis:vis enum $name:ident {
            $(..$outer:ident($inner:ty),)*
            $($(#[$own_doc:meta])* $own:ident $({ $($field:ident: $type:ty),* $(,)? })?
                => ($status:ident, $code:literal, $user:literal, $developer:literal),)*
        }
    ) => {
        $(#[$doc])*
        #[derive(Debug)]
        $vis enum $name {
            $($outer($inner),)*
            $($(#[$own_doc])* $own $({ $($field: $type),* })?,)*
        }

        #[allow(unused_variables)]
        impl cloakroom_model::Explain for $name {
            fn code(&self) -> &'static str {
                match self {
                    $(Self::$outer(error) => cloakroom_model::Explain::code(error),)*
                    $(Self::$own $({ $($field),* })? => $code,)*
                }
            }
            fn user(&self) -> String {
                match self {
                    $(Self::$outer(error) => cloakroom_model::Explain::user(error),)*
                    $(Self::$own $({ $($field),* })? => format!($user),)*
                }
            }
            fn developer(&self) -> String {
                match self {
                    $(Self::$outer(error) => cloakroom_model::Explain::developer(error),)*
                    $(Self::$own $({ $($field),* })? => format!($developer),)*
                }
            }
            fn place(&self) -> Option<String> {
                match self {
                    $(Self::$outer(error) => cloakroom_model::Explain::place(error),)*
                    $(Self::$own $({ $($field),* })? => None,)*
                }
            }
        }

        #[allow(unused_variables)]
        impl crate::problem::RouteError for $name {
            fn status(&self) -> http::StatusCode {
                match self {
                    $(Self::$outer(error) => crate::problem::RouteError::status(error),)*
                    $(Self::$own $({ $($field),* })? => http::StatusCode::$status,)*
                }
            }
            fn fields(&self) -> Vec<crate::problem::FieldProblem> {
                match self {
                    $(Self::$outer(error) => crate::problem::RouteError::fields(error),)*
                    $(Self::$own $({ $($field),* })? => Vec::new(),)*
                }
            }
            fn document(problems: &mut crate::problem::Documented) {
                $(<$inner as crate::problem::RouteError>::document(problems);)*
                $(problems.add(http::StatusCode::$status, &[$code]);)*
            }
            fn retry_after(&self) -> Option<u64> {
                match self {
                    $(Self::$outer(error) => crate::problem::RouteError::retry_after(error),)*
                    $(Self::$own $({ $($field),* })? => {
                        (http::StatusCode::$status == http::StatusCode::SERVICE_UNAVAILABLE).then_some(2)
                    })*
                }
            }
        }

        impl utoipa::IntoResponses for $name {
            fn responses() -> std::collections::BTreeMap<
                String,
                utoipa::openapi::RefOr<utoipa::openapi::Response>,
            > {
                crate::problem::Documented::of::<Self>().responses()
            }
        }

        $(impl From<$inner> for $name {
            fn from(error: $inner) -> Self {
                Self::$outer(error)
            }
        })*

        impl axum::response::IntoResponse for $name {
            fn into_response(self) -> axum::response::Response {
                crate::problem::answer(&self)
            }
        }
    };
}

pub(crate) use route_error;

/// Declares what a crate below says, word for word; how it is answered is the route's business,
/// by `RouteError`.
macro_rules! said_below {
    ($(#[$doc:meta])* $vis:vis struct $name:ident($inner:ty);) => {
        $(#[$doc])*
        #[derive(Debug)]
        $vis struct $name($vis $inner);

        impl cloakroom_model::Explain for $name {
            fn code(&self) -> &'static str {
                cloakroom_model::Explain::code(&self.0)
            }
            fn user(&self) -> String {
                cloakroom_model::Explain::user(&self.0)
            }
            fn developer(&self) -> String {
                cloakroom_model::Explain::developer(&self.0)
            }
            fn place(&self) -> Option<String> {
                cloakroom_model::Explain::place(&self.0)
            }
        }
    };
}

pub(crate) use said_below;

route_error! {
    /// A bug of ours.
    enum Panicked {
        /// A handler panicked.
        Panicked => (
            INTERNAL_SERVER_ERROR, "internal",
            "Something went wrong inside Cloakroom. Try again.",
            "A handler panicked; the log has the place."
        ),
    }
}

/// The answer after a panic. What the panic said stays in the log.
pub(crate) fn panicked(_: Box<dyn std::any::Any + Send + 'static>) -> Response {
    answer(&Panicked::Panicked)
}

/// The store failed; said the same way by every route.
#[derive(Debug)]
pub(crate) struct StoreFault(pub(crate) cloakroom_store::StoreError);

impl From<cloakroom_store::StoreError> for StoreFault {
    fn from(error: cloakroom_store::StoreError) -> Self {
        Self(error)
    }
}

impl Explain for StoreFault {
    fn code(&self) -> &'static str {
        use cloakroom_store::StoreError as E;
        match &self.0 {
            E::Unavailable(_) => "store_unavailable",
            E::Conflict(_) => "conflict",
            E::Inconsistent { .. } => "store_inconsistent",
            E::Unusable(_) => "store_unusable",
            E::Database(_) => "store_failed",
        }
    }

    fn user(&self) -> String {
        use cloakroom_store::StoreError as E;
        match &self.0 {
            E::Unavailable(_) => {
                "Cloakroom cannot reach its data just now. Try again in a moment.".to_owned()
            }
            E::Conflict(_) => "There is one with that name already.".to_owned(),
            E::Inconsistent { .. } | E::Unusable(_) | E::Database(_) => {
                "Something is wrong with Cloakroom's data. Tell whoever runs it.".to_owned()
            }
        }
    }

    fn developer(&self) -> String {
        self.0.to_string()
    }
}

impl RouteError for StoreFault {
    fn status(&self) -> StatusCode {
        use cloakroom_store::StoreError as E;
        match &self.0 {
            E::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
            E::Conflict(_) => StatusCode::CONFLICT,
            E::Inconsistent { .. } | E::Unusable(_) | E::Database(_) => {
                StatusCode::INTERNAL_SERVER_ERROR
            }
        }
    }

    fn document(problems: &mut Documented) {
        problems.add(StatusCode::SERVICE_UNAVAILABLE, &["store_unavailable"]);
    }
}

said_below! {
    /// The installed apps could not be read.
    pub(crate) struct CatalogFault(cloakroom_host::CatalogError);
}

impl RouteError for CatalogFault {
    fn status(&self) -> StatusCode {
        StatusCode::SERVICE_UNAVAILABLE
    }

    fn document(problems: &mut Documented) {
        problems.add(StatusCode::SERVICE_UNAVAILABLE, &["store_unavailable"]);
    }
}

/// Lets a route use `?` on the store.
macro_rules! from_store_error {
    ($($name:ty),* $(,)?) => {$(
        impl From<cloakroom_store::StoreError> for $name {
            fn from(error: cloakroom_store::StoreError) -> Self {
                Self::Store(crate::problem::StoreFault(error))
            }
        }
    )*};
}

pub(crate) use from_store_error;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    route_error! {
        enum Sample {
            ..Store(StoreFault),
            TooMany { most: u8 } => (TOO_MANY_REQUESTS, "too_many", "At most {most}.", "Ask for {most} or fewer."),
        }
    }

    #[tokio::test]
    async fn a_problem_has_code_sentences_and_its_own_content_type() {
        let response = answer(&Sample::TooMany { most: 3 });
        assert_eq!(response.status(), StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(
            response.headers()[header::CONTENT_TYPE],
            "application/problem+json"
        );
        let body = axum::body::to_bytes(response.into_body(), 4096)
            .await
            .unwrap();
        let body: serde_json::Value = serde_json::from_slice(&body).unwrap();
        let expected = serde_json::json!({
            "type": "urn:cloakroom:problem:too_many", "title": "Too Many Requests", "status": 429,
            "code": "too_many", "detail": "At most 3.", "developer": "Ask for 3 or fewer.",
        });
        assert_eq!(body, expected);
    }

    #[test]
    fn an_inner_error_keeps_its_own_code_and_status() {
        let error = Sample::from(StoreFault(cloakroom_store::StoreError::Unavailable(
            "down".to_owned(),
        )));
        assert_eq!(
            (error.code(), error.status()),
            ("store_unavailable", StatusCode::SERVICE_UNAVAILABLE)
        );
    }
}
