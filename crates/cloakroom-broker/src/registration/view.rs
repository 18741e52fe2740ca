//! A registration as its owner sees it.

use cloakroom_model::{RegistrationId, Timestamp};
use cloakroom_store::{Registration, SecretsHeld};
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
    /// Whether the client secret before it is kept beside it.
    pub has_former_secret: bool,
    /// When that one is destroyed.
    pub former_secret_until: Option<Timestamp>,
    /// When the ID was reserved.
    pub created_at: Timestamp,
    /// When it was last saved.
    pub changed_at: Timestamp,
    /// The code of the error by which the provider refused the client itself, when it did last.
    pub broken: Option<String>,
    /// Everything else.
    #[serde(flatten)]
    pub settings: Settings,
}

impl RegistrationView {
    pub(crate) fn new(
        registration: &Registration,
        redirect_url: String,
        settings: Settings,
        held: SecretsHeld,
    ) -> Self {
        Self {
            id: registration.public_id.clone(),
            redirect_url,
            version: registration.version,
            has_secret: held.first,
            has_former_secret: held.second,
            former_secret_until: held.second_until,
            created_at: registration.created_at,
            changed_at: registration.changed_at,
            broken: registration.broken.clone(),
            settings,
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use cloakroom_model::SeededRandom;
    use cloakroom_store::{RegistrationKey, RegistrationKind};

    use super::super::settings::tests::settings;
    use super::*;

    /// A saved registration, for the tests of this crate.
    pub(crate) fn registration() -> Registration {
        Registration {
            key: RegistrationKey {
                owner: "contoso".parse().unwrap(),
                id: uuid::Uuid::nil(),
            },
            public_id: RegistrationId::generate(&SeededRandom::new(1)),
            kind: RegistrationKind::OAuth,
            version: 2,
            redirect_path: "/r".to_owned(),
            broken: None,
            created_at: Timestamp::from_millis(1),
            changed_at: Timestamp::from_millis(2),
            retired_at: None,
        }
    }

    /// One secret, for the tests of this crate.
    pub(crate) fn held() -> SecretsHeld {
        SecretsHeld {
            first: true,
            ..SecretsHeld::default()
        }
    }

    #[test]
    fn a_view_has_the_fields_of_the_settings_beside_its_own() {
        let registration = registration();
        let url = "https://rooms.example/r".to_owned();
        let view = RegistrationView::new(&registration, url, settings(), held());
        let json = serde_json::to_value(view).unwrap();
        assert_eq!(json["hasSecret"], true);
        assert_eq!(json["redirectUrl"], "https://rooms.example/r");
        assert_eq!(json["baseUrl"], "https://repairs.example/");
        assert!(json.get("clientSecret").is_none());
    }
}
