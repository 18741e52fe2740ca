//! `cloakroom host create | list`.

use anyhow::{Context, Result};
use serde_json::json;

use crate::api::Api;
use crate::cli::HostVerb;
use crate::{data_folder, output};

const PATH: &str = "/api/v1/hosts";

pub(crate) async fn run(verb: HostVerb) -> Result<()> {
    match verb {
        HostVerb::Create {
            name,
            tenant_ids,
            credential_file,
            target,
        } => {
            let body = json!({"name": name, "tenantIds": tenant_ids});
            let mut made = Api::open(&target).await?.post(PATH, &body).await?;
            if let Some(file) = credential_file {
                let fields = made
                    .as_object_mut()
                    .context("the server's answer is not an object")?;
                let credential = fields
                    .remove("credential")
                    .context("the server gave no credential")?;
                data_folder::write_secret(&file, credential.as_str().unwrap_or_default())?;
                fields.insert(
                    "credentialFile".to_owned(),
                    file.display().to_string().into(),
                );
            }
            output::one(target.output.format(), &made);
            Ok(())
        }
        HostVerb::List(target) => {
            let hosts = Api::open(&target).await?.list(PATH, "hosts").await?;
            output::list(
                target.output.format(),
                &hosts,
                &["ID=id", "Name=name", "Tenant ids=tenantIds"],
                "No hosts yet. Make one with `cloakroom host create <name>`.",
            );
            Ok(())
        }
    }
}
