//! Extractors for handlers: what a route demands stands in its signature.

use axum::extract::FromRequestParts;
use axum::response::{IntoResponse as _, Response};
use cloakroom_model::{Caller, Role};
use cloakroom_store::Session;
use http::request::Parts;

use super::{Identity, IdentityError, identify, session};
use crate::app::App;

/// A caller by session, or the administrator where `administrator` says so.
async fn caller(
    parts: &Parts,
    app: &App,
    least: Role,
    administrator: bool,
) -> Result<Caller, IdentityError> {
    let caller = match identify(parts, app).await? {
        Identity::Session(session) => session::caller(&session),
        Identity::Administrator(token) if administrator => token.caller(app).await?,
        Identity::Administrator(_) => {
            return Err(IdentityError::Door {
                wanted: "a session: it acts for a person",
            });
        }
        Identity::Host(_) => {
            return Err(IdentityError::Door {
                wanted: "a session or the administrator's token",
            });
        }
    };
    let needed = match least {
        Role::Member => "member",
        Role::Developer => "developer",
        Role::Admin => "admin",
    };
    if caller.role >= least {
        Ok(caller)
    } else {
        Err(IdentityError::Role { needed })
    }
}

/// A live session, for what is done to the session itself.
#[derive(Debug)]
pub(crate) struct LiveSession(pub(crate) Box<Session>);

impl FromRequestParts<App> for LiveSession {
    type Rejection = Response;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        match identify(parts, app).await {
            Ok(Identity::Session(session)) => Ok(Self(session)),
            Ok(Identity::Host(_) | Identity::Administrator(_)) => Err(IdentityError::Door {
                wanted: "a session",
            }
            .into_response()),
            Err(error) => Err(error.into_response()),
        }
    }
}

macro_rules! extractor {
    ($(#[$doc:meta])* $name:ident, $least:ident, $administrator:literal) => {
        $(#[$doc])*
        #[derive(Debug)]
        pub(crate) struct $name(pub(crate) Caller);

        impl FromRequestParts<App> for $name {
            type Rejection = Response;
            async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
                caller(parts, app, Role::$least, $administrator)
                    .await
                    .map(Self)
                    .map_err(IdentityError::into_response)
            }
        }
    };
}

extractor!(
    /// A person, by his session.
    Member, Member, false
);
extractor!(
    /// A person by his session, who sees his own; or the administrator, who sees the tenant's.
    Reader, Member, true
);
extractor!(
    /// Who may make registrations and apps.
    Developer, Developer, true
);
extractor!(
    /// Who may do everything in the tenant.
    Admin, Admin, true
);
