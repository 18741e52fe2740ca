//! The routes of the portal API, a file each.

mod api_keys;
mod app_authentication;
mod app_versions;
mod apps;
mod descriptions;
mod doctor;
mod extensions;
mod grants;
mod host_users;
mod hosts;
mod images;
mod persons;
mod presets;
mod registrations;
mod session;
mod session_providers;
mod session_tenant;
mod sessions;
mod sign_ins;
mod sign_out;
mod tenants;
mod traces;

use utoipa_axum::router::OpenApiRouter;

use crate::app::App;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .merge(session::router())
        .merge(session_providers::router())
        .merge(session_tenant::router())
        .merge(sessions::router())
        .merge(tenants::router())
        .merge(persons::router())
        .merge(hosts::router())
        .merge(host_users::router())
        .merge(registrations::router())
        .merge(api_keys::router())
        .merge(presets::router())
        .merge(doctor::router())
        .merge(apps::router())
        .merge(app_versions::router())
        .merge(app_authentication::router())
        .merge(descriptions::router())
        .merge(extensions::router())
        .merge(sign_ins::router())
        .merge(sign_out::router())
        .merge(grants::router())
        .merge(traces::router())
        .merge(images::router())
}
