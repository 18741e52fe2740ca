//! How the API wants to be called, as manifest and registration have it.

use serde_json::{Map, Value, json};

use super::Choices;
use super::source::Source;
use crate::openapi::graph::Graph;
use crate::openapi::view::View;

/// What stands in the manifest until there is a registration.
const PLACEHOLDER: &str = "REGISTRATION_ID";

/// The authorization of a package: of one scheme of the description.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Authorization {
    /// OAuth with the authorization code flow.
    OAuth {
        scheme: String,
        authorization: Option<String>,
        token: Option<String>,
        refresh: Option<String>,
        scopes: Vec<String>,
    },
    /// A key or token that is the same for all users.
    Key { scheme: String },
}

/// The authorization of an operation; `None` where it wants none.
pub(super) fn of(operation: &View<'_>, graph: &Graph<'_>) -> Option<Authorization> {
    let root = View::root(graph);
    let required = operation
        .get("security")
        .filter(View::is_truthy)
        .or_else(|| root.get("security"))?;
    let schemes = root.get("components")?.get("securitySchemes")?;
    let mut key = None;
    for alternative in required.items() {
        let names = alternative.members();
        let [(name, _)] = names.as_slice() else {
            continue;
        };
        let Some(scheme) = schemes.get(name) else {
            continue;
        };
        match scheme.str("type") {
            Some("oauth2") => {
                let Some(flow) = scheme
                    .get("flows")
                    .and_then(|flows| flows.get("authorizationCode"))
                else {
                    continue;
                };
                let text = |key: &str| flow.str(key).map(str::to_owned);
                let scopes = flow
                    .get("scopes")
                    .map(|scopes| scopes.members())
                    .unwrap_or_default();
                return Some(Authorization::OAuth {
                    scheme: (*name).to_owned(),
                    authorization: text("authorizationUrl"),
                    token: text("tokenUrl"),
                    refresh: text("refreshUrl"),
                    scopes: scopes
                        .iter()
                        .map(|(scope, _)| (*scope).to_owned())
                        .collect(),
                });
            }
            Some("apiKey") => key = key.or(Some(*name)),
            Some("http")
                if scheme
                    .str("scheme")
                    .is_some_and(|scheme| scheme.eq_ignore_ascii_case("bearer")) =>
            {
                key = key.or(Some(*name));
            }
            _ => {}
        }
    }
    key.map(|scheme| Authorization::Key {
        scheme: scheme.to_owned(),
    })
}

impl Authorization {
    /// `authorization` of the compose extension.
    pub(super) fn manifest(this: Option<&Self>, choices: &Choices) -> Value {
        let id = choices.registration.as_deref().unwrap_or(PLACEHOLDER);
        match this {
            None => json!({ "authType": "none" }),
            Some(Self::OAuth { .. }) => json!({
                "authType": "oAuth2.0",
                "oAuthConfiguration": { "oAuthConfigurationId": id },
            }),
            Some(Self::Key { .. }) => json!({
                "authType": "apiSecretServiceAuth",
                "apiSecretServiceAuthConfiguration": { "apiSecretRegistrationId": id },
            }),
        }
    }

    /// The fields of a registration that the description knows.
    pub(super) fn registration(&self, source: &Source, choices: &Choices) -> Option<Value> {
        let Self::OAuth {
            authorization,
            token,
            refresh,
            scopes,
            ..
        } = self
        else {
            return None;
        };
        let mut fields = Map::new();
        let title = super::manifest::name(source, choices);
        fields.insert("name".to_owned(), title.into());
        if let Some(server) = super::manifest::server(source) {
            let mut base = server.to_string();
            if !base.ends_with('/') {
                base.push('/');
            }
            fields.insert("baseUrl".to_owned(), base.into());
        }
        for (name, value) in [
            ("authorizationEndpoint", authorization),
            ("tokenEndpoint", token),
            ("refreshEndpoint", refresh),
        ] {
            if let Some(value) = value {
                fields.insert(name.to_owned(), value.clone().into());
            }
        }
        fields.insert("scopes".to_owned(), scopes.clone().into());
        Some(fields.into())
    }
}
