//! `GET /api/v1/images/{signed}`: a card's picture, fetched for our own chat through egress
//! (decision 14). The path is signed by the host, so that nobody can make the server fetch what he
//! likes.

use axum::extract::State;
use axum::response::Response;
use cloakroom_host::ImageError;
use http::StatusCode;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::identity::Member;
use crate::parts::Path;
use crate::problem::{Documented, RouteError, route_error, said_below};
use crate::routes::api::picture;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(show))
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

    fn document(problems: &mut Documented) {
        problems.add(StatusCode::NOT_FOUND, &[]);
        problems.add(StatusCode::BAD_GATEWAY, &[]);
        problems.add(StatusCode::SERVICE_UNAVAILABLE, &["store_unavailable"]);
    }
}

route_error! {
    /// Why there is no picture.
    enum ImagesError {
        ..Refused(Refused),
    }
}

#[utoipa::path(
    get, path = "/images/{signed}", operation_id = "show_image", tag = "chat",
    params(("signed" = String, Path, description = "The signed address, as a card carries it.")),
    responses((status = 200, body = inline(Vec<u8>), content_type = "image/*", description = "The picture."), ImagesError),
    security(("session" = ["member"])),
)]
async fn show(
    Member(caller): Member,
    State(app): State<App>,
    Path(signed): Path,
) -> Result<Response, ImagesError> {
    let found = app
        .host
        .image(&caller.tenant, &signed)
        .await
        .map_err(Refused)?;
    Ok(picture(found, "private, max-age=300"))
}
