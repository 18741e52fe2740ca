//! The portal API in this process, on the embedded store of a stopped server.

use std::path::Path;

use anyhow::{Context, Result, bail};
use axum::body::Body;
use bytes::Bytes;
use http::{HeaderMap, Method, Request, header};
use http_body_util::BodyExt as _;
use tower::ServiceExt as _;

use super::Answer;
use crate::config::Config;
use crate::wiring::Installation;

/// A wired installation without a listener.
pub(super) struct Local {
    installation: Installation,
    authority: String,
}

impl Local {
    /// Takes the data folder's lock, which a running server holds.
    pub(super) async fn open(data: &Path) -> Result<(Self, String)> {
        if !data.join("cloakroom.db").exists() {
            bail!(
                "{}: no embedded store here; start the server once, or leave out --data",
                data.display()
            );
        }
        let config = Config::development(data.to_owned(), 8787)?;
        let authority = config.public_url.authority().to_owned();
        let installation = Installation::open(&config).await?;
        let token = installation.administrator.expose().to_owned();
        Ok((
            Self {
                installation,
                authority,
            },
            token,
        ))
    }

    pub(super) async fn call(
        &self,
        method: Method,
        path: &str,
        headers: HeaderMap,
        body: Bytes,
    ) -> Result<Answer> {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .body(Body::from(body))?;
        *request.headers_mut() = headers;
        request
            .headers_mut()
            .insert(header::HOST, self.authority.parse()?);
        let response = self.installation.router.clone().oneshot(request).await?;
        let (parts, body) = response.into_parts();
        let body = body
            .collect()
            .await
            .context("the answer's body")?
            .to_bytes();
        Ok(Answer {
            status: parts.status,
            headers: parts.headers,
            body,
        })
    }
}
