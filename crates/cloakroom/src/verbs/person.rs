//! `cloakroom person create | link | list`.

use anyhow::Result;
use serde_json::{Value, json};

use crate::api::{Api, segment};
use crate::cli::PersonVerb;
use crate::output;

const PATH: &str = "/api/v1/persons";

pub(crate) async fn run(verb: PersonVerb) -> Result<()> {
    match verb {
        PersonVerb::Create {
            name,
            display_name,
            role,
            target,
        } => {
            let display_name = display_name.unwrap_or_else(|| name.clone());
            let body = json!({"name": name, "displayName": display_name, "role": role});
            let made = Api::open(&target).await?.post(PATH, &body).await?;
            output::one(target.output.format(), &made);
            Ok(())
        }
        PersonVerb::Link { name, target } => {
            let path = format!("{PATH}/{}/link", segment(&name));
            let link = Api::open(&target).await?.post(&path, &json!({})).await?;
            output::one(target.output.format(), &link);
            Ok(())
        }
        PersonVerb::List(target) => {
            let answer = Api::open(&target).await?.get(PATH).await?;
            output::list(
                target.output.format(),
                answer.get("persons").unwrap_or(&Value::Null),
                &["Name=name", "Display name=displayName", "Role=role"],
                "No accounts yet. Make one with `cloakroom person create <name>`.",
            );
            Ok(())
        }
    }
}
