//! `cloakroom registration create | update | delete | list | show`.

mod toolkit;

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};
use cloakroom_broker::Preset;
use serde_json::{Map, Value, json};

use super::secret_from;
use crate::api::{Api, segment};
use crate::cli::{RegistrationCreate, RegistrationVerb};
use crate::output;

const PATH: &str = "/api/v1/registrations";

pub(crate) async fn run(verb: RegistrationVerb) -> Result<()> {
    match verb {
        RegistrationVerb::Create(create) => self::create(*create).await,
        RegistrationVerb::Update(update) => self::update(*update).await,
        RegistrationVerb::Delete { id, target } => {
            let api = Api::open(&target).await?;
            let path = format!("{PATH}/{}", segment(&id));
            let version = version(&api.get(&path).await?)?;
            let answer = api.delete_seen(&path, version).await?;
            output::one(target.output.format(), &answer);
            Ok(())
        }
        RegistrationVerb::List(target) => {
            let rows = Api::open(&target)
                .await?
                .list(PATH, "registrations")
                .await?;
            output::list(
                target.output.format(),
                &rows,
                &[
                    "ID=id",
                    "Name=name",
                    "Base URL=baseUrl",
                    "Organizations=restrictByOrg",
                    "Apps=restrictByApp",
                ],
                "No registrations yet. Make one with `cloakroom registration create`.",
            );
            Ok(())
        }
        RegistrationVerb::Show { id, target } => {
            let shown = Api::open(&target)
                .await?
                .get(&format!("{PATH}/{}", segment(&id)))
                .await?;
            output::one(target.output.format(), &shown);
            Ok(())
        }
    }
}

async fn create(create: RegistrationCreate) -> Result<()> {
    let api = Api::open(&create.target).await?;
    let answer = if create.reserve {
        api.post(&format!("{PATH}/reserve"), &json!({})).await?
    } else {
        api.post(PATH, &body(&create)?).await?
    };
    output::one(create.target.output.format(), &answer);
    Ok(())
}

/// What a registration shows and a change must not repeat: it is of another secret or issuer.
const OF_BEFORE: &[&str] = &["formerSecretUntil", "jwksUri", "announcesIss"];

fn version(shown: &Value) -> Result<i64> {
    let version = shown.get("version").and_then(Value::as_i64);
    version.context("the answer has no version")
}

async fn update(mut update: RegistrationCreate) -> Result<()> {
    let id = update.id.take();
    let id = id.context("name the registration with --id")?;
    if update.reserve {
        bail!("--reserve is for `registration create`");
    }
    let api = Api::open(&update.target).await?;
    let path = format!("{PATH}/{}", segment(&id));
    let shown = api.get(&path).await?;
    let version = version(&shown)?;
    let Value::Object(mut fields) = shown else {
        bail!("the answer is no registration");
    };
    fields.retain(|name, _| !OF_BEFORE.contains(&name.as_str()));
    if let Value::Object(changes) = body(&update)? {
        fields.extend(changes);
    }
    let answer = api.put(&path, version, &fields.into()).await?;
    output::one(update.target.output.format(), &answer);
    Ok(())
}

/// The fields of the preset, over them those of the toolkit file, the file and the flags.
fn body(create: &RegistrationCreate) -> Result<Value> {
    let mut fields = Map::new();
    if let Some(id) = &create.preset {
        fields.extend(preset(id, &create.variables)?);
    }
    if let Some(path) = &create.toolkit_file {
        let action = create.toolkit_action.as_deref();
        fields.extend(toolkit::fields(path, action, &|name| {
            std::env::var(name).ok()
        })?);
    }
    if let Some(path) = &create.file {
        let text = std::fs::read_to_string(path).with_context(|| format!("{}", path.display()))?;
        match serde_json::from_str(&text).with_context(|| format!("{}", path.display()))? {
            Value::Object(of_file) => fields.extend(of_file),
            _ => bail!(
                "{}: expected an object with the registration's fields",
                path.display()
            ),
        }
    }
    let url = |url: &Option<url::Url>| url.as_ref().map(ToString::to_string);
    for (name, value) in [
        ("id", create.id.clone()),
        ("name", create.name.clone()),
        ("baseUrl", url(&create.base_url)),
        ("clientId", create.client_id.clone()),
        ("authorizationEndpoint", url(&create.authorization_endpoint)),
        ("tokenEndpoint", url(&create.token_endpoint)),
        ("refreshEndpoint", url(&create.refresh_endpoint)),
        ("revocationEndpoint", url(&create.revocation_endpoint)),
        ("userinfoEndpoint", url(&create.userinfo_endpoint)),
        ("issuer", create.issuer.clone()),
    ] {
        if let Some(value) = value {
            fields.insert(name.to_owned(), value.into());
        }
    }
    if !create.scopes.is_empty() {
        fields.insert("scopes".to_owned(), create.scopes.clone().into());
    }
    for field in &create.fields {
        let (name, value) = field
            .split_once('=')
            .with_context(|| format!("expected FIELD=JSON, got {field}"))?;
        if name == "clientSecret" {
            bail!("give the client secret with --client-secret-file, not as an argument");
        }
        let value = serde_json::from_str(value)
            .with_context(|| format!("the value of {name} is not JSON"))?;
        fields.insert(name.to_owned(), value);
    }
    if let Some(path) = &create.client_secret_file {
        fields.insert("clientSecret".to_owned(), secret_from(path)?.into());
    }
    Ok(fields.into())
}

/// A preset's fields; what else is known of the provider is told beside the answer.
fn preset(id: &str, variables: &[String]) -> Result<Map<String, Value>> {
    let preset = Preset::find(id)?;
    let mut values = BTreeMap::new();
    for variable in variables {
        let (name, value) = variable
            .split_once('=')
            .with_context(|| format!("expected NAME=VALUE, got {variable}"))?;
        values.insert(name.to_owned(), value.to_owned());
    }
    let fields = preset.fields(&values)?;
    for note in preset.notes {
        eprintln!("{}: {note}", preset.name);
    }
    Ok(fields)
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::*;
    use crate::cli::{Cli, Verb};

    fn parsed(arguments: &[&str]) -> Result<Value> {
        let all = ["cloakroom", "registration", "create"]
            .iter()
            .chain(arguments);
        let Verb::Registration(RegistrationVerb::Create(create)) = Cli::try_parse_from(all)?.verb
        else {
            bail!("another verb");
        };
        body(&create)
    }

    #[test]
    fn flags_win_over_the_file_and_the_secret_comes_from_a_file() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("registration.json");
        let secret = folder.path().join("secret");
        std::fs::write(&file, r#"{"name": "old", "pkce": false}"#).unwrap();
        std::fs::write(&secret, "s e c\n").unwrap();
        let body = parsed(&[
            "--file",
            file.to_str().unwrap(),
            "--name",
            "new",
            "--scope",
            "a",
            "--scope",
            "b",
            "--set",
            "refreshMarginSeconds=30",
            "--client-secret-file",
            secret.to_str().unwrap(),
        ])
        .unwrap();
        let expected = json!({
            "name": "new", "pkce": false, "scopes": ["a", "b"], "refreshMarginSeconds": 30, "clientSecret": "s e c",
        });
        assert_eq!(body, expected);
    }

    #[test]
    fn a_preset_gives_the_fields_that_nothing_else_gives() {
        let body = parsed(&[
            "--preset",
            "okta",
            "--variable",
            "subdomain=contoso",
            "--set",
            "pkce=false",
        ]);
        let body = body.unwrap();
        let endpoint = body["authorizationEndpoint"].as_str().unwrap();
        assert!(endpoint.starts_with("https://contoso.okta.com/"), "{body}");
        assert_eq!(body["authorizationParameters"]["response_mode"], "query");
        assert_eq!(body["pkce"], false);
        let missing = parsed(&["--preset", "okta"]).unwrap_err();
        assert!(missing.to_string().contains("subdomain"), "{missing}");
    }

    #[test]
    fn a_secret_is_not_taken_as_an_argument() {
        let error = parsed(&["--set", "clientSecret=\"x\""]).unwrap_err();
        assert!(error.to_string().contains("--client-secret-file"));
    }
}
