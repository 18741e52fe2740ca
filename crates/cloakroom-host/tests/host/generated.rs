//! Packages made from descriptions are installed, called, and answer with cards.

use std::path::{Path, PathBuf};

use app_package::{Choices, GeneratedPackage, Limits, generate};
use cloakroom_host::InstallOptions;
use serde_json::{Value, json};
use url::Url;
use wiremock::matchers::any;
use wiremock::{Mock, ResponseTemplate};

use crate::support::package::APP;
use crate::support::{World, kind, tenant};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn made(path: &Path, server: Option<&str>) -> GeneratedPackage {
    let choices = Choices {
        id: APP.to_owned(),
        server: server.map(|server| Url::parse(server).unwrap()),
        ..Choices::default()
    };
    let bytes = std::fs::read(path).unwrap();
    generate(
        &path.to_string_lossy(),
        &bytes,
        &choices,
        &Limits::description(),
    )
    .unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A value of a schema of the package's own description, references followed.
fn example(schema: &Value, root: &Value, depth: usize) -> Value {
    if let Some(pointer) = schema["$ref"].as_str() {
        let target = root.pointer(pointer.trim_start_matches('#')).unwrap();
        return example(target, root, depth);
    }
    if let Some(properties) = schema["properties"].as_object().filter(|_| depth < 5) {
        let members = properties
            .iter()
            .map(|(name, schema)| (name.clone(), example(schema, root, depth + 1)));
        return Value::Object(members.collect());
    }
    match schema["type"].as_str() {
        Some("array") => json!([example(&schema["items"], root, depth + 1)]),
        Some("integer" | "number") => json!(1),
        Some("boolean") => json!(true),
        Some("object") => json!({}),
        _ if schema["format"] == "uri" => json!("https://pictures.example/a.png"),
        _ => json!("Oil"),
    }
}

/// What the API answers to an operation.
fn answer(package: &GeneratedPackage, method: &str, path: &str) -> Value {
    let (name, bytes) = package
        .files
        .iter()
        .find(|(name, _)| name.starts_with("apiSpecificationFile/"))
        .unwrap();
    let document = app_package::Document::parse(name, bytes, &Limits::default()).unwrap();
    let description = document.root.to_value();
    let operation = &description["paths"][path][method.to_lowercase()];
    let responses = operation["responses"].as_object().unwrap();
    let schema = responses
        .values()
        .find_map(|response| response["content"]["application/json"].get("schema"))
        .unwrap();
    example(schema, &description, 0)
}

/// Installs the package and calls each of its commands.
async fn call_all(package: &GeneratedPackage, server: &str) {
    for offer in &package.commands {
        let world = World::without_app().await;
        let options = InstallOptions {
            map: vec![(server.to_owned(), world.api.uri())],
            bindings: vec![("REGISTRATION_ID".to_owned(), world.registration.to_string())],
        };
        let zip = package.files.to_zip().unwrap();
        world
            .host
            .install(&tenant("contoso"), &zip, options)
            .await
            .unwrap();
        let caller = if package.registration.is_some() {
            world.signed_in().await
        } else {
            world.karin().await
        };
        let body = answer(package, &offer.method, &offer.path);
        Mock::given(any())
            .respond_with(ResponseTemplate::new(200).set_body_json(body))
            .mount(&world.api)
            .await;
        let parameters: Vec<Value> = offer.command["parameters"]
            .as_array()
            .unwrap()
            .iter()
            .map(|parameter| {
                let value = match parameter["inputType"].as_str() {
                    Some("number") => "1",
                    Some("toggle") => "true",
                    Some("date") => "2026-01-01",
                    Some("choiceset") => parameter["choices"][0]["value"].as_str().unwrap(),
                    _ => "oil",
                };
                json!({"name": parameter["name"], "value": value})
            })
            .collect();
        let activity = json!({"type": "invoke", "name": "composeExtension/query",
            "channelId": "msteams", "from": {"id": "29:1", "aadObjectId": "a1"},
            "conversation": {"id": "c"},
            "value": {"commandId": offer.operation_id, "commandContext": "compose",
                "parameters": parameters, "queryOptions": {"skip": 0, "count": 25}}});
        let invoked = world.host.invoke(&caller, &activity, None).await.unwrap();
        let id = &offer.operation_id;
        assert_eq!(
            (kind(&invoked).as_str(), invoked.error),
            ("result", None),
            "{id}: {}",
            invoked.answer.to_value()
        );
        let attachments = invoked.answer.to_value()["composeExtension"]["attachments"].clone();
        let first = &attachments[0];
        assert_eq!(first["content"]["type"], "AdaptiveCard", "{id}");
        assert!(
            !first["content"]["body"].as_array().unwrap().is_empty(),
            "{id}"
        );
        let title = first["preview"]["content"]["title"].as_str().unwrap();
        assert!(!title.is_empty() && title != "N/A", "{id}: {title}");
        let text = attachments.to_string();
        assert!(!text.contains("${"), "{id}: {text}");
        assert_eq!(world.asked().await.len(), 1, "{id}");
    }
}

#[tokio::test]
async fn a_package_made_from_the_samples_description_answers_with_cards() {
    let path = root().join("samples/repairs/apiSpecFiles/repairs-openapi.json");
    // The registration of the tests lets tokens go to this server.
    let server = crate::support::package::SERVER;
    let package = made(&path, Some(server));
    assert_eq!(package.commands.len(), 4);
    assert!(package.registration.is_some());
    call_all(&package, server).await;
}

#[tokio::test]
async fn packages_made_from_real_descriptions_answer_with_cards() {
    let folder = root().join("../shared/data/openapi");
    if !folder.exists() {
        eprintln!("skipped: ../shared/data/openapi is not beside this clone");
        return;
    }
    let server = crate::support::package::SERVER;
    for file in [
        "01-m365copilot-docs-posts-api.yml",
        "02-teamsfx-openai.yml",
        "06-teamsfx-repair.dev.yml",
        "12-teamsfx-repair.dev.yml",
        "16-copilot-camp-trey-definition.json",
        "17-copilot-camp-trey-definition.json",
        "18-copilot-camp-openapi.json",
        "19-copilot-camp-openapi.yaml",
    ] {
        let package = made(&folder.join(file), Some(server));
        call_all(&package, server).await;
    }
}
