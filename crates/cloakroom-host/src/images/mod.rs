//! Card images for our own chat: fetched here, served from our own origin (SEC-PKG-16).

mod sign;
mod sniff;

use bytes::Bytes;
use cloakroom_egress::{EgressError, OutboundRequest, Purpose};
use cloakroom_model::{Explain, TenantId};
use http::HeaderValue;
use http::header::ACCEPT;

pub(crate) use sign::{PURPOSE, sign};
pub use sniff::SniffError;
use sniff::sniff;

use crate::host::Host;

/// An image that was identified by its content. Serve it with `nosniff`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// What it is: `image/png`, `image/jpeg`, `image/gif` or `image/webp`.
    pub content_type: &'static str,
    /// The image.
    pub bytes: Bytes,
}

/// Why an image is not shown.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImageError {
    /// The path was not signed here, or its time is over.
    #[error("the path is not valid, or no longer")]
    Unsigned,
    /// The app is no longer installed.
    #[error("the app is not installed")]
    AppGone,
    /// The installed apps could not be read.
    #[error("the store did not answer")]
    Store,
    /// The image's server answered with another status than 200.
    #[error("the image's server answered {0}")]
    Status(u16),
    /// The image's server can't be reached, or sent too much.
    #[error(transparent)]
    Egress(#[from] EgressError),
    /// Not an image of a type that is served.
    #[error(transparent)]
    Content(#[from] SniffError),
}

impl Explain for ImageError {
    fn code(&self) -> &'static str {
        match self {
            Self::Unsigned => "image_unsigned",
            Self::AppGone => "app_unknown",
            Self::Store => "store_unavailable",
            Self::Status(_) | Self::Egress(_) => "image_unavailable",
            Self::Content(_) => "image_refused",
        }
    }

    fn user(&self) -> String {
        "The image can't be shown.".to_owned()
    }

    fn developer(&self) -> String {
        match self {
            Self::Unsigned => {
                "The image's path was not made here, or is older than a day. Search again."
                    .to_owned()
            }
            Self::Egress(error) => error.developer(),
            other => format!(
                "{other}. PNG, JPEG, GIF and WebP of up to 4 MiB are served, without a sign-in at their server."
            ),
        }
    }
}

impl Host {
    /// The image behind a path that was signed in this tenant: through the guard and the
    /// installation's origin map, and without any credential.
    pub async fn image(&self, tenant: &TenantId, signed: &str) -> Result<Picture, ImageError> {
        let wanted = sign::verify(&self.parts.vault, tenant, signed, self.parts.clock.now())
            .await
            .map_err(|_| ImageError::Store)?
            .ok_or(ImageError::Unsigned)?;
        let app = self
            .catalog
            .app(tenant, |installation| {
                installation.manifest_id == wanted.app
            })
            .await
            .map_err(|_| ImageError::Store)?
            .ok_or(ImageError::AppGone)?;
        let dial = app.dial(&wanted.url);
        let mut request = OutboundRequest::get(Purpose::Image, wanted.url).dial(dial);
        request.headers.insert(
            ACCEPT,
            HeaderValue::from_static("image/png, image/jpeg, image/gif, image/webp"),
        );
        let response = self.parts.guard.send(request).await?;
        if response.status != http::StatusCode::OK {
            return Err(ImageError::Status(response.status.as_u16()));
        }
        let content_type = sniff(&response.body)?;
        Ok(Picture {
            content_type,
            bytes: response.body,
        })
    }
}
