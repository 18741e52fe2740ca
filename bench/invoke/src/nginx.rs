//! nginx, as the upstream of both and as the peer.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::Result;

use crate::process::{Running, free_port};

/// An nginx of one process, with a folder of its own.
pub(crate) struct Nginx {
    pub(crate) process: Running,
    pub(crate) port: u16,
}

impl Nginx {
    /// Answers everything with that body.
    pub(crate) fn upstream(folder: &Path, body: &str) -> Result<Self> {
        let location = format!("default_type application/json; return 200 '{body}';");
        Self::start(&folder.join("upstream"), "", &location)
    }

    /// Passes everything on to the upstream, with a fixed `Authorization` header.
    pub(crate) fn proxy(folder: &Path, upstream: u16, token: &str) -> Result<Self> {
        let pool = format!(
            "upstream api {{ server 127.0.0.1:{upstream}; keepalive 64; keepalive_requests 1000000000; }}"
        );
        let location = format!(
            "proxy_pass http://api; proxy_http_version 1.1; proxy_set_header Connection ''; \
             proxy_set_header Authorization 'Bearer {token}';"
        );
        Self::start(&folder.join("proxy"), &pool, &location)
    }

    fn start(folder: &Path, before: &str, location: &str) -> Result<Self> {
        fs::create_dir(folder)?;
        let port = free_port()?;
        let path = folder.display();
        let temporary: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .iter()
            .map(|kind| format!("{kind}_temp_path {path}/{kind};\n"))
            .collect();
        let configuration = format!(
            "daemon off; master_process off; pid {path}/pid; error_log {path}/error.log;\n\
             events {{ worker_connections 1024; }}\n\
             http {{\naccess_log off;\n{temporary}{before}\n\
             server {{ listen 127.0.0.1:{port}; keepalive_requests 1000000000; location / {{ {location} }} }}\n}}\n"
        );
        let file = folder.join("nginx.conf");
        fs::write(&file, configuration)?;
        let mut command = Command::new("nginx");
        command
            .arg("-e")
            .arg(folder.join("error.log"))
            .arg("-c")
            .arg(&file);
        Ok(Self {
            process: Running::start(command, port)?,
            port,
        })
    }
}
