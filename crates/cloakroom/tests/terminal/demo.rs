//! A demo that ends with its test.

use std::io::{BufRead as _, BufReader};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};

pub(crate) const BINARY: &str = env!("CARGO_BIN_EXE_cloakroom");

pub(crate) struct Demo {
    child: Child,
    pub(crate) server: String,
}

impl Drop for Demo {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

pub(crate) fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port()
}

#[allow(clippy::zombie_processes)] // Waited for when the demo is dropped.
pub(crate) fn demo(data: &Path) -> Demo {
    let (port, provider, api) = (free_port(), free_port(), free_port());
    let mut child = Command::new(BINARY)
        .args(["demo", "--data"])
        .arg(data)
        .args(["--port", &port.to_string()])
        .args(["--authorization-server-port", &provider.to_string()])
        .args(["--api-port", &api.to_string()])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    for line in lines {
        if line.unwrap().starts_with("Open ") {
            return Demo {
                child,
                server: format!("http://localhost:{port}"),
            };
        }
    }
    panic!("the demo ended before it said where to open it");
}
