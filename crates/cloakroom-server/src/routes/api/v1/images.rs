//! `GET /api/v1/images/{signed}`: a card's picture, fetched for our own chat through egress
//! (decision 14). The path is signed by the host, so that nobody can make the server fetch what he
//! likes.

use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use cloakroom_host::ImageError;
use http::StatusCode;

use crate::app::App;
use crate::identity::Member;
use crate::parts::Path;
use crate::problem::{RouteError, route_error, said_below};
use crate::routes::api::picture;

pub(super) fn router() -> Router<App> {
    Router::new().route("/images/{signed}", get(show))
}

said_below! {
    /// What the host says, with its status.
    struct Refused(ImageError);
}

impl RouteError for Refused {
    fn status(&self) -> StatusCode {
        match &self.0 {
            ImageError::Unsigned | ImageError::AppGone => StatusCode::NOT_FOUND,
            ImageError::Store => StatusCode::SERVICE_UNAVAILABLE,
            ImageError::Status(_) | ImageError::Egress(_) | ImageError::Content(_) => {
                StatusCode::BAD_GATEWAY
            }
        }
    }
}

route_error! {
    /// Why there is no picture.
    enum ImagesError {
        ..Refused(Refused),
    }
}

async fn show(
    Member(_): Member,
    State(app): State<App>,
    Path(signed): Path,
) -> Result<Response, ImagesError> {
    let found = app.host.image(&signed).await.map_err(Refused)?;
    Ok(picture(found, "private, max-age=300"))
}
