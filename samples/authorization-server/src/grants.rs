//! Codes, grants and their tokens. Pure: time and behaviour come as arguments.
//!
//! A grant is what a user allowed a client once: it begins with a redeemed code and holds every
//! token descended from it (a *family*). Tokens are kept as SHA-256 only.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::pkce::Challenge;
use crate::random::{self, NoRandomness};
use crate::script::Rotation;

type Hash = [u8; 32];

fn hash(token: &str) -> Hash {
    Sha256::digest(token.as_bytes()).into()
}

/// Why a grant is over.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Ended {
    /// The client revoked it (RFC 7009).
    Revoked,
    /// A spent refresh token was presented (RFC 9700 §4.14.2).
    Reuse,
    /// Its code was presented twice (RFC 6749 §4.1.2).
    CodeReplay,
    /// The dial ended it, as a user does in the settings of his account.
    Withdrawn,
}

/// A grant as tests and the dial see it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GrantView {
    /// Its number.
    pub id: u64,
    /// The client.
    pub client: String,
    /// The user's name.
    pub user: String,
    /// What was granted.
    pub scopes: Vec<String>,
    /// How many refresh tokens it has had.
    pub generations: usize,
    /// Refresh tokens that would be accepted as live ones now.
    pub live_refresh_tokens: usize,
    /// Why it is over, if it is.
    pub ended: Option<Ended>,
}

/// What a code stands for.
#[derive(Clone)]
pub(crate) struct CodeRequest {
    pub(crate) client: String,
    pub(crate) user: String,
    pub(crate) redirect_uri: String,
    pub(crate) scopes: Vec<String>,
    pub(crate) challenge: Option<Challenge>,
    pub(crate) nonce: Option<String>,
}

struct Code {
    request: CodeRequest,
    expires: u64,
    grant: Option<u64>,
}

struct Grant {
    client: String,
    user: String,
    scopes: Vec<String>,
    nonce: Option<String>,
    refresh_tokens: Vec<RefreshToken>,
    ended: Option<Ended>,
}

struct RefreshToken {
    expires: u64,
    superseded_at: Option<u64>,
    successor: Option<usize>,
    /// Its access token has been used, or it has been presented itself.
    used: bool,
    dead: bool,
}

struct AccessToken {
    grant: u64,
    generation: usize,
    scopes: Vec<String>,
    issued: u64,
    expires: u64,
}

/// Tokens just issued.
pub(crate) struct Issued {
    pub(crate) grant: u64,
    pub(crate) client: String,
    pub(crate) user: String,
    pub(crate) scopes: Vec<String>,
    pub(crate) nonce: Option<String>,
    pub(crate) access_token: String,
    pub(crate) refresh_token: Option<String>,
}

/// An access token that is good.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Active {
    pub(crate) grant: u64,
    pub(crate) client: String,
    pub(crate) user: String,
    pub(crate) scopes: Vec<String>,
    pub(crate) issued: u64,
    pub(crate) expires: u64,
    pub(crate) refresh: bool,
}

/// Why tokens are refused: an OAuth error code and its description.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Refusal {
    pub(crate) error: &'static str,
    pub(crate) description: &'static str,
    pub(crate) cause: Cause,
}

/// What counters need to know about a refusal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Cause {
    Plain,
    Reuse,
    CodeReplay,
}

impl Refusal {
    const fn invalid_grant(description: &'static str) -> Self {
        Self {
            error: "invalid_grant",
            description,
            cause: Cause::Plain,
        }
    }

    const SERVER: Self = Self {
        error: "server_error",
        description: "There is no randomness to make a token of.",
        cause: Cause::Plain,
    };
}

impl From<NoRandomness> for Refusal {
    fn from(NoRandomness: NoRandomness) -> Self {
        Self::SERVER
    }
}

/// How long what is issued lives, in milliseconds, and how access tokens are made.
#[derive(Clone, Copy)]
pub(crate) struct Terms {
    pub(crate) now: u64,
    pub(crate) access_millis: u64,
    pub(crate) refresh_millis: u64,
    pub(crate) rotation: Rotation,
    pub(crate) access_token_bytes: Option<usize>,
}

#[derive(Default)]
pub(crate) struct Grants {
    codes: HashMap<Hash, Code>,
    by_id: HashMap<u64, Grant>,
    access: HashMap<Hash, AccessToken>,
    refresh: HashMap<Hash, (u64, usize)>,
    last: u64,
}

impl Grants {
    pub(crate) fn issue_code(
        &mut self,
        request: CodeRequest,
        expires: u64,
    ) -> Result<String, NoRandomness> {
        let code = random::token("code_")?;
        self.codes.insert(
            hash(&code),
            Code {
                request,
                expires,
                grant: None,
            },
        );
        Ok(code)
    }

    /// Exchanges a code. A second time ends what the first time gave.
    pub(crate) fn redeem(
        &mut self,
        code: &str,
        client: &str,
        redirect_uri: Option<&str>,
        verifier: Option<&str>,
        granted: impl FnOnce(&[String]) -> Vec<String>,
        terms: Terms,
    ) -> Result<Issued, Refusal> {
        let Some(record) = self.codes.get_mut(&hash(code)) else {
            return Err(Refusal::invalid_grant("The code is unknown."));
        };
        if let Some(grant) = record.grant {
            self.end(grant, Ended::CodeReplay);
            return Err(Refusal {
                cause: Cause::CodeReplay,
                ..Refusal::invalid_grant(
                    "The code has been used; the tokens that it gave are revoked.",
                )
            });
        }
        let request = record.request.clone();
        if request.client != client {
            return Err(Refusal::invalid_grant(
                "The code was issued to another client.",
            ));
        }
        if record.expires <= terms.now {
            return Err(Refusal::invalid_grant("The code has expired."));
        }
        if redirect_uri != Some(&request.redirect_uri) {
            return Err(Refusal::invalid_grant(
                "redirect_uri is not the one that the code was asked for with.",
            ));
        }
        match (&request.challenge, verifier) {
            (Some(challenge), Some(verifier)) if challenge.matches(verifier) => {}
            (Some(_), Some(_)) => {
                return Err(Refusal::invalid_grant("code_verifier does not match."));
            }
            (Some(_), None) => return Err(Refusal::invalid_grant("code_verifier is missing.")),
            (None, Some(_)) => return Err(Refusal::invalid_grant("There was no code_challenge.")),
            (None, None) => {}
        }
        self.last += 1;
        let id = self.last;
        record.grant = Some(id);
        self.by_id.insert(
            id,
            Grant {
                client: request.client,
                user: request.user,
                scopes: granted(&request.scopes),
                nonce: request.nonce,
                refresh_tokens: Vec::new(),
                ended: None,
            },
        );
        self.issue(id, None, terms)
    }

    /// Exchanges a refresh token, by the rules of `terms.rotation`.
    pub(crate) fn refresh(
        &mut self,
        token: &str,
        client: &str,
        wanted: Option<&[String]>,
        terms: Terms,
    ) -> Result<Issued, Refusal> {
        let Some(&(id, index)) = self.refresh.get(&hash(token)) else {
            return Err(Refusal::invalid_grant("The refresh token is unknown."));
        };
        let Some(grant) = self
            .by_id
            .get_mut(&id)
            .filter(|grant| grant.client == client)
        else {
            return Err(Refusal::invalid_grant(
                "The refresh token was issued to another client.",
            ));
        };
        if grant.ended.is_some() {
            return Err(Refusal::invalid_grant("The grant is over."));
        }
        if let Some(wanted) = wanted
            && wanted.iter().any(|scope| !grant.scopes.contains(scope))
        {
            return Err(Refusal {
                error: "invalid_scope",
                description: "A refresh cannot widen the scope.",
                cause: Cause::Plain,
            });
        }
        let record = &mut grant.refresh_tokens[index];
        if record.expires <= terms.now {
            return Err(Refusal::invalid_grant("The refresh token has expired."));
        }
        let successor = record.successor;
        let accepted = match (record.superseded_at, terms.rotation) {
            _ if record.dead => false,
            (None, _) => true,
            (Some(at), Rotation::ReuseWindow(seconds)) => {
                terms.now.saturating_sub(at) <= seconds.saturating_mul(1000)
            }
            (Some(_), Rotation::UntilSuccessorUsed) => {
                successor.is_some_and(|successor| !grant.refresh_tokens[successor].used)
            }
            (Some(_), Rotation::Strict | Rotation::Off) => false,
        };
        if !accepted {
            self.end(id, Ended::Reuse);
            return Err(Refusal {
                cause: Cause::Reuse,
                ..Refusal::invalid_grant(
                    "The refresh token has been used; the whole grant is revoked.",
                )
            });
        }
        let record = &mut grant.refresh_tokens[index];
        record.used = true;
        if terms.rotation != Rotation::Off {
            record.superseded_at.get_or_insert(terms.now);
            if let (Rotation::UntilSuccessorUsed, Some(successor)) = (terms.rotation, successor) {
                grant.refresh_tokens[successor].dead = true;
            }
        }
        self.issue(id, Some(index), terms)
    }

    fn issue(&mut self, id: u64, parent: Option<usize>, terms: Terms) -> Result<Issued, Refusal> {
        let Some(grant) = self.by_id.get_mut(&id) else {
            return Err(Refusal::SERVER);
        };
        let mut access_token = random::token("at_")?;
        if let Some(bytes) = terms.access_token_bytes {
            access_token.extend(std::iter::repeat_n(
                'x',
                bytes.saturating_sub(access_token.len()),
            ));
        }
        let keeps_its_token = parent.is_some() && terms.rotation == Rotation::Off;
        let (generation, refresh_token) = match parent {
            Some(index) if keeps_its_token => (index, None),
            _ => {
                let token = random::token("rt_")?;
                let index = grant.refresh_tokens.len();
                grant.refresh_tokens.push(RefreshToken {
                    expires: terms.now.saturating_add(terms.refresh_millis),
                    superseded_at: None,
                    successor: None,
                    used: false,
                    dead: false,
                });
                if let Some(parent) = parent {
                    grant.refresh_tokens[parent].successor = Some(index);
                }
                self.refresh.insert(hash(&token), (id, index));
                (index, Some(token))
            }
        };
        self.access.insert(
            hash(&access_token),
            AccessToken {
                grant: id,
                generation,
                scopes: grant.scopes.clone(),
                issued: terms.now,
                expires: terms.now.saturating_add(terms.access_millis),
            },
        );
        Ok(Issued {
            grant: id,
            client: grant.client.clone(),
            user: grant.user.clone(),
            scopes: grant.scopes.clone(),
            nonce: grant.nonce.clone(),
            access_token,
            refresh_token,
        })
    }

    /// What a token is good for now, access or refresh token. `used` says that it is being used,
    /// not only looked at.
    pub(crate) fn active(&mut self, token: &str, now: u64, used: bool) -> Option<Active> {
        let key = hash(token);
        if let Some(access) = self.access.get(&key) {
            let grant = self.by_id.get_mut(&access.grant)?;
            if grant.ended.is_some() || access.expires <= now {
                return None;
            }
            if used {
                grant.refresh_tokens[access.generation].used = true;
            }
            return Some(Active {
                grant: access.grant,
                client: grant.client.clone(),
                user: grant.user.clone(),
                scopes: access.scopes.clone(),
                issued: access.issued,
                expires: access.expires,
                refresh: false,
            });
        }
        let &(id, index) = self.refresh.get(&key)?;
        let grant = self.by_id.get(&id)?;
        let record = &grant.refresh_tokens[index];
        let live = grant.ended.is_none()
            && !record.dead
            && record.superseded_at.is_none()
            && record.expires > now;
        live.then(|| Active {
            grant: id,
            client: grant.client.clone(),
            user: grant.user.clone(),
            scopes: grant.scopes.clone(),
            issued: now,
            expires: record.expires,
            refresh: true,
        })
    }

    /// Revokes a token of `client`: an access token alone, a refresh token with its whole grant
    /// (RFC 7009 §2.1). Gives the grant it belonged to; an unknown token is nobody's fault.
    pub(crate) fn revoke(&mut self, token: &str, client: &str) -> Option<u64> {
        let key = hash(token);
        let (id, whole) = match (self.access.get(&key), self.refresh.get(&key)) {
            (Some(access), _) => (access.grant, false),
            (None, Some(&(id, _))) => (id, true),
            (None, None) => return None,
        };
        if self.by_id.get(&id)?.client != client {
            return None;
        }
        if whole {
            self.end(id, Ended::Revoked);
        } else {
            self.access.remove(&key);
        }
        Some(id)
    }

    /// Ends all living grants of `user`, or of everybody; gives how many.
    pub(crate) fn withdraw(&mut self, user: Option<&str>) -> usize {
        let living = self
            .by_id
            .values_mut()
            .filter(|grant| grant.ended.is_none() && user.is_none_or(|user| grant.user == user));
        living
            .map(|grant| grant.ended = Some(Ended::Withdrawn))
            .count()
    }

    fn end(&mut self, id: u64, why: Ended) {
        if let Some(grant) = self.by_id.get_mut(&id) {
            grant.ended.get_or_insert(why);
        }
    }

    pub(crate) fn views(&self) -> Vec<GrantView> {
        let mut views: Vec<GrantView> = self
            .by_id
            .iter()
            .map(|(id, grant)| GrantView {
                id: *id,
                client: grant.client.clone(),
                user: grant.user.clone(),
                scopes: grant.scopes.clone(),
                generations: grant.refresh_tokens.len(),
                live_refresh_tokens: grant
                    .refresh_tokens
                    .iter()
                    .filter(|token| {
                        grant.ended.is_none() && !token.dead && token.superseded_at.is_none()
                    })
                    .count(),
                ended: grant.ended,
            })
            .collect();
        views.sort_by_key(|view| view.id);
        views
    }
}

#[cfg(test)]
mod tests;
