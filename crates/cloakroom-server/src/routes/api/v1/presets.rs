//! `/api/v1/presets`: what is known of providers, as the fields of a registration to begin with.
//! The list is part of the program, not a tenant's, and comes whole.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::RawQuery;
use cloakroom_broker::{Preset, PresetError, RegistrationInput};
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::body::pairs;
use crate::identity::Developer;
use crate::parts::Path;
use crate::problem::route_error;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(fields))
}

route_error! {
    /// Why a preset gives no fields.
    enum PresetsError {
        /// There is none with that name.
        Unknown => (
            NOT_FOUND, "preset_unknown",
            "Nothing is known of this provider.",
            "GET /api/v1/presets lists the ids of those that are known."
        ),
        /// What differs by customer is missing, not wanted, or would change more than its place.
        Values { why: String } => (
            BAD_REQUEST, "preset_values",
            "What differs by customer is missing or cannot be used.",
            "{why}. Give each of the preset's variables in the query, as in ?subdomain=contoso."
        ),
    }
}

impl From<PresetError> for PresetsError {
    fn from(error: PresetError) -> Self {
        match error {
            PresetError::Unknown(_) => Self::Unknown,
            PresetError::Missing(_) | PresetError::Unused(_) | PresetError::Malformed(_) => {
                Self::Values {
                    why: error.to_string(),
                }
            }
        }
    }
}

/// What is known of a provider.
#[derive(Serialize, utoipa::ToSchema)]
struct PresetView {
    /// Its short name.
    id: &'static str,
    /// What people call it.
    name: &'static str,
    /// What differs by customer, such as `subdomain`; the fields are to be had with these alone.
    variables: Vec<&'static str>,
    /// What else is said of it, without a promise: facts were collected, not each was tried.
    notes: &'static [&'static str],
}

#[derive(Serialize, utoipa::ToSchema)]
struct PresetList {
    presets: Vec<PresetView>,
}

/// List the providers of which something is known, by name.
#[utoipa::path(
    get, path = "/presets", operation_id = "list_presets", tag = "registrations",
    responses((status = 200, body = PresetList), PresetsError),
    security(("session" = ["developer"]), ("administrator" = [])),
)]
async fn list(Developer(_): Developer) -> Json<PresetList> {
    let mut presets: Vec<_> = Preset::all()
        .map(|preset| PresetView {
            id: preset.id,
            name: preset.name,
            variables: preset.variables().into_iter().collect(),
            notes: preset.notes,
        })
        .collect();
    presets.sort_by_key(|preset| preset.name.to_lowercase());
    Json(PresetList { presets })
}

/// The fields that a registration at a provider begins with. Its variables stand in the query.
#[utoipa::path(
    get, path = "/presets/{id}", operation_id = "preset_fields", tag = "registrations",
    params(
        ("id" = String, Path, description = "The preset."),
        ("variables" = BTreeMap<String, String>, Query, style = Form, explode, description = "Each of its variables: `subdomain=contoso`."),
    ),
    responses((status = 200, body = RegistrationInput), PresetsError),
    security(("session" = ["developer"]), ("administrator" = [])),
)]
async fn fields(
    Developer(_): Developer,
    Path(id): Path,
    RawQuery(query): RawQuery,
) -> Result<Json<Map<String, Value>>, PresetsError> {
    let values: BTreeMap<String, String> = pairs(query.unwrap_or_default().as_bytes())
        .into_iter()
        .collect();
    Ok(Json(Preset::find(&id)?.fields(&values)?))
}
