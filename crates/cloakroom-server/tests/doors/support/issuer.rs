//! An OpenID provider on loopback that signs whatever a test has it sign.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair};
use axum::extract::State;
use axum::routing::{get, post};
use axum::{Form, Json, Router};
use cloakroom_broker::{SignInProvider, TenantAccess};
use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Value, json};
use url::Url;

use super::{Answer, Browser};

/// What makes the `id_token` of the next answer from its claims.
type Make = Box<dyn Fn(&Value) -> String + Send>;

struct Inner {
    key: EncodingKey,
    jwk: Jwk,
    issuer: String,
    announces_iss: bool,
    claims: Mutex<Value>,
    make: Mutex<Option<Make>>,
    requests: Mutex<Vec<BTreeMap<String, String>>>,
    metadata_reads: AtomicUsize,
}

/// The provider.
#[derive(Clone)]
pub(crate) struct Issuer {
    inner: Arc<Inner>,
    pub(crate) port: u16,
}

impl Issuer {
    pub(crate) async fn start() -> Self {
        Self::announcing_iss(false).await
    }

    /// One that says that it sends `iss`, and the same in everything else.
    pub(crate) async fn announcing_iss(announces_iss: bool) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap();
        let key = EncodingKey::from_ec_der(pair.to_pkcs8v1().unwrap().as_ref());
        let mut jwk = Jwk::from_encoding_key(&key, Algorithm::ES256).unwrap();
        jwk.common.key_id = Some("k".to_owned());
        let inner = Arc::new(Inner {
            key,
            jwk,
            issuer: format!("http://127.0.0.1:{port}"),
            announces_iss,
            claims: Mutex::new(json!({})),
            make: Mutex::default(),
            requests: Mutex::default(),
            metadata_reads: AtomicUsize::new(0),
        });
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(metadata))
            .route("/jwks", get(jwks))
            .route("/token", post(token))
            .with_state(inner.clone());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { inner, port }
    }

    pub(crate) fn issuer(&self) -> &str {
        &self.inner.issuer
    }

    pub(crate) fn jwk(&self) -> &Jwk {
        &self.inner.jwk
    }

    /// Bodies of the token requests that have come.
    pub(crate) fn token_requests(&self) -> Vec<BTreeMap<String, String>> {
        self.inner.requests.lock().unwrap().clone()
    }

    pub(crate) fn metadata_reads(&self) -> usize {
        self.inner.metadata_reads.load(Ordering::SeqCst)
    }

    /// Signs claims as it signs its own.
    pub(crate) fn sign(&self, claims: &Value) -> String {
        let mut header = Header::new(Algorithm::ES256);
        header.kid = Some("k".to_owned());
        encode(&header, claims, &self.inner.key).unwrap()
    }

    /// Lets the next answers hold what `make` makes of the claims.
    pub(crate) fn forge(&self, make: impl Fn(&Value) -> String + Send + 'static) {
        *self.inner.make.lock().unwrap() = Some(Box::new(make));
    }

    /// The whole sign-in of a person with these claims, in this browser: its last answer.
    pub(crate) async fn sign_in(&self, browser: &Browser, provider: &str, claims: Value) -> Answer {
        let left = leave(browser, provider).await;
        self.answer(browser, &left, claims).await
    }

    /// The provider's answer to a sign-in that has left, with these claims.
    pub(crate) async fn answer(&self, browser: &Browser, left: &Url, claims: Value) -> Answer {
        self.expect(left, claims);
        browser.get(&self.callback(left)).await
    }

    /// Prepares the `id_token` of the sign-in that left by this URL.
    pub(crate) fn expect(&self, left: &Url, claims: Value) {
        let query = |name: &str| parameter(left, name);
        // The clocks of these tests stand at this second.
        let now = 1_767_225_600;
        let mut all = json!({
            "iss": self.issuer(), "aud": query("client_id"), "nonce": query("nonce"),
            "iat": now, "exp": now + 300, "sub": "248289761001",
        });
        for (name, value) in claims.as_object().unwrap() {
            all[name] = value.clone();
        }
        *self.inner.claims.lock().unwrap() = all;
    }

    /// The path and query of the answer that the browser brings.
    pub(crate) fn callback(&self, left: &Url) -> String {
        let redirect: Url = parameter(left, "redirect_uri").parse().unwrap();
        let iss = if self.inner.announces_iss {
            let iss: String =
                url::form_urlencoded::byte_serialize(self.issuer().as_bytes()).collect();
            format!("&iss={iss}")
        } else {
            String::new()
        };
        format!(
            "{}?code=canary-portal-code&state={}{iss}",
            redirect.path(),
            parameter(left, "state")
        )
    }
}

/// Presses the button of a provider: where the browser is sent.
pub(crate) async fn leave(browser: &Browser, provider: &str) -> Url {
    let path = format!("/api/v1/session/providers/{provider}");
    let left = browser.post(&path, &json!({"target": "portal"})).await;
    assert_eq!(left.status, 200, "{}", left.text);
    left.json()["url"].as_str().unwrap().parse().unwrap()
}

/// A parameter of the authentication request.
pub(crate) fn parameter(left: &Url, name: &str) -> String {
    let mut pairs = left.query_pairs();
    let found = pairs.find(|(key, _)| key == name);
    found.unwrap_or_else(|| panic!("no {name}")).1.into_owned()
}

async fn metadata(State(inner): State<Arc<Inner>>) -> Json<Value> {
    inner.metadata_reads.fetch_add(1, Ordering::SeqCst);
    let at = |path: &str| format!("{}{path}", inner.issuer);
    Json(json!({
        "issuer": inner.issuer, "authorization_endpoint": at("/authorize"),
        "token_endpoint": at("/token"), "jwks_uri": at("/jwks"),
        "authorization_response_iss_parameter_supported": inner.announces_iss,
    }))
}

async fn jwks(State(inner): State<Arc<Inner>>) -> Json<Value> {
    Json(json!({"keys": [inner.jwk]}))
}

async fn token(
    State(inner): State<Arc<Inner>>,
    Form(fields): Form<BTreeMap<String, String>>,
) -> Json<Value> {
    inner.requests.lock().unwrap().push(fields);
    let claims = inner.claims.lock().unwrap().clone();
    let made = inner
        .make
        .lock()
        .unwrap()
        .as_ref()
        .map(|make| make(&claims));
    let id_token = made.unwrap_or_else(|| {
        let mut header = Header::new(Algorithm::ES256);
        header.kid = Some("k".to_owned());
        encode(&header, &claims, &inner.key).unwrap()
    });
    Json(json!({
        "access_token": "canary-portal-access-token", "token_type": "Bearer", "expires_in": 300,
        "refresh_token": "canary-portal-refresh-token", "id_token": id_token,
    }))
}

/// A provider of the configuration that is this issuer, in these tenants.
pub(crate) fn sign_in_provider(
    id: &str,
    issuer: &Issuer,
    tenants: Vec<TenantAccess>,
) -> SignInProvider {
    SignInProvider {
        id: id.to_owned(),
        name: format!("Provider {id}"),
        issuer: issuer.issuer().to_owned(),
        client_id: format!("cloakroom-at-{id}"),
        client_secret: Some(cloakroom_vault::ClientSecret::new(
            "canary-portal-client-secret",
        )),
        scopes: vec!["profile".to_owned()],
        group_claim: Some("groups".to_owned()),
        tenants,
    }
}

/// Groups `<tenant>-staff`, `<tenant>-builders` and `<tenant>-keepers` lead into a tenant.
pub(crate) fn access(tenant: &str) -> TenantAccess {
    TenantAccess {
        tenant: tenant.parse().unwrap(),
        everyone: None,
        members: vec![format!("{tenant}-staff")],
        developers: vec![format!("{tenant}-builders")],
        admins: vec![format!("{tenant}-keepers")],
    }
}
