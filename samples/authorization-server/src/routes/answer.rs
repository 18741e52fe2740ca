//! The authorization answer: back to the client's redirect URI, by redirect or by form post.

use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use url::Url;

use crate::pages;
use crate::script::Iss;
use crate::server::Server;
use crate::sessions::{AuthorizationRequest, ResponseMode};

/// How a request ended.
pub(super) enum Outcome<'a> {
    Code(&'a str),
    Error {
        error: &'a str,
        description: Option<&'a str>,
    },
}

/// Sends the outcome with `state` as it came, and `iss` (RFC 9207) as the script has it.
pub(super) fn send(
    server: &Server,
    request: &AuthorizationRequest,
    outcome: &Outcome<'_>,
) -> Response {
    let mut fields: Vec<(&str, String)> = match outcome {
        Outcome::Code(code) => vec![("code", (*code).to_owned())],
        Outcome::Error { error, description } => {
            let mut fields = vec![("error", (*error).to_owned())];
            fields.extend(description.map(|text| ("error_description", text.to_owned())));
            fields
        }
    };
    fields.extend(request.state.clone().map(|state| ("state", state)));
    let issuer = server.issuer();
    match server.script().iss {
        Iss::Correct => fields.push(("iss", issuer.to_owned())),
        Iss::Missing => {}
        Iss::Wrong => fields.push(("iss", "https://elsewhere.example".to_owned())),
        Iss::TrailingSlash => fields.push(("iss", format!("{issuer}/"))),
        Iss::Doubled => fields.extend([("iss", issuer.to_owned()), ("iss", issuer.to_owned())]),
    }
    match request.response_mode {
        ResponseMode::FormPost => pages::form_post(&request.redirect_uri, &fields),
        ResponseMode::Query => by_redirect(&request.redirect_uri, &fields),
    }
}

fn by_redirect(redirect_uri: &str, fields: &[(&str, String)]) -> Response {
    // A registered URI that isn't one is found here, not at the start: clients come by the dial too.
    let Ok(mut target) = Url::parse(redirect_uri) else {
        return pages::problem(&format!("{redirect_uri} is not a URL."));
    };
    target.query_pairs_mut().extend_pairs(fields);
    match HeaderValue::from_str(target.as_str()) {
        Ok(location) => (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response(),
        Err(_) => pages::problem("The redirect URI cannot stand in a header."),
    }
}
