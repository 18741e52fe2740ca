//! A provider's token and revocation endpoints, which count what reaches them.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::routing::post;
use axum::{Json, Router};
use serde_json::json;

/// The access token that it gives: a canary that no answer of ours may hold.
pub(crate) const ACCESS_TOKEN: &str = "canary-access-token";
/// The refresh token that it gives.
pub(crate) const REFRESH_TOKEN: &str = "canary-refresh-token";

#[derive(Default)]
struct Counts {
    tokens: AtomicUsize,
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
        let router = Router::new().route("/token", post(token));
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
}
