//! `/api/v1`: the portal API, for the web UI, the terminal and automation.

mod v1;

use axum::Router;
use axum::routing::any;

use crate::app::App;
use crate::problem::route_error;

route_error! {
    /// There is no such door.
    pub(crate) enum NoRoute {
        /// Nothing is served at this path.
        Unknown => (
            NOT_FOUND, "route_unknown",
            "There is nothing here.",
            "No route has this path."
        ),
        /// Something is, but not by this method.
        Method => (
            METHOD_NOT_ALLOWED, "method_not_allowed",
            "There is nothing here.",
            "The route does not know this method; the header Allow lists those it knows."
        ),
    }
}

pub(crate) fn router() -> Router<App> {
    Router::new().nest("/api/v1", v1::router()).route("/api/{*rest}", any(unknown))
}

async fn unknown() -> NoRoute {
    NoRoute::Unknown
}
