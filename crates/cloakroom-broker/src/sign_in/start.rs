//! The link.

use std::sync::Arc;

use cloakroom_model::{Role, SignInId, Timestamp, UserId};
use cloakroom_store::NewSignIn;
use cloakroom_vault::TicketToken;

use super::error::SignInError;
use crate::broker::{Authorized, Broker};

/// A sign-in link, for one user, registration and app.
#[derive(Debug, Clone)]
pub struct SignInLink {
    /// By which its status is asked for.
    pub id: SignInId,
    /// What the user's browser opens.
    pub url: String,
    /// When it ends.
    pub expires_at: Timestamp,
}

impl Broker {
    /// Makes a sign-in link. The scopes are the registration's, those granted before, and
    /// `further` ones that an API asked for (a step-up, decision 10).
    pub async fn start_sign_in(
        self: &Arc<Self>,
        authorized: &Authorized,
        further: &[String],
    ) -> Result<SignInLink, SignInError> {
        let now = self.now();
        let random = &*self.parts.random;
        let user = self.known_user(authorized).await?;
        let registration = &authorized.registration;
        let key = &registration.registration.key;
        let granted = self
            .parts
            .store
            .grants()
            .current(&authorized.caller.tenant, user, key)
            .await?
            .map(|grant| grant.scopes)
            .unwrap_or_default();
        let mut scopes = registration.settings.scopes.clone();
        if !further.is_empty() {
            for scope in granted.iter().chain(further) {
                if !scopes.contains(scope) {
                    scopes.push(scope.clone());
                }
            }
        }
        let id = SignInId::generate(random);
        let ticket = TicketToken::generate(random);
        let expires_at = now.plus(self.parts.config.sign_in_lifetime);
        self.parts
            .store
            .sign_ins()
            .start(&NewSignIn {
                id: now.new_uuid(random),
                public_id: &id,
                tenant: &authorized.caller.tenant,
                user,
                ticket: &ticket,
                registration: key,
                registration_version: registration.registration.version,
                app: (&authorized.app.owner, &authorized.app.manifest_id),
                scopes: &scopes,
                doctor_run: None,
                created_at: now,
                expires_at,
            })
            .await?;
        let url = self
            .parts
            .config
            .url(&format!("/sign-in/{}", ticket.expose()));
        Ok(SignInLink {
            id,
            url,
            expires_at,
        })
    }

    /// The caller's row; a host's user gets one the first time he needs it.
    async fn known_user(&self, authorized: &Authorized) -> Result<UserId, SignInError> {
        let user = &authorized.caller.user;
        if let Some(id) = user.id {
            return Ok(id);
        }
        let person = self
            .parts
            .store
            .people()
            .ensure(
                &authorized.caller.tenant,
                &user.subject,
                &user.display_name,
                Role::Member,
                self.now(),
                &*self.parts.random,
            )
            .await?;
        person
            .user
            .id
            .ok_or_else(|| SignInError::Store("a stored user has no id".to_owned()))
    }
}
