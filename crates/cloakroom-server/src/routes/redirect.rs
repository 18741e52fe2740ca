//! The redirect URL: `/api/platform/v1.0/oAuthRedirect`, shared or of one registration. The
//! provider's answer comes here in the user's browser, by query or by `form_post`.

use axum::Router;
use axum::body::Bytes;
use axum::extract::{OriginalUri, Request, State};
use axum::response::Response;
use axum::routing::get;
use cloakroom_broker::{CallbackError, CallbackInput, CallbackOutcome};
use cloakroom_model::{Explain as _, SignInId};
use http::{HeaderMap, Method, header};

use crate::app::App;
use crate::body::{FORM_BYTES, media_type, pairs, read};
use crate::limits::Address;
use crate::routes::sign_in::{binding, see_other, too_often};
use crate::routes::signed_in;

const SHARED: &str = "/api/platform/v1.0/oAuthRedirect";

pub(crate) fn router() -> Router<App> {
    Router::new()
        .route(SHARED, get(callback).post(callback))
        .route(
            &format!("{SHARED}/{{registration}}"),
            get(callback).post(callback),
        )
}

/// Whatever the outcome, the browser leaves the URL that holds the code at once (SEC-SIGNIN-17),
/// for a page of ours that only the outcome decides (SEC-SIGNIN-14).
async fn callback(
    State(app): State<App>,
    OriginalUri(uri): OriginalUri,
    address: Address,
    request: Request,
) -> Response {
    if let Err(too_many) = app.limits.callback(address) {
        count(too_many.code());
        return too_often(too_many, false);
    }
    let headers = request.headers().clone();
    let mut parameters = pairs(uri.query().unwrap_or_default().as_bytes());
    if request.method() == Method::POST {
        // Parameters of query and body stand together: one in both is a repetition and is refused
        // as such (SEC-SIGNIN-21).
        let body = if media_type(&headers).as_deref() == Some("application/x-www-form-urlencoded") {
            read(request, FORM_BYTES).await.unwrap_or_default()
        } else {
            Bytes::new()
        };
        parameters.extend(pairs(&body));
    }
    let input = CallbackInput {
        path: uri.path().to_owned(),
        parameters,
        bindings: binding::all(&headers),
    };
    match app.broker.callback(input).await {
        Ok(CallbackOutcome::Completed { id }) => {
            count("completed");
            let mut response = if binding::is_tab(&headers, &id) {
                see_other(&format!("/#resume={id}"))
            } else {
                see_other(&format!("/signed-in/{id}"))
            };
            response
                .headers_mut()
                .append(header::SET_COOKIE, binding::remove(&id));
            response
        }
        Ok(CallbackOutcome::Pending { id, code }) => {
            count("pending");
            let mut response = to_last_page(&headers, &id);
            response
                .headers_mut()
                .append(header::SET_COOKIE, signed_in::keep_digits(&id, &code));
            response
                .headers_mut()
                .append(header::SET_COOKIE, binding::remove(&id));
            response
        }
        Err((error, id)) => {
            count(error.code());
            refused(&headers, &error, id)
        }
    }
}

fn count(outcome: &'static str) {
    metrics::counter!("cloakroom_callbacks_total", "outcome" => outcome).increment(1);
}

fn to_last_page(headers: &HeaderMap, id: &SignInId) -> Response {
    let tab = if binding::is_tab(headers, id) {
        "?tab=1"
    } else {
        ""
    };
    see_other(&format!("/signed-in/{id}{tab}"))
}

fn refused(headers: &HeaderMap, error: &CallbackError, id: Option<SignInId>) -> Response {
    match (error, id) {
        // The sign-in has an end of its own, which these do not change: the page tells what
        // became of this answer.
        (CallbackError::Replayed(_) | CallbackError::Late(_) | CallbackError::Cancelled(_), _)
        | (_, None) => see_other(&format!("/signed-in/problem/{}", error.code())),
        (_, Some(id)) => {
            let mut response = to_last_page(headers, &id);
            response
                .headers_mut()
                .append(header::SET_COOKIE, binding::remove(&id));
            response
        }
    }
}
