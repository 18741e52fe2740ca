//! The three ports (decision 27): a flag, else the one used before, else the usual one.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use crate::cli::DemoArgs;

/// Where the demo listens. The samples are on another host than Cloakroom, so that cookies and
/// sites differ as they will in life.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Ports {
    pub(super) cloakroom: u16,
    pub(super) authorization_server: u16,
    pub(super) api: u16,
}

const USUAL: Ports = Ports {
    cloakroom: 8787,
    authorization_server: 8788,
    api: 8789,
};

/// Chooses, and keeps the choice in the data folder.
pub(super) fn choose(args: &DemoArgs, file: &Path) -> Result<Ports> {
    let before = match fs::read_to_string(file) {
        Ok(text) => toml::from_str(&text).with_context(|| format!("{}", file.display()))?,
        Err(_) => USUAL,
    };
    let ports = Ports {
        cloakroom: args.port.unwrap_or(before.cloakroom),
        authorization_server: args
            .authorization_server_port
            .unwrap_or(before.authorization_server),
        api: args.api_port.unwrap_or(before.api),
    };
    fs::write(file, toml::to_string(&ports)?).with_context(|| format!("{}", file.display()))?;
    Ok(ports)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_given_once_is_used_again() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("ports.toml");
        let mut args = DemoArgs {
            data: folder.path().to_owned(),
            port: None,
            authorization_server_port: None,
            api_port: Some(9999),
            token_seconds: 20,
        };
        assert_eq!(choose(&args, &file).unwrap(), Ports { api: 9999, ..USUAL });
        args.api_port = None;
        assert_eq!(choose(&args, &file).unwrap(), Ports { api: 9999, ..USUAL });
    }
}
