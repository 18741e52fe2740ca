//! Under which names this server answers (decision 26).

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Redirect, Response};
use http::{Method, header};

use crate::app::App;
use crate::problem::route_error;

route_error! {
    /// The request was meant for somebody else.
    pub(crate) enum HostError {
        /// Another name than that of the public URL.
        Misdirected { ours: String } => (
            MISDIRECTED_REQUEST, "misdirected",
            "Cloakroom is not reached under this name.",
            "Use {ours}, the configured public URL. Behind a proxy, let it keep the Host header; \
             a name inside the network goes into internal-hosts and then works with a credential only."
        ),
    }
}

/// The name and port that the request was sent to, in lower case.
fn host_of(request: &Request) -> Option<String> {
    // HTTP/2 carries it in the URI, HTTP/1.1 in the header. Neither `Forwarded` nor
    // `X-Forwarded-Host` is ever read.
    let authority = request.uri().authority().map(http::uri::Authority::as_str);
    let header = || {
        request
            .headers()
            .get(header::HOST)
            .and_then(|host| host.to_str().ok())
    };
    authority.or_else(header).map(str::to_ascii_lowercase)
}

/// Lets pass what was sent to the public URL, and to an internal name what brings a credential.
/// Operations doors are not behind this.
pub(crate) async fn check(State(app): State<App>, request: Request, next: Next) -> Response {
    // A credential in `Authorization` is never sent by a browser on its own, so the name the
    // request was sent to protects nothing there; cookies do travel on their own.
    let credential = request.headers().contains_key(header::AUTHORIZATION);
    let accepted = match host_of(&request) {
        Some(host) => {
            host == app.authority || (credential && app.config.internal_hosts.contains(&host))
        }
        None => credential,
    };
    if accepted {
        return next.run(request).await;
    }
    if request.method() == Method::GET && !credential {
        let path = request
            .uri()
            .path_and_query()
            .map_or("/", |path| path.as_str());
        // `path` begins with a slash and stands behind our own authority.
        return Redirect::temporary(&format!("{}{path}", app.origin)).into_response();
    }
    HostError::Misdirected {
        ours: app.origin.clone(),
    }
    .into_response()
}
