//! A registration as it is typed.

use std::collections::BTreeMap;

use cloakroom_model::{RegistrationId, Timestamp};
use cloakroom_vault::ClientSecret;
use serde::de::IgnoredAny;
use serde::{Deserialize, Deserializer};

use super::settings::{refresh_margin, yes};
use super::{
    BasicParts, ClientAuthentication, Discovered, FieldProblem, LifetimeUnit, RestrictByApp,
    RestrictByOrg, TokenRequestFormat,
};

/// The fields of the form, unchecked. Absent, `null` and blank mean the same: the default, or a
/// problem where there is none. Unknown fields are refused, so that a misspelt rule is not lost.
///
/// Not serializable: it may hold a secret.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct RegistrationInput {
    /// An ID reserved before, or of the registration that is changed.
    pub id: Option<RegistrationId>,
    /// *Registration name*.
    #[serde(deserialize_with = "null_is_default")]
    pub name: String,
    /// *Base URL*.
    #[serde(deserialize_with = "null_is_default")]
    pub base_url: String,
    /// *Restrict usage by org*.
    #[serde(deserialize_with = "null_is_default")]
    pub restrict_by_org: RestrictByOrg,
    /// *Restrict usage by app*.
    #[serde(deserialize_with = "null_is_default")]
    pub restrict_by_app: RestrictByApp,
    /// The manifest's id for *Existing Teams app ID*.
    #[serde(deserialize_with = "null_is_default")]
    pub app_id: String,
    /// *Client ID*.
    #[serde(deserialize_with = "null_is_default")]
    pub client_id: String,
    /// *Client secret*. Absent on a change: the one that is kept.
    #[serde(deserialize_with = "secret")]
    #[schema(value_type = Option<String>, write_only, default)]
    pub client_secret: Option<ClientSecret>,
    /// With a new client secret on a change: until when the one before is kept beside it, in
    /// milliseconds since 1970-01-01 UTC; at most 90 days from now.
    pub former_secret_until: Option<Timestamp>,
    /// *Authorization endpoint*; blank with an issuer.
    #[serde(deserialize_with = "null_is_default")]
    pub authorization_endpoint: String,
    /// *Token endpoint*; blank with an issuer.
    #[serde(deserialize_with = "null_is_default")]
    pub token_endpoint: String,
    /// *Refresh endpoint*; blank means the token endpoint.
    #[serde(deserialize_with = "null_is_default")]
    pub refresh_endpoint: String,
    /// Where tokens are revoked.
    #[serde(deserialize_with = "null_is_default")]
    pub revocation_endpoint: String,
    /// Where the account is asked for.
    #[serde(deserialize_with = "null_is_default")]
    pub userinfo_endpoint: String,
    /// The issuer: endpoints then come from its metadata document.
    pub issuer: Option<String>,
    /// *Scope*: a list, or one text with blanks between the scopes.
    #[serde(deserialize_with = "scopes")]
    pub scopes: Vec<String>,
    /// What stands between two scopes: ` `, `,` or `+`.
    #[serde(deserialize_with = "null_is_default")]
    pub scope_separator: String,
    /// Whether PKCE is used.
    #[serde(deserialize_with = "null_is_true")]
    pub pkce: bool,
    /// How the client authenticates; not chosen: by the issuer's metadata, else in the body.
    pub client_authentication: Option<ClientAuthentication>,
    /// What HTTP Basic is made of.
    #[serde(deserialize_with = "null_is_default")]
    pub basic_parts: BasicParts,
    /// The format of token requests.
    #[serde(deserialize_with = "null_is_default")]
    pub token_request_format: TokenRequestFormat,
    /// Whether `redirect_uri` goes into the query of the token endpoint's URL.
    #[serde(deserialize_with = "null_is_default")]
    pub redirect_uri_in_query: bool,
    /// Whether the code exchange repeats `state`.
    #[serde(deserialize_with = "null_is_default")]
    pub state_in_token_request: bool,
    /// Extra parameters of the authorization request.
    #[serde(deserialize_with = "null_is_default")]
    pub authorization_parameters: BTreeMap<String, String>,
    /// Extra parameters of the code exchange.
    #[serde(deserialize_with = "null_is_default")]
    pub token_parameters: BTreeMap<String, String>,
    /// Extra parameters of a refresh.
    #[serde(deserialize_with = "null_is_default")]
    pub refresh_parameters: BTreeMap<String, String>,
    /// How long before its end an access token is refreshed, in seconds.
    pub refresh_margin_seconds: Option<u64>,
    /// JSON pointer to the account's name.
    #[serde(deserialize_with = "null_is_default")]
    pub account_pointer: String,
    /// JSON pointer to the object that holds the token.
    #[serde(deserialize_with = "null_is_default")]
    pub token_pointer: String,
    /// What the number in `expires_in` counts.
    #[serde(deserialize_with = "null_is_default")]
    pub expires_in_unit: LifetimeUnit,
    /// The lifetime of an access token when none is stated, in seconds.
    pub default_lifetime_seconds: Option<u64>,
    /// For how long the provider takes a spent refresh token again, in seconds.
    #[serde(deserialize_with = "null_is_default")]
    pub reuse_window_seconds: u64,
    /// Apps of other owners, each as `tenant/manifest id`.
    #[serde(deserialize_with = "null_is_default")]
    pub admitted_apps: Vec<String>,
    /// The issuer's keys. Comes from its metadata; typed, it must say the same.
    pub jwks_uri: Option<String>,
    /// Whether the issuer announces `iss`. As above.
    pub announces_iss: Option<bool>,
    // What a registration shows of its state, so that what was read can be sent back. No effect.
    #[schema(ignore)]
    redirect_url: IgnoredAny,
    #[schema(ignore)]
    version: IgnoredAny,
    #[schema(ignore)]
    has_secret: IgnoredAny,
    #[schema(ignore)]
    has_former_secret: IgnoredAny,
    #[schema(ignore)]
    created_at: IgnoredAny,
    #[schema(ignore)]
    changed_at: IgnoredAny,
    #[schema(ignore)]
    broken: IgnoredAny,
    /// What the issuer's metadata document said; never typed.
    #[serde(skip)]
    pub(super) discovered: Option<Discovered>,
    #[serde(skip)]
    secret_problem: Option<FieldProblem>,
}

impl Default for RegistrationInput {
    fn default() -> Self {
        Self {
            id: None,
            name: String::new(),
            base_url: String::new(),
            restrict_by_org: RestrictByOrg::default(),
            restrict_by_app: RestrictByApp::default(),
            app_id: String::new(),
            client_id: String::new(),
            client_secret: None,
            former_secret_until: None,
            authorization_endpoint: String::new(),
            token_endpoint: String::new(),
            refresh_endpoint: String::new(),
            revocation_endpoint: String::new(),
            userinfo_endpoint: String::new(),
            issuer: None,
            scopes: Vec::new(),
            scope_separator: String::new(),
            pkce: yes(),
            client_authentication: None,
            basic_parts: BasicParts::default(),
            token_request_format: TokenRequestFormat::default(),
            redirect_uri_in_query: false,
            state_in_token_request: false,
            authorization_parameters: BTreeMap::new(),
            token_parameters: BTreeMap::new(),
            refresh_parameters: BTreeMap::new(),
            refresh_margin_seconds: None,
            account_pointer: String::new(),
            token_pointer: String::new(),
            expires_in_unit: LifetimeUnit::default(),
            default_lifetime_seconds: None,
            reuse_window_seconds: 0,
            admitted_apps: Vec::new(),
            jwks_uri: None,
            announces_iss: None,
            redirect_url: IgnoredAny,
            version: IgnoredAny,
            has_secret: IgnoredAny,
            has_former_secret: IgnoredAny,
            created_at: IgnoredAny,
            changed_at: IgnoredAny,
            broken: IgnoredAny,
            discovered: None,
            secret_problem: None,
        }
    }
}

impl RegistrationInput {
    /// Takes the secret out, to be sealed. What is wrong with its form is remembered, and told
    /// with the other fields by `validate`.
    pub fn take_secret(&mut self) -> Option<ClientSecret> {
        self.secret_problem = self.secret_problem();
        self.client_secret.take()
    }

    /// What is wrong with the form of the typed secret, whether or not it was taken out.
    pub(super) fn secret_problem(&self) -> Option<FieldProblem> {
        match &self.client_secret {
            Some(secret) => judge_secret(secret.expose()),
            None => self.secret_problem.clone(),
        }
    }

    /// Gives the endpoints of the issuer that the input names. Typed ones stay, and are refused by
    /// `validate` when they differ (SEC-SIGNIN-03).
    pub(crate) fn take_discovered(&mut self, found: &Discovered) {
        self.discovered = Some(found.clone());
    }

    /// The margin that is kept.
    pub(super) fn margin(&self) -> u64 {
        self.refresh_margin_seconds.unwrap_or_else(refresh_margin)
    }
}

/// RFC 6749 sets no limit; longer ones are not secrets but pasted files.
const LONGEST_SECRET: usize = 4096;

fn judge_secret(secret: &str) -> Option<FieldProblem> {
    let (code, message) = if secret.len() > LONGEST_SECRET {
        (
            "too_long",
            format!(
                "The client secret has {} bytes; at most {LONGEST_SECRET} are taken.",
                secret.len()
            ),
        )
    } else if secret.trim().len() != secret.len() {
        (
            "secret_blank",
            "The client secret begins or ends with a blank or a line break, which usually comes from copying. Paste it without.".to_owned(),
        )
    } else if secret.chars().any(char::is_control) {
        (
            "secret_malformed",
            "The client secret holds a control character. Paste it again.".to_owned(),
        )
    } else {
        return None;
    };
    Some(FieldProblem::new("clientSecret", code, message))
}

pub(super) fn null_is_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de> + Default,
{
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

fn null_is_true<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or(true))
}

/// An empty secret is none: a form sends the field that way when it is left alone.
pub(super) fn secret<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<ClientSecret>, D::Error> {
    let text: Option<String> = Option::deserialize(deserializer)?;
    Ok(text.filter(|text| !text.is_empty()).map(ClientSecret::new))
}

fn scopes<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Typed {
        List(Vec<String>),
        Text(String),
    }
    Ok(match Option::deserialize(deserializer)? {
        None => Vec::new(),
        Some(Typed::List(list)) => list,
        Some(Typed::Text(text)) => text.split_whitespace().map(str::to_owned).collect(),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use serde_json::json;

    use super::*;

    #[test]
    fn null_blank_and_absent_fields_are_read_alike() {
        let input: RegistrationInput = serde_json::from_value(json!({
            "name": "n", "refreshEndpoint": null, "pkce": null, "scopes": null,
            "clientSecret": "", "restrictByOrg": null, "refreshMarginSeconds": null,
        }))
        .unwrap();
        assert!(input.pkce);
        assert!(input.client_secret.is_none());
        assert_eq!(input.margin(), 60);
        assert!(input.refresh_endpoint.is_empty());
    }

    #[test]
    fn scopes_are_a_list_or_one_text() {
        for typed in [json!(["a", "b"]), json!("a  b")] {
            let input: RegistrationInput =
                serde_json::from_value(json!({ "scopes": typed })).unwrap();
            assert_eq!(input.scopes, ["a", "b"]);
        }
    }

    #[test]
    fn a_misspelt_field_is_refused() {
        assert!(
            serde_json::from_value::<RegistrationInput>(
                json!({ "restrictByOrgs": "MyOrganization" })
            )
            .is_err()
        );
    }

    #[test]
    fn what_is_wrong_with_a_secret_is_remembered_when_it_is_taken_out() {
        for (secret, code) in [
            ("plain %:+ &é", None),
            ("copied\n", Some("secret_blank")),
            (" copied", Some("secret_blank")),
            ("two\tparts", Some("secret_malformed")),
            (&"x".repeat(4096), None),
            (&"x".repeat(4097), Some("too_long")),
        ] {
            let mut input = RegistrationInput {
                client_secret: Some(ClientSecret::new(secret)),
                ..RegistrationInput::default()
            };
            let before = input.secret_problem();
            assert_eq!(before.as_ref().map(|problem| problem.code), code);
            assert_eq!(input.take_secret().unwrap().expose(), secret);
            assert_eq!(input.secret_problem(), before);
        }
    }

    #[test]
    fn sec_vault_09_the_secret_does_not_show_in_debug_output() {
        let input: RegistrationInput =
            serde_json::from_value(json!({ "clientSecret": "canary" })).unwrap();
        assert!(!format!("{input:?}").contains("canary"));
    }
}
