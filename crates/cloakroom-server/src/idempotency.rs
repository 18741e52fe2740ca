//! `Idempotency-Key`: a create that is sent again is answered as the first time (decision 16 keeps
//! the pipeline free of this; it is for the portal API alone).
//!
//! Kept for 24 hours per tenant and caller: status, a few headers and the body. An answer that shows
//! a secret is never kept; neither is one that says no, so that a mended request may use its key.

use axum::body::Body;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use cloakroom_broker::Broker;
use cloakroom_model::TenantId;
use cloakroom_store::{Begun, IdempotentRequest, KeptAnswer};
use cloakroom_vault::TokenHash;
use http::request::Parts;
use http::{HeaderName, HeaderValue, Method, StatusCode, header};
use http_body_util::{BodyExt as _, Limited};

use crate::app::App;
use crate::body::{BodyError, PACKAGE_BYTES, read};
use crate::conventions::ShownOnce;
use crate::identity::{Identity, identify, session};
use crate::problem::{StoreFault, from_store_error, route_error};

/// The header by which a caller names a request.
pub(crate) const KEY: &str = "idempotency-key";
/// Says that an answer was given before.
const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");
/// The longest key.
const LONGEST: usize = 255;
/// Larger answers are not kept; none of ours is.
const LARGEST: usize = 1024 * 1024;
/// What is kept in place of an answer that showed a secret.
const WITHHELD: &str = "withheld";

route_error! {
    /// Why a request with a key is not carried out.
    pub(crate) enum IdempotencyError {
        ..Store(StoreFault),
        ..Body(BodyError),
        /// The key is empty, too long, or no text.
        Malformed => (
            BAD_REQUEST, "idempotency_key_malformed",
            "The request could not be understood.",
            "Idempotency-Key has 1 to 255 visible ASCII characters, such as a UUID."
        ),
        /// The key was used for something else.
        OtherRequest => (
            UNPROCESSABLE_ENTITY, "idempotency_key_reused",
            "The request was not carried out.",
            "This Idempotency-Key was used for another request within 24 hours. Use a new key for each request that is to do something."
        ),
        /// The first request with the key has not ended.
        UnderWay => (
            CONFLICT, "idempotency_under_way",
            "This is being done already. Wait a moment.",
            "A request with this Idempotency-Key is under way. Send it again in a moment to get its answer."
        ),
        /// The answer held a secret, which is shown once.
        ShownOnce => (
            CONFLICT, "idempotency_shown_once",
            "This has been done. What it showed is shown only once.",
            "The request with this Idempotency-Key was carried out, and its answer held a secret, which is not kept. List what there is; remove and make it anew if the secret is lost."
        ),
    }
}

from_store_error!(IdempotencyError);

/// Who asks, if anybody who may create.
async fn caller(parts: &Parts, app: &App) -> Option<(TenantId, String)> {
    match identify(parts, app).await.ok()? {
        Identity::Session(session) => {
            let caller = session::caller(&session);
            Some((caller.tenant, caller.user.id?.0.to_string()))
        }
        Identity::Administrator(administrator) => {
            let caller = administrator.caller(app).await.ok()?;
            Some((caller.tenant, "administrator".to_owned()))
        }
        Identity::Host(_) => None,
    }
}

/// The middleware of the portal API. Whoever is not let in is told so by the route.
pub(crate) async fn answer_again(State(app): State<App>, request: Request, next: Next) -> Response {
    if request.method() != Method::POST || !request.headers().contains_key(KEY) {
        return next.run(request).await;
    }
    match with_key(&app, request, next).await {
        Ok(response) => response,
        Err(error) => error.into_response(),
    }
}

async fn with_key(app: &App, request: Request, next: Next) -> Result<Response, IdempotencyError> {
    let (parts, body) = request.into_parts();
    let Some((tenant, caller)) = caller(&parts, app).await else {
        return Ok(next.run(Request::from_parts(parts, body)).await);
    };
    let mut keys = parts.headers.get_all(KEY).iter();
    let key = keys.next().and_then(|key| key.to_str().ok());
    let key = key
        .filter(|key| (1..=LONGEST).contains(&key.len()) && keys.next().is_none())
        .ok_or(IdempotencyError::Malformed)?;
    let key = TokenHash::of(key);
    let body = read(Request::new(body), PACKAGE_BYTES).await?;
    let idempotent = IdempotentRequest {
        request: request_hash(&app.broker, &tenant, &parts, &body).await?,
        tenant,
        caller,
        key,
        at: app.clock.now(),
    };
    let store = app.store.idempotency();
    match store.begin(&idempotent).await? {
        Begun::First => {}
        Begun::UnderWay => return Err(IdempotencyError::UnderWay),
        Begun::OtherRequest => return Err(IdempotencyError::OtherRequest),
        Begun::Answered(kept) => return answered(kept),
    }
    let response = next.run(Request::from_parts(parts, Body::from(body))).await;
    keep(app, &idempotent, response).await
}

/// What is asked for. Keyed, because a body may hold a secret that could be guessed.
async fn request_hash(
    broker: &Broker,
    tenant: &TenantId,
    parts: &Parts,
    body: &Bytes,
) -> Result<TokenHash, IdempotencyError> {
    let mut message = format!("{} {}\n", parts.method, parts.uri).into_bytes();
    message.extend_from_slice(body);
    Ok(broker
        .keyed_hash(tenant, "idempotent request", &message)
        .await?)
}

/// The answer that was given before.
fn answered(kept: KeptAnswer) -> Result<Response, IdempotencyError> {
    if kept.headers.iter().any(|(name, _)| name == WITHHELD) {
        return Err(IdempotencyError::ShownOnce);
    }
    let status = StatusCode::from_u16(kept.status).unwrap_or(StatusCode::OK);
    let mut response = (status, kept.body).into_response();
    let headers = response.headers_mut();
    headers.remove(header::CONTENT_TYPE);
    for (name, value) in &kept.headers {
        if let (Ok(name), Ok(value)) = (
            HeaderName::try_from(name.as_str()),
            HeaderValue::try_from(value.as_str()),
        ) {
            headers.insert(name, value);
        }
    }
    headers.insert(REPLAYED, HeaderValue::from_static("true"));
    Ok(response)
}

/// Keeps an answer that did something, and gives the key back after one that did not.
async fn keep(
    app: &App,
    request: &IdempotentRequest,
    response: Response,
) -> Result<Response, IdempotencyError> {
    let store = app.store.idempotency();
    if !response.status().is_success() {
        store.give_up(request).await?;
        return Ok(response);
    }
    let (parts, body) = response.into_parts();
    // Our own answers end, and are small.
    let body = match Limited::new(body, LARGEST).collect().await {
        Ok(body) => body.to_bytes(),
        Err(_) => return Err(BodyError::TooLarge { most: LARGEST }.into()),
    };
    let secret = parts.extensions.get::<ShownOnce>().is_some()
        || parts.headers.contains_key(header::SET_COOKIE);
    let mut headers: Vec<(String, String)> = [header::CONTENT_TYPE, header::ETAG, header::LOCATION]
        .into_iter()
        .filter_map(|name| {
            let value = parts.headers.get(&name)?.to_str().ok()?;
            Some((name.as_str().to_owned(), value.to_owned()))
        })
        .collect();
    let mut text = String::from_utf8(body.to_vec()).unwrap_or_default();
    if secret {
        headers = vec![(WITHHELD.to_owned(), String::new())];
        text.clear();
    }
    let kept = KeptAnswer {
        status: parts.status.as_u16(),
        headers,
        body: text,
    };
    store.finish(request, &kept).await?;
    Ok(Response::from_parts(parts, Body::from(body)))
}
