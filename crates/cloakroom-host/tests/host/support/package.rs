//! Packages made for a test.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    dead_code,
    unreachable_pub,
    missing_docs
)]

use std::fs;
use std::path::Path;

use app_package::{Limits, PackageFiles, read_folder};
use serde_json::{Value, json};

/// The manifest's id of a package made here.
pub const APP: &str = "11111111-2222-4333-8444-555555555555";
/// The declared server of a package made here.
pub const SERVER: &str = "https://api.contoso.example";

/// What differs from the plainest package: one command `list` on `GET /repairs?assignedTo=`.
#[derive(Debug, Clone)]
pub struct Package {
    pub id: String,
    pub auth: Value,
    pub commands: Vec<Value>,
    pub paths: Value,
    pub schemes: Value,
    pub json_path: Value,
    pub layout: &'static str,
    pub card: Value,
    pub preview: Value,
}

impl Default for Package {
    fn default() -> Self {
        Self {
            id: APP.to_owned(),
            auth: json!({"authType": "oAuth2.0", "oAuthConfiguration": {"oAuthConfigurationId": "vendors-id"}}),
            commands: vec![command("list", &[parameter("assignedTo")])],
            paths: json!({"/repairs": {"get": operation("list", &[query("assignedTo", "string")])}}),
            schemes: json!({}),
            json_path: json!("results"),
            layout: "list",
            card: json!({"type": "AdaptiveCard", "version": "1.5",
                "body": [{"type": "TextBlock", "text": "${title}"}]}),
            preview: json!({"title": "${title}"}),
        }
    }
}

impl Package {
    /// Without any sign-in.
    pub fn open() -> Self {
        Self {
            auth: json!({"authType": "none"}),
            ..Self::default()
        }
    }

    pub fn files(&self) -> PackageFiles {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, value: &Value| {
            fs::write(folder.path().join(name), value.to_string()).unwrap();
        };
        let icons = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples/repairs");
        for icon in ["color.png", "outline.png"] {
            fs::copy(icons.join(icon), folder.path().join(icon)).unwrap();
        }
        write(
            "openapi.json",
            &json!({
                "openapi": "3.0.3", "info": {"title": "t", "version": "1"},
                "servers": [{"url": SERVER}], "paths": self.paths,
                "components": {"securitySchemes": self.schemes}
            }),
        );
        write(
            "card.json",
            &json!({
                "version": "1.0", "jsonPath": self.json_path, "responseLayout": self.layout,
                "responseCardTemplate": self.card, "previewCardTemplate": self.preview
            }),
        );
        write(
            "manifest.json",
            &json!({
                "manifestVersion": "1.26", "version": "1.0.0", "id": self.id,
                "developer": {"name": "Contoso", "websiteUrl": "https://w.example",
                    "privacyUrl": "https://w.example/p", "termsOfUseUrl": "https://w.example/t"},
                "name": {"short": "Repairs", "full": "Contoso Repairs"},
                "description": {"short": "s", "full": "f"},
                "icons": {"color": "color.png", "outline": "outline.png"}, "accentColor": "#112233",
                "composeExtensions": [{
                    "composeExtensionType": "apiBased", "apiSpecificationFile": "openapi.json",
                    "authorization": self.auth, "commands": self.commands
                }]
            }),
        );
        read_folder(folder.path(), &Limits::default()).unwrap()
    }

    pub fn zip(&self) -> Vec<u8> {
        self.files().to_zip().unwrap()
    }
}

pub fn command(id: &str, parameters: &[Value]) -> Value {
    json!({"id": id, "type": "query", "title": id, "description": "d",
        "apiResponseRenderingTemplateFile": "card.json", "parameters": parameters})
}

pub fn parameter(name: &str) -> Value {
    json!({"name": name, "title": format!("The {name}"), "description": "d"})
}

pub fn query(name: &str, kind: &str) -> Value {
    json!({"name": name, "in": "query", "schema": {"type": kind}})
}

pub fn operation(id: &str, parameters: &[Value]) -> Value {
    json!({"operationId": id, "parameters": parameters, "responses": {"200": {"description": "ok",
        "content": {"application/json": {"schema": {"type": "object",
            "properties": {"results": {"type": "array", "items": {"type": "object", "properties": {"title": {"type": "string"}}}}}}}}}}})
}
