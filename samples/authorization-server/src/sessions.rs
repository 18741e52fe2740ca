//! Browser sessions of this server, and the authorization requests that wait in them for a person.

use std::collections::HashMap;

use crate::params::Params;
use crate::pkce::Challenge;
use crate::random::{self, NoRandomness};

/// Milliseconds after which a waiting authorization request is forgotten.
const REQUEST_LIFETIME_MILLIS: u64 = 15 * 60 * 1000;

/// The name of this server's session cookie.
pub(crate) const COOKIE: &str = "sample-authorization-server-session";

/// How the answer goes back to the client.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum ResponseMode {
    Query,
    FormPost,
}

/// An authorization request that has been checked.
#[derive(Clone, Debug)]
pub(crate) struct AuthorizationRequest {
    pub(crate) client_id: String,
    pub(crate) client_name: String,
    pub(crate) redirect_uri: String,
    pub(crate) response_mode: ResponseMode,
    pub(crate) state: Option<String>,
    pub(crate) nonce: Option<String>,
    pub(crate) scopes: Vec<String>,
    pub(crate) challenge: Option<Challenge>,
    pub(crate) login_hint: Option<String>,
}

impl AuthorizationRequest {
    /// Scopes as they came, space separated; the script may have said comma.
    pub(crate) fn scopes_of(params: &Params) -> Vec<String> {
        params
            .get("scope")
            .unwrap_or_default()
            .split([' ', ',', '+'])
            .filter(|scope| !scope.is_empty())
            .map(str::to_owned)
            .collect()
    }
}

struct Waiting {
    session: String,
    request: AuthorizationRequest,
    since: u64,
}

#[derive(Default)]
pub(crate) struct Sessions {
    users: HashMap<String, Option<String>>,
    waiting: HashMap<String, Waiting>,
}

impl Sessions {
    /// A session nobody has signed in to yet.
    pub(crate) fn begin(&mut self) -> Result<String, NoRandomness> {
        let id = random::token("")?;
        self.users.insert(id.clone(), None);
        Ok(id)
    }

    pub(crate) fn knows(&self, session: &str) -> bool {
        self.users.contains_key(session)
    }

    /// Who is signed in there.
    pub(crate) fn user(&self, session: &str) -> Option<&str> {
        self.users.get(session)?.as_deref()
    }

    /// Signs `user` in under a new session id, so that an id planted before is worth nothing.
    pub(crate) fn sign_in(&mut self, session: &str, user: &str) -> Result<String, NoRandomness> {
        let fresh = random::token("")?;
        self.users.remove(session);
        self.users.insert(fresh.clone(), Some(user.to_owned()));
        for waiting in self
            .waiting
            .values_mut()
            .filter(|waiting| waiting.session == session)
        {
            waiting.session.clone_from(&fresh);
        }
        Ok(fresh)
    }

    pub(crate) fn sign_out(&mut self, session: &str) {
        self.users.remove(session);
        self.waiting.retain(|_, waiting| waiting.session != session);
    }

    /// Keeps a request until its person has decided; the id is unguessable and stands in the forms.
    pub(crate) fn wait(
        &mut self,
        session: &str,
        request: AuthorizationRequest,
        now: u64,
    ) -> Result<String, NoRandomness> {
        self.waiting
            .retain(|_, waiting| now.saturating_sub(waiting.since) < REQUEST_LIFETIME_MILLIS);
        let id = random::token("")?;
        self.waiting.insert(
            id.clone(),
            Waiting {
                session: session.to_owned(),
                request,
                since: now,
            },
        );
        Ok(id)
    }

    /// The request of that id, if it waits in that session.
    pub(crate) fn waiting(&self, id: &str, session: &str) -> Option<&AuthorizationRequest> {
        self.waiting
            .get(id)
            .filter(|waiting| waiting.session == session)
            .map(|waiting| &waiting.request)
    }

    /// Takes the request out: it is decided once.
    pub(crate) fn decide(&mut self, id: &str, session: &str) -> Option<AuthorizationRequest> {
        self.waiting(id, session)?;
        self.waiting.remove(id).map(|waiting| waiting.request)
    }
}
