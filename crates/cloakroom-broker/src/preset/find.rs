//! Finding the preset of a registration that was typed by hand.

use serde_json::{Map, Value};
use url::Url;

use super::Preset;

impl Preset {
    /// The preset whose users sign in at that endpoint's host. A placeholder stands for one label
    /// or more.
    pub(crate) fn of_endpoint(authorization_endpoint: &Url) -> Option<&'static Self> {
        let host = authorization_endpoint.host_str()?;
        Self::all().find(|preset| {
            let fields = preset.raw();
            let pattern = fields
                .get("authorizationEndpoint")
                .and_then(Value::as_str)
                .and_then(|url| url.split("://").nth(1))
                .and_then(|rest| rest.split('/').next());
            pattern.is_some_and(|pattern| fits(pattern, host))
        })
    }

    /// The fields with their placeholders, which stand inside of texts.
    pub(crate) fn raw(&self) -> Map<String, Value> {
        // The table is JSON, which a test reads whole.
        serde_json::from_str(self.fields).unwrap_or_default()
    }

    /// The scopes that it asks for.
    pub(crate) fn scopes(&self) -> Vec<String> {
        let fields = self.raw();
        let scopes = fields.get("scopes").and_then(Value::as_array);
        scopes
            .into_iter()
            .flatten()
            .filter_map(|scope| scope.as_str().map(str::to_owned))
            .collect()
    }
}

/// Whether a host is of the pattern, such as `{subdomain}.okta.com`. One that is wholly a
/// placeholder says nothing.
fn fits(pattern: &str, host: &str) -> bool {
    let Some((before, rest)) = pattern.split_once('{') else {
        return pattern == host;
    };
    let Some((_, after)) = rest.split_once('}') else {
        return false;
    };
    !after.is_empty()
        && !after.contains('{')
        && host.len() > before.len() + after.len()
        && host.starts_with(before)
        && host.ends_with(after)
}
