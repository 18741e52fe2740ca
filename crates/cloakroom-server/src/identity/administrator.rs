//! The administrator's token, and for which tenant he speaks.

use axum::extract::FromRequestParts;
use axum::response::{IntoResponse as _, Response};
use cloakroom_model::{Caller, Door, Role, Subject, TenantId, User};
use cloakroom_vault::TokenHash;
use http::HeaderMap;
use http::request::Parts;

use super::{Identity, IdentityError, identify};
use crate::app::App;

const TENANT: &str = "cloakroom-tenant";

/// The holder of the administrator's token.
#[derive(Debug)]
pub(crate) struct Administrator {
    /// The tenant that he named.
    tenant: Option<TenantId>,
}

/// Whether this is the administrator's token. Hashes are compared, so that the time it takes says
/// nothing about the token.
pub(super) fn is(credential: &str, app: &App) -> bool {
    app.config.administrator == Some(TokenHash::of(credential))
}

impl Administrator {
    pub(super) fn of(headers: &HeaderMap) -> Result<Self, IdentityError> {
        let tenant = headers
            .get(TENANT)
            .map(|value| {
                value
                    .to_str()
                    .ok()
                    .and_then(|text| text.parse().ok())
                    .ok_or(IdentityError::UnknownTenant)
            })
            .transpose()?;
        Ok(Self { tenant })
    }

    /// The caller that he is: in the tenant that he named, or in the only one there is.
    pub(crate) async fn caller(self, app: &App) -> Result<Caller, IdentityError> {
        let tenants = app.store.people().tenants().await?;
        let tenant = match (self.tenant, tenants.as_slice()) {
            (Some(named), tenants) => {
                let known = tenants.iter().any(|tenant| tenant.id == named);
                if known {
                    named
                } else {
                    return Err(IdentityError::UnknownTenant);
                }
            }
            (None, [only]) => only.id.clone(),
            (None, _) => return Err(IdentityError::TenantRequired),
        };
        Ok(Caller {
            tenant,
            user: User {
                id: None,
                subject: Subject {
                    issuer: "administrator".to_owned(),
                    subject: String::new(),
                },
                display_name: "Administrator".to_owned(),
            },
            door: Door::Administrator,
            role: Role::Admin,
        })
    }
}

impl FromRequestParts<App> for Administrator {
    type Rejection = Response;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        match identify(parts, app).await {
            Ok(Identity::Administrator(administrator)) => Ok(administrator),
            Ok(Identity::Session(_) | Identity::Host(_)) => Err(IdentityError::Door {
                wanted: "the administrator's token",
            }
            .into_response()),
            Err(error) => Err(error.into_response()),
        }
    }
}
