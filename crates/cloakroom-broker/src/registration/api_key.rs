//! API key registrations: what is typed, what is kept, and the checks in between.

use cloakroom_model::{ManifestId, RegistrationId};
use cloakroom_vault::ClientSecret;
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use url::Url;

use super::endpoint::{Environment, Kind};
use super::input::{null_is_default, secret};
use super::problem::Problems;
use super::validate::{LONGEST_NAME, admitted, app_id};
use super::{AdmittedApp, FieldProblem, RestrictByApp, RestrictByOrg};

/// The lengths of a key in characters that the vendor's portal takes.
const KEY_LENGTHS: std::ops::RangeInclusive<usize> = 10..=2048;

/// Which of two keys is sent.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum KeyInUse {
    /// The first.
    #[default]
    First,
    /// The second.
    Second,
}

/// The fields of an API key registration, unchecked. Keys go in and never come out.
#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ApiKeyInput {
    /// An ID reserved before.
    #[serde(default)]
    pub id: Option<RegistrationId>,
    /// The registration's name.
    #[serde(default, deserialize_with = "null_is_default")]
    pub name: String,
    /// *Base URL*: the key goes to URLs beneath it and nowhere else.
    #[serde(default, deserialize_with = "null_is_default")]
    pub base_url: String,
    /// *Restrict usage by org*.
    #[serde(default, deserialize_with = "null_is_default")]
    pub restrict_by_org: RestrictByOrg,
    /// *Restrict usage by app*.
    #[serde(default, deserialize_with = "null_is_default")]
    pub restrict_by_app: RestrictByApp,
    /// The manifest's id for *Existing Teams app ID*.
    #[serde(default, deserialize_with = "null_is_default")]
    pub app_id: String,
    /// Apps of other owners, each as `tenant/manifest id`.
    #[serde(default, deserialize_with = "null_is_default")]
    pub admitted_apps: Vec<String>,
    /// The first key, 10 to 2048 characters. Absent on a change: the one that is kept.
    #[serde(default, deserialize_with = "secret")]
    #[schema(value_type = Option<String>, write_only)]
    pub key: Option<ClientSecret>,
    /// The second key. Absent on a change: the one that is kept.
    #[serde(default, deserialize_with = "secret")]
    #[schema(value_type = Option<String>, write_only)]
    pub second_key: Option<ClientSecret>,
    /// Destroys the second key.
    #[serde(default)]
    pub remove_second_key: bool,
    /// Which of the keys is sent.
    #[serde(default, deserialize_with = "null_is_default")]
    pub in_use: KeyInUse,
    // What a registration shows of its state, so that what was read can be sent back. No effect.
    #[serde(default, rename = "version")]
    #[schema(ignore)]
    _version: IgnoredAny,
    #[serde(default, rename = "hasSecondKey")]
    #[schema(ignore)]
    _has_second_key: IgnoredAny,
    #[serde(default, rename = "createdAt")]
    #[schema(ignore)]
    _created_at: IgnoredAny,
    #[serde(default, rename = "changedAt")]
    #[schema(ignore)]
    _changed_at: IgnoredAny,
}

/// The settings of one version of an API key registration, as its row keeps them in JSON.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ApiKeySettings {
    /// The registration's name, unique in the tenant without case.
    pub name: String,
    /// *Base URL*.
    pub base_url: Url,
    /// *Restrict usage by org*.
    pub restrict_by_org: RestrictByOrg,
    /// *Restrict usage by app*.
    pub restrict_by_app: RestrictByApp,
    /// The manifest's id that *Existing Teams app ID* binds to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub app_id: Option<ManifestId>,
    /// Apps of other owners that *Existing Teams app ID* lets in.
    #[serde(default)]
    #[schema(required = true, value_type = Vec<String>)]
    pub admitted_apps: Vec<AdmittedApp>,
    /// Which of the keys is sent.
    #[serde(default)]
    #[schema(required = true)]
    pub in_use: KeyInUse,
}

/// An API key registration without its keys, which nothing ever returns.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ApiKeyView {
    /// The registration ID that a manifest carries as `apiSecretRegistrationId`.
    pub id: RegistrationId,
    /// The version in force; in quotes it is the ETag.
    pub version: i64,
    /// Whether there is a second key.
    pub has_second_key: bool,
    /// When it was made.
    pub created_at: cloakroom_model::Timestamp,
    /// When it was last saved.
    pub changed_at: cloakroom_model::Timestamp,
    /// Everything else.
    #[serde(flatten)]
    pub settings: ApiKeySettings,
}

/// What of the keys is kept already.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct KeptKeys {
    pub(crate) first: bool,
    pub(crate) second: bool,
}

/// The settings to keep, or every problem of every field.
pub(crate) fn validate_api_key(
    input: &ApiKeyInput,
    kept: KeptKeys,
    environment: Environment,
) -> Result<ApiKeySettings, Vec<FieldProblem>> {
    let mut problems = Problems(Vec::new());
    let name = problems.text("name", "The name", &input.name, LONGEST_NAME);
    let base_url = problems.needed_url("baseUrl", &input.base_url, Kind::Base, environment);
    let app_id = app_id(input.restrict_by_app, &input.app_id, &mut problems);
    let admitted_apps = admitted(input.restrict_by_app, &input.admitted_apps, &mut problems);
    for (field, key) in [("key", &input.key), ("secondKey", &input.second_key)] {
        if let Some(key) = key {
            judge_key(field, key.expose(), &mut problems);
        }
    }
    if input.key.is_none() && !kept.first {
        problems.add("key", "required", "The API key is needed.");
    }
    let second = input.second_key.is_some() || (kept.second && !input.remove_second_key);
    if input.in_use == KeyInUse::Second && !second {
        problems.add(
            "inUse",
            "second_key_missing",
            "There is no second key to be sent. Enter it, or send the first.",
        );
    }
    let (Some(base_url), true) = (base_url, problems.0.is_empty()) else {
        return Err(problems.0);
    };
    Ok(ApiKeySettings {
        name,
        base_url,
        restrict_by_org: input.restrict_by_org,
        restrict_by_app: input.restrict_by_app,
        app_id,
        admitted_apps,
        in_use: input.in_use,
    })
}

fn judge_key(field: &'static str, key: &str, problems: &mut Problems) {
    let length = key.chars().count();
    if !KEY_LENGTHS.contains(&length) {
        problems.add(
            field,
            "key_length",
            &format!("The key has {length} characters; 10 to 2048 are taken."),
        );
    } else if !key.bytes().all(|byte| byte.is_ascii_graphic()) {
        // RFC 9110 §5.5: it is sent in a header. Blanks at its ends come from copying.
        problems.add(
            field,
            "key_characters",
            "The key holds a blank, a line break or a character beyond ASCII, which cannot stand in the header that carries it. Paste it again.",
        );
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use serde_json::json;

    use super::*;

    const HERE: Environment = Environment { production: true };

    fn input(changes: serde_json::Value) -> ApiKeyInput {
        let mut fields = json!({
            "name": "Reports", "baseUrl": "https://reports.example/v1", "key": "0123456789",
        });
        for (name, value) in changes.as_object().unwrap() {
            fields[name] = value.clone();
        }
        serde_json::from_value(fields).unwrap()
    }

    fn codes(changes: serde_json::Value) -> Vec<(String, &'static str)> {
        let problems = validate_api_key(&input(changes), KeptKeys::default(), HERE);
        problems
            .err()
            .unwrap_or_default()
            .into_iter()
            .map(|problem| (problem.field, problem.code))
            .collect()
    }

    #[test]
    fn a_key_has_10_to_2048_characters_that_a_header_can_carry() {
        assert!(codes(json!({})).is_empty());
        assert!(codes(json!({"key": "x".repeat(2048)})).is_empty());
        for key in ["123456789".to_owned(), "x".repeat(2049)] {
            assert_eq!(
                codes(json!({"key": key})),
                [("key".to_owned(), "key_length")]
            );
        }
        for key in ["0123456789 ", "01234\n56789", "0123456789é"] {
            assert_eq!(
                codes(json!({"key": key})),
                [("key".to_owned(), "key_characters")]
            );
        }
    }

    #[test]
    fn the_first_key_is_needed_once_and_the_second_only_to_be_sent() {
        assert_eq!(
            codes(json!({"key": null})),
            [("key".to_owned(), "required")]
        );
        let kept = KeptKeys {
            first: true,
            second: false,
        };
        assert!(validate_api_key(&input(json!({"key": null})), kept, HERE).is_ok());
        assert_eq!(
            codes(json!({"inUse": "second"})),
            [("inUse".to_owned(), "second_key_missing")]
        );
        assert!(codes(json!({"inUse": "second", "secondKey": "abcdefghij"})).is_empty());
    }

    #[test]
    fn what_is_shown_can_be_sent_back_and_means_the_same() {
        let typed = input(json!({
            "restrictByApp": "ExistingApp", "appId": "0f3a2b1c-0000-4000-8000-000000000001",
            "restrictByOrg": "AnyOrganization", "secondKey": "abcdefghij", "inUse": "second",
        }));
        let settings = validate_api_key(&typed, KeptKeys::default(), HERE).unwrap();
        let shown = ApiKeyView {
            id: RegistrationId::generate(&cloakroom_model::SeededRandom::new(1)),
            version: 1,
            has_second_key: true,
            created_at: cloakroom_model::Timestamp::from_millis(1),
            changed_at: cloakroom_model::Timestamp::from_millis(1),
            settings: settings.clone(),
        };
        let shown = serde_json::to_value(shown).unwrap();
        let input: ApiKeyInput = serde_json::from_value(shown).unwrap();
        let kept = KeptKeys {
            first: true,
            second: true,
        };
        assert_eq!(validate_api_key(&input, kept, HERE), Ok(settings));
    }

    #[test]
    fn sec_vault_09_the_keys_do_not_show_in_debug_output() {
        let input = input(json!({"key": "canary-key-1", "secondKey": "canary-key-2"}));
        assert!(!format!("{input:?}").contains("canary"), "{input:?}");
    }
}
