//! A provider's answer: checked, exchanged, and who it is of let in.

use std::sync::Arc;

use cloakroom_model::Subject;
use cloakroom_store::{Person, PortalSignIn};
use cloakroom_vault::{AuthorizationCode, BindingToken, PkceVerifier, StateToken};

use super::error::PortalSignInError;
use super::provider::SignInProvider;
use super::start::verifier_place;
use crate::broker::Broker;
use crate::id_token::{self, Claims};
use crate::registration::Settings;
use crate::sign_in::{CallbackInput, check_issuer};
use crate::token_endpoint::{self, TokenRequest};

/// Who has come in, and where he goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PortalEntry {
    /// The provider's name in the configuration.
    pub provider: String,
    /// He, in each tenant that he is let into: in the order of the configuration, never empty.
    pub people: Vec<Person>,
    /// The path of ours to go to.
    pub target: String,
}

/// The longest display name, in characters.
const LONGEST_NAME: usize = 64;

impl Broker {
    /// Takes a provider's answer. Path and cookie are compared before the state is used up, so
    /// that who merely holds the URL cannot end somebody's sign-in; the state is used up before
    /// the code is sent, so that an answer counts once (SEC-SIGNIN-05, -06, -08).
    pub async fn portal_callback(
        self: &Arc<Self>,
        input: &CallbackInput,
    ) -> Result<PortalEntry, PortalSignInError> {
        if let Some(name) = input.repeated() {
            return Err(PortalSignInError::Repeated(name));
        }
        let state = input
            .parameter("state")
            .ok_or(PortalSignInError::StateMissing)?;
        let state = StateToken::new(state);
        let rows = self.parts.store.portal_sign_ins();
        let sign_in = rows
            .by_state(&state.hash())
            .await?
            .ok_or(PortalSignInError::StateUnknown)?;
        self.belongs(&sign_in, input)?;
        let provider = self.sign_in_provider(&sign_in.provider)?;
        let settings = self.portal_client(provider).await?;
        if !rows.consume(&sign_in).await? {
            return Err(PortalSignInError::StateUnknown);
        }
        // Also for answers that say no: their text may come from somebody else (RFC 9207 §2.4).
        check_issuer(
            settings.issuer.as_deref(),
            settings.announces_iss,
            input.parameter("iss"),
        )
        .map_err(|_| PortalSignInError::Issuer)?;
        if let Some(code) = input.parameter("error") {
            return Err(PortalSignInError::refused(code));
        }
        let code = input
            .parameter("code")
            .filter(|code| !code.is_empty())
            .ok_or(PortalSignInError::CodeMissing)?;
        let claims = self
            .claims(&sign_in, provider, &settings, &state, code)
            .await?;
        let people = self.admit(provider, &claims).await?;
        if people.is_empty() {
            tracing::info!(
                provider = provider.id,
                groups = provider.groups(&claims.rest).len(),
                "a person who may enter no tenant was turned away"
            );
            return Err(PortalSignInError::NotAdmitted);
        }
        Ok(PortalEntry {
            provider: provider.id.clone(),
            people,
            target: sign_in.target,
        })
    }

    fn belongs(
        &self,
        sign_in: &PortalSignIn,
        input: &CallbackInput,
    ) -> Result<(), PortalSignInError> {
        if sign_in.redirect_path != input.path {
            return Err(PortalSignInError::WrongPath);
        }
        if self.now() >= sign_in.expires_at {
            return Err(PortalSignInError::Late);
        }
        if input.bindings.is_empty() {
            return Err(PortalSignInError::BindingMissing);
        }
        let ours = |binding: &BindingToken| binding.hash() == sign_in.binding;
        if !input.bindings.iter().any(ours) {
            return Err(PortalSignInError::BindingWrong);
        }
        Ok(())
    }

    /// What the provider says of the person. Its tokens end here: none is kept.
    async fn claims(
        &self,
        sign_in: &PortalSignIn,
        provider: &SignInProvider,
        settings: &Settings,
        state: &StateToken,
        code: &str,
    ) -> Result<Claims, PortalSignInError> {
        let place = verifier_place(&sign_in.tenant, sign_in.id);
        let opened = self
            .parts
            .vault
            .open(&place, &sign_in.verifier)
            .await
            .map_err(|error| PortalSignInError::Store(error.to_string()))?;
        let verifier = std::str::from_utf8(&opened)
            .map(PkceVerifier::new)
            .map_err(|_| PortalSignInError::Store("the verifier is no text".to_owned()))?;
        let code = AuthorizationCode::new(code);
        let request = TokenRequest::AuthorizationCode {
            code: &code,
            redirect_uri: &self.parts.config.url(&sign_in.redirect_path),
            verifier: Some(&verifier),
            state,
        };
        let answer = token_endpoint::send(
            &self.parts.guard,
            settings,
            provider.client_secret.as_ref(),
            request,
        )
        .await
        .map_err(|failure| PortalSignInError::Exchange(failure.error))?;
        let id_token = answer.id_token.ok_or(PortalSignInError::NoIdToken)?;
        let claims = id_token::validate(
            &self.parts.guard,
            &self.issuer_keys,
            settings,
            &id_token,
            Some(&sign_in.nonce),
            self.now(),
        )
        .await?;
        Ok(claims)
    }

    /// Writes down in which tenants the person is now, and takes him out of those where he is no
    /// longer: sessions there end at once.
    async fn admit(
        &self,
        provider: &SignInProvider,
        claims: &Claims,
    ) -> Result<Vec<Person>, PortalSignInError> {
        let (people, now) = (self.parts.store.people(), self.now());
        let subject = Subject {
            issuer: provider.issuer.clone(),
            subject: claims.sub.clone(),
        };
        let groups = provider.groups(&claims.rest);
        let name = display_name(claims);
        let known = people.tenants().await?;
        let before = people.everywhere(&subject.issuer, &subject.subject).await?;
        let mut admitted = Vec::new();
        for access in &provider.tenants {
            if !known.iter().any(|tenant| tenant.id == access.tenant) {
                tracing::warn!(
                    provider = provider.id,
                    tenant = access.tenant.as_str(),
                    "a sign-in provider leads to a tenant that is not there"
                );
                continue;
            }
            // Two entries for one tenant: the first that lets him in counts.
            let listed = |person: &Person| person.tenant == access.tenant;
            if admitted.iter().any(listed) {
                continue;
            }
            if let Some(role) = access.role(&groups) {
                let random = &*self.parts.random;
                let person = people
                    .admit(&access.tenant, &subject, &name, role, now, random)
                    .await?;
                admitted.push(person);
            }
        }
        for person in before {
            if !admitted.iter().any(|now| now.tenant == person.tenant) {
                people.leave(&person.tenant, &subject, now).await?;
            }
        }
        Ok(admitted)
    }
}

/// What to call the person on a page. Says nothing of who he is.
fn display_name(claims: &Claims) -> String {
    let text = |name: &str| claims.rest.get(name).and_then(serde_json::Value::as_str);
    [
        claims.name.as_deref(),
        text("preferred_username"),
        claims.email.as_deref(),
    ]
    .into_iter()
    .flatten()
    .chain([claims.sub.as_str()])
    .map(|name| {
        let visible = name.chars().filter(|c| !c.is_control());
        let name: String = visible.take(LONGEST_NAME).collect();
        name.trim().to_owned()
    })
    .find(|name| !name.is_empty())
    .unwrap_or_else(|| "Somebody".to_owned())
}
