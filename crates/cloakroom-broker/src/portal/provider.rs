//! A provider as the operator configured it, and what its groups mean.

use std::collections::HashSet;
use std::sync::Arc;

use cloakroom_model::{Role, TenantId};
use cloakroom_vault::ClientSecret;
use serde_json::{Map, Value};

use crate::registration::{Discovered, Settings, is_issuer};

/// The longest group name that is compared, in characters, and the most groups that are read.
const LONGEST_GROUP: usize = 512;
const MOST_GROUPS: usize = 4096;

/// Who of a provider's people is let into a tenant, and as what. Of several roles the highest
/// counts; who has none is not let in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TenantAccess {
    /// The tenant.
    pub tenant: TenantId,
    /// The role of whoever the provider signs in, in whichever group; `None` lets in groups alone.
    pub everyone: Option<Role>,
    /// Groups whose members use extensions.
    pub members: Vec<String>,
    /// Groups whose members make registrations and apps.
    pub developers: Vec<String>,
    /// Groups whose members may do everything in the tenant.
    pub admins: Vec<String>,
}

impl TenantAccess {
    /// The role of somebody in these groups. Names are compared in every character.
    pub fn role(&self, groups: &[String]) -> Option<Role> {
        let in_one_of = |names: &[String]| names.iter().any(|name| groups.contains(name));
        if in_one_of(&self.admins) {
            Some(Role::Admin)
        } else if in_one_of(&self.developers) {
            Some(Role::Developer).max(self.everyone)
        } else if in_one_of(&self.members) {
            Some(Role::Member).max(self.everyone)
        } else {
            self.everyone
        }
    }
}

/// An OpenID provider by which people sign in to the portal.
#[derive(Debug)]
pub struct SignInProvider {
    /// Its name in URLs: 1 to 32 lower-case letters, digits and `-`.
    pub id: String,
    /// What the button says.
    pub name: String,
    /// Its issuer, byte for byte.
    pub issuer: String,
    /// Our client ID there.
    pub client_id: String,
    /// Our client secret there; none for a public client.
    pub client_secret: Option<ClientSecret>,
    /// What is asked for beside `openid`.
    pub scopes: Vec<String>,
    /// The claim of the `id_token` that lists the person's groups: its name, or a JSON pointer
    /// such as `/realm_access/roles`.
    pub group_claim: Option<String>,
    /// Who is let into which tenant.
    pub tenants: Vec<TenantAccess>,
}

/// Why a provider cannot be used as it is configured.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProviderProblem {
    /// Its name does not fit into URLs.
    #[error("id `{0}`: 1 to 32 lower-case letters, digits and '-'")]
    Id(String),
    /// Two have the same name or issuer.
    #[error(
        "`{0}`: its id or issuer is that of another provider as well; people are known by issuer and subject, so each issuer stands once"
    )]
    Twice(String),
    /// The issuer is no https URL.
    #[error(
        "`{0}`: the issuer is an https URL without query (http only on loopback in development)"
    )]
    Issuer(String),
    /// It has no client ID.
    #[error("`{0}`: client-id is missing")]
    ClientId(String),
    /// It lets nobody in.
    #[error("`{0}`: name at least one tenant that its people are let into")]
    Tenants(String),
    /// Everybody would be an administrator.
    #[error("`{0}`: `everyone` is member or developer; administrators are named by a group")]
    EveryoneAdmin(String),
    /// Groups are named and no claim that lists them.
    #[error("`{0}`: groups are named, but no group-claim says where the id_token lists them")]
    GroupClaim(String),
}

impl SignInProvider {
    fn problem(&self, production: bool) -> Option<ProviderProblem> {
        let plain = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'-';
        let id = self.id.clone();
        let by_group = self.tenants.iter().any(|access| {
            !(access.members.is_empty() && access.developers.is_empty() && access.admins.is_empty())
        });
        let admins = |access: &TenantAccess| access.everyone == Some(Role::Admin);
        if !(1..=32).contains(&id.len()) || !id.bytes().all(plain) {
            Some(ProviderProblem::Id(id))
        } else if !is_issuer(&self.issuer, production) {
            Some(ProviderProblem::Issuer(id))
        } else if self.client_id.is_empty() {
            Some(ProviderProblem::ClientId(id))
        } else if self.tenants.is_empty() {
            Some(ProviderProblem::Tenants(id))
        } else if self.tenants.iter().any(admins) {
            Some(ProviderProblem::EveryoneAdmin(id))
        } else if by_group && self.group_claim.is_none() {
            Some(ProviderProblem::GroupClaim(id))
        } else {
            None
        }
    }

    /// The groups that a validated `id_token` lists; none when the claim is absent, of another
    /// type, or endless. A single text is a list of one.
    pub(super) fn groups(&self, claims: &Map<String, Value>) -> Vec<String> {
        let found = match self.group_claim.as_deref() {
            None => None,
            Some(pointer) if pointer.starts_with('/') => {
                let mut steps = pointer[1..].splitn(2, '/');
                let first = steps.next().unwrap_or_default();
                let first = claims.get(&first.replace("~1", "/").replace("~0", "~"));
                match steps.next() {
                    None => first,
                    Some(rest) => first.and_then(|value| value.pointer(&format!("/{rest}"))),
                }
            }
            Some(name) => claims.get(name),
        };
        let kept = |text: &str| !text.is_empty() && text.chars().count() <= LONGEST_GROUP;
        match found {
            Some(Value::String(one)) if kept(one) => vec![one.clone()],
            Some(Value::Array(many)) if many.len() <= MOST_GROUPS => many
                .iter()
                .filter_map(Value::as_str)
                .filter(|text| kept(text))
                .map(str::to_owned)
                .collect(),
            _ => Vec::new(),
        }
    }

    /// The client that we are at this provider, as token endpoint and `id_token` know it.
    pub(super) fn settings(&self, found: &Discovered) -> Option<Settings> {
        let mut scopes = vec!["openid".to_owned()];
        let further = self.scopes.iter().filter(|scope| *scope != "openid");
        scopes.extend(further.cloned());
        Settings::of_sign_in(
            &self.name,
            &self.client_id,
            self.client_secret.is_some(),
            scopes,
            found,
        )
    }
}

/// All providers, checked. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct SignInProviders(Arc<Vec<SignInProvider>>);

impl SignInProviders {
    /// Checks what was configured.
    ///
    /// # Errors
    /// With the first provider that cannot be used, or that could be mistaken for another.
    pub fn new(providers: Vec<SignInProvider>, production: bool) -> Result<Self, ProviderProblem> {
        let mut seen = HashSet::new();
        for provider in &providers {
            if let Some(problem) = provider.problem(production) {
                return Err(problem);
            }
            // An id is never an issuer, so that one set does.
            if !seen.insert(provider.id.as_str()) || !seen.insert(provider.issuer.as_str()) {
                return Err(ProviderProblem::Twice(provider.id.clone()));
            }
        }
        Ok(Self(Arc::new(providers)))
    }

    /// In the order of the configuration.
    pub fn iter(&self) -> impl Iterator<Item = &SignInProvider> {
        self.0.iter()
    }

    /// The one of that name.
    pub fn get(&self, id: &str) -> Option<&SignInProvider> {
        self.iter().find(|provider| provider.id == id)
    }

    /// What the provider with that issuer is called.
    pub fn name_of(&self, issuer: &str) -> Option<&str> {
        self.iter()
            .find(|provider| provider.issuer == issuer)
            .map(|provider| provider.name.as_str())
    }
}

#[cfg(test)]
#[path = "provider_tests.rs"]
mod tests;
