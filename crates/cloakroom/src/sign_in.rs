//! The `[[sign-in]]` tables of the configuration: OpenID providers by which people sign in.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use cloakroom_broker::{SignInProvider, SignInProviders, TenantAccess};
use cloakroom_model::{Role, TenantId};
use cloakroom_vault::ClientSecret;
use serde::Deserialize;

/// One provider.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct SignInConfig {
    /// Its name in URLs. The redirect URL is `<public URL>/portal-sign-in/<id>/callback`.
    id: String,
    /// What its button says.
    name: String,
    /// Its issuer, in every character as its metadata says.
    issuer: String,
    client_id: String,
    /// A file that holds the client secret.
    client_secret_file: Option<PathBuf>,
    /// An environment variable that holds it.
    client_secret_variable: Option<String>,
    /// Asked for beside `openid`.
    #[serde(default = "profile")]
    scopes: Vec<String>,
    /// Where the `id_token` lists the person's groups: a claim, or a JSON pointer.
    group_claim: Option<String>,
    tenants: Vec<TenantConfig>,
}

fn profile() -> Vec<String> {
    vec!["profile".to_owned()]
}

/// Who is let into a tenant, and as what.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct TenantConfig {
    tenant: TenantId,
    /// The role of whoever signs in there; without it only groups are let in.
    everyone: Option<Role>,
    #[serde(default)]
    members: Vec<String>,
    #[serde(default)]
    developers: Vec<String>,
    #[serde(default)]
    admins: Vec<String>,
}

impl SignInConfig {
    fn secret(&self) -> Result<Option<ClientSecret>> {
        let text = match (&self.client_secret_file, &self.client_secret_variable) {
            (None, None) => return Ok(None),
            (Some(_), Some(_)) => bail!("give client-secret-file or client-secret-variable"),
            (Some(path), None) => {
                fs::read_to_string(path).with_context(|| format!("{}", path.display()))?
            }
            (None, Some(name)) => std::env::var(name).with_context(|| name.clone())?,
        };
        let text = text.trim_end_matches(['\r', '\n']);
        if text.is_empty() {
            bail!("the client secret is empty");
        }
        Ok(Some(ClientSecret::new(text)))
    }

    fn provider(&self) -> Result<SignInProvider> {
        let access = |one: &TenantConfig| TenantAccess {
            tenant: one.tenant.clone(),
            everyone: one.everyone,
            members: one.members.clone(),
            developers: one.developers.clone(),
            admins: one.admins.clone(),
        };
        Ok(SignInProvider {
            id: self.id.clone(),
            name: self.name.clone(),
            issuer: self.issuer.clone(),
            client_id: self.client_id.clone(),
            client_secret: self
                .secret()
                .with_context(|| format!("sign-in `{}`", self.id))?,
            scopes: self.scopes.clone(),
            group_claim: self.group_claim.clone(),
            tenants: self.tenants.iter().map(access).collect(),
        })
    }
}

/// The providers, checked, with their secrets read.
pub(crate) fn providers(configured: &[SignInConfig], production: bool) -> Result<SignInProviders> {
    let providers = configured.iter().map(SignInConfig::provider);
    let providers = providers.collect::<Result<Vec<_>>>()?;
    SignInProviders::new(providers, production).context("sign-in")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Deserialize)]
    #[serde(rename_all = "kebab-case")]
    struct File {
        sign_in: Vec<SignInConfig>,
    }

    const TEXT: &str = "
        [[sign-in]]
        id = 'contoso'
        name = 'Contoso'
        issuer = 'https://login.contoso.example'
        client-id = 'cloakroom'
        client-secret-file = 'SECRET'
        group-claim = 'groups'
        [[sign-in.tenants]]
        tenant = 'default'
        everyone = 'member'
        admins = ['cloakroom-admins']
    ";

    fn read(text: &str) -> Result<SignInProviders> {
        providers(&toml::from_str::<File>(text)?.sign_in, true)
    }

    #[test]
    fn a_provider_is_read_with_its_secret_from_a_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secret");
        fs::write(&path, "hunter2\n").unwrap();
        let read = read(&TEXT.replace("SECRET", &path.display().to_string())).unwrap();
        let provider = read.get("contoso").unwrap();
        assert_eq!(provider.client_secret.as_ref().unwrap().expose(), "hunter2");
        assert_eq!(provider.scopes, ["profile"]);
        let access = &provider.tenants[0];
        assert_eq!(access.role(&[]), Some(Role::Member));
        assert_eq!(
            access.role(&["cloakroom-admins".to_owned()]),
            Some(Role::Admin)
        );
        assert!(!format!("{provider:?}").contains("hunter2"));
    }

    #[test]
    fn what_is_misspelt_missing_or_unsafe_stops_the_start_with_its_name() {
        for (from, to, named) in [
            ("admins", "admin", "admin"),
            ("SECRET", "/nowhere/secret", "/nowhere/secret"),
            ("https://login", "http://login", "contoso"),
            ("everyone = 'member'", "everyone = 'admin'", "everyone"),
        ] {
            let text = TEXT.replace(from, to);
            let text = text.replace("client-secret-file = 'SECRET'", "");
            let error = format!("{:#}", read(&text).unwrap_err());
            assert!(error.contains(named), "{error}");
        }
    }
}
