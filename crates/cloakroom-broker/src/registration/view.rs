//! A registration as its owner sees it.

use cloakroom_model::RegistrationId;
use serde::Serialize;

use super::Settings;

/// A registration without its secret, which nothing ever returns (SEC-VAULT-08).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RegistrationView {
    /// The *OAuth client registration ID*.
    pub id: RegistrationId,
    /// What to enter at the provider as redirect URL.
    pub redirect_url: String,
    /// The version that is in force.
    pub version: i64,
    /// Whether a client secret is kept.
    pub has_secret: bool,
    /// The code of the error by which the provider refused the client itself, when it did last.
    pub broken: Option<String>,
    /// Everything else.
    #[serde(flatten)]
    pub settings: Settings,
}

impl RegistrationView {
    pub(crate) fn new(
        id: &RegistrationId,
        version: i64,
        redirect_url: &str,
        settings: &Settings,
        has_secret: bool,
        broken: Option<&str>,
    ) -> Self {
        Self {
            id: id.clone(),
            redirect_url: redirect_url.to_owned(),
            version,
            has_secret,
            broken: broken.map(str::to_owned),
            settings: settings.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use cloakroom_model::SeededRandom;

    use super::super::settings::tests::settings;
    use super::*;

    #[test]
    fn a_view_has_the_fields_of_the_settings_beside_its_own() {
        let id = RegistrationId::generate(&SeededRandom::new(1));
        let view =
            RegistrationView::new(&id, 2, "https://rooms.example/r", &settings(), true, None);
        let json = serde_json::to_value(view).unwrap();
        assert_eq!(json["hasSecret"], true);
        assert_eq!(json["redirectUrl"], "https://rooms.example/r");
        assert_eq!(json["baseUrl"], "https://repairs.example/");
        assert!(json.get("clientSecret").is_none());
    }
}
