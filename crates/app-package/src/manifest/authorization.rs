//! `authorization` of a compose extension, with the leniencies that real packages need.

use super::Authorization;
use super::version::Version;
use crate::document::{Cursor, NodeValue};
use crate::problem::{Problem, Problems};

const TYPES: [&str; 4] = ["none", "apiSecretServiceAuth", "microsoftEntra", "oAuth2.0"];

/// Reads it, or reports why not. Absent means none, as in the schema.
pub(super) fn read(
    extension: &Cursor<'_>,
    manifest: &Cursor<'_>,
    version: Option<Version>,
    problems: &mut Problems,
) -> Option<Authorization> {
    let Some(authorization) = extension.present("authorization") else {
        return Some(Authorization::None);
    };
    let Some(place) = authorization.present("authType") else {
        problems.push(Problem::at(
            "auth_type_missing",
            &authorization,
            "The authorization names no authType.",
            "Add \"authType\": \"oAuth2.0\", or leave the authorization out.",
        ));
        return None;
    };
    match auth_type(&place, problems)? {
        "none" => Some(Authorization::None),
        "apiSecretServiceAuth" => {
            let registration_id = id(
                &authorization,
                &["apiSecretServiceAuthConfiguration"],
                &["apiSecretRegistrationId"],
                // One spelling only: there is none to be misread.
                ["api_secret_registration_id_missing"; 2],
                problems,
            )?;
            Some(Authorization::ApiKey { registration_id })
        }
        "microsoftEntra" => {
            let info = manifest.present("webApplicationInfo");
            let field = |key| {
                info.as_ref()
                    .and_then(|info| info.str(key))
                    .map(str::to_owned)
            };
            Some(Authorization::EntraSso {
                client_id: field("id"),
                resource: field("resource"),
            })
        }
        _ => {
            if version.is_some_and(|version| !version.has_oauth()) {
                problems.push(
                    Problem::at(
                        "oauth_before_1_26",
                        &place,
                        "oAuth2.0 is valid from manifestVersion 1.26 on, and in devPreview.",
                        "Set manifestVersion (and $schema) to 1.26; Teams refuses it otherwise.",
                    )
                    .warning(),
                );
            }
            let configuration_id = id(
                &authorization,
                &["oAuthConfiguration", "oauthConfiguration"],
                &["oAuthConfigurationId", "oauthConfigurationId"],
                [
                    "oauth_configuration_id_missing",
                    "oauth_configuration_id_misspelled",
                ],
                problems,
            )?;
            Some(Authorization::OAuth { configuration_id })
        }
    }
}

/// The type that a text means, in whatever spelling.
pub(crate) fn meant_auth_type(written: &str) -> Option<&'static str> {
    let lower = written.trim().to_lowercase();
    match lower.as_str() {
        "oauth" | "oauth2" | "oauth2.0" => Some("oAuth2.0"),
        _ => TYPES
            .into_iter()
            .find(|known| known.to_lowercase() == lower),
    }
}

/// The authType in its right spelling. A trailing blank and `oAuth` come from the vendor's own
/// texts and tools.
fn auth_type(place: &Cursor<'_>, problems: &mut Problems) -> Option<&'static str> {
    let written = place.node.as_str().unwrap_or_default();
    let trimmed = written.trim();
    if let Some(exact) = TYPES.into_iter().find(|known| *known == trimmed) {
        if trimmed != written {
            problems.push(
                Problem::at(
                    "auth_type_with_blank",
                    place,
                    format!("The authType {written:?} begins or ends with a blank."),
                    format!("Write {exact:?}."),
                )
                .warning(),
            );
        }
        return Some(exact);
    }
    let Some(meant) = meant_auth_type(trimmed) else {
        problems.push(Problem::at(
            "auth_type_unknown",
            place,
            format!("The authType {written:?} is not known."),
            format!("Write one of {}.", TYPES.join(", ")),
        ));
        return None;
    };
    problems.push(
        Problem::at(
            "auth_type_misspelled",
            place,
            format!("The authType {written:?} is read as {meant:?}."),
            format!("Write {meant:?}; Teams refuses any other spelling."),
        )
        .warning(),
    );
    Some(meant)
}

/// A registration's ID; spellings are given right one first, codes as missing and misspelled.
fn id(
    authorization: &Cursor<'_>,
    outer: &[&str],
    inner: &[&str],
    codes: [&'static str; 2],
    problems: &mut Problems,
) -> Option<String> {
    for (outer_index, outer_key) in outer.iter().enumerate() {
        let Some(configuration) = authorization.present(outer_key) else {
            continue;
        };
        for (inner_index, inner_key) in inner.iter().enumerate() {
            let Some(found) = configuration.present(inner_key) else {
                continue;
            };
            if outer_index + inner_index > 0 {
                problems.push(
                    Problem::at(
                        codes[1],
                        &found,
                        format!(
                            "{outer_key}.{inner_key} is read as {}.{}.",
                            outer[0], inner[0]
                        ),
                        format!(
                            "Write {} in {}; Teams ignores any other spelling.",
                            inner[0], outer[0]
                        ),
                    )
                    .warning(),
                );
            }
            match &found.node.value {
                NodeValue::String(id) if !id.trim().is_empty() && id.len() <= 128 => {
                    return Some(id.trim().to_owned());
                }
                _ => {
                    problems.push(Problem::at(
                        codes[0],
                        &found,
                        format!("{} has to be a text of 1 to 128 characters.", inner[0]),
                        "Paste the registration's ID.",
                    ));
                    return None;
                }
            }
        }
    }
    problems.push(Problem::at(
        codes[0],
        authorization,
        format!("The authorization has no {}.{}.", outer[0], inner[0]),
        "Make a registration and paste its ID.",
    ));
    None
}
