//! Presets of providers, from the facts in `../shared/data/providers.json`:
//! `crates/cloakroom-broker/src/preset/table.rs`.

use std::fmt::Write as _;

use anyhow::{Context, Result};
use serde_json::{Map, Value, json};

use super::{Generated, Sources};

/// What the facts say in words alone, as fields of a registration.
const FURTHER: &[(&str, &str, &str)] = &[
    ("facebook", "redirectUriInQuery", "true"),
    ("figma", "redirectUriInQuery", "true"),
    ("stripe-app", "clientAuthentication", "\"basicRaw\""),
    (
        "stripe-app",
        "basicParts",
        r#"{"user": "clientSecret", "password": "empty"}"#,
    ),
    ("stripe-app", "defaultLifetimeSeconds", "3600"),
    ("tiktok-accounts", "tokenPointer", "\"/data\""),
];

/// Their revocation is not that of RFC 7009, which is the one that is built.
const OTHER_REVOCATION: &[&str] = &["hubspot", "squareup", "todoist"];

/// What no setting helps with.
const UNSUPPORTED: &[(&str, &str)] = &[
    (
        "bamboohr",
        "It may want request=authorize, a name that is reserved for request objects (RFC 9101).",
    ),
    (
        "bigcommerce",
        "Its API wants the token in X-Auth-Token and not as Bearer.",
    ),
    (
        "facebook",
        "It gives no refresh token; the user signs in again at the end.",
    ),
    (
        "instagram",
        "It gives no refresh token; the user signs in again at the end.",
    ),
    (
        "shopify",
        "Its API wants the token in X-Shopify-Access-Token and not as Bearer.",
    ),
    (
        "tiktok-accounts",
        "It calls the client ID client_key; requests carry client_id.",
    ),
];

pub(super) fn generate(sources: &Sources<'_>) -> Result<Option<Vec<Generated>>> {
    let Some(shared) = &sources.shared else {
        return Ok(None);
    };
    let text = std::fs::read_to_string(shared.join("data/providers.json"))?;
    let facts: Value = serde_json::from_str(&text)?;
    let providers = facts["providers"].as_array().context("providers")?;
    let mut table = String::from(
        "//! Made by `cargo run -p xtask -- generate providers`; not edited by hand.\n\n\
         use super::Preset;\n\n\
         pub(super) const PRESETS: &[Preset] = &[\n",
    );
    for provider in providers {
        let text = |name: &str| provider[name].as_str().unwrap_or_default();
        let fields = serde_json::to_string(&fields(provider))?;
        let quirks = provider["quirks"].as_array().into_iter().flatten();
        let notes = quirks.filter_map(|quirk| quirk["fact"].as_str());
        let unsupported = UNSUPPORTED.iter().filter(|(id, _)| *id == text("id"));
        let notes: Vec<_> = notes.chain(unsupported.map(|(_, note)| *note)).collect();
        writeln!(
            table,
            "    Preset {{\n        id: {:?},\n        name: {:?},\n        fields: {},\n        \
             notes: &{:?},\n    }},",
            text("id"),
            text("name"),
            raw(&fields),
            notes
        )?;
    }
    table.push_str("];\n");
    Ok(Some(vec![Generated {
        path: "crates/cloakroom-broker/src/preset/table.rs",
        text: table,
    }]))
}

/// A raw string literal; JSON holds no `"#`, or two signs are taken.
fn raw(text: &str) -> String {
    if text.contains("\"#") {
        format!("r##\"{text}\"##")
    } else {
        format!("r#\"{text}\"#")
    }
}

/// The fields of a registration, as the portal API has them.
fn fields(provider: &Value) -> Map<String, Value> {
    let mut fields = Map::new();
    let id = provider["id"].as_str().unwrap_or_default();
    // A host that is wholly the customer's is named without its scheme.
    let url = |name: &str| {
        let url = provider[name].as_str().map(variables)?;
        Some(if url.starts_with('{') {
            format!("https://{url}")
        } else {
            url
        })
    };
    for (field, fact) in [
        ("authorizationEndpoint", "authorization_url"),
        ("tokenEndpoint", "token_url"),
        ("refreshEndpoint", "refresh_url"),
    ] {
        if let Some(url) = url(fact) {
            fields.insert(field.to_owned(), url.into());
        }
    }
    if let Some(url) = url("revocation_url")
        && provider["revocation_url_checked"] == true
        && !url.contains(' ')
        && !OTHER_REVOCATION.contains(&id)
    {
        fields.insert("revocationEndpoint".to_owned(), url.into());
    }
    fields.insert("scopes".to_owned(), provider["default_scopes"].clone());
    fields.insert(
        "scopeSeparator".to_owned(),
        provider["scope_separator"].clone(),
    );
    let authentication = match provider["token_auth_method"].as_str() {
        Some("client_secret_basic") => "basic",
        _ => "post",
    };
    fields.insert("clientAuthentication".to_owned(), authentication.into());
    if provider["token_body_format"] == "json" {
        fields.insert("tokenRequestFormat".to_owned(), "json".into());
    }
    fields.insert("pkce".to_owned(), (provider["pkce"] != "omit").into());
    for (field, fact) in [
        ("authorizationParameters", "extra_authorization_params"),
        ("tokenParameters", "extra_token_params"),
        ("refreshParameters", "extra_refresh_params"),
    ] {
        let parameters: Map<_, _> = provider[fact]
            .as_object()
            .into_iter()
            .flatten()
            // Reserved there, and refused from whomever it comes.
            .filter(|(name, _)| (field, name.as_str()) != ("authorizationParameters", "request"))
            .map(|(name, value)| {
                let text = value.as_str().map_or_else(|| value.to_string(), variables);
                (name.clone(), Value::from(text))
            })
            .collect();
        if !parameters.is_empty() {
            fields.insert(field.to_owned(), json!(parameters));
        }
    }
    for (_, field, value) in FURTHER.iter().filter(|(of, _, _)| *of == id) {
        // The table above is JSON.
        let value = serde_json::from_str(value).unwrap_or_default();
        fields.insert((*field).to_owned(), value);
    }
    fields
}

/// Both spellings of a variable as one: `{name}`.
fn variables(text: &str) -> String {
    text.replace("${connectionConfig.", "{").replace("${", "{")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_become_the_fields_of_a_registration() {
        let provider = json!({
            "id": "figma", "authorization_url": "https://a.example/{sub}",
            "token_url": "https://t.example/", "refresh_url": null,
            "revocation_url": "https://r.example/x (DELETE)", "revocation_url_checked": true,
            "scope_separator": ",", "default_scopes": ["a"],
            "token_auth_method": "client_secret_basic", "token_body_format": "json",
            "pkce": "omit", "extra_authorization_params": {"session": false},
            "extra_token_params": {"context": "stores/${connectionConfig.hash}"},
            "extra_refresh_params": {},
        });
        let expected = json!({
            "authorizationEndpoint": "https://a.example/{sub}",
            "tokenEndpoint": "https://t.example/", "scopes": ["a"], "scopeSeparator": ",",
            "clientAuthentication": "basic", "tokenRequestFormat": "json", "pkce": false,
            "authorizationParameters": {"session": "false"},
            "tokenParameters": {"context": "stores/{hash}"}, "redirectUriInQuery": true,
        });
        assert_eq!(Value::Object(fields(&provider)), expected);
    }
}
