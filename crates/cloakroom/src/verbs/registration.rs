//! `cloakroom registration create | list | show`.

use anyhow::{Context, Result, bail};
use serde_json::{Map, Value, json};

use super::secret_from;
use crate::api::{Api, segment};
use crate::cli::{RegistrationCreate, RegistrationVerb};
use crate::output;

const PATH: &str = "/api/v1/registrations";

pub(crate) async fn run(verb: RegistrationVerb) -> Result<()> {
    match verb {
        RegistrationVerb::Create(create) => self::create(*create).await,
        RegistrationVerb::List(target) => {
            let answer = Api::open(&target).await?.get(PATH).await?;
            output::list(
                target.output.format(),
                answer.get("registrations").unwrap_or(&Value::Null),
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

/// The fields of the file with those of the flags laid over them.
fn body(create: &RegistrationCreate) -> Result<Value> {
    let mut fields = match &create.file {
        None => Map::new(),
        Some(path) => {
            let text =
                std::fs::read_to_string(path).with_context(|| format!("{}", path.display()))?;
            match serde_json::from_str(&text).with_context(|| format!("{}", path.display()))? {
                Value::Object(fields) => fields,
                _ => bail!(
                    "{}: expected an object with the registration's fields",
                    path.display()
                ),
            }
        }
    };
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
    fn a_secret_is_not_taken_as_an_argument() {
        let error = parsed(&["--set", "clientSecret=\"x\""]).unwrap_err();
        assert!(error.to_string().contains("--client-secret-file"));
    }
}
