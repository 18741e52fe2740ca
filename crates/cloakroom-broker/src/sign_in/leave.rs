//! Our first page, and leaving for the provider.

use std::sync::Arc;

use cloakroom_model::{ManifestId, SignInId, TenantId, Timestamp, UserId};
use cloakroom_store::{Continued, SignIn, SignInStatus};
use cloakroom_vault::{BindingToken, Nonce, PkceVerifier, Place, StateToken, TicketToken};
use url::Url;
use uuid::Uuid;

use super::error::SignInError;
use crate::broker::Broker;
use crate::policy::{self, AppIdentity};
use crate::registration::Settings;
use crate::registrations::Loaded;

/// Who looks at our page: the live session in this browser, if there is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visitor {
    /// The session's tenant.
    pub tenant: TenantId,
    /// The session's user.
    pub user: UserId,
    /// The session.
    pub session: Uuid,
}

/// What our first page shows.
#[derive(Debug, Clone)]
pub struct FirstPage {
    /// The sign-in.
    pub id: SignInId,
    /// Whose tenant it is.
    pub tenant: TenantId,
    /// For which app: its owner and manifest id.
    pub app: (TenantId, ManifestId),
    /// The registration's name.
    pub registration_name: String,
    /// The host at which the user will sign in.
    pub provider_host: String,
    /// What is asked for.
    pub scopes: Vec<String>,
    /// When it ends.
    pub expires_at: Timestamp,
    /// Whether it is a test sign-in of the doctor, which gives no app anything.
    pub test: bool,
}

/// Where to send the browser, and the cookie that binds the answer to it.
#[derive(Debug)]
pub struct ToProvider {
    /// The sign-in.
    pub id: SignInId,
    /// The authorization request.
    pub authorization_url: Url,
    /// Its host.
    pub provider_host: String,
    /// The value of the binding cookie.
    pub binding: BindingToken,
    /// Until when the cookie is wanted.
    pub expires_at: Timestamp,
}

impl Broker {
    /// What our first page shows. Consumes nothing, however often it is asked for
    /// (SEC-SIGNIN-11).
    pub async fn first_page(&self, ticket: &TicketToken) -> Result<FirstPage, SignInError> {
        let (sign_in, loaded) = self.open_sign_in(ticket).await?;
        Ok(FirstPage {
            provider_host: loaded.provider_host(),
            registration_name: loaded.settings.name.clone(),
            id: sign_in.public_id,
            tenant: sign_in.tenant,
            app: sign_in.app,
            scopes: sign_in.scopes,
            expires_at: sign_in.expires_at,
            test: sign_in.doctor_run.is_some(),
        })
    }

    /// Somebody pressed *Continue*: decides what his answer will be worth (decision 5), and makes
    /// `state`, the PKCE verifier, the nonce and the binding cookie.
    pub async fn go_on(
        self: &Arc<Self>,
        ticket: &TicketToken,
        visitor: Option<&Visitor>,
    ) -> Result<ToProvider, SignInError> {
        let (sign_in, loaded) = self.open_sign_in(ticket).await?;
        let session = self.proven_session(&sign_in, visitor).await?;
        let random = &*self.parts.random;
        let state = StateToken::generate(random);
        let binding = BindingToken::generate(random);
        let settings = &loaded.settings;
        let verifier = settings.pkce.then(|| PkceVerifier::generate(random));
        let nonce = sign_in
            .scopes
            .iter()
            .any(|scope| scope == "openid")
            .then(|| Nonce::generate(random));
        let sealed = match &verifier {
            None => None,
            Some(verifier) => Some(
                self.parts
                    .vault
                    .seal(&verifier_place(&sign_in), verifier.expose().as_bytes())
                    .await
                    .map_err(|error| SignInError::Store(error.to_string()))?,
            ),
        };
        let continued = Continued {
            state: state.hash(),
            binding: binding.hash(),
            session,
            redirect_path: loaded.registration.redirect_path.clone(),
            verifier: sealed,
            nonce: nonce.as_ref().map(Nonce::hash),
        };
        let gone = self
            .parts
            .store
            .sign_ins()
            .go_on(
                &sign_in,
                &continued,
                loaded.registration.version,
                self.now(),
            )
            .await?;
        if !gone {
            return Err(SignInError::Over(sign_in.status));
        }
        self.tell(sign_in.id);
        let authorization_url = authorization_request(
            settings,
            &settings.client_id,
            &self.redirect_uri(&loaded),
            &sign_in.scopes,
            &state,
            verifier.as_ref(),
            nonce.as_ref(),
        );
        Ok(ToProvider {
            id: sign_in.public_id,
            provider_host: loaded.provider_host(),
            authorization_url,
            binding,
            expires_at: sign_in.expires_at,
        })
    }

    /// The sign-in of a link, if it can still be gone on with, and its registration with the
    /// rules checked again (SEC-SIGNIN-10).
    pub(super) async fn open_sign_in(
        &self,
        ticket: &TicketToken,
    ) -> Result<(SignIn, Arc<Loaded>), SignInError> {
        let sign_in = self
            .parts
            .store
            .sign_ins()
            .by_ticket(&ticket.hash())
            .await?
            .ok_or(SignInError::NotFound)?;
        if self.now() >= sign_in.expires_at {
            return Err(SignInError::Expired);
        }
        match sign_in.status {
            SignInStatus::Started | SignInStatus::Continued => {}
            SignInStatus::Expired => return Err(SignInError::Expired),
            status => return Err(SignInError::Over(status)),
        }
        let loaded = self
            .registration_of(&sign_in.registration)
            .await?
            .ok_or(SignInError::RegistrationGone)?;
        check_rules(&sign_in, &loaded)?;
        Ok((sign_in, loaded))
    }

    /// The session that proves the user, if there is one; the wrong user is refused.
    async fn proven_session(
        &self,
        sign_in: &SignIn,
        visitor: Option<&Visitor>,
    ) -> Result<Option<Uuid>, SignInError> {
        let people = self.parts.store.people();
        let person = people
            .get(&sign_in.tenant, sign_in.user)
            .await?
            .ok_or(SignInError::NotFound)?;
        let Some(visitor) = visitor else {
            // No six digits prove a test sign-in: it is the person's own, or none.
            return match sign_in.doctor_run {
                Some(_) => Err(SignInError::TestNeedsSession),
                None => Ok(None),
            };
        };
        if person.user.subject.is_ours() {
            if visitor.tenant != sign_in.tenant || visitor.user != sign_in.user {
                return Err(SignInError::OtherUser);
            }
            return Ok(Some(visitor.session));
        }
        // A host's user: our sessions say nothing, unless the two were explicitly linked.
        let linked = people.linked(&sign_in.tenant, sign_in.user).await?;
        Ok(
            (visitor.tenant == sign_in.tenant && linked == Some(visitor.user))
                .then_some(visitor.session),
        )
    }

    /// The redirect URL of a registration, from the configured public URL alone.
    pub(crate) fn redirect_uri(&self, loaded: &Loaded) -> String {
        self.parts.config.url(&loaded.registration.redirect_path)
    }
}

/// The authorization request (RFC 6749 §4.1.1, RFC 7636 §4.3). Extra parameters were checked when
/// the registration was saved and come first, so that they replace nothing.
pub(crate) fn authorization_request(
    settings: &Settings,
    client_id: &str,
    redirect_uri: &str,
    scopes: &[String],
    state: &StateToken,
    verifier: Option<&PkceVerifier>,
    nonce: Option<&Nonce>,
) -> Url {
    let mut url = settings.authorization_endpoint.clone();
    {
        let mut query = url.query_pairs_mut();
        for (name, value) in &settings.authorization_parameters {
            query.append_pair(name, value);
        }
        query
            .append_pair("response_type", "code")
            .append_pair("client_id", client_id)
            .append_pair("redirect_uri", redirect_uri);
        if !scopes.is_empty() {
            query.append_pair("scope", &scopes.join(&settings.scope_separator));
        }
        query.append_pair("state", state.expose());
        if let Some(verifier) = verifier {
            query
                .append_pair("code_challenge", &verifier.challenge())
                .append_pair("code_challenge_method", "S256");
        }
        if let Some(nonce) = nonce {
            query.append_pair("nonce", nonce.expose());
        }
    }
    url
}

/// Tenant and app rule; the base URL covers itself. A test sign-in serves no app: it is for the
/// registration's owner alone.
pub(super) fn check_rules(sign_in: &SignIn, loaded: &Loaded) -> Result<(), policy::PolicyError> {
    if sign_in.doctor_run.is_some() {
        return if sign_in.tenant == loaded.registration.key.owner {
            Ok(())
        } else {
            Err(policy::PolicyError::OtherTenant)
        };
    }
    let app = AppIdentity {
        owner: sign_in.app.0.clone(),
        manifest_id: sign_in.app.1.clone(),
    };
    policy::check(
        &sign_in.tenant,
        &app,
        &loaded.registration.key.owner,
        &loaded.settings,
        &loaded.settings.base_url,
    )
}

pub(super) fn verifier_place(sign_in: &SignIn) -> Place<'_> {
    Place {
        tenant: &sign_in.tenant,
        table: "sign_ins",
        column: "verifier",
        row: sign_in.id,
        generation: 1,
    }
}
