//! `cloakroom grant list | revoke`.

use anyhow::Result;

use crate::api::{Api, segment};
use crate::cli::GrantVerb;
use crate::output;

const PATH: &str = "/api/v1/grants";

pub(crate) async fn run(verb: GrantVerb) -> Result<()> {
    match verb {
        GrantVerb::List(target) => {
            let rows = Api::open(&target).await?.list(PATH, "grants").await?;
            output::list(
                target.output.format(),
                &rows,
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
