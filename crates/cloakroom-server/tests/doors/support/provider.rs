//! A provider's token endpoint and an API, which keep what reaches them.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use axum::{Form, Json, Router};
use http::HeaderMap;
use serde_json::json;

/// The access token that it gives: a canary that no answer of ours may hold.
pub(crate) const ACCESS_TOKEN: &str = "canary-access-token";
/// The refresh token that it gives.
pub(crate) const REFRESH_TOKEN: &str = "canary-refresh-token";

#[derive(Default)]
struct Counts {
    tokens: AtomicUsize,
    bearers: Mutex<Vec<String>>,
    revoked: Mutex<Vec<String>>,
    /// What the API answers next, in place of its repairs.
    instead: Mutex<Option<Response>>,
}

/// A provider on loopback.
pub(crate) struct Provider {
    counts: Arc<Counts>,
    pub(crate) port: u16,
}

impl Provider {
    pub(crate) async fn start() -> Self {
        let counts = Arc::new(Counts::default());
        let tokens = counts.clone();
        let token = move || async move {
            tokens.tokens.fetch_add(1, Ordering::SeqCst);
            Json(json!({
                "access_token": ACCESS_TOKEN, "token_type": "Bearer", "expires_in": 3600,
                "refresh_token": REFRESH_TOKEN,
            }))
        };
        let calls = counts.clone();
        let repairs = move |headers: HeaderMap| async move {
            calls.bearers.lock().unwrap().push(
                headers
                    .get("authorization")
                    .map_or(String::new(), |v| v.to_str().unwrap().to_owned()),
            );
            assert!(
                !headers.contains_key("cookie"),
                "a cookie of ours reached the API"
            );
            if let Some(answer) = calls.instead.lock().unwrap().take() {
                return answer;
            }
            Json(json!({"total": 1, "results": [{
                "id": 1048, "title": "Oil change", "description": "The customer waits.",
                "assignedTo": "Karin Blair", "date": "2026-11-30T09:00:00Z", "image": null,
                "status": "open",
            }]}))
            .into_response()
        };
        let revocations = counts.clone();
        let revoke = move |Form(fields): Form<Vec<(String, String)>>| async move {
            let token = fields.into_iter().find(|(name, _)| name == "token");
            revocations
                .revoked
                .lock()
                .unwrap()
                .push(token.map_or(String::new(), |(_, token)| token));
        };
        let router = Router::new()
            .route("/token", post(token))
            .route("/revoke", post(revoke))
            .route("/repairs", get(repairs));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { counts, port }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    pub(crate) fn token_requests(&self) -> usize {
        self.counts.tokens.load(Ordering::SeqCst)
    }

    /// The tokens that were revoked here, in their order.
    pub(crate) fn revoked(&self) -> Vec<String> {
        self.counts.revoked.lock().unwrap().clone()
    }

    /// Lets the API answer the next request in this way.
    pub(crate) fn answers_next(&self, answer: Response) {
        *self.counts.instead.lock().unwrap() = Some(answer);
    }

    /// The `Authorization` headers that the API has seen.
    pub(crate) fn bearers(&self) -> Vec<String> {
        self.counts.bearers.lock().unwrap().clone()
    }
}
