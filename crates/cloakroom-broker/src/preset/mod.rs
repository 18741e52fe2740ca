//! Presets: what is known of a provider, as the fields of a registration (decision 9).
//!
//! The table is made from collected facts (`cargo run -p xtask -- generate providers`), of which
//! not each was checked at its provider; what is saved is judged as if it had been typed.

mod find;
// As it is made, so that making it again shows what differs.
#[rustfmt::skip]
mod table;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use self::table::PRESETS;

/// What is known of a provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preset {
    /// Its short name.
    pub id: &'static str,
    /// What people call it.
    pub name: &'static str,
    /// The fields of a registration, in JSON; `{name}` stands for what differs by customer.
    fields: &'static str,
    /// What else is said of it: for whoever registers, and without a promise.
    pub notes: &'static [&'static str],
}

/// Why a preset gives no fields.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PresetError {
    /// There is none with that name.
    #[error("there is no preset {0:?}; there are {known}", known = names())]
    Unknown(String),
    /// What differs by customer was not said.
    #[error("the preset needs {0}: its hosts or parameters differ by customer")]
    Missing(String),
    /// It was said of something that does not differ.
    #[error("the preset has no {{{0}}}")]
    Unused(String),
    /// It would change more than its place.
    #[error("the value of {0} may hold letters, digits, `.`, `-` and `_` only")]
    Malformed(String),
}

fn names() -> String {
    let names: Vec<_> = PRESETS.iter().map(|preset| preset.id).collect();
    names.join(", ")
}

impl Preset {
    /// All of them, by their short names.
    pub fn all() -> impl Iterator<Item = &'static Self> {
        PRESETS.iter()
    }

    /// The one with that short name.
    pub fn find(id: &str) -> Result<&'static Self, PresetError> {
        PRESETS
            .iter()
            .find(|preset| preset.id == id)
            .ok_or_else(|| PresetError::Unknown(id.to_owned()))
    }

    /// What differs by customer, such as `subdomain`.
    pub fn variables(&self) -> BTreeSet<&'static str> {
        let open = self.fields.match_indices('{').map(|(at, _)| at + 1);
        open.filter_map(|from| {
            let rest = &self.fields[from..];
            let name = &rest[..rest.find('}')?];
            let named = !name.is_empty() && name.chars().all(|c| is_plain(c) && c != '.');
            named.then_some(name)
        })
        .collect()
    }

    /// The fields as the portal API takes them, with what differs by customer put in.
    ///
    /// # Errors
    /// When a value is missing, not wanted, or holds what would change more than its place.
    pub fn fields(
        &self,
        values: &BTreeMap<String, String>,
    ) -> Result<Map<String, Value>, PresetError> {
        let variables = self.variables();
        if let Some(unused) = values
            .keys()
            .find(|name| !variables.contains(name.as_str()))
        {
            return Err(PresetError::Unused(unused.clone()));
        }
        let mut text = self.fields.to_owned();
        for name in variables {
            let value = values
                .get(name)
                .ok_or_else(|| PresetError::Missing(name.to_owned()))?;
            if value.is_empty() || !value.chars().all(is_plain) {
                return Err(PresetError::Malformed(name.to_owned()));
            }
            text = text.replace(&format!("{{{name}}}"), value);
        }
        // The table is JSON, which a test reads whole, and plain text leaves it so.
        Ok(serde_json::from_str(&text).unwrap_or_default())
    }
}

/// What no URL and no JSON takes for anything but text.
const fn is_plain(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_')
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::registration::{Environment, RegistrationInput, validate};

    fn values(of: &[(&str, &str)]) -> BTreeMap<String, String> {
        let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        of.iter().map(own).collect()
    }

    #[test]
    fn each_preset_makes_a_registration_that_is_taken() {
        assert!(PRESETS.len() > 60);
        for preset in Preset::all() {
            let values = preset
                .variables()
                .into_iter()
                .map(|name| (name.to_owned(), "contoso.example".to_owned()))
                .collect();
            let mut fields = preset.fields(&values).unwrap();
            assert!(!fields.is_empty(), "{}", preset.id);
            for (name, value) in [
                ("name", "n"),
                ("baseUrl", "https://api.example/"),
                ("clientId", "c"),
                ("clientSecret", "s"),
            ] {
                fields.insert(name.to_owned(), value.into());
            }
            let input: RegistrationInput = serde_json::from_value(fields.into()).unwrap();
            let environment = Environment { production: true };
            let settings = validate(&input, false, &environment);
            assert!(settings.is_ok(), "{}: {settings:?}", preset.id);
        }
    }

    #[test]
    fn what_differs_by_customer_is_put_in_and_cannot_change_the_host() {
        let okta = Preset::find("okta").unwrap();
        assert_eq!(
            okta.variables().into_iter().collect::<Vec<_>>(),
            ["subdomain"]
        );
        let fields = okta.fields(&values(&[("subdomain", "contoso")])).unwrap();
        let endpoint = fields["tokenEndpoint"].as_str().unwrap();
        assert!(
            endpoint.starts_with("https://contoso.okta.com/"),
            "{endpoint}"
        );
        assert_eq!(
            okta.fields(&values(&[])).unwrap_err(),
            PresetError::Missing("subdomain".to_owned())
        );
        for evil in [
            "",
            "evil.example/",
            "a@evil.example",
            "a\",\"x\":\"",
            "a#",
            "ä",
        ] {
            let error = okta.fields(&values(&[("subdomain", evil)])).unwrap_err();
            assert_eq!(error, PresetError::Malformed("subdomain".to_owned()));
        }
        let google = Preset::find("google").unwrap();
        let error = google.fields(&values(&[("subdomain", "x")])).unwrap_err();
        assert_eq!(error, PresetError::Unused("subdomain".to_owned()));
    }

    #[test]
    fn a_name_that_is_not_there_is_answered_with_those_that_are() {
        let error = Preset::find("googel").unwrap_err().to_string();
        assert!(
            error.contains("google") && error.contains("okta"),
            "{error}"
        );
    }

    #[test]
    fn what_real_providers_need_is_in_their_presets() {
        let fields = |id| {
            let preset = Preset::find(id).unwrap();
            preset.fields(&BTreeMap::new()).unwrap()
        };
        assert_eq!(
            fields("google")["authorizationParameters"]["access_type"],
            "offline"
        );
        assert_eq!(fields("notion")["tokenRequestFormat"], "json");
        assert_eq!(fields("notion")["clientAuthentication"], "basic");
        assert_eq!(fields("linkedin")["pkce"], false);
        assert_eq!(fields("figma")["redirectUriInQuery"], true);
        assert_eq!(fields("stripe-app")["basicParts"]["user"], "clientSecret");
        assert_eq!(fields("basecamp")["tokenParameters"]["type"], "web_server");
    }
}
