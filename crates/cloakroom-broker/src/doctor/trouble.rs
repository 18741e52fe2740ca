//! What it means when an endpoint gives no answer, or not the answer of such an endpoint.

use cloakroom_egress::{EgressError, Refusal};
use url::Url;

use super::FindingCode as Code;
use super::finding::{Endpoint, Finding};
use crate::token_endpoint::TokenError;

/// No answer came.
pub(super) fn unanswered(endpoint: Endpoint, url: &Url, error: &EgressError) -> Finding {
    let code = match error {
        EgressError::Refused {
            refusal: Refusal::Cleartext | Refusal::Scheme,
            ..
        } => Code::EndpointWithoutTls,
        EgressError::Refused { .. } => Code::EndpointRefusedHere,
        EgressError::Unresolvable { .. } => Code::EndpointUnresolvable,
        EgressError::Tls { .. } => Code::EndpointTlsFailed,
        EgressError::Connect { .. }
        | EgressError::Busy { .. }
        | EgressError::Timeout { .. }
        | EgressError::TooLarge { .. }
        | EgressError::HeaderTooLarge { .. }
        | EgressError::Protocol { .. }
        | EgressError::Encoding { .. } => Code::EndpointUnreachable,
    };
    Finding::of(code, endpoint, url, &error.to_string())
}

/// What a request to a token endpoint (exchange, refresh or revocation) says of the endpoint
/// itself; `None` where it speaks as such an endpoint does, whatever it says.
pub(super) fn of_endpoint(endpoint: Endpoint, url: &Url, error: &TokenError) -> Option<Finding> {
    let found = |code, seen: String| Some(Finding::of(code, endpoint, url, &seen));
    match error {
        TokenError::Unanswered(error) => Some(unanswered(endpoint, url, error)),
        TokenError::Redirected { status } => found(
            Code::EndpointRedirects,
            format!("it answered with status {status}"),
        ),
        TokenError::Rejected { status, .. }
        | TokenError::Transient { status, .. }
        | TokenError::Unreadable { status, .. }
            if matches!(status, 404 | 405 | 410 | 501) =>
        {
            found(
                Code::EndpointNotFound,
                format!("it answered with status {status} to a POST"),
            )
        }
        TokenError::Unreadable {
            status,
            reason: "it is a page, not JSON",
            ..
        } => found(
            Code::EndpointAnswersPage,
            format!("it answered with status {status} and a page in HTML"),
        ),
        // A page with a success, which the reader of token answers takes for a maintenance notice.
        TokenError::Transient { status, error, .. } if (200..300).contains(status) => match error {
            None => found(
                Code::EndpointAnswersPage,
                format!("it answered with status {status} and a page in HTML"),
            ),
            Some(error) => found(
                Code::EndpointFailing,
                format!("it answered with status {status} and `{error}`"),
            ),
        },
        // A bare 500 to a made-up code is how some refuse it (SEC-TOKEN-07); these are not.
        TokenError::Transient { status, .. } if matches!(status, 429 | 502..=504) => found(
            Code::EndpointFailing,
            format!("it answered with status {status}"),
        ),
        TokenError::Refused { .. }
        | TokenError::Client { .. }
        | TokenError::Rejected { .. }
        | TokenError::Transient { .. }
        | TokenError::TokenType { .. }
        | TokenError::Unreadable { .. }
        | TokenError::Build(_)
        | TokenError::NoRevocationEndpoint => None,
    }
}

/// An error of the provider as it may be shown.
pub(super) fn said(error: &str, description: Option<&str>) -> String {
    match description {
        Some(description) => format!("`{error}` (“{description}”)"),
        None => format!("`{error}`"),
    }
}

/// Whether a text of the provider speaks of PKCE.
pub(super) fn speaks_of_pkce(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    ["pkce", "code_challenge", "code challenge", "code_verifier"]
        .iter()
        .any(|word| text.contains(word))
}
