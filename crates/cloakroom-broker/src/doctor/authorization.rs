//! The authorization request, sent without a person: whether the provider would ask one to sign in.
//!
//! Where it refuses, a second request with a client ID that was made up, and a third with a redirect
//! URL that was, tell which of the two it does not know: what is unknown is answered like what
//! cannot be known.

use cloakroom_egress::{EgressError, OutboundRequest, Purpose};
use cloakroom_model::Random;
use cloakroom_vault::{Nonce, PkceVerifier, StateToken};
use http::{HeaderValue, header};
use url::Url;

use super::FindingCode as Code;
use super::finding::{Endpoint, Finding};
use super::look::{self, Look};
use super::metadata::Metadata;
use super::trouble::{said, speaks_of_pkce, unanswered};
use super::written::listed;
use crate::broker::Broker;
use crate::registrations::Loaded;
use crate::sign_in::authorization_request;

/// The vendor's own redirect URL. At a provider both may stand: the vendor's for Teams, ours for
/// Cloakroom.
pub(super) const VENDORS_REDIRECT_URL: &str =
    "https://teams.microsoft.com/api/platform/v1.0/oAuthRedirect";

/// A request for one client and one redirect URL.
struct Asked<'a> {
    client_id: &'a str,
    redirect: &'a str,
}

impl Broker {
    /// What the provider says to the authorization request of a test sign-in.
    pub(super) async fn check_authorization(
        &self,
        loaded: &Loaded,
        metadata: Option<&Metadata>,
    ) -> (Vec<Finding>, String) {
        let settings = &loaded.settings;
        let url = &settings.authorization_endpoint;
        let redirect = self.redirect_uri(loaded);
        let real = Asked {
            client_id: &settings.client_id,
            redirect: &redirect,
        };
        let look = match self.look(loaded, &real).await {
            Ok(look) => look,
            Err(error) => {
                let finding = unanswered(Endpoint::Authorization, url, &error);
                return (vec![finding], error.to_string());
            }
        };
        let found = |code, seen: String| Finding::of(code, Endpoint::Authorization, url, &seen);
        match look {
            Look::Asks => (
                Vec::new(),
                "the provider asks the person to sign in".to_owned(),
            ),
            Look::NotFound { status: 405 } => (
                vec![found(
                    Code::TokenEndpointAsAuthorizationEndpoint,
                    "it answered with status 405 to a GET, as endpoints for programs do".to_owned(),
                )],
                "the endpoint takes no GET".to_owned(),
            ),
            Look::NotFound { status } => (
                vec![found(
                    Code::EndpointNotFound,
                    format!("it answered with status {status}"),
                )],
                format!("status {status}"),
            ),
            Look::Failing { status } => (
                vec![found(
                    Code::EndpointFailing,
                    format!("it answered with status {status}"),
                )],
                format!("status {status}"),
            ),
            Look::Back { error, description } => {
                let said = said(&error, description.as_deref());
                let finding = sent_back(loaded, &error, &said, metadata);
                (vec![finding], format!("the provider answered {said}"))
            }
            Look::Refused { status, words } => {
                let finding = self.who_is_unknown(loaded, &redirect, status, &words).await;
                (
                    vec![finding],
                    format!("the provider refused with status {status}"),
                )
            }
        }
    }

    /// Whether the authorization endpoint goes on with the request of a test sign-in.
    pub(super) async fn asks_people(&self, loaded: &Loaded) -> bool {
        let redirect = self.redirect_uri(loaded);
        let real = Asked {
            client_id: &loaded.settings.client_id,
            redirect: &redirect,
        };
        matches!(
            self.look(loaded, &real).await,
            Ok(Look::Asks | Look::Back { .. })
        )
    }

    /// Whether the authorization endpoint refuses a client ID that was made up.
    pub(super) async fn refuses_nobody(&self, loaded: &Loaded) -> bool {
        let nobody = nobody(&*self.parts.random);
        let redirect = self.redirect_uri(loaded);
        let asked = Asked {
            client_id: &nobody,
            redirect: &redirect,
        };
        matches!(self.look(loaded, &asked).await, Ok(Look::Refused { .. }))
    }

    async fn look(&self, loaded: &Loaded, asked: &Asked<'_>) -> Result<Look, EgressError> {
        let random = &*self.parts.random;
        let settings = &loaded.settings;
        // Nobody comes back with this state: it is kept nowhere.
        let state = StateToken::generate(random);
        let verifier = settings.pkce.then(|| PkceVerifier::generate(random));
        let nonce = settings
            .scopes
            .iter()
            .any(|scope| scope == "openid")
            .then(|| Nonce::generate(random));
        let url = authorization_request(
            settings,
            asked.client_id,
            asked.redirect,
            &settings.scopes,
            &state,
            verifier.as_ref(),
            nonce.as_ref(),
        );
        let request = OutboundRequest::get(Purpose::Authorization, url).header(
            header::ACCEPT,
            HeaderValue::from_static("text/html,application/xhtml+xml,*/*;q=0.8"),
        );
        let response = match self.parts.guard.send(request).await {
            // So large a page is one for people.
            Err(EgressError::TooLarge { .. }) => return Ok(Look::Asks),
            other => other?,
        };
        // Without a base no redirect goes back; ours is always a URL.
        let Ok(redirect) = Url::parse(asked.redirect) else {
            return Ok(Look::Asks);
        };
        let challenge = verifier.as_ref().map(PkceVerifier::challenge);
        let varying = [
            asked.redirect,
            asked.client_id,
            state.expose(),
            challenge.as_deref().unwrap_or_default(),
        ];
        Ok(look::read(&response, &redirect, &varying))
    }

    async fn who_is_unknown(
        &self,
        loaded: &Loaded,
        redirect: &str,
        status: u16,
        words: &[String],
    ) -> Finding {
        let settings = &loaded.settings;
        let url = &settings.authorization_endpoint;
        let nobody = nobody(&*self.parts.random);
        let nowhere = format!("https://nowhere-{}.example/", nobody.to_ascii_lowercase());
        let same = |look: Result<Look, EgressError>| matches!(look, Ok(Look::Refused { status: s, words: w }) if s == status && w == words);
        let as_nobody = same(
            self.look(
                loaded,
                &Asked {
                    client_id: &nobody,
                    redirect,
                },
            )
            .await,
        );
        let as_nowhere = same(
            self.look(
                loaded,
                &Asked {
                    client_id: &settings.client_id,
                    redirect: &nowhere,
                },
            )
            .await,
        );
        let (client, redirects) = match (as_nobody, as_nowhere) {
            (true, false) => (true, false),
            (false, true) => (false, true),
            // Who does not know the client does not look at its redirect URL; but there are also
            // providers with one page for everything. What the page says decides.
            _ => (
                mentions(words, &["client", "invalid_client", "application", "app"]),
                mentions(words, &["redirect_uri", "redirect", "callback"]),
            ),
        };
        let evidence = format!("it answered with status {status}");
        if client && !redirects {
            return Finding::of(
                Code::ClientUnknown,
                Endpoint::Authorization,
                url,
                &format!("{evidence} to the client ID `{}`", settings.client_id),
            );
        }
        if redirects {
            return self.redirect_unknown(loaded, redirect, &evidence).await;
        }
        Finding::of(
            Code::AuthorizationRefused,
            Endpoint::Authorization,
            url,
            &evidence,
        )
    }

    async fn redirect_unknown(&self, loaded: &Loaded, redirect: &str, evidence: &str) -> Finding {
        let settings = &loaded.settings;
        let vendors = Asked {
            client_id: &settings.client_id,
            redirect: VENDORS_REDIRECT_URL,
        };
        let knows_vendors = matches!(
            self.look(loaded, &vendors).await,
            Ok(Look::Asks | Look::Back { .. })
        );
        let seen = if knows_vendors {
            format!("{evidence} to `{redirect}`; the redirect URL of Teams is known there")
        } else {
            format!("{evidence} to `{redirect}`")
        };
        Finding::of(
            Code::RedirectUrlUnknown,
            Endpoint::Authorization,
            &settings.authorization_endpoint,
            &seen,
        )
        .advice(format!("Add `{redirect}`."))
    }
}

/// A client ID that no provider knows.
fn nobody(random: &dyn Random) -> String {
    let letters: String = StateToken::generate(random)
        .expose()
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .take(16)
        .collect();
    format!("nobody-{letters}")
}

fn mentions(words: &[String], wanted: &[&str]) -> bool {
    words.iter().any(|word| wanted.contains(&word.as_str()))
}

/// The provider knows client and redirect URL, and sent the browser back with an error.
pub(super) fn sent_back(
    loaded: &Loaded,
    error: &str,
    said: &str,
    metadata: Option<&Metadata>,
) -> Finding {
    let settings = &loaded.settings;
    let url = &settings.authorization_endpoint;
    let seen = format!("it answered {said}");
    let of = |code| Finding::of(code, Endpoint::Authorization, url, &seen);
    if error == "invalid_scope" {
        let unknown: Vec<String> = metadata
            .and_then(Metadata::scopes)
            .map(|known| {
                settings
                    .scopes
                    .iter()
                    .filter(|scope| !known.contains(&scope.as_str()))
                    .cloned()
                    .collect()
            })
            .unwrap_or_default();
        let finding = of(Code::ScopeRefused);
        return if unknown.is_empty() {
            finding.advice(format!("Asked for were {}.", listed(&settings.scopes)))
        } else {
            finding.advice(format!(
                "The provider's metadata do not list {}.",
                listed(&unknown)
            ))
        };
    }
    if speaks_of_pkce(said) {
        return of(if settings.pkce {
            Code::PkceNotSupported
        } else {
            Code::PkceRequired
        });
    }
    of(Code::AuthorizationRefused)
}
