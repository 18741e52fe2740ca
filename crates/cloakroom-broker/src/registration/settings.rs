//! What a version of a registration keeps, without its ID and its secret.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use cloakroom_model::{IdError, ManifestId, TenantId};
use serde::{Deserialize, Serialize};
use url::Url;

use super::Discovered;

/// *Restrict usage by org*.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, utoipa::ToSchema)]
pub enum RestrictByOrg {
    /// *My organization only*: usable only in the tenant that made the registration.
    #[default]
    MyOrganization,
    /// *Any Microsoft 365 organization*.
    AnyOrganization,
}

/// *Restrict usage by app*.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, utoipa::ToSchema)]
pub enum RestrictByApp {
    /// *Any Teams app*.
    #[default]
    AnyApp,
    /// *Existing Teams app ID*: only the owner's app of that ID, or one the owner admitted by name.
    ExistingApp,
}

/// How the client authenticates at the token endpoint (RFC 6749 §2.3). Exactly this one is used;
/// another is never tried (SEC-TOKEN-14).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum ClientAuthentication {
    /// `client_secret_basic`: HTTP Basic with form-encoded id and secret, as the RFC says.
    Basic,
    /// HTTP Basic with id and secret as they are, for providers that do not decode them.
    BasicRaw,
    /// `client_secret_post`: id and secret in the body.
    Post,
    /// A public client: the id in the body, no secret.
    None,
}

impl ClientAuthentication {
    /// Whether a client secret is needed.
    pub const fn needs_secret(self) -> bool {
        !matches!(self, Self::None)
    }
}

/// What stands on one side of the colon in HTTP Basic.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum BasicPart {
    /// The client ID.
    ClientId,
    /// The client secret.
    ClientSecret,
    /// Nothing.
    Empty,
}

/// What HTTP Basic is made of. RFC 6749 §2.3.1 says client ID and secret; Stripe Apps want the
/// secret as user and no password.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BasicParts {
    /// Before the colon.
    pub user: BasicPart,
    /// Behind it.
    pub password: BasicPart,
}

impl Default for BasicParts {
    fn default() -> Self {
        Self {
            user: BasicPart::ClientId,
            password: BasicPart::ClientSecret,
        }
    }
}

/// What a number in `expires_in` counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum LifetimeUnit {
    /// Seconds, as RFC 6749 §5.1 says.
    #[default]
    Seconds,
    /// Milliseconds.
    Milliseconds,
}

/// The format of the body of a token request.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum TokenRequestFormat {
    /// `application/x-www-form-urlencoded`, as RFC 6749 §4.1.3 says.
    #[default]
    Form,
    /// `application/json`, for providers that want it.
    Json,
}

/// An app of another owner that the registration's owner let in by name (decision 3): a manifest
/// id alone is public, and anybody can write it.
#[derive(
    Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(try_from = "String", into = "String")]
pub struct AdmittedApp {
    /// The tenant that uploaded the app.
    pub owner: TenantId,
    /// The `id` of its manifest.
    pub manifest_id: ManifestId,
}

impl FromStr for AdmittedApp {
    type Err = IdError;
    /// Reads `tenant/manifest id`.
    fn from_str(text: &str) -> Result<Self, IdError> {
        let (owner, manifest_id) = text
            .split_once('/')
            .ok_or(IdError::Malformed("admitted app"))?;
        Ok(Self {
            owner: owner.trim().parse()?,
            manifest_id: manifest_id.parse()?,
        })
    }
}

impl TryFrom<String> for AdmittedApp {
    type Error = IdError;
    fn try_from(text: String) -> Result<Self, IdError> {
        text.parse()
    }
}

impl From<AdmittedApp> for String {
    fn from(app: AdmittedApp) -> Self {
        app.to_string()
    }
}

impl fmt::Display for AdmittedApp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.owner, self.manifest_id)
    }
}

/// The settings of one version of a registration, as its row keeps them in JSON.
///
/// Made by `validate`, or read back from the row. A field
/// that this version of the program does not know is refused: a rule that an older replica cannot
/// read must not be passed over.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Settings {
    /// *Registration name*, unique in the tenant without case.
    pub name: String,
    /// *Base URL*: the access token goes to URLs beneath it and nowhere else.
    pub base_url: Url,
    /// *Restrict usage by org*.
    #[serde(default)]
    #[schema(required = true)]
    pub restrict_by_org: RestrictByOrg,
    /// *Restrict usage by app*.
    #[serde(default)]
    #[schema(required = true)]
    pub restrict_by_app: RestrictByApp,
    /// The manifest's id that *Existing Teams app ID* binds to; set exactly with that choice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub app_id: Option<ManifestId>,
    /// *Client ID*.
    pub client_id: String,
    /// *Authorization endpoint*.
    pub authorization_endpoint: Url,
    /// *Token endpoint*.
    pub token_endpoint: Url,
    /// *Refresh endpoint*; absent means the token endpoint.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refresh_endpoint: Option<Url>,
    /// Where tokens are revoked (RFC 7009).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revocation_endpoint: Option<Url>,
    /// Where the account is asked for (OpenID Connect Core §5.3).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub userinfo_endpoint: Option<Url>,
    /// The issuer, whose metadata gave every endpoint above (RFC 8414); compared byte for byte.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
    /// The issuer's keys. Set by discovery only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jwks_uri: Option<Url>,
    /// Whether the issuer says that it sends `iss` in callbacks (RFC 9207). Set by discovery only.
    #[serde(default)]
    #[schema(required = true)]
    pub announces_iss: bool,
    /// *Scope*, in the order in which they are asked for.
    #[serde(default)]
    #[schema(required = true)]
    pub scopes: Vec<String>,
    /// What stands between them in requests and answers: a space (RFC 6749 §3.3), a comma or a plus.
    #[serde(default = "space")]
    #[schema(required = true)]
    pub scope_separator: String,
    /// Whether PKCE (S256) is used. Never switched off but by the owner's visible choice.
    #[serde(default = "yes")]
    #[schema(required = true)]
    pub pkce: bool,
    /// How the client authenticates.
    pub client_authentication: ClientAuthentication,
    /// What HTTP Basic is made of, where that is the way.
    #[serde(default)]
    #[schema(required = true)]
    pub basic_parts: BasicParts,
    /// The format of token requests.
    #[serde(default)]
    #[schema(required = true)]
    pub token_request_format: TokenRequestFormat,
    /// The code exchange has `redirect_uri` in the query of the token endpoint's URL, in place of
    /// the body.
    #[serde(default)]
    #[schema(required = true)]
    pub redirect_uri_in_query: bool,
    /// The code exchange repeats the `state` of the authorization request.
    #[serde(default)]
    #[schema(required = true)]
    pub state_in_token_request: bool,
    /// Extra parameters of the authorization request.
    #[serde(default)]
    #[schema(required = true)]
    pub authorization_parameters: BTreeMap<String, String>,
    /// Extra parameters of the code exchange.
    #[serde(default)]
    #[schema(required = true)]
    pub token_parameters: BTreeMap<String, String>,
    /// Extra parameters of a refresh; `scope` stands here if the provider wants it.
    #[serde(default)]
    #[schema(required = true)]
    pub refresh_parameters: BTreeMap<String, String>,
    /// How long before its end an access token is refreshed, at most; in seconds.
    #[serde(default = "refresh_margin")]
    #[schema(required = true)]
    pub refresh_margin_seconds: u64,
    /// JSON pointer to the account's name in the token or userinfo answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account_pointer: Option<String>,
    /// JSON pointer to the object that holds the token, such as `/authed_user`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token_pointer: Option<String>,
    /// What the number in `expires_in` counts.
    #[serde(default)]
    #[schema(required = true)]
    pub expires_in_unit: LifetimeUnit,
    /// The lifetime of an access token when the answer states none; absent: until a 401. Seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default_lifetime_seconds: Option<u64>,
    /// For how long the provider takes a spent refresh token again; 0 for never (SEC-TOKEN-05).
    #[serde(default)]
    #[schema(required = true)]
    pub reuse_window_seconds: u64,
    /// Apps of other owners that *Existing Teams app ID* lets in.
    #[serde(default)]
    #[schema(required = true, value_type = Vec<String>)]
    pub admitted_apps: Vec<AdmittedApp>,
}

pub(super) const fn yes() -> bool {
    true
}

pub(super) fn space() -> String {
    " ".to_owned()
}

/// A minute: enough for a slow API call that starts just before the end.
pub(super) const fn refresh_margin() -> u64 {
    60
}

impl Settings {
    /// Where refresh requests go.
    pub fn refresh_url(&self) -> &Url {
        self.refresh_endpoint
            .as_ref()
            .unwrap_or(&self.token_endpoint)
    }

    /// The client that this installation is at a provider by which its own people sign in: PKCE
    /// always, authentication as the metadata says (decision 9). `None` when the provider takes no
    /// way of authenticating that can be used with, or without, the secret.
    pub(crate) fn of_sign_in(
        name: &str,
        client_id: &str,
        has_secret: bool,
        scopes: Vec<String>,
        found: &Discovered,
    ) -> Option<Self> {
        let client_authentication = if has_secret {
            found
                .client_authentication
                .filter(|method| method.needs_secret())?
        } else {
            ClientAuthentication::None
        };
        Some(Self {
            name: name.to_owned(),
            // No token of a sign-in goes to an API.
            base_url: found.token_endpoint.clone(),
            restrict_by_org: RestrictByOrg::MyOrganization,
            restrict_by_app: RestrictByApp::AnyApp,
            app_id: None,
            client_id: client_id.to_owned(),
            authorization_endpoint: found.authorization_endpoint.clone(),
            token_endpoint: found.token_endpoint.clone(),
            refresh_endpoint: None,
            revocation_endpoint: found.revocation_endpoint.clone(),
            userinfo_endpoint: None,
            issuer: Some(found.issuer.clone()),
            jwks_uri: found.jwks_uri.clone(),
            announces_iss: found.announces_iss,
            scopes,
            scope_separator: space(),
            pkce: true,
            client_authentication,
            basic_parts: BasicParts::default(),
            token_request_format: TokenRequestFormat::Form,
            redirect_uri_in_query: false,
            state_in_token_request: false,
            authorization_parameters: BTreeMap::new(),
            token_parameters: BTreeMap::new(),
            refresh_parameters: BTreeMap::new(),
            refresh_margin_seconds: refresh_margin(),
            account_pointer: None,
            token_pointer: None,
            expires_in_unit: LifetimeUnit::Seconds,
            default_lifetime_seconds: None,
            reuse_window_seconds: 0,
            admitted_apps: Vec::new(),
        })
    }

    /// The issuer and what only its metadata document can say.
    pub(crate) fn take_discovered(&mut self, found: &Discovered) {
        self.issuer = Some(found.issuer.clone());
        self.jwks_uri.clone_from(&found.jwks_uri);
        self.announces_iss = found.announces_iss;
    }
}

#[cfg(test)]
pub(crate) mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use serde_json::json;

    use super::*;

    /// Settings of a plain registration, for the tests of this crate.
    pub(crate) fn settings() -> Settings {
        serde_json::from_value(json!({
            "name": "Repairs",
            "baseUrl": "https://repairs.example/",
            "clientId": "repairs-client",
            "authorizationEndpoint": "https://as.example/authorize",
            "tokenEndpoint": "https://as.example/token",
            "scopes": ["repairs.read"],
            "clientAuthentication": "basic",
        }))
        .unwrap()
    }

    #[test]
    fn settings_read_back_as_they_were_written() {
        let mut settings = settings();
        settings.admitted_apps = vec!["fabrikam/0F3A-B".parse().unwrap()];
        settings.scope_separator = ",".to_owned();
        let json = serde_json::to_value(&settings).unwrap();
        assert_eq!(json["admittedApps"], json!(["fabrikam/0f3a-b"]));
        assert_eq!(json["scopeSeparator"], ",");
        assert_eq!(serde_json::from_value::<Settings>(json).unwrap(), settings);
    }

    #[test]
    fn a_setting_that_this_version_does_not_know_is_refused() {
        let mut json = serde_json::to_value(settings()).unwrap();
        json["restrictByMoon"] = json!("full");
        assert!(serde_json::from_value::<Settings>(json).is_err());
    }

    #[test]
    fn pkce_is_on_and_the_narrowest_org_rule_holds_unless_chosen_otherwise() {
        let settings = settings();
        assert!(settings.pkce);
        assert_eq!(settings.restrict_by_org, RestrictByOrg::MyOrganization);
        assert_eq!(settings.reuse_window_seconds, 0);
        assert_eq!(settings.scope_separator, " ");
    }

    #[test]
    fn an_admitted_app_needs_its_owner() {
        assert!("0f3a-b".parse::<AdmittedApp>().is_err());
        assert!("/0f3a-b".parse::<AdmittedApp>().is_err());
        assert!("contoso/".parse::<AdmittedApp>().is_err());
    }
}
