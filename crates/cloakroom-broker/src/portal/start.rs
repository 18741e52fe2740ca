//! Leaving for a provider.

use std::sync::Arc;

use cloakroom_model::Timestamp;
use cloakroom_store::PortalSignIn;
use cloakroom_vault::{BindingToken, Nonce, PkceVerifier, Place, StateToken};
use url::Url;

use super::error::PortalSignInError;
use super::provider::SignInProvider;
use crate::broker::{Broker, Read};
use crate::registration::Settings;
use crate::sign_in::authorization_request;

/// The path that a provider's answers come to; each has its own (RFC 9700 §4.4.2).
pub fn portal_redirect_path(provider: &str) -> String {
    format!("/portal-sign-in/{provider}/callback")
}

/// Where to send the browser, and the cookie that binds the answer to it.
#[derive(Debug)]
pub struct PortalLeaving {
    /// The authentication request.
    pub authorization_url: Url,
    /// The value of the binding cookie.
    pub binding: BindingToken,
    /// Until when the cookie is wanted.
    pub expires_at: Timestamp,
}

impl Broker {
    /// Begins a sign-in at a provider. `target` is the path of ours to go to afterwards, chosen by
    /// the server and never by the provider or a parameter of its answer (SEC-SIGNIN-14).
    pub async fn start_portal_sign_in(
        &self,
        provider: &str,
        target: &'static str,
    ) -> Result<PortalLeaving, PortalSignInError> {
        let provider = self.sign_in_provider(provider)?;
        let settings = self.portal_client(provider).await?;
        let (now, random) = (self.now(), &*self.parts.random);
        let state = StateToken::generate(random);
        let binding = BindingToken::generate(random);
        let nonce = Nonce::generate(random);
        let verifier = PkceVerifier::generate(random);
        let id = PortalSignIn::new_id(now, random);
        let tenant = self.sealing_tenant(provider).await?;
        let sealed = self
            .parts
            .vault
            .seal(&verifier_place(&tenant, id), verifier.expose().as_bytes())
            .await
            .map_err(|error| PortalSignInError::Store(error.to_string()))?;
        let sign_in = PortalSignIn {
            tenant,
            id,
            provider: provider.id.clone(),
            state: state.hash(),
            binding: binding.hash(),
            nonce: nonce.hash(),
            verifier: sealed,
            redirect_path: portal_redirect_path(&provider.id),
            target: target.to_owned(),
            expires_at: now.plus(self.parts.config.sign_in_lifetime),
        };
        self.parts.store.portal_sign_ins().add(&sign_in).await?;
        let authorization_url = authorization_request(
            &settings,
            &settings.client_id,
            &self.parts.config.url(&sign_in.redirect_path),
            &settings.scopes,
            &state,
            Some(&verifier),
            Some(&nonce),
        );
        Ok(PortalLeaving {
            authorization_url,
            binding,
            expires_at: sign_in.expires_at,
        })
    }

    /// The provider of that name.
    pub(super) fn sign_in_provider(&self, id: &str) -> Result<&SignInProvider, PortalSignInError> {
        self.parts
            .config
            .sign_in_providers
            .get(id)
            .ok_or(PortalSignInError::UnknownProvider)
    }

    /// The client that we are at a provider, with the endpoints of its metadata, which are read
    /// anew after ten minutes.
    pub(super) async fn portal_client(
        &self,
        provider: &SignInProvider,
    ) -> Result<Arc<Settings>, PortalSignInError> {
        let held = self.caches().providers.get(&provider.id).cloned();
        if let Some(held) = held
            && held.at <= self.now()
            && self.now().since(held.at) < METADATA_FRESH
        {
            return Ok(held.value);
        }
        let found = self
            .discover(&provider.issuer)
            .await
            .map_err(|error| PortalSignInError::Discovery(error.to_string()))?;
        if found.jwks_uri.is_none() {
            return Err(PortalSignInError::Discovery(
                "the metadata names no jwks_uri".to_owned(),
            ));
        }
        let settings = provider
            .settings(&found)
            .ok_or(PortalSignInError::ClientAuthentication)?;
        let settings = Arc::new(settings);
        let read = Read {
            value: settings.clone(),
            at: self.now(),
        };
        self.caches().providers.insert(provider.id.clone(), read);
        Ok(settings)
    }

    /// The tenant whose keys seal the verifier: nobody is known yet, so it is the first that the
    /// provider leads to.
    async fn sealing_tenant(
        &self,
        provider: &SignInProvider,
    ) -> Result<cloakroom_model::TenantId, PortalSignInError> {
        let tenants = self.parts.store.people().tenants().await?;
        provider
            .tenants
            .iter()
            .map(|access| &access.tenant)
            .find(|tenant| tenants.iter().any(|known| known.id == **tenant))
            .cloned()
            .ok_or(PortalSignInError::NoTenant)
    }
}

/// How long a provider's metadata is used.
const METADATA_FRESH: std::time::Duration = std::time::Duration::from_mins(10);

pub(super) fn verifier_place(tenant: &cloakroom_model::TenantId, row: uuid::Uuid) -> Place<'_> {
    Place {
        tenant,
        table: "portal_sign_ins",
        column: "verifier",
        row,
        generation: 1,
    }
}
