//! The portal API of a running server.

use std::sync::Arc;

use anyhow::{Context, Result};
use bytes::Bytes;
use cloakroom_egress::{Guard, Origin, OutboundRequest, Purpose};
use cloakroom_model::SystemClock;
use http::{HeaderMap, Method};
use url::Url;

use super::Answer;

/// A server at an origin that the person at the terminal named.
pub(super) struct Remote {
    guard: Guard,
    server: Url,
}

impl Remote {
    pub(super) fn new(server: &Url) -> Result<Self> {
        let origin =
            Origin::of(server).with_context(|| format!("{server} is not an http or https URL"))?;
        let clock = Arc::new(SystemClock::default());
        let guard = Guard::fixed(origin, Vec::new(), clock).with_context(|| format!("{server}"))?;
        Ok(Self {
            guard,
            server: server.clone(),
        })
    }

    pub(super) async fn call(
        &self,
        method: Method,
        path: &str,
        headers: HeaderMap,
        body: Bytes,
    ) -> Result<Answer> {
        let url = self.server.join(path).with_context(|| path.to_owned())?;
        let mut request = OutboundRequest::new(Purpose::AppApi, method, url);
        request.headers = headers;
        request.body = body;
        let response =
            self.guard.send(request).await.with_context(|| {
                format!("{} does not answer; is the server running?", self.server)
            })?;
        Ok(Answer {
            status: response.status,
            headers: response.headers,
            body: response.body,
        })
    }
}
