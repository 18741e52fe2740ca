//! What a provider wants before it gives a refresh token, by what is known of providers.

use std::collections::BTreeMap;

use crate::preset::Preset;
use crate::registration::Settings;

/// Parameters by which some provider is asked for offline access.
const OFFLINE: [&str; 5] = [
    "access_type",
    "token_access_type",
    "duration",
    "prompt",
    "offline",
];

/// What to add to the registration, in words; `offered` says that the provider's metadata list the
/// scope `offline_access`.
pub(super) fn for_refresh_token(settings: &Settings, offered: bool) -> Option<String> {
    let preset = Preset::of_endpoint(&settings.authorization_endpoint);
    if let Some(preset) = preset {
        let missing: Vec<String> = parameters(preset)
            .into_iter()
            .filter(|(name, value)| {
                OFFLINE.contains(&name.as_str())
                    && settings.authorization_parameters.get(name) != Some(value)
            })
            .map(|(name, value)| format!("`{name}={value}`"))
            .collect();
        if !missing.is_empty() {
            return Some(format!(
                "{} wants the additional authorization parameter {}.",
                preset.name,
                missing.join(" and ")
            ));
        }
        let wants_scope = preset
            .scopes()
            .iter()
            .any(|scope| scope == "offline_access");
        if wants_scope && !asks_for_offline_access(settings) {
            return Some(format!("{} wants the scope `offline_access`.", preset.name));
        }
    }
    (offered && !asks_for_offline_access(settings))
        .then(|| "The provider's metadata list the scope `offline_access`; add it.".to_owned())
}

fn asks_for_offline_access(settings: &Settings) -> bool {
    settings
        .scopes
        .iter()
        .any(|scope| scope == "offline_access")
}

fn parameters(preset: &Preset) -> BTreeMap<String, String> {
    let fields = preset.raw();
    let parameters = fields
        .get("authorizationParameters")
        .and_then(|parameters| parameters.as_object());
    parameters
        .into_iter()
        .flatten()
        .filter_map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned())))
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use url::Url;

    use super::*;
    use crate::registration::settings_for_tests as settings;

    #[test]
    fn the_parameter_that_a_known_provider_wants_is_named_until_it_is_there() {
        let mut google = settings();
        google.authorization_endpoint =
            Url::parse("https://accounts.google.com/o/oauth2/v2/auth").unwrap();
        let advice = for_refresh_token(&google, false).unwrap();
        assert!(advice.contains("`access_type=offline`"), "{advice}");
        let parameters = parameters(Preset::find("google").unwrap());
        google.authorization_parameters = parameters;
        assert_eq!(for_refresh_token(&google, false), None);
    }

    #[test]
    fn a_provider_that_nobody_knows_is_asked_for_what_its_metadata_offer() {
        let mut unknown = settings();
        assert_eq!(for_refresh_token(&unknown, false), None);
        assert!(for_refresh_token(&unknown, true).is_some());
        unknown.scopes.push("offline_access".to_owned());
        assert_eq!(for_refresh_token(&unknown, true), None);
    }

    #[test]
    fn a_preset_is_found_by_its_host_also_where_a_part_of_it_differs_by_customer() {
        let of = |url: &str| Preset::of_endpoint(&Url::parse(url).unwrap()).map(|p| p.id);
        assert_eq!(
            of("https://contoso.okta.com/oauth2/v1/authorize"),
            Some("okta")
        );
        assert_eq!(
            of("https://okta.com.evil.example/oauth2/v1/authorize"),
            None
        );
        assert_eq!(of("https://as.example/authorize"), None);
    }
}
