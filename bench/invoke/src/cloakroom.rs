//! Cloakroom as it is shipped, at work for a host with many users.

use std::path::PathBuf;

use anyhow::{Result, ensure};
use cloakroom_model::{Clock as _, SystemClock, Timestamp};

use crate::installation::{Installation, Installed};
use crate::process::Running;
use crate::{data, grants, load};

/// The server under measurement.
pub(crate) struct Cloakroom {
    pub(crate) process: Running,
    pub(crate) at: Installation,
    installed: Installed,
}

impl Cloakroom {
    /// Makes an installation and its users, and serves it.
    pub(crate) async fn start(
        binary: PathBuf,
        folder: PathBuf,
        upstream: u16,
        users: usize,
    ) -> Result<Self> {
        let at = Installation::new(binary, folder)?;
        let installed = at.install(upstream)?;
        grants::make(&at.folder, &installed, users).await?;
        Ok(Self {
            process: at.serve()?,
            at,
            installed,
        })
    }

    /// The text of an invoke for that user.
    pub(crate) fn invoke(&self, user: usize) -> Vec<u8> {
        load::post(
            "/api/invoke",
            &format!("localhost:{}", self.at.port),
            &format!("Authorization: Bearer {}\r\n", self.installed.credential),
            &data::activity(&self.installed.manifest_id, user),
        )
    }

    /// Makes sure that the metrics counted that many invokes, and gives how many of those since a
    /// moment left a trace.
    pub(crate) async fn account(&self, invokes: usize, since: Timestamp) -> Result<usize> {
        let mut connection = load::Connection::open(self.at.operations).await?;
        let answer = connection.exchange(&load::get("/metrics")).await?;
        let counted: usize = std::str::from_utf8(answer.body)?
            .lines()
            .filter(|line| {
                line.starts_with("cloakroom_requests_total") && line.contains("/api/invoke")
            })
            .filter_map(|line| line.rsplit(' ').next()?.parse::<usize>().ok())
            .sum();
        ensure!(
            counted == invokes,
            "{invokes} invokes, but {counted} counted"
        );
        grants::traces(&self.at.folder, since).await
    }
}

/// Now, by the clock that the server reads as well.
pub(crate) fn now() -> Timestamp {
    SystemClock::with_offset(0).now()
}
