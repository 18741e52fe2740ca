//! Who calls. Three doors: a browser session, a host's credential, the administrator's token.
//!
//! A handler that takes one of the extractors below cannot forget a check: they refuse unknown
//! callers, roles that do not suffice, and changes that a session makes without a same-origin
//! proof.

mod administrator;
mod bearer;
pub(crate) mod cookies;
mod extract;
pub(crate) mod host;
pub(crate) mod memory;
pub(crate) mod same_origin;
pub(crate) mod session;

pub(crate) use administrator::Administrator;
pub(crate) use extract::{Admin, Developer, LiveSession, Member, Reader};

use axum::extract::FromRequestParts;
use axum::response::{IntoResponse as _, Response};
use http::request::Parts;

use crate::app::App;
use crate::problem::{StoreFault, from_store_error, route_error};

route_error! {
    /// Why a caller is not let in.
    pub(crate) enum IdentityError {
        ..Store(StoreFault),
        /// There is neither a live session nor a credential.
        Nobody => (
            UNAUTHORIZED, "not_signed_in",
            "You are not signed in, or your session has ended. Enter again.",
            "Send the session cookie, or `Authorization: Bearer` with a host credential or the administrator's token."
        ),
        /// The credential is not known, or no longer.
        UnknownCredential => (
            UNAUTHORIZED, "credential_unknown",
            "The credential is not accepted.",
            "No host has this credential and it is not the administrator's token. Removed hosts lose theirs at once."
        ),
        /// A credential where it ends up in logs and histories.
        CredentialInQuery => (
            BAD_REQUEST, "credential_in_query",
            "The request could not be accepted.",
            "A credential stands in the query string, where logs and histories keep it (RFC 6750 section 5.3). Send it in the Authorization header, and replace this one: it may have leaked."
        ),
        /// Another site made the browser send this.
        CrossSite => (
            FORBIDDEN, "cross_site",
            "This was asked for by another site and has not been done.",
            "Sec-Fetch-Site or Origin does not say that the request comes from this origin."
        ),
        /// The token against cross-site requests is absent or not that of this session.
        CsrfToken => (
            FORBIDDEN, "csrf_token",
            "This page is out of date. Load it again.",
            "Send the csrfToken of GET /api/v1/session in the header X-CSRF-Token."
        ),
        /// A change with a content type that any site's form could send.
        ContentType => (
            UNSUPPORTED_MEDIA_TYPE, "content_type",
            "The request could not be understood.",
            "With a session, changes are sent as application/json (packages as application/zip, other files as application/octet-stream)."
        ),
        /// The role does not suffice.
        Role { needed: &'static str } => (
            FORBIDDEN, "role_required",
            "You need the role {needed} for this. Ask an administrator of your organization.",
            "The session's user lacks the role {needed} in this tenant."
        ),
        /// This kind of credential does not open this route.
        Door { wanted: &'static str } => (
            FORBIDDEN, "wrong_door",
            "This credential does not open this.",
            "This route wants {wanted}."
        ),
        /// The administrator did not say for which tenant.
        TenantRequired => (
            BAD_REQUEST, "tenant_required",
            "Say for which tenant.",
            "The installation has more than one tenant or none yet: name one in the header Cloakroom-Tenant (--tenant in the terminal)."
        ),
        /// The administrator named a tenant that is not there.
        UnknownTenant => (
            BAD_REQUEST, "tenant_unknown",
            "There is no such tenant.",
            "The header Cloakroom-Tenant names a tenant that does not exist; POST /api/v1/tenants makes one."
        ),
    }
}

from_store_error!(IdentityError);

/// A caller who has shown who he is, by whichever door.
#[derive(Debug)]
pub(crate) enum Identity {
    /// A live browser session; for a change, with a same-origin proof.
    Session(Box<cloakroom_store::Session>),
    /// A host. For which of its users it speaks stands in the body.
    Host(std::sync::Arc<cloakroom_store::Host>),
    /// The administrator's token.
    Administrator(Administrator),
}

impl FromRequestParts<App> for Identity {
    type Rejection = Response;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        identify(parts, app)
            .await
            .map_err(IdentityError::into_response)
    }
}

/// Finds out who calls.
pub(crate) async fn identify(parts: &Parts, app: &App) -> Result<Identity, IdentityError> {
    bearer::refuse_in_query(parts.uri.query().unwrap_or_default())?;
    match bearer::of(&parts.headers)? {
        Some(credential) if administrator::is(credential, app) => {
            Ok(Identity::Administrator(Administrator::of(&parts.headers)?))
        }
        Some(credential) => Ok(Identity::Host(host::of(credential, app).await?)),
        None => {
            let (session, token) = session::of(&parts.headers, app)
                .await?
                .ok_or(IdentityError::Nobody)?;
            if !parts.method.is_safe() {
                same_origin::require(&parts.method, &parts.headers, &token, app)?;
            }
            Ok(Identity::Session(Box::new(session)))
        }
    }
}
