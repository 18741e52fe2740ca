//! `cloakroom api-key create | update | delete | list | show`.

use anyhow::{Context, Result, bail};
use serde_json::{Map, Value};

use super::secret_from;
use crate::api::{Api, segment};
use crate::cli::{ApiKeyCreate, ApiKeyVerb, WhichKey};
use crate::output;

const PATH: &str = "/api/v1/api-keys";

pub(crate) async fn run(verb: ApiKeyVerb) -> Result<()> {
    match verb {
        ApiKeyVerb::Create(create) => {
            let fields = changes(&create)?;
            let api = Api::open(&create.target).await?;
            let made = api.post(PATH, &fields.into()).await?;
            output::one(create.target.output.format(), &made);
        }
        ApiKeyVerb::Update {
            id,
            remove_second_key,
            fields: update,
        } => {
            let changes = changes(&update)?;
            let api = Api::open(&update.target).await?;
            let path = at(&id);
            let Value::Object(mut fields) = api.get(&path).await? else {
                bail!("the answer is no registration");
            };
            let version = version(&fields)?;
            fields.extend(changes);
            if remove_second_key {
                fields.insert("removeSecondKey".to_owned(), true.into());
            }
            let saved = api.put(&path, version, &fields.into()).await?;
            output::one(update.target.output.format(), &saved);
        }
        ApiKeyVerb::Delete { id, target } => {
            let api = Api::open(&target).await?;
            let path = at(&id);
            let Value::Object(shown) = api.get(&path).await? else {
                bail!("the answer is no registration");
            };
            let answer = api.delete_seen(&path, version(&shown)?).await?;
            output::one(target.output.format(), &answer);
        }
        ApiKeyVerb::List(target) => {
            let rows = Api::open(&target).await?.list(PATH, "apiKeys").await?;
            output::list(
                target.output.format(),
                &rows,
                &[
                    "ID=id",
                    "Name=name",
                    "Base URL=baseUrl",
                    "Organizations=restrictByOrg",
                    "Apps=restrictByApp",
                    "Sent=inUse",
                ],
                "No API keys yet. Register one with `cloakroom api-key create`.",
            );
        }
        ApiKeyVerb::Show { id, target } => {
            let shown = Api::open(&target).await?.get(&at(&id)).await?;
            output::one(target.output.format(), &shown);
        }
    }
    Ok(())
}

fn at(id: &str) -> String {
    format!("{PATH}/{}", segment(id))
}

fn version(shown: &Map<String, Value>) -> Result<i64> {
    let version = shown.get("version").and_then(Value::as_i64);
    version.context("the answer has no version")
}

/// The fields that the flags give.
fn changes(given: &ApiKeyCreate) -> Result<Map<String, Value>> {
    let mut fields = Map::new();
    let mut set = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            fields.insert(name.to_owned(), value.into());
        }
    };
    set("name", given.name.clone());
    set("baseUrl", given.base_url.as_ref().map(ToString::to_string));
    set(
        "key",
        given.key_file.as_deref().map(secret_from).transpose()?,
    );
    let second = given.second_key_file.as_deref();
    set("secondKey", second.map(secret_from).transpose()?);
    let in_use = given.in_use.map(|which| match which {
        WhichKey::First => "first",
        WhichKey::Second => "second",
    });
    set("inUse", in_use.map(str::to_owned));
    if given.app_id.is_some() {
        set("restrictByApp", Some("ExistingApp".to_owned()));
        set("appId", given.app_id.clone());
    }
    if given.any_organization {
        set("restrictByOrg", Some("AnyOrganization".to_owned()));
    }
    Ok(fields)
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;
    use serde_json::json;

    use super::*;
    use crate::cli::{Cli, Verb};

    #[test]
    fn keys_come_from_files_and_only_what_is_given_is_sent() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("second");
        std::fs::write(&file, "key-of-tomorrow\n").unwrap();
        let file = file.to_str().unwrap();
        let line = [
            "cloakroom",
            "api-key",
            "update",
            "reg_1",
            "--in-use",
            "second",
        ];
        let line = line.into_iter().chain(["--second-key-file", file]);
        let Verb::ApiKey(ApiKeyVerb::Update { fields, .. }) =
            Cli::try_parse_from(line).unwrap().verb
        else {
            panic!("another verb");
        };
        assert_eq!(
            Value::Object(changes(&fields).unwrap()),
            json!({"secondKey": "key-of-tomorrow", "inUse": "second"})
        );
    }

    #[test]
    fn a_second_key_is_not_entered_and_destroyed_at_once() {
        let line = [
            "cloakroom",
            "api-key",
            "update",
            "reg_1",
            "--remove-second-key",
        ];
        assert!(Cli::try_parse_from(line).is_ok());
        let line = line.into_iter().chain(["--second-key-file", "-"]);
        assert!(Cli::try_parse_from(line).is_err());
    }
}
