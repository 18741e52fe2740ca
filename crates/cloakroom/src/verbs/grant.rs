//! `cloakroom grant list | revoke`.

use anyhow::Result;
use serde_json::Value;

use crate::api::{Api, segment};
use crate::cli::GrantVerb;
use crate::output;

const PATH: &str = "/api/v1/grants";

pub(crate) async fn run(verb: GrantVerb) -> Result<()> {
    match verb {
        GrantVerb::List(target) => {
            let answer = Api::open(&target).await?.get(PATH).await?;
            output::list(
                target.output.format(),
                answer.get("grants").unwrap_or(&Value::Null),
                &[
                    "ID=id",
                    "User=user.name",
                    "Registration=registrationName",
                    "Account=account",
                    "State=state",
                    "Scopes=scopes",
                ],
                "Nobody is signed in anywhere.",
            );
            Ok(())
        }
        GrantVerb::Revoke { id, target } => {
            let ended = Api::open(&target)
                .await?
                .delete(&format!("{PATH}/{}", segment(&id)))
                .await?;
            output::one(target.output.format(), &ended);
            Ok(())
        }
    }
}
