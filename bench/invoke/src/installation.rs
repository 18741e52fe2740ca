//! An installation of Cloakroom in a folder of its own, made as an operator makes one.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::process::{Running, free_port};

/// The server that the sample package names.
const DECLARED: &str = "https://repairs.contoso.example";
/// The registration ID that it carries.
const VENDOR_ID: &str = "bXNmdF9jb250b3NvX3JlcGFpcnM=";
const PACKAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../samples/repairs");

/// Where it lies and listens.
pub(crate) struct Installation {
    binary: PathBuf,
    pub(crate) folder: PathBuf,
    pub(crate) port: u16,
    /// Of the operators' door: with it, metrics are on.
    pub(crate) operations: u16,
}

/// What was installed in it.
pub(crate) struct Installed {
    pub(crate) manifest_id: String,
    pub(crate) registration: String,
    pub(crate) host: String,
    pub(crate) credential: String,
}

impl Installation {
    pub(crate) fn new(binary: PathBuf, folder: PathBuf) -> Result<Self> {
        fs::create_dir(&folder)?;
        Ok(Self {
            binary,
            folder,
            port: free_port()?,
            operations: free_port()?,
        })
    }

    /// Makes tenant, registration, app and host by the terminal, with the server stopped.
    pub(crate) fn install(&self, upstream: u16) -> Result<Installed> {
        // Limits that are counted on every invoke and never reached.
        let limit = "{ a-minute = 60000000, at-once = 1000000 }";
        fs::write(
            self.file("cloakroom.toml"),
            format!(
                "[egress]\nallow-loopback = ['127.0.0.1:{upstream}']\n\
                 [limits]\ninvokes-of-user = {limit}\ninvokes-of-tenant = {limit}\n"
            ),
        )?;
        // The first start makes the database and the first tenant.
        self.serve()?.stop()?;
        let manifest = fs::read_to_string(Path::new(PACKAGE).join("manifest.json"))?;
        let manifest_id = text(&serde_json::from_str(&manifest)?, "id")?;
        let registration = self.register(&manifest_id)?;
        let map = format!("{DECLARED}=http://127.0.0.1:{upstream}");
        let bind = format!("{VENDOR_ID}={registration}");
        self.terminal(["app", "install", PACKAGE, "--map", &map, "--bind", &bind])?;
        let key = self.file("host.key");
        let file = key.to_str().context("the temporary folder's name")?;
        let host = self.terminal(["host", "create", "Benchmark", "--credential-file", file])?;
        Ok(Installed {
            manifest_id,
            registration,
            host: text(&host, "id")?,
            credential: fs::read_to_string(key)?.trim().to_owned(),
        })
    }

    /// Both rules narrow, so that both are checked.
    fn register(&self, manifest_id: &str) -> Result<String> {
        let fields = self.file("registration.json");
        let json = serde_json::json!({
            "name": "Contoso Repairs", "baseUrl": format!("{DECLARED}/"), "clientId": "benchmark",
            "clientSecret": "never used", "restrictByOrg": "MyOrganization",
            "restrictByApp": "ExistingApp", "appId": manifest_id,
            "authorizationEndpoint": "https://login.contoso.example/authorize",
            "tokenEndpoint": "https://login.contoso.example/token",
            "scopes": ["openid", "repairs.read"],
        });
        fs::write(&fields, json.to_string())?;
        let file = fields.to_str().context("the temporary folder's name")?;
        text(
            &self.terminal(["registration", "create", "--file", file])?,
            "id",
        )
    }

    /// Starts the server, with nothing in its log but warnings.
    pub(crate) fn serve(&self) -> Result<Running> {
        let mut command = Command::new(&self.binary);
        command.arg("serve").arg("--data").arg(&self.folder);
        command.arg("--config").arg(self.file("cloakroom.toml"));
        command.args(["--port", &self.port.to_string()]);
        command.args(["--operations-port", &self.operations.to_string()]);
        if std::env::var_os("CLOAKROOM_LOG").is_none() {
            command.env("CLOAKROOM_LOG", "warn");
        }
        command.stdout(std::process::Stdio::null());
        command.stderr(fs::File::create(self.file("log"))?);
        Running::start(command, self.port)
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    fn terminal<const N: usize>(&self, arguments: [&str; N]) -> Result<Value> {
        let output = Command::new(&self.binary)
            .args(arguments.map(OsStr::new))
            .arg("--json")
            .arg("--data")
            .arg(&self.folder)
            .output()?;
        ensure!(
            output.status.success(),
            "cloakroom {}: {}",
            arguments.join(" "),
            String::from_utf8_lossy(&output.stderr)
        );
        Ok(serde_json::from_slice(&output.stdout)?)
    }
}

fn text(value: &Value, field: &str) -> Result<String> {
    let text = value.get(field).and_then(Value::as_str);
    Ok(text
        .with_context(|| format!("no {field} in {value}"))?
        .to_owned())
}
