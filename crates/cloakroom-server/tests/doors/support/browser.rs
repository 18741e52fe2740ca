//! A browser, as far as these doors see one: a cookie jar, and the headers that browsers add.

use std::sync::Mutex;

use axum::Router;
use axum::body::Body;
use http::{Request, header};
use serde_json::Value;
use tower::ServiceExt as _;

use super::{Answer, PUBLIC_URL};

/// A browser with its jar. Give it a CSRF token and it sends it.
pub(crate) struct Browser {
    router: Router,
    jar: Mutex<Vec<(String, String)>>,
    csrf: Mutex<String>,
}

impl Browser {
    pub(crate) fn new(router: Router) -> Self {
        Self {
            router,
            jar: Mutex::default(),
            csrf: Mutex::default(),
        }
    }

    pub(crate) fn cookies(&self) -> Vec<(String, String)> {
        self.jar.lock().unwrap().clone()
    }

    pub(crate) fn set_cookie(&self, name: &str, value: &str) {
        let mut jar = self.jar.lock().unwrap();
        jar.retain(|(other, _)| other != name);
        jar.push((name.to_owned(), value.to_owned()));
    }

    pub(crate) fn take_token(&self, session: &Value) {
        session["csrfToken"]
            .as_str()
            .unwrap()
            .clone_into(&mut self.csrf.lock().unwrap());
    }

    /// Sends a request as it stands, with the jar's cookies; keeps the cookies that come.
    pub(crate) async fn send(
        &self,
        request: http::request::Builder,
        body: impl Into<Body>,
    ) -> Answer {
        let mut request = request.body(body.into()).unwrap();
        let pairs: Vec<String> = self
            .cookies()
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        if !pairs.is_empty() {
            request
                .headers_mut()
                .insert(header::COOKIE, pairs.join("; ").parse().unwrap());
        }
        if !request.headers().contains_key(header::HOST) {
            let host = PUBLIC_URL.trim_start_matches("http://");
            request
                .headers_mut()
                .insert(header::HOST, host.parse().unwrap());
        }
        let answer = Answer::read(self.router.clone().oneshot(request).await.unwrap()).await;
        for set in answer.headers.get_all(header::SET_COOKIE) {
            let set = set.to_str().unwrap();
            let (pair, attributes) = set.split_once(';').unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            self.jar.lock().unwrap().retain(|(other, _)| other != name);
            if !attributes.contains("Max-Age=0") {
                self.set_cookie(name, value);
            }
        }
        answer
    }

    /// A page, or a fetch without side effects.
    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path), Body::empty()).await
    }

    /// A fetch of our own page that changes something.
    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answer {
        self.send(self.own(Request::post(path)), body.to_string())
            .await
    }

    pub(crate) async fn delete(&self, path: &str) -> Answer {
        self.send(self.own(Request::delete(path)), Body::empty())
            .await
    }

    /// A change of the version that was seen.
    pub(crate) async fn put(&self, path: &str, seen: &str, body: &Value) -> Answer {
        let request = self.own(Request::put(path)).header("if-match", seen);
        self.send(request, body.to_string()).await
    }

    /// A deed to the version that was seen.
    pub(crate) async fn post_seen(&self, path: &str, seen: &str) -> Answer {
        let request = self.own(Request::post(path)).header("if-match", seen);
        self.send(request, "{}").await
    }

    /// A deed with a body to the version that was seen.
    pub(crate) async fn post_over(&self, path: &str, seen: &str, body: &Value) -> Answer {
        let request = self.own(Request::post(path)).header("if-match", seen);
        self.send(request, body.to_string()).await
    }

    /// A removal of the version that was seen.
    pub(crate) async fn delete_seen(&self, path: &str, seen: &str) -> Answer {
        let request = self.own(Request::delete(path)).header("if-match", seen);
        self.send(request, Body::empty()).await
    }

    /// A create with an `Idempotency-Key`.
    pub(crate) async fn post_keyed(&self, path: &str, key: &str, body: &Value) -> Answer {
        let request = self.own(Request::post(path)).header("idempotency-key", key);
        self.send(request, body.to_string()).await
    }

    /// A fetch of our own page by any method.
    pub(crate) async fn send_own(&self, method: &str, path: &str, body: &Value) -> Answer {
        let request = Request::builder().method(method).uri(path);
        self.send(self.own(request), body.to_string()).await
    }

    fn own(&self, request: http::request::Builder) -> http::request::Builder {
        request
            .header("content-type", "application/json")
            .header("origin", PUBLIC_URL)
            .header("sec-fetch-site", "same-origin")
            .header("x-csrf-token", self.csrf.lock().unwrap().as_str())
    }

    /// A form of our own page: under `no-referrer` browsers write the origin as `null`.
    pub(crate) async fn submit(&self, path: &str, form: &str) -> Answer {
        let request = Request::post(path)
            .header("content-type", "application/x-www-form-urlencoded")
            .header("origin", "null")
            .header("sec-fetch-site", "same-origin");
        self.send(request, form.to_owned()).await
    }

    /// A form that another site made this browser send.
    pub(crate) async fn submit_from_another_site(&self, path: &str, form: &str) -> Answer {
        let request = Request::post(path)
            .header("content-type", "application/x-www-form-urlencoded")
            .header("origin", "https://evil.example")
            .header("sec-fetch-site", "cross-site");
        self.send(request, form.to_owned()).await
    }

    /// As somebody with a bearer credential, who is no browser.
    pub(crate) async fn with(
        &self,
        credential: &str,
        method: &str,
        path: &str,
        body: &Value,
    ) -> Answer {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("authorization", format!("Bearer {credential}"))
            .header("content-type", "application/json");
        self.send(request, body.to_string()).await
    }
}
